import { idle } from '../../agents/index.js'
import { createStreams } from '../../engine/index.js'
import { forkMany } from '../fork/fork-many.js'
import { teamScore } from '../fork/score.js'
import type { ForkResult, ForkSpec } from '../fork/spec.js'
import type { Trunk } from '../fork/trunk.js'
import {
  type ForkMetric,
  type ForkMetricOptions,
  type ForkScored,
  forkTold,
  timesOf,
} from './forked.js'

const notes = { kind: 'fork-metric', better: 'neither', unit: 'reward + progress' } as const

/** Values of coalitions, each simulated once: whoever is not in one stays idle from the beginning. */
function coalitions(trunk: Trunk, options: ForkMetricOptions) {
  const { mode = 'frozen', ticks, most: _, samples: _samples, ...rest } = options
  const names = Object.keys(trunk.scenario.agents)
  const known = new Map<number, number>()
  const times = timesOf(options)
  const counts = { mode, stale: 0, repeated: 0, forks: 0 }
  const note = (results: readonly ForkResult[]): number => {
    for (const { stale, tick, at } of results) {
      counts.stale += stale
      counts.repeated += Math.max(1, (tick - at) * names.length)
      counts.forks += 1
    }
    return results.reduce((sum, r) => sum + r.score!, 0) / results.length
  }
  const worthOf = async (members: number): Promise<number> => {
    const found = known.get(members)
    if (found !== undefined) return found
    const absent = names.filter((_name, i) => ((members >> i) & 1) === 0)
    const agents = Object.fromEntries(absent.map((name) => [name, idle]))
    const isWhole = absent.length === 0
    const specs = Array.from(
      { length: isWhole ? 1 : times },
      (_unused, i): ForkSpec => ({
        at: trunk.first,
        mode: isWhole ? 'frozen' : mode,
        ...(isWhole ? {} : { agents }),
        ...(ticks === undefined ? {} : { ticks }),
        ...(mode === 'live' && i > 0 ? { seed: `sample ${i}` } : {}),
      }),
    )
    const value = note(await forkMany(trunk, specs, { ...rest, track: false, scorer: teamScore() }))
    known.set(members, value)
    return value
  }
  return { names, counts, worthOf, all: (1 << names.length) - 1 }
}

/** What each agent adds to the rest. */
export const differenceCredit: ForkMetric = {
  ...notes,
  id: 'difference-credit',
  title: 'Difference credit',
  formula:
    'D_i = v(N) − v(N without i), who is left out being idle from the first tick on; mean of agents',
  range: '(−∞, ∞)',
  source: 'Wolpert and Tumer 2002',
  async score(trunk, options): Promise<ForkScored> {
    const { names, counts, worthOf, all } = coalitions(trunk, options)
    const whole = await worthOf(all)
    const parts: Record<string, number> = {}
    for (const [i, name] of names.entries()) parts[name] = whole - (await worthOf(all & ~(1 << i)))
    return forkTold(Object.values(parts), counts, parts)
  },
}

/** Up to here every coalition is simulated. */
const EXACT_AGENTS = 6
const ORDERS = 24

/** What each agent is worth, however a team is put together. */
export const shapley: ForkMetric = {
  ...notes,
  id: 'shapley',
  title: 'Shapley value',
  formula:
    'φ_i = Σ_{S without i} |S|! (N − |S| − 1)! / N! · (v(S + i) − v(S)), who is not in S being idle; exact to six agents, beyond by antithetic seeded orders with standard errors (parts NAME.se); value: mean of agents, Σ φ = v(N) − v(∅)',
  range: '(−∞, ∞)',
  source: 'Shapley 1953',
  async score(trunk, options): Promise<ForkScored> {
    const { names, counts, worthOf, all } = coalitions(trunk, options)
    if (names.length > 30) {
      return { ...forkTold([], counts), value: null, note: 'more than 30 agents' }
    }
    const told =
      names.length <= EXACT_AGENTS
        ? await exactly(names, worthOf)
        : await sampled(names, worthOf, options.most ?? ORDERS)
    const parts = { ...told, whole: await worthOf(all), none: await worthOf(0) }
    return forkTold(
      names.map((name) => told[name]!),
      counts,
      parts,
    )
  },
}

/** @param worthOf the value of a coalition, given as bits */
export async function exactly(
  names: readonly string[],
  worthOf: (members: number) => Promise<number> | number,
): Promise<Record<string, number>> {
  const n = names.length
  const factorial = [1]
  for (let i = 1; i <= n; i++) factorial.push(factorial[i - 1]! * i)
  const told: Record<string, number> = {}
  for (const [i, name] of names.entries()) {
    let sum = 0
    for (let members = 0; members < 1 << n; members++) {
      if ((members >> i) & 1) continue
      const size = members.toString(2).replaceAll('0', '').length
      const weight = (factorial[size]! * factorial[n - size - 1]!) / factorial[n]!
      sum += weight * ((await worthOf(members | (1 << i))) - (await worthOf(members)))
    }
    told[name] = sum
  }
  return told
}

/** Mean marginal contributions over random orders and their reverses. */
async function sampled(
  names: readonly string[],
  worthOf: (members: number) => Promise<number>,
  orders: number,
): Promise<Record<string, number>> {
  const rng = createStreams('shapley', {}, false).stream('orders')
  const gains: number[][] = names.map(() => [])
  for (let k = 0; k < orders; k += 2) {
    const order = rng.shuffle(names.map((_, i) => i))
    for (const line of [order, order.toReversed()]) {
      let members = 0
      for (const i of line) {
        const before = await worthOf(members)
        members |= 1 << i
        gains[i]!.push((await worthOf(members)) - before)
      }
    }
  }
  return Object.fromEntries(
    names.flatMap((name, i) => {
      const list = gains[i]!
      const mean = list.reduce((a, b) => a + b, 0) / list.length
      const spread =
        list.reduce((a, b) => a + (b - mean) * (b - mean), 0) / Math.max(1, list.length - 1)
      return [
        [name, mean],
        [`${name}.se`, Math.sqrt(spread / list.length)],
      ]
    }),
  )
}
