import { CoactError } from '../../engine/index.js'
import type { Matrix, Mixtures, Payoffs } from './payoffs.js'

/** Numbers beyond are refused: their squares and sums would leave what floats can hold. */
const MOST = 1e100

const isUsable = (n: number): boolean => Math.abs(n) <= MOST

/** @throws CoactError `theory/number` at the first number that is none, or endless, or too large */
export function checkNumbers(numbers: readonly number[], what: string): void {
  const at = numbers.findIndex((n) => !isUsable(n))
  if (at < 0) return
  throw new CoactError('theory/number', `Not every one of the ${what} is a number to reckon with`, {
    where: `number ${at} of ${numbers.length}, counted from 0`,
    expected: `finite numbers from ${-MOST} to ${MOST}`,
    got: String(numbers[at]),
  })
}

/** @throws CoactError `theory/shape` unless all rows have one length, and as many numbers as there are rows; `theory/number` */
export function checkSquare(matrix: Matrix): void {
  const n = matrix.length
  if (n === 0 || matrix.some((row) => row.length !== n)) {
    throw new CoactError('theory/shape', 'A population that plays itself has a square table', {
      expected: 'as many columns as rows, at least one',
      got: `${n} rows of ${matrix.map((row) => row.length).join(', ')}`,
    })
  }
  checkNumbers(matrix.flat(), 'payoffs')
}

/** @throws CoactError `theory/shape` unless each player has one payoff for each profile; `theory/number` */
export function checkPayoffs({ shape, values }: Payoffs): void {
  const profiles = shape.reduce((a, b) => a * b, 1)
  const fits =
    shape.length > 0 &&
    shape.every((n) => Number.isInteger(n) && n >= 1) &&
    values.length === shape.length &&
    values.every((list) => list.length === profiles)
  if (!fits) {
    throw new CoactError('theory/shape', 'The payoffs do not fit the numbers of strategies', {
      expected: `${shape.length} lists of ${profiles}`,
      got: `${values.length} lists of ${values.map((list) => list.length).join(', ')}`,
    })
  }
  for (const list of values) checkNumbers(list, 'payoffs')
}

/** How far probabilities may be from adding up to 1. */
const OFF = 1e-6

/** @throws CoactError `theory/mixture` unless these are probabilities, one for each strategy */
export function checkMixture(mixture: readonly number[], strategies: number): void {
  let sum = 0
  for (const p of mixture) sum += p >= 0 ? p : Number.NaN
  if (mixture.length === strategies && Math.abs(sum - 1) <= OFF) return
  throw new CoactError('theory/mixture', 'These are not the probabilities of the strategies', {
    expected: `${strategies} numbers from 0 that add up to 1`,
    got: `${mixture.slice(0, 20).join(', ')}`,
  })
}

/** @throws CoactError `theory/mixture` unless each player has probabilities */
export function checkMixtures(mixtures: Mixtures, shape: readonly number[]): void {
  if (mixtures.length !== shape.length) {
    throw new CoactError('theory/mixture', 'There is not one mixture for each player', {
      expected: String(shape.length),
      got: String(mixtures.length),
    })
  }
  for (const [p, mixture] of mixtures.entries()) checkMixture(mixture, shape[p]!)
}

/** @throws CoactError `theory/options` unless it is a whole number from `least` */
export function checkCount(n: number, what: string, least: number): void {
  if (Number.isInteger(n) && n >= least) return
  throw new CoactError('theory/options', `This number of ${what} makes no sense`, {
    expected: `a whole number from ${least}`,
    got: String(n),
  })
}
