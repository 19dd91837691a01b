import { z } from 'zod'
import { defineUniversalPolicy } from '../../../engine/index.js'
import { definePolicyWithOptions } from '../../options.js'
import { needPerfect, playerOf } from '../policies.js'
import { mcts } from './mcts.js'
import { fieldOf } from './policy-field.js'

/**
 * Monte Carlo tree search in any world of perfect information: over the rules of a game, else over copies of the episode,
 * where the others are taken to look after themselves alike. It takes its luck from the turn's stream. Options:
 * `simulations` (default 100), `rollouts` (10), `uctC` (2), `rolloutMoves` (the length of random games; to the end when left
 * out).
 *
 * @throws CoactError before the first tick: `policy/hidden-information`; `policy/options`
 * @example
 * await run(connectFour, { agents: { ada: mctsPolicy({ simulations: 1000 }), bob: random } })
 */
export const mctsPolicy = definePolicyWithOptions({
  id: 'mcts',
  options: z.strictObject({
    simulations: z.int().min(1).max(100_000_000).default(100),
    rollouts: z.int().min(1).max(1_000_000).default(10),
    uctC: z.number().min(0).max(1e9).default(2),
    rolloutMoves: z.int().min(0).max(10_000_000).optional(),
  }),
  create: ({ rolloutMoves, ...options }) =>
    defineUniversalPolicy({
      id: 'mcts',
      fits: (scenario) => needPerfect(scenario, 'mcts'),
      decide(turn) {
        const all = rolloutMoves === undefined ? options : { ...options, rolloutMoves }
        const { best, visits, values, simulations } = mcts(
          fieldOf(turn),
          playerOf(turn),
          turn.rng,
          all,
        )
        const action = turn.legal()[best]
        if (action === undefined) return undefined
        const value = (values[best] ?? 0).toFixed(3)
        return {
          do: action,
          why: `tried ${visits[best] ?? 0} of ${simulations} times, worth ${value}`,
        }
      },
    }),
})
