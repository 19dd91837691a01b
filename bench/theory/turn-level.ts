import { CoactError } from '../../engine/index.js'
import { checkNumbers } from './check.js'

/** What one role got in each of its turns of one game. */
export interface TurnRewards {
  /** A seat of a game: what is compared with each other. */
  readonly role: number | string
  readonly rewards: readonly number[]
}

export interface TurnAdvantageOptions {
  /** What a reward one turn later is worth, above 0 and at most 1 (default 1). */
  readonly gamma?: number
}

/** What the turns of one game were worth. */
export interface TurnAdvantages {
  readonly role: number | string
  /** Rewards less the mean reward of the role's turns. */
  readonly centred: readonly number[]
  /** Centred rewards from each turn on, discounted. */
  readonly toGo: readonly number[]
  /** The same less the mean of the role's different values. */
  readonly advantages: readonly number[]
}

/**
 * Turn-level advantages of players who learn in several roles: rewards are centred by role over all turns of all games, added
 * up from each turn to the end, and centred by role again, each different value counting once (MARS, Yuan et al. 2025,
 * arXiv 2510.15414). Unlike one number a game, they tell good turns of a lost game from bad ones.
 *
 * @param games one entry for each game and role
 * @returns the mean reward of each role, and advantages in the order of `games`
 * @throws CoactError `theory/options` when γ makes no sense; `theory/number`
 * @example
 * const { advantages } = turnLevelAdvantages([{ role: 0, rewards: [0, 1] }, { role: 0, rewards: [0, -1] }]).games[0]!
 */
export function turnLevelAdvantages(
  games: readonly TurnRewards[],
  { gamma = 1 }: TurnAdvantageOptions = {},
): {
  readonly baselines: ReadonlyMap<number | string, number>
  readonly games: readonly TurnAdvantages[]
} {
  if (!(gamma > 0 && gamma <= 1)) {
    throw new CoactError('theory/options', 'This discount of turns makes no sense', {
      expected: 'gamma above 0 and at most 1',
      got: String(gamma),
    })
  }
  for (const { rewards } of games) checkNumbers(rewards, 'rewards')
  const baselines = meansByRole(games, (g) => g.rewards)
  const added = games.map(({ role, rewards }) => {
    const centred = rewards.map((r) => r - baselines.get(role)!)
    return { role, centred, toGo: fromEachOn(centred, gamma) }
  })
  const means = meansByRole(added, (g) => g.toGo, true)
  return {
    baselines,
    games: added.map((g) => ({ ...g, advantages: g.toGo.map((a) => a - means.get(g.role)!) })),
  }
}

function fromEachOn(rewards: readonly number[], gamma: number): number[] {
  const out = [...rewards]
  for (let i = out.length - 2; i >= 0; i--) out[i]! += gamma * out[i + 1]!
  return out
}

/** The mean of all values of each role, or with `once` of its different ones. */
function meansByRole<G extends { readonly role: number | string }>(
  games: readonly G[],
  values: (game: G) => readonly number[],
  once = false,
): Map<number | string, number> {
  const all = new Map<number | string, number[]>()
  for (const game of games) {
    const list = all.get(game.role) ?? []
    list.push(...values(game))
    all.set(game.role, list)
  }
  return new Map(
    [...all].map(([role, list]) => {
      const counted = once ? different(list) : list
      return [role, counted.reduce((a, b) => a + b, 0) / Math.max(counted.length, 1)]
    }),
  )
}

/** Values that differ, as far as sums of floats can: by 1e-12 and more. */
const different = (list: readonly number[]): number[] => [
  ...new Map(list.map((v) => [Math.round(v * 1e12), v])).values(),
]
