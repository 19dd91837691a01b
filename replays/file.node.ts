import { CoactError, errorText } from '../engine/index.js'
import type { ReplaySink } from './container.js'
import { type OpenOptions, openReplay, type Replay } from './reader.js'
import { nodeDeflate, nodeInflate } from './zlib.node.js'

// Asked for by name, so that bundlers for browsers, which follow the runner's lazy import to here, find nothing to resolve.
const { open, rename } = process.getBuiltinModule('node:fs/promises')
const { dirname } = process.getBuiltinModule('node:path')

/**
 * A file to record into. Until the recorder finishes it is called `<path>.tmp`; then it is made durable and gets its name
 * in one step, so that `path` is never half a replay. What is left of a run that was given up stays readable there.
 *
 * @throws CoactError `replay/file`
 * @example
 * const recorder = createRecorder(await createReplayFile('run.mcap'), describeEpisode(episode))
 */
export async function createReplayFile(path: string): Promise<ReplaySink> {
  const unfinished = `${path}.tmp`
  const file = await naming(unfinished, () => open(unfinished, 'w'))
  let position = 0
  return {
    deflate: nodeDeflate,
    get position() {
      return position
    },
    async write(bytes) {
      await naming(unfinished, async () => {
        for (let at = 0; at < bytes.length; ) {
          at += (await file.write(bytes, at, bytes.length - at, position + at)).bytesWritten
        }
      })
      position += bytes.length
    },
    async close(isWhole) {
      await naming(unfinished, async () => {
        await file.sync()
        await file.close()
        if (!isWhole) return
        await rename(unfinished, path)
        await syncFolder(dirname(path))
      })
    },
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
  const file = await naming(path, () => open(path, 'r'))
  const source = {
    inflate: nodeInflate,
    size: async () => BigInt((await file.stat()).size),
    async read(offset: bigint, length: bigint) {
      const bytes = new Uint8Array(Number(length))
      const { bytesRead } = await file.read(bytes, 0, bytes.length, Number(offset))
      return bytes.subarray(0, bytesRead)
    },
    close: () => file.close(),
  }
  try {
    return await openReplay(source, options)
  } catch (e) {
    await file.close()
    throw e
  }
}

/** A rename is durable once its folder is. Not every system can do that. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r')
    await folder.sync().finally(() => folder.close())
  } catch {
    // The file itself is safe.
  }
}

async function naming<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (e) {
    throw new CoactError('replay/file', 'A replay file cannot be used', {
      where: path,
      got: errorText(e),
    })
  }
}
