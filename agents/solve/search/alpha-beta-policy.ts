import { z } from 'zod'
import { CoactError, defineUniversalPolicy } from '../../../engine/index.js'
import { definePolicyWithOptions } from '../../options.js'
import { type Fitting, needPerfect } from '../policies.js'
import { alphaBeta, jointTurn } from './alpha-beta.js'
import { fieldOf } from './policy-field.js'

/**
 * Looks ahead with alpha–beta search, for two players who move in turn, perfect information and constant sum: over the rules
 * of a game, else over copies of the episode, where the other is taken to want what the player does not. It draws no lots.
 * Options: `depth` (moves to look ahead), else `nodes` (about how many positions to look at for a move, default 50,000),
 * deepening move by move. What it cannot see to the end it takes for even.
 *
 * @throws CoactError before the first tick: `policy/hidden-information`, `policy/not-two-player-zero-sum`,
 *   `solve/joint-turn`; `policy/options`
 * @example
 * await run(ticTacToe, { agents: { '*': alphaBetaPolicy({}) } })
 */
export const alphaBetaPolicy = definePolicyWithOptions({
  id: 'alpha-beta',
  options: z.strictObject({
    depth: z.int().min(1).max(1000).optional(),
    nodes: z.int().min(1).max(1_000_000_000).default(50_000),
  }),
  create: ({ depth, nodes }) =>
    defineUniversalPolicy({
      id: 'alpha-beta',
      fits: checkFit,
      decide(turn) {
        const options = depth === undefined ? { nodes } : { depth }
        const { best, value, depth: far, isExact } = alphaBeta(fieldOf(turn), options)
        const action = turn.legal()[best]
        if (action === undefined) return undefined
        const seen = isExact ? 'seen to the end' : `seen ${far} moves ahead`
        return { do: action, why: `worth ${value.toFixed(3)}, ${seen}` }
      },
    }),
})

function checkFit(scenario: Fitting): void {
  needPerfect(scenario, 'alpha-beta')
  const { world, params, agents } = scenario
  const game = world.game?.(params as never)
  const players = game?.players ?? Object.keys(agents).length
  const utility = game?.utility ?? 'zero-sum'
  if (players !== 2 || (utility !== 'zero-sum' && utility !== 'constant-sum')) {
    throw new CoactError(
      'policy/not-two-player-zero-sum',
      'The policy "alpha-beta" needs two players, one of whom loses what the other wins',
      {
        where: game?.name ?? world.id,
        got: `${players} players, ${utility}`,
        next: 'Take "mcts", which serves any number of players and any utility.',
      },
    )
  }
  const isJoint =
    game === undefined
      ? (world.turns ?? 'simultaneous') === 'simultaneous'
      : game.applyJoint !== undefined
  if (isJoint) throw jointTurn(game?.name ?? world.id)
}
