import { beforeAll, describe, expect, test } from 'vitest'
import { isCoactError } from '../engine/index.js'
import { feast } from '../examples/bazaar.js'
import { STATE } from './channels.js'
import { memorySink } from './container.js'
import { scanDirectory } from './directory.js'
import { openReplay } from './reader.js'
import { type Recovered, recoverReplay } from './recover.js'
import { bytesSource } from './source.js'
import { play, type Run, recorded } from './testing/runs.js'
import { verifyReplay } from './verify.js'

/** Of each group of the file, the last tick and where its bytes end. */
interface Boundary {
  readonly tick: number
  readonly end: number
}

let run: Run
let bytes: Uint8Array
let boundaries: readonly Boundary[]

beforeAll(async () => {
  run = play(feast, 200)
  bytes = await recorded(run, { scenario: { name: 'feast' } })
  const { messages } = await scanDirectory(bytesSource(bytes), BigInt(bytes.length))
  const places = messages.get(STATE)!
  boundaries = places.map(({ offset, length }, i) => ({
    tick: (places[i + 1]?.tick ?? 201) - 1,
    end: Number(offset + length),
  }))
})

/** An odd step that takes so many to go through the file. */
const step = (times: number): number => Math.floor(bytes.length / times) | 1

/** What is recovered, and the new file; or the code of the refusal. */
async function outcome(
  damaged: Uint8Array,
): Promise<{ readonly told: Recovered; readonly file: Uint8Array } | string> {
  const sink = memorySink()
  try {
    return { told: await recoverReplay(bytesSource(damaged), sink), file: sink.bytes() }
  } catch (e) {
    if (isCoactError(e)) return e.code
    throw e
  }
}

/** A recovered file is a whole replay, and its frames are those of the run. */
async function isPrefix(file: Uint8Array, ticks: number): Promise<void> {
  const replay = await openReplay(bytesSource(file))
  expect(replay.info.damage).toBeUndefined()
  expect(replay.info.ticks).toBe(ticks)
  const chains: string[] = []
  for await (const frame of replay.frames()) chains.push(frame.chain)
  expect(chains).toEqual(run.frames.slice(0, ticks + 1).map((f) => f.chain))
  expect((await replay.state(ticks)).tables.columns.length).toBeGreaterThan(0)
}

describe('a replay that was cut', () => {
  test('is recovered group by group, at each boundary and beside it', async () => {
    expect(boundaries.map((b) => b.tick)).toEqual([0, 64, 128, 192, 200])
    for (const [i, { tick, end }] of boundaries.entries()) {
      for (const [length, ticks] of [
        [end, tick],
        [end + 1, tick],
        [end - 1, boundaries[i - 1]?.tick],
      ] as const) {
        const got = await outcome(bytes.subarray(0, length))
        if (typeof got === 'string') expect([got, ticks]).toEqual(['recover/nothing', undefined])
        else {
          expect(got.told).toMatchObject({ first: 0, ticks, chain: run.frames[ticks!]!.chain })
          expect(got.told.bytesLeft).toBe(length - boundaries.find((b) => b.tick === ticks)!.end)
          await isPrefix(got.file, ticks!)
        }
      }
    }
  })
  test('keeps what was flushed byte for byte, verifies, and says that it is not the whole', async () => {
    const { end } = boundaries[2]!
    const got = await outcome(bytes.subarray(0, end + 100))
    if (typeof got === 'string') throw new Error(got)
    expect(Buffer.from(got.file.subarray(0, end)).equals(Buffer.from(bytes.subarray(0, end)))).toBe(
      true,
    )
    const replay = await openReplay(bytesSource(got.file))
    expect(replay.info.result).toMatchObject({
      end: 'aborted',
      ticks: 128,
      details: { recovered: { ticks: 128, damage: 'the end is missing' } },
    })
    expect(await replay.scenario()).toEqual({ name: 'feast' })
    expect(await verifyReplay(replay, feast)).toMatchObject({ ok: true, ticks: 128 })
  })
  test('only at its end keeps the result', async () => {
    const got = await outcome(bytes.subarray(0, bytes.length - 20))
    if (typeof got === 'string') throw new Error(got)
    expect(Buffer.from(got.file).equals(Buffer.from(bytes))).toBe(true)
  })
  test('at any byte gives a whole group or a clear refusal', async () => {
    for (let length = 0; length < bytes.length; length += step(40)) {
      const got = await outcome(bytes.subarray(0, length))
      const last = boundaries.findLast((b) => b.end <= length)
      if (typeof got === 'string') {
        expect(got).toMatch(/^(recover\/nothing|replay\/not-a-replay)$/)
        expect(last).toBeUndefined()
      } else expect(got.told.ticks).toBe(last!.tick)
    }
  }, 30_000)
})

describe('a replay that is whole', () => {
  test('is not recovered, unless it only lacks its name', async () => {
    expect(await outcome(bytes)).toBe('recover/whole')
    const sink = memorySink()
    const told = await recoverReplay(bytesSource(bytes), sink, { isUnnamed: true })
    expect(told).toMatchObject({ ticks: 200, damage: '', bytesLeft: 0 })
    expect(Buffer.from(sink.bytes()).equals(Buffer.from(bytes))).toBe(true)
  })
})

describe('a replay with a flipped bit', () => {
  test('is recovered up to its group, or is whole but for an index', async () => {
    let counted = 0
    for (let at = 8; at < bytes.length; at += step(50)) {
      const flipped = Uint8Array.from(bytes)
      flipped[at]! ^= 1 << (at % 8)
      const got = await outcome(flipped)
      if (typeof got === 'string') {
        expect(got).toMatch(/^(recover\/(nothing|whole)|replay\/(not-a-replay|corrupt))$/)
        continue
      }
      counted += 1
      const before = boundaries.findLast((b) => b.end <= at)
      expect(got.told.ticks).toBeGreaterThanOrEqual(before?.tick ?? 0)
      expect(got.told.damage).not.toBe('')
      await isPrefix(got.file, got.told.ticks)
    }
    expect(counted).toBeGreaterThan(20)
  }, 30_000)
})
