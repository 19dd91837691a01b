import { CoactError } from '../../engine/index.js'
import { checkMixtures, checkNumbers, checkPayoffs } from './check.js'

/** A table of rows. */
export type Matrix = readonly (readonly number[])[]

/** A game in strategic form. Profiles are numbered with the last player's strategy varying fastest. */
export interface Payoffs {
  /** By player: how many strategies it has. */
  readonly shape: readonly number[]
  /** By player and profile: what the player gets. */
  readonly values: readonly (readonly number[])[]
}

/** What each player does: by player, the probabilities of its strategies. */
export type Mixtures = readonly (readonly number[])[]

/**
 * The payoffs of two players.
 *
 * @param rows what the row player gets, by row and column
 * @param columns what the column player gets, by row and column; `rows` transposed when left out
 * @throws CoactError `theory/shape` when the tables do not fit each other; `theory/number`
 * @example
 * bimatrix([[5, 0], [10, 1]]) // the prisoners' dilemma
 */
export function bimatrix(rows: Matrix, columns: Matrix = transposed(rows)): Payoffs {
  const width = rows[0]?.length ?? 0
  const fits = (m: Matrix): boolean =>
    m.length === rows.length && width > 0 && m.every((row) => row.length === width)
  if (!fits(rows) || !fits(columns)) {
    throw new CoactError('theory/shape', 'The payoff tables do not fit each other', {
      expected: 'two tables with the same numbers of rows and columns',
      got: [rows, columns].map((m) => `${m.length} × ${m[0]?.length ?? 0}`).join(' and '),
    })
  }
  checkNumbers(rows.flat(), 'payoffs')
  checkNumbers(columns.flat(), 'payoffs')
  return { shape: [rows.length, width], values: [rows.flat(), columns.flat()] }
}

export const transposed = (m: Matrix): number[][] =>
  (m[0] ?? []).map((_, column) => m.map((row) => row[column]!))

/** The tables of two players. @throws CoactError `theory/players` for other numbers of players */
export function matricesOf({ shape, values }: Payoffs): { rows: number[][]; columns: number[][] } {
  if (shape.length !== 2) {
    throw new CoactError('theory/players', 'This is defined for two players', {
      got: `${shape.length} players`,
    })
  }
  const table = (list: readonly number[]): number[][] =>
    Array.from({ length: shape[0]! }, (_, r) => list.slice(r * shape[1]!, (r + 1) * shape[1]!))
  return { rows: table(values[0]!), columns: table(values[1]!) }
}

/** How many profiles there are. */
export const profileCount = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)

/** The strategies of a profile by its number. */
export function profileAt(shape: readonly number[], number: number): number[] {
  const out = shape.map(() => 0)
  for (let p = shape.length - 1; p >= 0; p--) {
    out[p] = number % shape[p]!
    number = Math.floor(number / shape[p]!)
  }
  return out
}

/** By player: how far apart profiles are that differ by one in its strategy. */
export function stridesOf(shape: readonly number[]): number[] {
  const out = shape.map(() => 1)
  for (let p = shape.length - 2; p >= 0; p--) out[p] = out[p + 1]! * shape[p + 1]!
  return out
}

/**
 * What each strategy of a player is worth against what the others do.
 *
 * @returns by strategy
 */
export function strategyValues(
  { shape, values }: Payoffs,
  mixtures: Mixtures,
  player: number,
): number[] {
  const out = Array.from({ length: shape[player]! }, () => 0)
  const total = profileCount(shape)
  for (let n = 0; n < total; n++) {
    const profile = profileAt(shape, n)
    let p = 1
    for (let q = 0; q < profile.length && p > 0; q++)
      if (q !== player) p *= mixtures[q]![profile[q]!]!
    if (p > 0) out[profile[player]!]! += p * values[player]![n]!
  }
  return out
}

/**
 * What each player gets on average.
 *
 * @throws CoactError `theory/shape`, `theory/number`, `theory/mixture`
 * @example
 * expectedPayoffs(bimatrix([[5, 0], [10, 1]]), [[0.5, 0.5], [0.5, 0.5]]) // [4, 4]
 */
export function expectedPayoffs(payoffs: Payoffs, mixtures: Mixtures): number[] {
  checkPayoffs(payoffs)
  checkMixtures(mixtures, payoffs.shape)
  return payoffs.shape.map((_, p) => dot(strategyValues(payoffs, mixtures, p), mixtures[p]!))
}

/**
 * What all players together could gain by best responses: NashConv of a game in strategic form.
 *
 * @returns 0 in an equilibrium
 * @throws CoactError `theory/shape`, `theory/number`, `theory/mixture`
 */
export function mixtureGap(payoffs: Payoffs, mixtures: Mixtures): number {
  checkPayoffs(payoffs)
  checkMixtures(mixtures, payoffs.shape)
  let sum = 0
  for (let p = 0; p < payoffs.shape.length; p++) {
    const values = strategyValues(payoffs, mixtures, p)
    sum += Math.max(...values) - dot(values, mixtures[p]!)
  }
  return sum
}

export function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/** What each row is worth against a mixture of columns. */
export const times = (matrix: Matrix, vector: readonly number[]): number[] =>
  matrix.map((row) => dot(row, vector))

export const uniformMixture = (length: number): number[] => Array.from({ length }, () => 1 / length)

/** The position of the greatest number, the first of equal ones. */
export function greatest(numbers: readonly number[]): number {
  let best = 0
  for (let i = 1; i < numbers.length; i++) if (numbers[i]! > numbers[best]!) best = i
  return best
}
