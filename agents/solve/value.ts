import {
  CHANCE,
  CoactError,
  chanceOf,
  type Game,
  probability,
  SIMULTANEOUS,
  startOf,
  TERMINAL,
} from '../../engine/index.js'

/** What a game of perfect information is worth. */
export interface GameValue {
  /** By player, when each does the best for itself. */
  readonly values: readonly number[]
  /** Positions that were met, by their text and whose turn it is, ends included. */
  readonly positions: number
}

/**
 * Solves a game of perfect information by going through all its positions once; players maximise their own returns, the
 * first of equally good moves being chosen. Positions with equal texts and turns are taken for the same.
 *
 * @throws CoactError `solve/not-perfect` with hidden information or joint turns; `solve/cycle` when positions come again in
 *   one line; `solve/too-large`
 * @example
 * gameValue(ticTacToeRules).values // [0, 0]
 */
export function gameValue(
  game: Game,
  { positionsMax = 3_000_000 }: { readonly positionsMax?: number } = {},
): GameValue {
  if (game.information !== 'perfect') throw notPerfect(game)
  const known = new Map<string, readonly number[] | undefined>()
  const worth = (s: Int32Array): readonly number[] => {
    const turn = game.turn(s)
    const key = `${turn}:${game.text(s)}`
    const before = known.get(key)
    if (before !== undefined) return before
    if (known.has(key)) {
      throw new CoactError('solve/cycle', `${game.name} comes back to a position`, { where: key })
    }
    known.set(key, undefined)
    if (known.size > positionsMax) {
      throw new CoactError('solve/too-large', `${game.name} has too many positions to be solved`, {
        expected: `at most ${positionsMax}`,
        next: 'Choose smaller parameters, or raise `positionsMax`.',
      })
    }
    const values = worthOf(game, s, turn, worth)
    known.set(key, values)
    return values
  }
  const values = worth(startOf(game))
  return { values, positions: known.size }
}

function worthOf(
  game: Game,
  s: Int32Array,
  turn: number,
  worth: (s: Int32Array) => readonly number[],
): readonly number[] {
  const after = (move: number): readonly number[] => {
    const next = s.slice()
    game.apply(next, move)
    return worth(next)
  }
  if (turn === TERMINAL) return game.returns(s)
  if (turn === SIMULTANEOUS) throw notPerfect(game)
  if (turn === CHANCE) {
    const chance = chanceOf(game, s)
    const sum = Array.from({ length: game.players }, () => 0)
    for (const [i, outcome] of chance.outcomes.entries())
      for (const [p, value] of after(outcome).entries()) sum[p]! += probability(chance, i) * value
    return sum
  }
  let best: readonly number[] | undefined
  for (const move of game.legal(s, turn)) {
    const values = after(move)
    if (best === undefined || values[turn]! > best[turn]!) best = values
  }
  return best!
}

const notPerfect = (game: Game): CoactError =>
  new CoactError('solve/not-perfect', `${game.name} cannot be solved by its positions`, {
    expected: 'perfect information, and one player to move at a time',
    next: 'Use `cfr`, or `nashConv` of a profile.',
  })
