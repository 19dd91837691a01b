import { coalitionsOf } from './coalitions.js'
import { byAgent, type ForkMetric } from './forked.js'

/** What each agent adds to the rest. */
export const differenceCredit: ForkMetric = {
  kind: 'fork-metric',
  id: 'difference-credit',
  better: 'neither',
  title: 'Difference credit',
  formula:
    'D_i = v(N) − v(N without i), who is left out being idle from the first tick on; mean of agents. Parts: each agent, in mode live with its interval',
  range: '(−∞, ∞)',
  unit: 'reward + progress',
  source: 'Wolpert and Tumer 2002',
  async score(trunk, options) {
    const { names, count, worthOf, all, samples } = coalitionsOf(trunk, options)
    const whole = await worthOf(all)
    const gains: number[][] = []
    for (const i of names.keys()) {
      const rest = await worthOf(all & ~(1 << i))
      gains.push(whole.map((v, s) => v - rest[s]!))
    }
    return byAgent(count, samples, names, gains)
  },
}
