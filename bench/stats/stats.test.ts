import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bootstrap, bootstrapShare, comparePairs, resampled, wilson } from './index.js'
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
    expect(quantile([Infinity, Infinity], 0.25)).toBe(Infinity)
  })
  it('of a share sum up before they divide: what failed counts too', () => {
    const share = (cluster: string, part: number, whole: number) => ({ cluster, part, whole })
    const sure = bootstrapShare([share('a', 10, 1), share('b', 20, 1), share('c', 30, 1)])!
    expect(sure.mean).toBe(20)
    expect(sure.low!).toBeGreaterThanOrEqual(10)
    expect(sure.high!).toBeLessThanOrEqual(30)
    // Draws of failures alone have no number.
    const told = bootstrapShare([share('a', 10, 1), share('b', 90, 0), share('c', 20, 0)])!
    expect(told).toMatchObject({ mean: 120, high: null, n: 3 })
    expect(bootstrapShare([share('a', 90, 0)])).toBeUndefined()
    expect(bootstrapShare([])).toBeUndefined()
  })
  it('of shares whose wholes are 1 are those of means', () => {
    fc.assert(
      fc.property(samples, (list) => {
        const shares = list.map(({ cluster, value }) => ({ cluster, part: value, whole: 1 }))
        expect(bootstrapShare(shares)).toEqual(bootstrap(list))
      }),
      { numRuns: 20 },
    )
  })
  it('of any statistic lie within what it can be', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6]
    const most = (draw: readonly number[]): number => Math.max(...draw.map((i) => values[i]!))
    const [low, high] = resampled(values.length, most)
    expect(low).toBeGreaterThanOrEqual(1)
    expect(low).toBeLessThan(9)
    expect(high).toBe(9)
    expect(resampled(values.length, most)).toEqual([low, high])
    expect(resampled(8, () => 7)).toEqual([7, 7])
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
