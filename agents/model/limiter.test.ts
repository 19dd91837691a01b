import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLimiter, type Place } from './limiter.js'
import { createPace } from './pace.js'

const NEVER = new AbortController().signal
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('places among requests', () => {
  test('go around between groups, however many wait in one', async () => {
    const limiter = createLimiter(1)
    const first = await limiter.enter('a', NEVER)
    const order: string[] = []
    const queue = async (group: string): Promise<void> => {
      const place = await limiter.enter(group, NEVER)
      order.push(group)
      place.leave('failed', 1)
    }
    const waiting = ['a', 'a', 'a', 'a', 'b', 'b', 'c'].map(queue)
    first.leave('failed', 1)
    await Promise.all(waiting)
    expect(order).toEqual(['a', 'b', 'c', 'a', 'b', 'a', 'a'])
  })
  test('are never more than the limit, and nobody is forgotten', async () => {
    const step = fc.record({
      group: fc.constantFrom('a', 'b', 'c'),
      outcome: fc.constantFrom('ok' as const, 'busy' as const, 'failed' as const),
      isAborted: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.nat(20), fc.array(step, { maxLength: 60 }), async (max, steps) => {
        const limiter = createLimiter(max + 1)
        const inside: [Place, 'ok' | 'busy' | 'failed'][] = []
        let over = 0
        for (const { group, outcome, isAborted } of steps) {
          const turn = new AbortController()
          limiter.enter(group, turn.signal).then(
            (place) => inside.push([place, outcome]),
            () => {
              over += 1
            },
          )
          if (isAborted) turn.abort()
          await settled()
          expect(limiter.running).toBeLessThanOrEqual(max + 1)
        }
        for (let left = 0; inside.length > 0; left++) {
          expect(left).toBeLessThan(1000)
          const [place, outcome] = inside.shift()!
          place.leave(outcome, 10)
          place.leave('ok', 10)
          over += 1
          await settled()
        }
        expect(over).toBe(steps.length)
        expect(limiter.running).toBe(0)
      }),
      { numRuns: 40 },
    )
  })
})

describe('how many requests go at once', () => {
  /** A server that bears so many and refuses the rest at once; what is under way is answered in rounds. */
  const rounds = (bears: number, count: number, max = 256): number[] => {
    const pace = createPace(max)
    return Array.from({ length: count }, () => {
      const sent = pace.limit
      const taken = Math.min(sent, bears)
      for (let n = 1; n <= sent; n++) pace.entered(n)
      for (let n = sent; n > taken; n--) pace.refused(n - 1)
      for (let n = taken; n > 0; n--) pace.answered(200)
      return sent
    })
  }
  test.each([3, 20, 64, 200])(
    'comes close to the %i that a server bears, and stays there',
    (bears) => {
      const late = rounds(bears, 60).slice(20)
      for (const sent of late) {
        expect(sent).toBeGreaterThanOrEqual(bears * 0.9 - 1)
        expect(sent).toBeLessThanOrEqual(bears * 1.1 + 2)
      }
    },
  )
  test('is the most that is allowed where all is answered as quickly', () => {
    expect(rounds(1000, 10, 40).at(-1)).toBe(40)
  })
  test('falls to one where everything is refused, and no further', () => {
    const pace = createPace(64)
    for (let i = 0; i < 200; i++) pace.refused(pace.limit - 1)
    expect(pace.limit).toBe(1)
  })
  test('grows no more where answers take twice as long', () => {
    const pace = createPace(256)
    const answer = (ms: number): void => {
      pace.entered(pace.limit)
      pace.answered(ms)
    }
    for (let i = 0; i < 50; i++) answer(100)
    const before = pace.limit
    for (let i = 0; i < 200; i++) answer(300)
    expect(before).toBe(58)
    expect(pace.limit).toBeLessThanOrEqual(before + 8)
  })
})
