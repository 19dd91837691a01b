import { createStreams } from '../../engine/index.js'
import { type Coalitions, coalitionsOf } from './coalitions.js'
import { byAgent, type ForkMetric, firstOf } from './forked.js'
import { meanAt, standardError } from './math.js'

/** Up to here every coalition is simulated. */
const EXACT_AGENTS = 6
/** Coalitions are bits of a number. */
const AGENTS_MAX = 30
const ORDERS = 24

/** What each agent is worth, however a team is put together. */
export const shapley: ForkMetric = {
  kind: 'fork-metric',
  id: 'shapley',
  better: 'neither',
  title: 'Shapley value',
  formula:
    'φ_i = Σ_{S without i} |S|! (N − |S| − 1)! / N! · (v(S + i) − v(S)), who is not in S being idle; exact to six agents, beyond by seeded orders and their reverses with standard errors (parts NAME.se); value: mean of agents, Σ φ = v(N) − v(∅). Parts: each agent, in mode live with its interval; whole, none',
  range: '(−∞, ∞)',
  unit: 'reward + progress',
  source: 'Shapley 1953',
  async score(trunk, options) {
    const group = coalitionsOf(trunk, options)
    const { names, count, worthOf, all, samples } = group
    if (names.length > AGENTS_MAX)
      return { value: null, mode: count.mode, stale: 0, forks: 0, note: 'more than 30 agents' }
    const isExact = names.length <= EXACT_AGENTS
    const marginals = isExact ? undefined : await byOrders(group, options.most ?? ORDERS)
    const gains = marginals?.gains ?? (await exactly(group))
    const [whole, none] = [await worthOf(all), await worthOf(0)]
    return byAgent(count, samples, names, gains, {
      ...marginals?.errors,
      whole: meanAt(whole, firstOf(samples)),
      none: meanAt(none, firstOf(samples)),
    })
  },
}

/** By agent and sample. */
async function exactly({ names, samples, worthOf }: Coalitions): Promise<number[][]> {
  const gains: number[][] = names.map(() => [])
  const worth: (readonly number[])[] = []
  for (let members = 0; members < 1 << names.length; members++) worth.push(await worthOf(members))
  for (const s of firstOf(samples))
    shapleyOf(names.length, (members) => worth[members]![s]!).forEach((phi, i) => {
      gains[i]!.push(phi)
    })
  return gains
}

/** @param worth the value of a coalition, given as bits */
export function shapleyOf(n: number, worth: (members: number) => number): number[] {
  const factorial = [1]
  for (let i = 1; i <= n; i++) factorial.push(factorial[i - 1]! * i)
  return firstOf(n).map((i) => {
    let sum = 0
    for (let members = 0; members < 1 << n; members++) {
      if ((members >> i) & 1) continue
      const size = members.toString(2).replaceAll('0', '').length
      const weight = (factorial[size]! * factorial[n - size - 1]!) / factorial[n]!
      sum += weight * (worth(members | (1 << i)) - worth(members))
    }
    return sum
  })
}

/**
 * Mean marginal contributions over random orders and their reverses, by agent and sample, with the standard errors of drawing
 * orders. An order and its reverse are one draw, since what they tell depends on each other.
 */
export async function byOrders(
  { names, samples, worthOf }: Pick<Coalitions, 'names' | 'samples' | 'worthOf'>,
  orders: number,
): Promise<{ readonly gains: number[][]; readonly errors: Readonly<Record<string, number>> }> {
  const rng = createStreams('shapley', {}, false).stream('orders')
  const sums = names.map(() => new Array<number>(samples).fill(0))
  const draws: number[][] = names.map(() => [])
  const pairs = Math.max(1, Math.ceil(orders / 2))
  for (let k = 0; k < pairs; k++) {
    const order = rng.shuffle(names.map((_, i) => i))
    const means = names.map(() => 0)
    for (const line of [order, order.toReversed()]) {
      let members = 0
      for (const i of line) {
        const before = await worthOf(members)
        members |= 1 << i
        const after = await worthOf(members)
        for (const s of firstOf(samples)) {
          const gain = after[s]! - before[s]!
          sums[i]![s]! += gain / (2 * pairs)
          means[i]! += gain / (2 * samples)
        }
      }
    }
    means.forEach((mean, i) => {
      draws[i]!.push(mean)
    })
  }
  const errors = names.map((name, i) => [`${name}.se`, standardError(draws[i]!)] as const)
  return { gains: sums, errors: Object.fromEntries(errors) }
}
