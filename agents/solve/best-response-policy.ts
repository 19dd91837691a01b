import { z } from 'zod'
import { defineUniversalPolicy, type Game } from '../../engine/index.js'
import { definePolicyWithOptions } from '../options.js'
import { cfrOptions, solvedByCfr } from './cfr-policy.js'
import { bestResponse } from './exact.js'
import { drawFrom, gameOf, playerOf } from './policies.js'
import { firstActionPolicy, type PolicyProfile, uniformPolicy } from './tabular.js'
import { buildTree, type GameTree } from './tree.js'

const options = z.strictObject({
  /** What the others are thought to play: a known policy, or by player a table from information states to probabilities. */
  against: z
    .union([
      z.enum(['uniform', 'first-action', 'cfr']),
      z.array(z.record(z.string(), z.array(z.number().min(0).max(1)))),
    ])
    .default('uniform'),
  ...cfrOptions.shape,
})

type Settings = z.output<typeof options>

/**
 * Plays an exact best response to what it takes the others to play: `against` is `uniform` (default), `first-action`, `cfr`,
 * or a list with one table for each player, from information-state text to the probabilities of the legal moves. The other
 * options are those of `cfr`.
 *
 * @throws CoactError before the first tick: `policy/no-game`, `solve/too-large`, `solve/policy` when a table does not fit,
 *   `solve/imperfect-recall`; `policy/options`
 * @example
 * await run(kuhn, { agents: { ada: bestResponsePolicy({ against: 'cfr' }), bob: random } })
 */
export const bestResponsePolicy = definePolicyWithOptions({
  id: 'best-response',
  options,
  create(settings) {
    const known = new WeakMap<Game, PolicyProfile>()
    const solve = (game: Game): PolicyProfile => {
      let responses = known.get(game)
      if (responses === undefined) {
        const tree = buildTree(game, { nodesMax: settings.nodes })
        const others = othersOf(tree, settings)
        responses = tree.byText.map((_, p) => bestResponse(tree, others, p).policy)
        known.set(game, responses)
      }
      return responses
    }
    return defineUniversalPolicy({
      id: 'best-response',
      fits(scenario) {
        solve(gameOf(scenario, 'best-response'))
      },
      decide: (turn) => drawFrom(solve(turn.game!)[playerOf(turn)], turn),
    })
  },
})

function othersOf(tree: GameTree, { against, ...settings }: Settings): PolicyProfile {
  if (against === 'uniform') return uniformPolicy(tree)
  if (against === 'first-action') return firstActionPolicy(tree)
  if (against === 'cfr') return solvedByCfr(tree.game, settings)
  return against.map((table) => new Map(Object.entries(table)))
}
