import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bootstrap, comparePairs, wilson } from './index.js'
import { quantile } from './stats.js'

const samples = fc.array(
  fc.record({
    cluster: fc.constantFrom('a', 'b', 'c', 'd'),
    value: fc.integer({ min: -9, max: 9 }),
  }),
  { minLength: 2, maxLength: 30 },
)

describe('intervals', () => {
  it('hold the mean, between the least and the most, the same each time', () => {
    fc.assert(
      fc.property(samples, (list) => {
        const told = bootstrap(list)!
        const values = list.map((s) => s.value)
        expect(told.low!).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9)
        expect(told.high!).toBeLessThanOrEqual(Math.max(...values) + 1e-9)
        expect(told.low!).toBeLessThanOrEqual(told.high!)
        expect(bootstrap(list)).toEqual(told)
      }),
      { numRuns: 50 },
    )
  })
  it('are of clusters: repeating a scenario’s episode makes nothing surer', () => {
    const few = ['a', 'b', 'c'].map((cluster, i) => ({ cluster, value: i }))
    const many = few.flatMap((s) => Array.from({ length: 50 }, () => s))
    expect(bootstrap(many)).toMatchObject({ mean: 1, low: bootstrap(few)!.low })
  })
  it('say nothing of one value, and there are none of none', () => {
    expect(bootstrap([{ cluster: 'a', value: 3 }])).toEqual({
      mean: 3,
      low: null,
      high: null,
      n: 1,
    })
    expect(bootstrap([])).toBeUndefined()
    expect(wilson(0, 0)).toBeUndefined()
  })
  it('of shares are Wilson’s: 8 of 10 is 0.49 to 0.94', () => {
    const { low, high } = wilson(8, 10)!
    expect(low).toBeCloseTo(0.4902, 4)
    expect(high).toBeCloseTo(0.9433, 4)
    expect(wilson(0, 5)!.low).toBe(0)
  })
  it('are cut between values', () => {
    expect(quantile([0, 10], 0.25)).toBe(2.5)
  })
})

describe('comparisons of pairs', () => {
  const pairs = (values: readonly number[]) => values.map((a, i) => ({ cluster: `s${i}`, a, b: 0 }))
  it('find five of five as unlikely as 2 / 32', () => {
    const told = comparePairs(pairs([1, 1, 1, 1, 1]))!
    expect(told.p).toBeCloseTo(2 / 32)
    expect(told.effect).toBeNull()
    expect(told.difference.mean).toBe(1)
  })
  it('tell the effect in standard deviations', () => {
    expect(comparePairs(pairs([1, 2, 3]))!.effect).toBeCloseTo(2)
  })
  it('find nothing in nothing', () => {
    expect(comparePairs(pairs([1, -1]))!.p).toBe(1)
    expect(comparePairs(pairs(Array.from({ length: 20 }, (_, i) => (i % 2 ? 1 : -1))))!.p).toBe(1)
  })
  it('find twenty of twenty', () => {
    expect(comparePairs(pairs(Array(20).fill(1)))!.p).toBeLessThan(0.01)
  })
})
