import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CoactError } from '../engine/index.js'
import { feast } from '../examples/bazaar.js'
import { memorySink, type ReplaySink } from './container.js'
import { writeAll } from './file.node.js'
import { describeEpisode } from './header.js'
import {
  createJournal,
  createRecorder,
  createReplayFile,
  openReplayFile,
  recoverReplayFile,
  reopenJournal,
} from './index.node.js'
import { createSyncing } from './syncing.js'
import { play } from './testing/runs.js'

const run = play(feast, 400)
const header = describeEpisode(run.episode)

/** Records until something is thrown. */
async function recordInto(sink: ReplaySink): Promise<unknown> {
  const recorder = createRecorder(sink, header)
  try {
    for (const frame of run.frames) await recorder.record(frame)
    await recorder.finish({ end: 'aborted' })
    return undefined
  } catch (e) {
    await recorder.leave()
    return e
  }
}

describe('a disk that takes less than it is given', () => {
  const taking = (most: number) => {
    const to = new Uint8Array(100)
    const write = async (bytes: Uint8Array, at: number, length: number, position: number) => {
      const bytesWritten = Math.min(most, length)
      to.set(bytes.subarray(at, at + bytesWritten), position)
      return { bytesWritten, buffer: bytes }
    }
    return { to, file: { write } as unknown as Parameters<typeof writeAll>[0] }
  }
  test('is given the rest', async () => {
    const bytes = Uint8Array.from({ length: 90 }, (_, i) => i + 1)
    const { to, file } = taking(7)
    await writeAll(file, bytes, 10)
    expect(to.subarray(10)).toEqual(bytes)
  })
  test('is given up when it takes nothing', async () => {
    await expect(writeAll(taking(0).file, new Uint8Array(5), 0)).rejects.toThrow(/no more bytes/)
  })
})

describe('making durable', () => {
  test('goes on beside the work, and once more for what came meanwhile', async () => {
    let [rounds, free] = [0, () => {}]
    const held = (): Promise<void> => {
      rounds += 1
      return new Promise((resolve) => {
        free = resolve
      })
    }
    const syncing = createSyncing([held])
    for (let i = 0; i < 5; i++) syncing.touch()
    expect(rounds).toBe(1)
    free()
    await Promise.resolve()
    await new Promise((resolve) => setTimeout(resolve))
    expect(rounds).toBe(2)
    free()
    await syncing.done()
    expect(rounds).toBe(2)
  })
  test('tells at the next touch that it failed', async () => {
    const syncing = createSyncing([() => Promise.reject(new Error('EIO'))])
    syncing.touch()
    await expect(syncing.done()).rejects.toThrow('EIO')
    expect(syncing.touch).toThrow('EIO')
  })
})

describe('a disk that is full', () => {
  test('ends the recording with its error, whole groups before it', async () => {
    const memory = memorySink()
    const full: ReplaySink = {
      get position() {
        return memory.position
      },
      write(bytes) {
        if (memory.position + bytes.length > 150_000)
          throw new CoactError('replay/file', 'ENOSPC, no space left')
        memory.write(bytes)
      },
    }
    expect(await recordInto(full)).toMatchObject({ code: 'replay/file' })
    expect(memory.position).toBeGreaterThan(20_000)
  })

  let small = ''
  let isMounted = false
  beforeAll(() => {
    small = mkdtempSync(join(tmpdir(), 'coact-small-'))
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', small], { stdio: 'ignore' })
      isMounted = true
    } catch {
      // Only root may.
    }
  })
  afterAll(() => {
    if (isMounted) execFileSync('umount', [small])
    rmSync(small, { recursive: true, force: true })
  })
  test('says so, keeps what was flushed, and leaves the file free for the next', async (t) => {
    if (!isMounted) return t.skip()
    const path = join(small, 'run.mcap')
    const file = await createReplayFile(path)
    expect(await recordInto(file)).toMatchObject({
      code: 'replay/file',
      detail: { got: expect.stringContaining('ENOSPC'), next: expect.stringContaining('room') },
    })
    expect(existsSync(path)).toBe(false)
    const out = join(tmpdir(), `coact-recovered-${process.pid}.mcap`)
    const told = await recoverReplayFile(path, out)
    expect(told.ticks).toBeGreaterThanOrEqual(64)
    const replay = await openReplayFile(out)
    expect((await replay.frame(told.ticks)).chain).toBe(run.frames[told.ticks]!.chain)
    await replay.close()
    rmSync(out)
  })
  test('leaves a journal with whole ticks', async (t) => {
    if (!isMounted) return t.skip()
    rmSync(join(small, 'run.mcap.tmp'), { force: true })
    const path = join(small, 'journal.mcap')
    const writer = createJournal(path, { replay: header, timeoutMs: 0, mode: 'group' })
    const inputs = [{ why: 'x'.repeat(3000) }, null]
    let written = 0
    expect(() => {
      for (let tick = 1; tick < 200; tick++) {
        writer.add({ tick, chain: 'ff', seen: [], inputs })
        written = tick
      }
    }).toThrow(/journal\/write[\s\S]*ENOSPC[\s\S]*coact resume/)
    expect(writer.failure).toMatchObject({ code: 'journal/write' })
    expect(() => writer.add({ tick: 1, chain: '', seen: [], inputs })).toThrow(/ENOSPC/)
    writer.close()
    const { journal, writer: again } = reopenJournal(path)
    again.close()
    expect(journal.ticks).toHaveLength(written)
    expect(written).toBeGreaterThan(20)
  })
})
