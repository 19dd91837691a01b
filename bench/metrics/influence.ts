import { createStreams } from '../../engine/index.js'
import { entropy } from './math.js'
import { scoreMetric } from './scored.js'

interface Heard {
  /** By listener: what was heard, and what was done in that tick. */
  readonly pairs: [heard: string, deed: string][][]
  /** What arrives next tick, by listener. */
  coming: Map<number, string[]>
}

const SHUFFLES = 20

/** How much what an agent hears tells of what it does then. */
export const influence = scoreMetric<Heard>({
  id: 'influence',
  better: 'neither',
  title: 'Influence of messages',
  formula:
    'I(M; A), M the kind of message (act or type, and sender) that an agent hears or `none`, A the kind of action of that tick; plug-in estimate less the mean of 20 seeded shuffles; mean of agents',
  range: '[0, ∞)',
  unit: 'bits',
  source: 'causal influence of communication, Lowe et al. 2019',
  init: ({ agents }) => ({ pairs: agents.map(() => []), coming: new Map() }),
  step(s, { tick, asked, actions, messages }, { agents }) {
    if (tick > 0) {
      for (const agent of asked) {
        const heard = s.coming.get(agent)?.toSorted().join(' ') ?? 'none'
        const deed = actions.find((a) => a.agent === agent && a.verdict === 'ok')?.action ?? 'none'
        s.pairs[agent]!.push([heard, deed])
      }
    }
    s.coming = new Map()
    for (const { from, to, type, act, verdict, lost = [], arrives } of messages) {
      // What is heard later is left out: few links are slow.
      if (verdict !== 'ok' || arrives !== undefined) continue
      const team = agents.find((a) => a.name === from)?.team
      for (const { index, name, team: own } of agents) {
        if (name === from || lost.includes(name)) continue
        const isTo = to === 'all' || (to === 'team' && own === team) || to.split(',').includes(name)
        if (isTo) s.coming.set(index, [...(s.coming.get(index) ?? []), `${from}:${act ?? type}`])
      }
    }
    return s
  },
  finish({ pairs }, { agents }) {
    const rng = createStreams('influence', {}, false).stream('shuffles')
    const each = agents.flatMap(({ name, index }) => {
      const list = pairs[index]!
      if (!list.some(([heard]) => heard !== 'none')) return []
      const [heard, deeds] = [list.map(([h]) => h), list.map(([, d]) => d)]
      let chance = 0
      for (let i = 0; i < SHUFFLES; i++) chance += mutual(heard, rng.shuffle(deeds)) / SHUFFLES
      return [[name, Math.max(0, mutual(heard, deeds) - chance)] as const]
    })
    if (each.length === 0) return { value: 0, note: 'nobody heard anything' }
    const value = each.reduce((sum, [, v]) => sum + v, 0) / each.length
    return { value, parts: Object.fromEntries(each) }
  },
})

/** Mutual information of two lists of equal length, in bits. */
export function mutual(a: readonly string[], b: readonly string[]): number {
  const count = (list: readonly string[]): Iterable<number> => {
    const counts = new Map<string, number>()
    for (const word of list) counts.set(word, (counts.get(word) ?? 0) + 1)
    return counts.values()
  }
  const both = a.map((word, i) => `${word}\n${b[i]}`)
  return Math.max(0, entropy(count(a)) + entropy(count(b)) - entropy(count(both)))
}
