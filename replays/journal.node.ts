import { CoactError, errorText } from '../engine/index.js'
import { createCallPacker } from './calls.js'
import {
  JOURNAL_FORMAT,
  type Journal,
  type JournalHeader,
  type JournalMode,
  type JournalWriter,
  readJournal,
  writeJournalCall,
  writeJournalEnd,
  writeJournalHeader,
  writeJournalTick,
} from './journal.js'
import { lockFile } from './lock.node.js'
import { byteWriter } from './varint.js'

// See `file.node.ts` for why they are asked for by name.
const fs = process.getBuiltinModule('node:fs')
const { promisify } = process.getBuiltinModule('node:util')
const dataSync = promisify(fs.fdatasync)

/** The journal of a replay file. */
export const journalPath = (path: string): string => `${path}.journal`

/**
 * Begins the journal of a run that is to be recorded into `path`.
 *
 * @throws CoactError `journal/unfinished` when an earlier run into the same file can be resumed; `journal/busy` when another
 *   process is writing it; `journal/write`, `replay/file`
 */
export function createJournal(
  path: string,
  head: Omit<JournalHeader, 'format' | 'origin'>,
): JournalWriter {
  const journal = journalPath(path)
  const lock = lockFile(path)
  try {
    refuseUnfinished(path)
    // What is left of another run must not be taken for a part of this one.
    naming(path, () => fs.rmSync(`${path}.tmp`, { force: true }))
    const fd = naming(journal, () => fs.openSync(journal, 'w'))
    const writer = writerOn(fd, journal, head.mode, 0, lock)
    writer.begin({ format: JOURNAL_FORMAT, ...head, origin: originOf(fd) })
    return writer
  } catch (e) {
    lock.release()
    throw e
  }
}

/**
 * Goes on with a journal; what was half written at its end is cut off.
 *
 * @throws CoactError `journal/none`, `journal/busy`; see {@link readJournal}
 */
export function reopenJournal(path: string): {
  readonly journal: Journal
  /** It is not the file that was written here. */
  readonly isCopy: boolean
  /** There is an unfinished replay beside it. */
  readonly hasReplay: boolean
  readonly writer: JournalWriter
} {
  const file = journalPath(path)
  if (!fs.existsSync(file)) throw noJournal(path)
  const lock = lockFile(path)
  try {
    const journal = readJournal(
      naming(file, () => fs.readFileSync(file)),
      file,
    )
    const fd = naming(file, () => fs.openSync(file, 'r+'))
    naming(file, () => fs.ftruncateSync(fd, journal.length))
    const writer = writerOn(fd, file, journal.header.mode, journal.length, lock)
    // It has been told already how the run ended.
    if (journal.end !== undefined) writer.end = () => {}
    const isCopy = originOf(fd) !== journal.header.origin
    return { journal, isCopy, hasReplay: fs.existsSync(`${path}.tmp`), writer }
  } catch (e) {
    lock.release()
    throw e
  }
}

function refuseUnfinished(path: string): void {
  const file = journalPath(path)
  if (!fs.existsSync(file)) return
  let ticks = 0
  try {
    ticks = readJournal(fs.readFileSync(file), file).ticks.length
  } catch (e) {
    if (!(e instanceof CoactError)) throw unusable(file, e)
    ticks = (e.detail.data as { readonly ticks?: number } | undefined)?.ticks ?? 0
  }
  if (ticks === 0) return
  throw new CoactError('journal/unfinished', 'A run into this file was stopped before its end', {
    where: path,
    got: `a journal of ${ticks} ticks`,
    next: `Go on with it: coact resume ${path}. Or delete ${file}, and it is lost.`,
  })
}

interface BegunWriter extends JournalWriter {
  begin(header: JournalHeader): void
  end: JournalWriter['end']
}

function writerOn(
  fd: number,
  path: string,
  mode: JournalMode,
  length: number,
  lock: { release(): void },
): BegunWriter {
  const buffer = byteWriter(1 << 12)
  const pack = createCallPacker()
  let position = length
  let failure: unknown
  let isOpen = true
  const put = (isDurable: boolean): void => {
    try {
      for (let at = 0; at < buffer.length; )
        at += fs.writeSync(fd, buffer.bytes, at, buffer.length - at, position + at)
      position += buffer.length
      if (isDurable) fs.fdatasyncSync(fd)
    } catch (e) {
      failure = unusable(path, e)
      throw failure
    } finally {
      buffer.length = 0
    }
  }
  const close = (): void => {
    if (!isOpen) return
    isOpen = false
    fs.closeSync(fd)
    lock.release()
  }
  return {
    mode,
    get failure() {
      return failure
    },
    begin(header) {
      writeJournalHeader(buffer, header)
      put(true)
    },
    add(tick) {
      if (failure !== undefined) throw failure
      writeJournalTick(buffer, tick)
      put(mode === 'tick')
    },
    call(record) {
      if (failure !== undefined) throw failure
      writeJournalCall(buffer, record.tick, pack(record.tick, [record]))
      put(mode === 'tick')
    },
    end(end, chain) {
      if (failure !== undefined) throw failure
      writeJournalEnd(buffer, end, chain)
      put(mode === 'tick')
    },
    sync: () => dataSync(fd),
    close,
    remove() {
      fs.rmSync(path, { force: true })
      close()
    },
  }
}

/**
 * What names a file on this machine and cannot be had by copying: whoever hands over a journal cannot make it look as if it
 * had been written here.
 */
function originOf(fd: number): string {
  const { dev, ino, birthtimeNs } = fs.fstatSync(fd, { bigint: true })
  return `${dev}:${ino}:${birthtimeNs}`
}

const noJournal = (path: string): CoactError =>
  new CoactError('journal/none', 'There is no unfinished run to go on with', {
    where: path,
    expected: `its journal, ${journalPath(path)}`,
    got: fs.existsSync(path)
      ? 'a replay that is finished, or was recorded without a journal'
      : fs.existsSync(`${path}.tmp`)
        ? 'what a run without a journal left'
        : 'nothing',
    next: fs.existsSync(`${path}.tmp`)
      ? `What was flushed can be kept: coact recover ${path}.`
      : 'Name the file that was given to coact run --out.',
  })

const unusable = (path: string, e: unknown): CoactError =>
  new CoactError('journal/write', 'The journal of a run cannot be used', {
    where: path,
    got: errorText(e),
    next: 'What was flushed is kept. When it can be written again, go on with coact resume.',
  })

function naming<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (e) {
    throw unusable(path, e)
  }
}
