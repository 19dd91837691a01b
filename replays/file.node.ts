import { CoactError, errorText } from '../engine/index.js'
import type { ReplaySink } from './container.js'
import type { JournalWriter } from './journal.js'
import { journalPath } from './journal.node.js'
import { type FileHandle, handleSource, leftIn, NOTHING_LEFT } from './left.node.js'
import { type OpenOptions, openReplay, type Replay } from './reader.js'
import { type Recovered, recoverReplay } from './recover.js'
import type { ReplaySource } from './source.js'
import { createSyncing } from './syncing.js'
import { nodeDeflate, nodeInflate } from './zlib.node.js'

// Asked for by name, so that bundlers for browsers, which follow the runner's lazy import to here, find nothing to resolve.
const { constants, open, rename, rm } = process.getBuiltinModule('node:fs/promises')
const { existsSync } = process.getBuiltinModule('node:fs')
const { dirname } = process.getBuiltinModule('node:path')

/** How a replay file is written. */
export interface ReplayFileOptions {
  /** Its journal: made durable before each group, and deleted once the replay is whole. */
  readonly journal?: Pick<JournalWriter, 'sync' | 'remove' | 'close'>
  /** Goes on with what a stopped run left; what is written must be what is there already, as far as that is whole. */
  readonly resume?: boolean
}

/**
 * A file to record into. Until the recorder finishes it is called `<path>.tmp`; then it is made durable and gets its name
 * in one step, so that `path` is never half a replay. What is left of a run that was given up stays readable there.
 *
 * @throws CoactError `replay/file`; while writing also `resume/other-replay`
 * @example
 * const recorder = createRecorder(await createReplayFile('run.mcap'), describeEpisode(episode))
 */
export async function createReplayFile(
  path: string,
  { journal, resume = false }: ReplayFileOptions = {},
): Promise<ReplaySink> {
  const unfinished = unfinishedPath(path)
  const file = await naming(unfinished, () => open(unfinished, resume ? OPEN_OLD : 'w'))
  const old = resume ? await leftIn(file, unfinished) : NOTHING_LEFT
  const syncing =
    journal === undefined ? undefined : createSyncing([journal.sync, () => file.datasync()])
  let position = 0
  return {
    deflate: nodeDeflate,
    get position() {
      return position
    },
    async write(bytes) {
      await naming(unfinished, async () => {
        const from = await old.skip(file, bytes, position)
        await writeAll(file, bytes, position, from)
        syncing?.touch()
      })
      position += bytes.length
    },
    async close(isWhole) {
      await naming(unfinished, async () => {
        try {
          await syncing?.done()
          if (isWhole) await file.truncate(position)
          await file.sync()
        } finally {
          await file.close()
          if (!isWhole) journal?.close()
        }
        if (!isWhole) return
        await rename(unfinished, path)
        await syncFolder(dirname(path))
        journal?.remove()
      })
    },
  }
}

/** What a run is called that is not finished. */
export const unfinishedPath = (path: string): string => `${path}.tmp`

const OPEN_OLD = constants.O_RDWR | constants.O_CREAT

/** Writes bytes from one of them on; a system may take fewer at once than it is given. */
export async function writeAll(
  file: Pick<FileHandle, 'write'>,
  bytes: Uint8Array,
  position: number,
  from = 0,
): Promise<void> {
  for (let at = from; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at, position + at)
    if (bytesWritten === 0) throw new Error('the disk takes no more bytes')
    at += bytesWritten
  }
}

/**
 * Opens a replay file; close it when done.
 *
 * @throws CoactError `replay/file`; see `openReplay`
 * @example
 * const replay = await openReplayFile('run.mcap')
 * console.log(replay.info.header.world.id, replay.info.ticks)
 * await replay.close()
 */
export async function openReplayFile(path: string, options: OpenOptions = {}): Promise<Replay> {
  const source = await fileSource(path)
  try {
    return await openReplay(source, options)
  } catch (e) {
    await source.close()
    throw e
  }
}

/** The bytes of a file. @throws CoactError `replay/file` */
export async function fileSource(path: string): Promise<ReplaySource & { close(): Promise<void> }> {
  const file = await naming(path, () => open(path, 'r'))
  return { ...handleSource(file), inflate: nodeInflate, close: () => file.close() }
}

/**
 * Makes a whole replay of what was flushed before a run was stopped, or of the whole groups before a damage.
 *
 * @param path the file of the run, or one that is damaged
 * @param out the new file; it must not be there yet
 * @throws CoactError `recover/nowhere`, `recover/exists`; as {@link recoverReplay}
 */
export async function recoverReplayFile(
  path: string,
  out: string,
): Promise<Recovered & { readonly from: string }> {
  const from = [unfinishedPath(path), path].find((p) => existsSync(p))
  if (from === undefined) throw nowhere(path)
  if (existsSync(out)) throw exists(out)
  const source = await fileSource(from)
  try {
    const isUnnamed = from !== path
    return { from, ...(await recoverReplay(source, await createReplayFile(out), { isUnnamed })) }
  } catch (e) {
    await rm(unfinishedPath(out), { force: true })
    throw e
  } finally {
    await source.close()
  }
}

const nowhere = (path: string): CoactError =>
  new CoactError('recover/nowhere', 'There is nothing to recover', {
    where: path,
    expected: `${unfinishedPath(path)}, what a stopped run flushed, or the file itself`,
    next: existsSync(journalPath(path))
      ? `Nothing was flushed yet, but the journal is there: coact resume ${path}.`
      : 'Check the path: it is what was given to coact run --out.',
  })

const exists = (out: string): CoactError =>
  new CoactError('recover/exists', 'There is a file of this name already', {
    where: out,
    next: 'Name another one: --out FILE.',
  })

/** A rename is durable once its folder is. Not every system can do that. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r')
    await folder.sync().finally(() => folder.close())
  } catch {
    // The file itself is safe.
  }
}

const MAKE_ROOM =
  'Make room. What was flushed is kept; a run with a journal goes on from there: coact resume.'

async function naming<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (e) {
    if (e instanceof CoactError) throw e
    throw new CoactError('replay/file', 'A replay file cannot be used', {
      where: path,
      got: errorText(e),
      ...((e as NodeJS.ErrnoException).code === 'ENOSPC' ? { next: MAKE_ROOM } : {}),
    })
  }
}
