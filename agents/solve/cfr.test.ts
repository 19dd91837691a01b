import { expect, test } from 'vitest'
import { kuhnPokerRules, leducPoker } from '../../worlds/index.js'
import { cfr, cfrPlus, createCfr } from './cfr.js'
import { expectedReturns, exploitability, nashConv } from './exact.js'
import { uniformPolicy } from './tabular.js'
import { matrixGame } from './testing/games.js'
import { buildTree } from './tree.js'

const kuhn = buildTree(kuhnPokerRules(2))

test("NashConv in Kuhn's poker after 1, 10, 100 and 1000 iterations", () => {
  const after = [1, 10, 100, 1000].map((iterations) => nashConv(kuhn, cfr(kuhn, { iterations })))
  const reference = [
    0.9166666666666666, 0.1373975876343151, 0.016451954631830412, 0.0018752332939859229,
  ]
  for (const [i, value] of reference.entries()) expect(after[i]).toBeCloseTo(value, 9)
})

test('the average player gets the value of the game', () => {
  const profile = cfrPlus(kuhn, { iterations: 1000 })
  expect(exploitability(kuhn, profile)).toBeLessThan(1e-3)
  expect(expectedReturns(kuhn, profile)[0]).toBeCloseTo(-1 / 18, 5)
})

test('a solver goes on where it stopped', () => {
  const solver = createCfr(kuhn, { plus: true })
  solver.run(3)
  solver.run(7)
  expect(solver.iterations).toBe(10)
  expect(solver.average()).toEqual(cfrPlus(kuhn, { iterations: 10 }))
})

test('Leduc poker: CFR+ is hard to exploit after 200 iterations, and finds the value -0.0856', () => {
  const leduc = buildTree(leducPoker.game!(leducPoker.params.parse({})))
  expect(leduc.byText.map((texts) => texts.size)).toEqual([468, 468])
  expect(nashConv(leduc, uniformPolicy(leduc))).toBeCloseTo(1709 / 360, 9)
  const profile = cfrPlus(leduc, { iterations: 200 })
  expect(exploitability(leduc, profile)).toBeLessThan(0.01)
  expect(expectedReturns(leduc, profile)[0]).toBeCloseTo(-0.0856, 3)
})

test('three players learn, too', () => {
  const three = buildTree(kuhnPokerRules(3))
  expect(nashConv(three, cfr(three, { iterations: 300 }))).toBeLessThan(0.02)
})

test('a joint turn hides what was chosen first', () => {
  const rockPaperScissors = matrixGame(
    [
      [0, -1, 3],
      [1, 0, -1],
      [-1, 1, 0],
    ],
    [
      [0, 1, -3],
      [-1, 0, 1],
      [1, -1, 0],
    ],
    'zero-sum',
  )
  expect(nashConv(rockPaperScissors, cfrPlus(rockPaperScissors, { iterations: 500 }))).toBeLessThan(
    0.01,
  )
})

test('iterations are whole numbers', () => {
  expect(() => cfr(kuhn, { iterations: 0 })).toThrow('solve/iterations')
  expect(() => cfr(kuhn, { iterations: 1.5 })).toThrow('solve/iterations')
})
