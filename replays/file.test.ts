import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { feast } from '../examples/bazaar.js'
import {
  createRecorder,
  createReplayFile,
  describeEpisode,
  openReplayFile,
  verifyReplay,
} from './index.node.js'
import { play } from './testing/runs.js'

const run = play(feast, 100)
const header = describeEpisode(run.episode)
let folder: string
let path: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'coact-replay-'))
  path = join(folder, 'run.mcap')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a replay file', () => {
  test('has its name once it is whole, and verifies', async () => {
    const recorder = createRecorder(await createReplayFile(path), header)
    for (const frame of run.frames) await recorder.record(frame)
    expect(existsSync(path)).toBe(false)
    await recorder.finish({ end: 'aborted' })
    expect(existsSync(`${path}.tmp`)).toBe(false)
    const replay = await openReplayFile(path)
    expect(await verifyReplay(replay, feast)).toMatchObject({ ok: true, ticks: 100 })
    await replay.close()
  })

  test('keeps what was there before when a run is given up', async () => {
    const before = readFileSync(path)
    const recorder = createRecorder(await createReplayFile(path), header)
    for (const frame of run.frames.slice(0, 80)) await recorder.record(frame)
    await recorder.abort()
    expect(readFileSync(path).equals(before)).toBe(true)
    await expect(openReplayFile(`${path}.tmp`)).rejects.toThrow(/replay\/truncated/)
    const replay = await openReplayFile(`${path}.tmp`, { recover: true })
    expect(replay.info.ticks).toBe(79)
    await replay.close()
  })

  test('is refused when it is something else, or nowhere', async () => {
    writeFileSync(join(folder, 'note.txt'), 'not a replay at all')
    await expect(openReplayFile(join(folder, 'note.txt'))).rejects.toThrow(/replay\/not-a-replay/)
    await expect(openReplayFile(join(folder, 'none.mcap'))).rejects.toThrow(
      /replay\/file[\s\S]*none\.mcap/,
    )
    await expect(createReplayFile(join(folder, 'no', 'such', 'run.mcap'))).rejects.toThrow(
      /replay\/file/,
    )
  })
})
