import { expect, test } from 'vitest'
import { poisoned } from './poison.js'

const reach = {
  'Math.random': () => Math.random(),
  'Math.sin': () => Math.sin(1),
  'Math.atan2': () => Math.atan2(2, 3),
  Date: () => new Date(),
  performance: () => performance.now(),
  setTimeout: () => setTimeout(() => {}, 0),
  queueMicrotask: () => queueMicrotask(() => {}),
  crypto: () => crypto.randomUUID(),
  Intl: () => new Intl.NumberFormat(),
  localeCompare: () => 'a'.localeCompare('b'),
  'process.hrtime': () => process.hrtime(),
} as const

test.each<[string, () => unknown]>(Object.entries(reach))(
  '%s is reached, and given back',
  (name, use) => {
    expect(poisoned(use).reached).toEqual([name])
    expect(use).not.toThrow()
  },
)
test('Date.now is the clock’s, and dates are still told from other things', () => {
  expect(poisoned(() => Date.now()).reached).toEqual(['Date'])
  expect(poisoned(() => ({}) instanceof Date)).toEqual({ value: false, reached: [] })
})
test('what is exact everywhere may be used', () => {
  const work = (): number => Math.sqrt(2) + Math.floor(1.5) + Math.imul(3, 4) + Math.PI
  expect(poisoned(work)).toEqual({ value: work(), reached: [] })
})
test('an error of the work’s own comes through, and everything is given back', () => {
  const work = (): never => {
    throw new Error('of its own')
  }
  expect(() => poisoned(work)).toThrow('of its own')
  expect(Date.now()).toBeGreaterThan(0)
})
test('what caught the error has reached it all the same', () => {
  const work = (): number => {
    try {
      return Date.now()
    } catch {
      return 0
    }
  }
  expect(poisoned(work)).toEqual({ value: 0, reached: ['Date'] })
})
