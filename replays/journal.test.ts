import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { isCoactError } from '../engine/index.js'
import { feast } from '../examples/bazaar.js'
import { describeEpisode } from './header.js'
import { type Journal, type JournalTick, readJournal, writeJournalHeader } from './journal.js'
import { createJournal, journalPath, reopenJournal } from './journal.node.js'
import { play } from './testing/runs.js'
import { byteWriter, written } from './varint.js'

const run = play(feast, 12)
const head = {
  replay: describeEpisode(run.episode),
  source: { any: 'thing' },
  command: { agents: ['ada=random'] },
  timeoutMs: 30_000,
  mode: 'group',
} as const
const ticks: readonly JournalTick[] = run.frames.slice(1).map(({ tick, inputs }) => ({
  tick,
  chain: run.frames[tick - 1]!.chain,
  seen: [0, 3],
  inputs: JSON.parse(JSON.stringify(inputs)),
}))

let home = ''
let path = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'coact-journal-'))
  path = join(home, 'run.mcap')
})
beforeEach(() => {
  for (const end of ['.journal', '.tmp', '.lock']) rmSync(path + end, { force: true })
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** A journal of all ticks, as a killed process leaves it. */
function left(mode: 'tick' | 'group' = 'group'): Buffer {
  const writer = createJournal(path, { ...head, mode })
  for (const tick of ticks) writer.add(tick)
  writer.close()
  return readFileSync(journalPath(path))
}

const codeOf = (work: () => unknown): string => {
  try {
    work()
    return 'nothing was thrown'
  } catch (e) {
    if (isCoactError(e)) return e.code
    throw e
  }
}

describe('a journal', () => {
  test.each(['tick', 'group'] as const)('gives back what entered each tick (%s)', (mode) => {
    const journal = readJournal(left(mode), 'it')
    expect(journal).toMatchObject({ header: { ...head, mode }, torn: 0 })
    expect(JSON.parse(JSON.stringify(journal.ticks))).toEqual(ticks)
    expect(journal.end).toBeUndefined()
  })
  test('has each tick in its file before the step', () => {
    const writer = createJournal(path, head)
    for (const tick of ticks) {
      writer.add(tick)
      expect(readJournal(readFileSync(journalPath(path)), 'it').ticks.at(-1)!.tick).toBe(tick.tick)
    }
    writer.remove()
    expect(existsSync(journalPath(path))).toBe(false)
    expect(existsSync(`${path}.lock`)).toBe(false)
  })
  test('goes on after a record that was torn', () => {
    const bytes = left()
    writeFileSync(journalPath(path), bytes.subarray(0, bytes.length - 5))
    const { journal, writer } = reopenJournal(path)
    expect(journal.ticks).toHaveLength(11)
    expect(journal.torn).toBeGreaterThan(5)
    writer.add(ticks[11]!)
    writer.close()
    expect(readFileSync(journalPath(path)).equals(bytes)).toBe(true)
  })
  test('says how the run ended, once', () => {
    const writer = createJournal(path, head)
    writer.add(ticks[0]!)
    writer.end('aborted', 'ff')
    writer.close()
    const again = reopenJournal(path)
    again.writer.end('done', 'ff')
    again.writer.close()
    expect(readJournal(readFileSync(journalPath(path)), 'it').end).toBe('aborted')
  })
  test('is known to be a copy', () => {
    const bytes = left()
    const original = reopenJournal(path)
    expect(original.isCopy).toBe(false)
    original.writer.close()
    rmSync(journalPath(path))
    writeFileSync(join(home, 'in-between'), '')
    writeFileSync(journalPath(path), bytes)
    const copy = reopenJournal(path)
    expect(copy.isCopy).toBe(true)
    copy.writer.close()
  })
})

describe('a damaged journal', () => {
  /** The ticks that are read, or the code of the refusal. */
  const outcome = (bytes: Uint8Array): Journal | string => {
    try {
      return readJournal(bytes, 'it')
    } catch (e) {
      if (isCoactError(e)) return e.code
      throw e
    }
  }
  const sameStart = ({ ticks: read }: Journal): void =>
    expect(JSON.parse(JSON.stringify(read))).toEqual(ticks.slice(0, read.length))

  test('that was cut anywhere gives the whole records', () => {
    const bytes = left()
    const counts = new Set<number>()
    for (let length = 0; length < bytes.length; length++) {
      const told = outcome(bytes.subarray(0, length))
      if (typeof told === 'string') expect(told).toBe('journal/empty')
      else {
        sameStart(told)
        expect(told.length + told.torn).toBe(length)
        counts.add(told.ticks.length)
      }
    }
    expect(counts.size).toBe(12)
  })
  test('with a flipped bit is refused, or ends before it and says so', () => {
    const bytes = left()
    const codes = new Set<string>()
    for (let at = 0; at < bytes.length; at++) {
      const flipped = Uint8Array.from(bytes)
      flipped[at]! ^= 1 << (at % 8)
      const told = outcome(flipped)
      if (typeof told === 'string') codes.add(told)
      else {
        sameStart(told)
        // Only the last record can be taken for one that was on its way.
        expect(told.ticks).toHaveLength(11)
        expect(told.torn).toBeGreaterThan(0)
      }
    }
    expect([...codes]).toEqual(['journal/corrupt'])
  })
  test('that ends in zeros, as after a power failure, lost no whole record', () => {
    const told = outcome(Buffer.concat([left(), Buffer.alloc(5000)]))
    expect(told).toMatchObject({ torn: 5000 })
    sameStart(told as Journal)
  })
  test('says how many ticks come before the damage', () => {
    const bytes = left()
    appendFileSync(journalPath(path), 'not a record at all')
    expect(() => reopenJournal(path)).toThrow(/journal\/corrupt[\s\S]*the ticks 1 to 12/)
    expect(codeOf(() => readJournal(bytes.subarray(0, 3), 'it'))).toBe('journal/empty')
  })
  test('of another version is refused as such', () => {
    const w = byteWriter()
    writeJournalHeader(w, { ...head, format: 'coact/journal/2', origin: '' })
    expect(codeOf(() => readJournal(written(w), 'it'))).toBe('journal/other-format')
  })
})

describe('the file of a run', () => {
  test('is written by one process at a time', () => {
    const writer = createJournal(path, head)
    expect(codeOf(() => createJournal(path, head))).toBe('journal/busy')
    expect(codeOf(() => reopenJournal(path))).toBe('journal/busy')
    writer.close()
    writer.close()
    reopenJournal(path).writer.close()
  })
  test('is free again when its process is gone', () => {
    left()
    for (const gone of ['999999999 1', `${process.pid} 1`, '']) {
      writeFileSync(`${path}.lock`, gone)
      reopenJournal(path).writer.close()
    }
    expect(existsSync(`${path}.lock`)).toBe(false)
  })
  test('is not begun anew where a run was stopped', () => {
    left()
    expect(codeOf(() => createJournal(path, head))).toBe('journal/unfinished')
    expect(existsSync(`${path}.lock`)).toBe(false)
    writeFileSync(journalPath(path), '')
    createJournal(path, head).remove()
  })
  test('must have been begun', () => {
    expect(codeOf(() => reopenJournal(path))).toBe('journal/none')
    writeFileSync(journalPath(path), '')
    expect(codeOf(() => reopenJournal(path))).toBe('journal/empty')
    expect(codeOf(() => createJournal(join(home, 'no', 'such.mcap'), head))).toBe('replay/file')
  })
})
