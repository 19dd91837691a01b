import {
  type ActionCall,
  CoactError,
  type Game,
  type Policy,
  type Rng,
  type Scenario,
  type Turn,
} from '../../engine/index.js'
import type { PolicyTable } from './tabular.js'

/** What `fits` of a policy is given. */
export type Fitting = Parameters<NonNullable<Policy['fits']>>[0]

/** The player that an agent is: games number them in seat order. */
export const playerOf = ({ agents, agent }: Pick<Turn, 'agents' | 'agent'>): number =>
  agents.indexOf(agent)

/**
 * The game that a scenario's world plays.
 *
 * @throws CoactError `policy/no-game` when its rules are not known as a game
 */
export function gameOf(
  { world, params }: Pick<Scenario, 'world' | 'params'>,
  policy: string,
): Game {
  const game = world.game?.(params as never)
  if (game !== undefined) return game
  throw new CoactError('policy/no-game', `The policy "${policy}" needs the rules of a game`, {
    where: world.id,
    expected: 'a world that exports its rules as a game',
    next: 'See "coact worlds" for the games, or take another policy.',
  })
}

/** @throws CoactError `policy/hidden-information` where an agent does not see the whole state */
export function needPerfect({ world, params }: Fitting, policy: string): void {
  if (world.information?.(params as never) === 'perfect') return
  throw new CoactError(
    'policy/hidden-information',
    `The policy "${policy}" tries out what would happen, and so needs to see the whole state`,
    {
      where: world.id,
      expected: 'a world of perfect information',
      next: 'Where the game is small, "cfr" plays with hidden information.',
    },
  )
}

/** Draws a legal action as a table says for what the player knows. @throws CoactError `solve/policy` when it does not say */
export function drawFrom(table: PolicyTable | undefined, turn: Turn): ActionCall | undefined {
  const legal = turn.legal()
  const { informationState } = turn.obs as { readonly informationState?: unknown }
  const probabilities =
    typeof informationState === 'string' ? table?.get(informationState) : undefined
  if (probabilities === undefined || probabilities.length !== legal.length) {
    throw new CoactError('solve/policy', 'The solved policy does not know what to do here', {
      where: `information state ${JSON.stringify(informationState ?? null).slice(0, 200)}`,
      expected: `${legal.length} probabilities`,
      got: probabilities === undefined ? 'nothing' : String(probabilities.length),
    })
  }
  return legal[drawIndex(probabilities, turn.rng)]
}

function drawIndex(probabilities: readonly number[], rng: Rng): number {
  let left = rng.float()
  let last = 0
  for (const [i, p] of probabilities.entries()) {
    if (p <= 0) continue
    last = i
    left -= p
    if (left < 0) return i
  }
  return last
}
