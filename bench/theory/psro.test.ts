import { expect, test } from 'vitest'
import { bestResponse, buildTree, cfr, expectedReturns, uniformPolicy } from '../../agents/index.js'
import { kuhnPokerRules } from '../../worlds/index.js'
import { mixTables, projectedReplicator, psro } from './index.js'

const tree = buildTree(kuhnPokerRules(2))

test("double oracle comes near an equilibrium of Kuhn's poker", () => {
  const { profile, nashConvs, mixtures } = psro(tree, { iterations: 15 })
  expect(nashConvs[0]).toBeCloseTo(11 / 12, 9)
  expect(nashConvs.at(-1)).toBeLessThan(0.05)
  expect(Math.abs(expectedReturns(tree, profile)[0]! + 1 / 18)).toBeLessThan(0.03)
  expect(mixtures[0]).toHaveLength(nashConvs.length)
})

test('any meta-solver will do', () => {
  const meta = (payoffs: Parameters<typeof projectedReplicator>[0]) =>
    projectedReplicator(payoffs, { iterations: 300, dt: 0.1 })
  const { nashConvs } = psro(tree, { iterations: 6, meta })
  expect(nashConvs.at(-1)).toBeLessThan(nashConvs[0]! / 2)
})

test('three players', () => {
  const three = buildTree(kuhnPokerRules(3))
  const { nashConvs } = psro(three, { iterations: 4 })
  expect(nashConvs.at(-1)).toBeLessThan(nashConvs[0]!)
})

test('one policy earns what the mixture of policies earns', () => {
  const uniform = uniformPolicy(tree)
  const pool = [
    uniform[0]!,
    bestResponse(tree, uniform, 0).policy,
    cfr(tree, { iterations: 7 })[0]!,
  ]
  const weights = [0.2, 0.5, 0.3]
  const against = cfr(tree, { iterations: 3 })[1]!
  const earned = pool.map((table) => expectedReturns(tree, [table, against])[0]!)
  const mixed = expectedReturns(tree, [mixTables(tree, 0, pool, weights), against])[0]
  expect(mixed).toBeCloseTo(
    earned.reduce((sum, v, k) => sum + weights[k]! * v, 0),
    12,
  )
})
