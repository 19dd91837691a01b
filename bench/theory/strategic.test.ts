import { expect, test } from 'vitest'
import { buildTree, cfr, expectedReturns, uniformPolicy } from '../../agents/index.js'
import { connectFourRules, kuhnPokerRules } from '../../worlds/index.js'
import {
  expectedPayoffs,
  fictitiousPlay,
  mixtureGap,
  strategicForm,
  tabularPayoffs,
} from './index.js'

const kuhn = kuhnPokerRules(2)

test("Kuhn's poker has 64 pure strategies for each player, worth -1/18 to the first in equilibrium", () => {
  const { payoffs, strategies } = strategicForm(kuhn)
  expect(payoffs.shape).toEqual([64, 64])
  expect([...strategies[0]![0]!.keys()].sort()).toEqual(['0', '0pb', '1', '1pb', '2', '2pb'])
  const mixtures = fictitiousPlay(payoffs, { iterations: 300 })
  expect(mixtureGap(payoffs, mixtures)).toBeLessThan(0.1)
  expect(Math.abs(expectedPayoffs(payoffs, mixtures)[0]! + 1 / 18)).toBeLessThan(0.05)
})

test('choosing among policies gives their expected returns', () => {
  const tree = buildTree(kuhn)
  const choices = [uniformPolicy(tree), cfr(tree, { iterations: 50 })]
  const payoffs = tabularPayoffs(
    tree,
    [0, 1].map((p) => choices.map((profile) => profile[p]!)),
  )
  expect(payoffs.shape).toEqual([2, 2])
  expect(payoffs.values[0]![1]).toBe(expectedReturns(tree, [choices[0]![0]!, choices[1]![1]!])[0])
  expect(payoffs.values[0]![0]).toBeCloseTo(0.125, 12)
})

test('what cannot be spelt out is refused', () => {
  expect(() => strategicForm(kuhnPokerRules(3))).toThrow(/theory\/too-large.*65536 × 65536/s)
  const few = connectFourRules({ rows: 2, columns: 3, xInRow: 3 })
  expect(() => strategicForm(few)).toThrow('theory/too-large')
})
