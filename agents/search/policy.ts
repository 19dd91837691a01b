import { z } from 'zod'
import { type Policy, readDecision } from '../../engine/index.js'
import { idle } from '../idle.js'
import { definePolicyWithOptions } from '../options.js'
import { planner } from '../planner/planner.js'
import { random } from '../random.js'
import { needPerfect } from '../solve/policies.js'
import { type SearchOptions, search } from './search.js'

/**
 * A policy that looks ahead with {@link search} from what its base decides, in worlds of perfect information. It remembers and
 * says what its base does. The copy it tries things in hides what is private to others, and has luck of its own.
 *
 * @throws CoactError before the first tick: `policy/hidden-information`, and what the base throws
 * @example
 * await run(kitchenScenario, { agents: { ada: searchOver({ base: cook, simulations: 40 }), bob: cook } })
 */
export function searchOver<Id extends string>(
  options: SearchOptions & { readonly base: Policy<Id> },
): Policy<Id> {
  const { base } = options
  return {
    kind: 'policy',
    id: 'search',
    version: 1,
    world: base.world,
    ...(base.memory === undefined ? {} : { memory: () => base.memory!() }),
    fits(scenario) {
      needPerfect(scenario, 'search')
      base.fits?.(scenario)
    },
    decide(turn) {
      // The base decides in the turn itself too, for what it says and remembers.
      const decision: unknown = base.decide(turn)
      const own = readDecision(decision)
      const me = turn.agents.indexOf(turn.agent)
      const first = own.failure === undefined ? (own.do ?? []) : []
      const { best, candidates } = search(turn.simulation!(), me, options, turn.rng, first)
      const chosen = candidates.find((c) => c.actions === best)!
      const tried = candidates.reduce((n, c) => n + c.visits, 0)
      const memory = (decision as { readonly memory?: unknown } | undefined | null)?.memory
      return {
        do: best as never,
        ...(own.say === undefined ? {} : { say: own.say }),
        ...(memory === undefined ? {} : { memory }),
        why: `tried ${chosen.visits} of ${tried} times, worth ${chosen.value.toFixed(3)}`,
      }
    },
  }
}

const BASES = { random, idle, planner } as const

/**
 * {@link searchOver} by name: `search:base=random,simulations=100`. Options: `base` (`random` by default, `idle`, `planner`),
 * `simulations` (60), `depth` (30 ticks), `width` (24 candidates), `uctC` (0.5).
 *
 * @throws CoactError `policy/options`; before the first tick `policy/hidden-information`
 */
export const searchPolicy = definePolicyWithOptions({
  id: 'search',
  options: z.strictObject({
    base: z.enum(['random', 'idle', 'planner']).default('random'),
    simulations: z.int().min(1).max(1_000_000).default(60),
    depth: z.int().min(1).max(1_000_000).default(30),
    width: z.int().min(1).max(100_000).default(24),
    uctC: z.number().min(0).max(1e9).default(0.5),
  }),
  create: ({ base, ...options }) => searchOver({ base: BASES[base], ...options }) as Policy<'*'>,
})
