import { forkMany } from '../fork/fork-many.js'
import { teamScore } from '../fork/score.js'
import type { ForkSpec } from '../fork/spec.js'
import { type ForkMetric, forkTold, framesOf, some, timesOf } from './forked.js'

const MOST = 32

/** What messages are worth: how the run comes out less how it comes out when one message is never sent. */
export const messageCredit: ForkMetric = {
  kind: 'fork-metric',
  id: 'message-credit',
  better: 'neither',
  title: 'Message credit',
  formula:
    'mean over accepted messages m of |v − v(without m)|, v the rewards and progress of the sender’s team from then on; 0 where nobody said anything. Parts: signed mean, share that changed anything',
  range: '[0, ∞)',
  unit: 'reward + progress',
  source: 'counterfactual credit by mute-fork',
  async score(trunk, options) {
    const { mode = 'frozen', ticks, most = MOST, samples: _, ...rest } = options
    const said = framesOf(trunk).flatMap(({ messages }) =>
      messages
        .filter((m) => m.verdict === 'ok')
        .map((m) => ({ tick: m.tick, id: m.id, from: m.from })),
    )
    if (said.length === 0)
      return { ...forkTold([0], { mode, stale: 0, repeated: 0, forks: 0 }), parts: { messages: 0 } }
    const agents = trunk.scenario.agents
    const times = timesOf(options)
    const credits: number[] = []
    let [stale, repeated, forks, signed, moved] = [0, 0, 0, 0, 0]
    for (const { tick, id, from } of some(said, most)) {
      const common: ForkSpec = { at: tick - 1, ...(ticks === undefined ? {} : { ticks }) }
      const muted = Array.from(
        { length: times },
        (_unused, i): ForkSpec => ({
          ...common,
          mode,
          mute: [id],
          ...(mode === 'live' && i > 0 ? { seed: `sample ${i}` } : {}),
        }),
      )
      const [own, ...others] = await forkMany(trunk, [{ ...common, mode: 'frozen' }, ...muted], {
        ...rest,
        track: false,
        scorer: teamScore(from),
      })
      for (const other of others) {
        const credit = own!.score! - other.score!
        credits.push(Math.abs(credit))
        signed += credit
        if (credit !== 0) moved += 1
        stale += other.stale
        repeated += Math.max(1, (other.tick - other.at) * Object.keys(agents).length)
        forks += 1
      }
    }
    return forkTold(
      credits,
      { mode, stale, repeated, forks },
      {
        messages: said.length,
        signed: signed / credits.length,
        useful: moved / credits.length,
      },
    )
  },
}
