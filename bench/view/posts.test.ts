import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { play, policyNamed, post, scenarioNamed } from './testing/seats.node.js'

// Without a browser: what the server makes of whatever is posted to it.

const PATHS = ['seat/claim', 'seat/back', 'seat/act', 'seat/leave', 'fork', 'fork/ways', '']

/** What looks like something that is meant, with something wrong in it. */
const almost = (token: string) =>
  fc.record(
    {
      token: fc.oneof(fc.constant(token), fc.string(), fc.jsonValue()),
      tick: fc.oneof(fc.constant(1), fc.integer(), fc.jsonValue()),
      do: fc.array(
        fc.oneof(
          fc.record({ action: fc.oneof(fc.constant('play'), fc.string()), args: fc.jsonValue() }),
          fc.record({ text: fc.oneof(fc.constantFrom('9', 'x(9,9)', 'undo'), fc.jsonValue()) }),
          fc.jsonValue(),
        ),
        { minLength: 1, maxLength: 9 },
      ),
      say: fc.jsonValue(),
      seat: fc.oneof(fc.constantFrom('bob', '__proto__', 'constructor'), fc.string()),
    },
    { requiredKeys: ['do'] },
  )

describe('whatever is posted', () => {
  let g: Awaited<ReturnType<typeof play>>
  let token = ''
  beforeAll(async () => {
    const scenario = await scenarioNamed('tic-tac-toe')
    g = await play(scenario, '<!doctype html>', { ada: 0 }, await policyNamed('random'))
    token = (await post(g.address, 'seat/claim', { seat: 'ada' })).told['token'] as string
  })
  afterAll(() => g.stop())

  test('is answered, and no defect', async () => {
    const body = fc.oneof(
      fc.json({ maxDepth: 4 }),
      fc.string(),
      fc.constant(null).chain(() => almost(token).map((value) => JSON.stringify(value))),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...PATHS), body, async (path, text) => {
        // A move that can be made is one.
        fc.pre(!/"(?:move":[0-8]\b|text":"[0-8]")/.test(text))
        const { status } = await post(g.address, path, text)
        expect([200, 400, 403, 405, 409]).toContain(status)
      }),
      { numRuns: 300 },
    )
    // Whoever sits there has the seat, and it is still the first tick.
    expect(g.seats.told(token)).toMatchObject({ status: 'act', tick: 1 })
    const act = { token, tick: 1, do: [{ action: 'play', args: { move: 4 } }] }
    expect(await post(g.address, 'seat/act', act)).toMatchObject({ status: 200, told: {} })
    await expect.poll(() => g.seats.told(token)?.tick).toBe(3)
    expect(({} as { move?: unknown }).move).toBe(undefined)
  })

  test('of any length ends at its bound', async () => {
    for (const size of [256 << 10, 1 << 20, 8 << 20]) {
      const got = await post(g.address, 'seat/act', 'x'.repeat(size + 1)).catch(() => undefined)
      expect([413, undefined]).toContain(got?.status)
    }
    expect((await post(g.address, 'seat/back', { token })).told['seat']).toBe('ada')
  })
})
