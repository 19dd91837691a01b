import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createGateway } from './gateway.js'
import { createThrottle, fullBucket, takeFrom } from './rate.js'
import { asking, jumpingClock, textRequest } from './testing/ask.js'
import { statusFault } from './transport.js'

const NEVER = new AbortController().signal
const MINUTE = 60_000

describe('the rate of an account', () => {
  test('is kept in any minute, however requests come', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.array(fc.nat(2000), { minLength: 1, maxLength: 400 }),
        (perMinute, gaps) => {
          const bucket = fullBucket(perMinute, 0)
          let now = 0
          const sent: number[] = []
          for (const gap of gaps) {
            now += gap
            sent.push(now + takeFrom(bucket, 1, perMinute, now))
          }
          sent.sort((a, b) => a - b)
          for (let i = 0; i + perMinute < sent.length; i++)
            expect(sent[i + perMinute]! - sent[i]!).toBeGreaterThanOrEqual(MINUTE - 1)
        },
      ),
    )
  })
  test('lets through what it bears: a minute’s worth takes a minute', () => {
    const bucket = fullBucket(600, 0)
    let last = 0
    for (let i = 0; i < 1200; i++) last = takeFrom(bucket, 1, 600, 0)
    expect(last).toBeGreaterThan(1.9 * MINUTE)
    expect(last).toBeLessThan(2.2 * MINUTE)
  })
  test('is of tokens too; what an answer took less is given back', async () => {
    const clock = jumpingClock()
    const throttle = createThrottle({ tokensPerMinute: 6000 }, clock)
    await throttle.enter(600, NEVER)
    expect(clock.slept).toEqual([])
    throttle.took(-500)
    await throttle.enter(500, NEVER)
    expect(clock.slept).toEqual([])
    await throttle.enter(600, NEVER)
    expect(clock.slept[0]).toBeGreaterThan(5000)
  })
  test('one request that is larger than all that may go at once goes nevertheless', async () => {
    const clock = jumpingClock()
    const throttle = createThrottle({ tokensPerMinute: 600 }, clock)
    await throttle.enter(5000, NEVER)
    expect(clock.slept).toEqual([])
    await throttle.enter(1, NEVER)
    expect(clock.slept[0]).toBeGreaterThan(8 * MINUTE - 20_000)
  })
  test('a refusal holds up everyone for as long as the provider asks', async () => {
    const clock = jumpingClock()
    const sent: number[] = []
    const gateway = createGateway({
      clock,
      rate: { requestsPerMinute: 1000 },
      retries: 0,
      model: async () => {
        sent.push(clock.now())
        if (sent.length === 1) throw statusFault(429, 'too many', 7000)
        return { text: 'yes', finish: 'stop' }
      },
    })
    await expect(gateway.call(asking(), textRequest())).rejects.toMatchObject({
      code: 'model/overloaded',
    })
    await gateway.call(asking(), textRequest())
    expect(sent[1]! - sent[0]!).toBeGreaterThanOrEqual(7000)
  })
  test('is a whole number from 1', () => {
    expect(() => createGateway({ rate: { requestsPerMinute: 0 } })).toThrow('requestsPerMinute')
  })
})
