import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { CoactError, isCoactError, limits } from '../engine/index.js'
import { feast } from '../examples/bazaar.js'
import { createContainer, METADATA, memorySink } from './container.js'
import { storedDeflate, webDeflate } from './deflate.js'
import { describeEpisode } from './header.js'
import { nodeInflate } from './index.node.js'
import { toMetadata } from './metadata.js'
import { openReplay, type Replay } from './reader.js'
import { bytesSource } from './source.js'
import { chaos, FIELD_KINDS, play, type Run, recorded } from './testing/runs.js'

/** Everything that a file says, as one text. */
async function contents(replay: Replay): Promise<string> {
  const frames: unknown[] = []
  for await (const frame of replay.frames()) frames.push(frame)
  const { first, ticks } = replay.info
  const view = await replay.state(ticks)
  const backwards: unknown[] = []
  for await (const message of replay.messages({ ticks: [ticks, first] })) backwards.push(message)
  for await (const action of replay.actions({ ticks: [ticks, first] })) backwards.push(action)
  const all = [
    replay.info,
    frames,
    backwards,
    await replay.why(1, 'Trader.coins', ticks),
    await replay.why(1, 'entity.alive', ticks),
    view.tables.columns,
    await replay.scenario(),
    await replay.saved(replay.info.ticks),
  ]
  return JSON.stringify(all, (_, v) => (ArrayBuffer.isView(v) ? Array.from(v as never) : v))
}

async function outcome(bytes: Uint8Array, recover = false): Promise<string | CoactError> {
  try {
    return await contents(await openReplay(bytesSource(bytes), { recover }))
  } catch (e) {
    if (isCoactError(e)) return e
    throw e
  }
}

let run: Run
let bytes: Uint8Array
let whole: string

beforeAll(async () => {
  run = play(feast, 90)
  bytes = await recorded(run, { scenario: { name: 'feast' }, deflate: webDeflate })
  whole = (await outcome(bytes)) as string
  expect(whole).toContain('"feast"')
})

describe('a file that was cut', () => {
  test('is refused with what could be recovered, and recovered when asked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), async (length) => {
        const cut = bytes.subarray(0, length)
        const refused = await outcome(cut)
        expect(refused).toBeInstanceOf(CoactError)
        const { code, detail } = refused as CoactError
        expect(code).toMatch(/^replay\/(truncated|not-a-replay)$/)
        const ticks = (detail.data as { ticks?: number } | undefined)?.ticks
        if (ticks === undefined) {
          expect(await outcome(cut, true)).toBeInstanceOf(CoactError)
          return
        }
        const replay = await openReplay(bytesSource(cut), { recover: true })
        expect(replay.info.ticks).toBe(ticks)
        expect(replay.info.damage).toBeDefined()
        for await (const frame of replay.frames())
          expect(frame.chain).toBe(run.frames[frame.tick]!.chain)
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  test('gives all groups that are whole', async () => {
    const cut = bytes.subarray(0, Math.floor(bytes.length * 0.9))
    const replay = await openReplay(bytesSource(cut), { recover: true })
    expect(replay.info.ticks).toBe(64)
    expect(replay.info.result).toBeUndefined()
  })
})

describe('a file with one bit turned', () => {
  test('says the same as before, or that it is damaged and where', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), fc.boolean(), async (bit, recover) => {
        const turned = bytes.slice()
        turned[bit >> 3]! ^= 1 << (bit & 7)
        const told = await outcome(turned, recover)
        if (told === whole || (recover && typeof told === 'string')) return
        expect((told as CoactError).code).toMatch(
          /^(replay\/(corrupt|truncated|not-a-replay)|limit\/inflated)$/,
        )
        const { where, got } = (told as CoactError).detail
        expect(where ?? got).toBeTruthy()
      }),
      { numRuns: 150 },
    )
  }, 120_000)
})

describe('a file made to harm', () => {
  /** A file with any bytes as its only group. */
  async function fake(payload: Uint8Array): Promise<Uint8Array> {
    const sink = memorySink()
    const container = createContainer(sink)
    await container.start()
    await container.metadata(METADATA.header, toMetadata(describeEpisode(run.episode)))
    await container.message('/state', 0, payload)
    const { frames, episode } = run
    const result = { end: episode.end!, ticks: 0, chain: frames[0]!.chain, goals: [], metrics: {} }
    await container.metadata(METADATA.result, toMetadata(result))
    await container.end()
    return sink.bytes()
  }

  test('cannot inflate without bounds', async () => {
    const bomb = await webDeflate(new Uint8Array(limits.GROUP_INFLATED_BYTES_MAX + 1))
    for (const options of [{}, { inflate: nodeInflate }]) {
      const replay = await openReplay(bytesSource(await fake(bomb)), options)
      await expect(replay.state(0)).rejects.toThrow(/limit\/inflated/)
    }
  })

  test('cannot crash or stall the decoder, whatever its groups hold', async () => {
    const short = play(
      chaos({ fields: FIELD_KINDS, relations: 1, sets: 1, changes: 6, burst: 60 }),
      40,
      { decide: () => [] },
    )
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1),
        fc.nat(100_000),
        fc.uint8Array({ minLength: 1, maxLength: 4 }),
        async (which, at, noise) => {
          let n = 0
          const deflate = (payload: Uint8Array): ReturnType<typeof storedDeflate> => {
            const spoilt = payload.slice()
            if (n++ === which)
              spoilt.set(noise.subarray(0, spoilt.length), at % (spoilt.length - noise.length))
            return storedDeflate(spoilt)
          }
          // It says something else than before, or is refused; `outcome` throws when anything else comes of it.
          await outcome(await recorded(short, { deflate }))
        },
      ),
      { numRuns: 150 },
    )
  }, 60_000)

  test('cannot reach a prototype', async () => {
    const evil = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"x":1}}')
    const poisoned: Run = {
      ...run,
      frames: run.frames.map((f) => ({ ...f, events: [{ type: 'evil', data: evil, cause: 0 }] })),
    }
    const replay = await openReplay(bytesSource(await recorded(poisoned)))
    const [event] = (await replay.frame(5)).events
    expect(Object.getPrototypeOf(event!.data)).toBeNull()
    expect(Object.keys(event!.data as object)).toEqual(['constructor'])
    expect(Object.assign({}, event!.data)).not.toHaveProperty('polluted')
  })
})
