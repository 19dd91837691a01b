import type { Say } from '../../../engine/index.js'
import type { Play } from './porter.js'

interface Sale {
  readonly lot: string
}

/** A seller sells each lot to who wants it most; where nobody hears it, it gives lots away in turn. */
export const auction: Play = ({ obs, talks, agents, agent, memory, say, act }) => {
  const [own] = obs.lots.filter(({ yours }) => yours)
  if (own !== undefined) {
    if (talks.some((t) => t.outcome === undefined)) return {}
    const isNew = memory.told[0] !== own.id
    memory.told = [own.id]
    if (isNew)
      return {
        say: [say.act('auction', 'offer', { lot: `lot ${own.id}`, format: 'vickrey', ticks: 2 })],
      }
    const buyers = agents.filter((name) => name !== agent)
    return { do: act.give({ lot: own.id, to: buyers[own.id % buyers.length]! }) }
  }
  return {
    say: talks.flatMap((t): Say[] => {
      if (t.allowed.includes('pay')) return [say.act('auction', 'pay', {}, { in: t.id })]
      if (!t.allowed.includes('sealed-bid')) return []
      const { lot } = t.state as unknown as Sale
      const amount = obs.lots.find(({ id }) => `lot ${id}` === lot)?.worth ?? 0
      if (amount < 1) return []
      return [
        say.act('auction', 'sealed-bid', { amount: Math.min(amount, obs.coins) }, { in: t.id }),
      ]
    }),
  }
}
