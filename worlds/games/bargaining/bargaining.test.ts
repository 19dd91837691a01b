import { expect, test } from 'vitest'
import { CHANCE, parseScenarioFile, startOf, TERMINAL } from '../../../engine/index.js'
import { anyMove, returnsOf } from '../../kernels/board/testing/duel.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { bargainingInstances, type Instance, size, TOTAL_VALUE, worth } from './instances.js'
import { AGREE, OFFERS } from './offers.js'
import { concedingBargainer } from './policies.js'
import { type BargainingRules, bargainingRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { bargaining } from './world.js'

const one: Instance = {
  pool: [1, 2, 3],
  values: [
    [7, 0, 1],
    [2, 4, 0],
  ],
}
const other: Instance = { pool: one.pool, values: [one.values[0], [4, 3, 0]] }
const third: Instance = { pool: one.pool, values: [[1, 3, 1], one.values[1]] }

gameLaws({
  beside: import.meta.url,
  world: bargaining,
  scenarios,
  params: [{ instances: [one, other, third], maxTurns: 4 }],
})

const keep = (...bundle: number[]): number =>
  OFFERS.findIndex((o) => o.every((n, i) => n === bundle[i]))

/** Talks about the first instance. */
function played(moves: readonly number[], params: Partial<BargainingRules> = {}) {
  const rules = bargainingRules({
    instances: [one, other, third],
    maxTurns: 10,
    discount: 1,
    probEnd: 0,
    ...params,
  })
  const s = startOf(rules)
  for (const move of [0, ...moves]) rules.apply(s, move)
  return { rules, s }
}

test.each([
  ['the first offer is taken', [keep(1, 0, 3), AGREE], [10, 8]],
  ['the second is', [keep(1, 2, 3), keep(0, 2, 0), AGREE], [10, 8]],
  ['somebody is generous', [keep(0, 0, 0), AGREE], [0, 10]],
])('%s: %j gives %j', (_, moves, returns) => {
  const { rules, s } = played(moves)
  expect(rules.turn(s)).toBe(TERMINAL)
  expect(rules.returns(s)).toEqual(returns)
})

test('without an agreement in time both get nothing', () => {
  const { rules, s } = played([keep(1, 2, 3), keep(1, 2, 3), keep(1, 2, 3)], { maxTurns: 3 })
  expect(rules.turn(s)).toBe(TERMINAL)
  expect(rules.returns(s)).toEqual([0, 0])
})

test('an offer keeps what is in the pool, and there must be one to agree to', () => {
  const { rules, s } = played([])
  expect(rules.legal(s, 0)).toHaveLength(2 * 3 * 4)
  rules.apply(s, keep(1, 2, 3))
  expect(rules.legal(s, 1)).toHaveLength(2 * 3 * 4 + 1)
  expect(rules.legal(s, 1).at(-1)).toBe(AGREE)
  expect(OFFERS).toHaveLength(120)
})

test('from the third turn on each costs a part of the returns', () => {
  const first = [keep(1, 2, 3), keep(0, 2, 0)]
  expect(returns([keep(1, 0, 3), AGREE])).toEqual([10, 8])
  expect(returns([...first, AGREE])).toEqual([5, 4])
  expect(returns([...first, keep(1, 0, 3), AGREE])).toEqual([2.5, 2])
  function returns(moves: readonly number[]) {
    const { rules, s } = played(moves, { discount: 0.5 })
    return rules.returns(s)
  }
})

test('talks may break down after any offer but the first', () => {
  const { rules, s } = played([keep(1, 2, 3)], { probEnd: 0.25 })
  expect(rules.turn(s)).toBe(1)
  rules.apply(s, keep(1, 2, 3))
  expect(rules.turn(s)).toBe(CHANCE)
  expect(rules.chance!(s)).toEqual({ outcomes: [3, 4], weights: [750_000, 250_000] })
  const ended = s.slice()
  rules.apply(s, 3)
  expect(rules.turn(s)).toBe(0)
  rules.apply(ended, 4)
  expect(rules.turn(ended)).toBe(TERMINAL)
})

test('a player sees its own values only', () => {
  const { rules, s } = played([keep(1, 0, 3)])
  const seen = 'Pool: Book: 1, Hat: 2, Basketball: 3\nMy values: Book: 2, Hat: 4, Basketball: 0\n'
  const offer = 'P0 offers: Offer: Book: 1, Hat: 0, Basketball: 3\n'
  expect(rules.informationState(s, 1)).toBe(`${seen}Agreement reached? 0\n${offer}`)
  expect(rules.observation(s, 1)).toBe(`${seen}Agreement reached? 0\nNumber of offers: 1\n${offer}`)
})

test('instances are as the paper says: 5 to 7 items, 10 for all, each of use, some to both', () => {
  const list = bargainingInstances(1000, 0)
  expect(list).toEqual(bargainingInstances(1000, 0))
  expect(list).not.toEqual(bargainingInstances(1000, 1))
  expect(new Set(list.map((i) => JSON.stringify(i))).size).toBe(1000)
  for (const { pool, values } of list) {
    expect(size(pool)).toBeGreaterThanOrEqual(5)
    expect(size(pool)).toBeLessThanOrEqual(7)
    expect(values.map((v) => worth(v, pool))).toEqual([TOTAL_VALUE, TOTAL_VALUE])
    for (const i of [0, 1, 2] as const) {
      expect(pool[i]).toBeGreaterThanOrEqual(1)
      expect(values[0][i] + values[1][i]).toBeGreaterThan(0)
    }
    expect(values[0].some((v, i) => v * values[1][i]! > 0)).toBe(true)
  }
})

test.each([
  [{ pool: [4, 4, 0], values: one.values }, 'params.instances.0.pool'],
  [{ pool: [1, 2, 3], values: [[8, 0, 1], one.values[1]] }, 'params.instances.0.values.0'],
])('the instance %j is refused for its %s', (instance, path) => {
  const problems = bargaining.validate!(bargaining.params.parse({ instances: [instance] }))
  expect(problems.map((p) => p.path)).toEqual([path])
})

test('two conceding bargainers get more than two random ones, in at least 95 of 100 talks', () => {
  const { scenario } = parseScenarioFile(scenarios.bargaining, [bargaining], 'bargaining')
  const total = (policies: Parameters<typeof returnsOf>[1], seed: number) =>
    returnsOf(scenario, policies, seed).reduce((a, b) => a + b, 0)
  let better = 0
  for (let seed = 1; seed <= 100; seed++) {
    const fair = total([concedingBargainer, concedingBargainer], seed)
    if (fair > total([anyMove, anyMove], seed)) better += 1
  }
  expect(better).toBeGreaterThanOrEqual(95)
})
