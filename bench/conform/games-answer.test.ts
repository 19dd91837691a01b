import { expect, test } from 'vitest'
import { kuhnPokerRules, ticTacToeRules } from '../../worlds/index.js'
import { bestAnswer } from './games-answer.js'
import { exactly, fraction, minus, over, plus, textOf, times, toNumber } from './games-fraction.js'
import { endings, exactReturns, firstly, uniformly } from './games-walk.js'

test('fractions are in lowest terms, with a positive denominator', () => {
  const a = fraction(6n, -4n)
  expect([textOf(a), textOf(plus(a, fraction(1n, 2n))), textOf(minus(a, a))]).toEqual([
    '-3/2',
    '-1',
    '0',
  ])
  expect([textOf(times(a, a)), textOf(over(a, fraction(1n, 3n))), toNumber(a)]).toEqual([
    '9/4',
    '-9/2',
    -1.5,
  ])
  expect(textOf(exactly(0.375))).toBe('3/8')
  expect(() => fraction(1n, 0n)).toThrow(RangeError)
})

test('Kuhn’s poker: what uniform play brings, and the best answers to it', () => {
  const game = kuhnPokerRules(2)
  expect(exactReturns(game, uniformly).map(textOf)).toEqual(['1/8', '-1/8'])
  expect([0, 1].map((p) => textOf(bestAnswer(game, p, uniformly)))).toEqual(['1/2', '5/12'])
  expect([0, 1].map((p) => textOf(bestAnswer(game, p, firstly)))).toEqual(['1', '1'])
})

test('three players: uniform play still adds up to nothing', () => {
  const sum = exactReturns(kuhnPokerRules(3), uniformly).reduce(plus)
  expect(textOf(sum)).toBe('0')
})

test('tic-tac-toe: how its games end', () => {
  const { byLength, won, drawn } = endings(ticTacToeRules)
  expect([won, drawn]).toEqual([[131184, 77904], 46080])
  expect(byLength.slice(0, 4)).toEqual([1, 9, 72, 504])
})
