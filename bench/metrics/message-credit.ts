import { forkMany } from '../fork/fork-many.js'
import { teamScore } from '../fork/score.js'
import type { ForkSpec } from '../fork/spec.js'
import { countForks, type ForkMetric, firstOf, forkTold, framesOf, luckOf, some } from './forked.js'
import { meanAt, standardError } from './math.js'

const MOST = 32

/** What messages are worth: how the run comes out less how it comes out when one message is never sent. */
export const messageCredit: ForkMetric = {
  kind: 'fork-metric',
  id: 'message-credit',
  better: 'neither',
  title: 'Message credit',
  formula:
    'mean over accepted messages m of |v − v(without m)|, v the rewards and progress of the sender’s team from then on, in mode live the mean of samples with equal luck; 0 where nobody said anything. Parts: signed mean, share that changed anything, in mode live what chance alone would give',
  range: '[0, ∞)',
  unit: 'reward + progress',
  source: 'counterfactual credit by mute-fork',
  async score(trunk, options) {
    const { mode = 'frozen', ticks, most = MOST, samples: _, ...rest } = options
    const count = countForks(trunk, mode)
    const said = framesOf(trunk).flatMap(({ messages }) =>
      messages
        .filter((m) => m.verdict === 'ok')
        .map((m) => ({ tick: m.tick, id: m.id, from: m.from })),
    )
    if (said.length === 0) return forkTold(count, 1, () => 0, { messages: 0 })
    const luck = luckOf(options)
    const worthOf = async (from: string, spec: ForkSpec, isCounted: boolean) => {
      const results = await forkMany(
        trunk,
        luck.map((own): ForkSpec => ({ ...spec, ...own })),
        { ...rest, track: false, scorer: teamScore(from) },
      )
      if (isCounted) count.note(results)
      return results.map((r) => r.score!)
    }
    const known = new Map<string, readonly number[]>()
    const gains: number[][] = []
    for (const { tick, id, from } of some(said, most)) {
      const spec: ForkSpec = { at: tick - 1, mode, ...(ticks === undefined ? {} : { ticks }) }
      const key = `${tick} ${trunk.scenario.agents[from]?.team}`
      const kept = known.get(key) ?? (await worthOf(from, spec, false))
      known.set(key, kept)
      const muted = await worthOf(from, { ...spec, mute: [id] }, true)
      gains.push(kept.map((v, i) => v - muted[i]!))
    }
    const all = firstOf(luck.length)
    const over = (each: (gain: readonly number[]) => number): number =>
      gains.reduce((sum, gain) => sum + each(gain), 0) / gains.length
    return forkTold(count, luck.length, (draw) => over((g) => Math.abs(meanAt(g, draw))), {
      messages: said.length,
      signed: over((g) => meanAt(g, all)),
      useful: over((g) => (g.some((x) => x !== 0) ? 1 : 0)),
      ...(mode === 'live' ? { chance: over((g) => MEAN_OF_SIZES * standardError(g)) } : {}),
    })
  },
}

/** √(2/π): the mean absolute value of a standard normal number. */
const MEAN_OF_SIZES = 0.7978845608028654
