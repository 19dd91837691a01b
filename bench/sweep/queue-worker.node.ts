import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ModelFlags } from '../models.node.js'
import type { Pool } from './pool.node.js'
import {
  connected,
  type HandedIn,
  peers,
  type QueueAddress,
  type QueueKind,
  queueName,
} from './queue.node.js'
import type { EpisodeRow } from './row.js'
import type { Job } from './worker.node.js'

/** A worker that says nothing for so long is taken for dead; its episodes are played by others. */
const LOCK_MS = 15_000
const STALLED_EVERY_MS = 3000

/** A worker that takes episodes from a queue until it is closed. */
export interface QueueWorker {
  /** Takes no more, and resolves when what is being played has been handed in. */
  close(): Promise<void>
}

export interface WorkerOptions {
  /** Scripted episodes at once. */
  readonly jobs: number
  /** Episodes that call models, at once; without it such episodes are left to other workers. */
  readonly calling?: {
    readonly episodes: number
    /** Where models are from here. Which one is called, the sweep says. */
    readonly endpoint: ModelFlags
  }
  /** Where replays are written before they are handed in. */
  readonly folder: string
  readonly onRow?: (row: EpisodeRow) => void
}

/**
 * Plays episodes of a queue. Ticks run in threads, so that the lock of an episode is renewed however long one takes; an episode
 * of a worker that died is played by another. Requests of all workers with one account keep to its rate together.
 *
 * @throws CoactError `queue/…`
 */
export async function startWorker(
  address: QueueAddress,
  pool: Pool,
  { jobs, calling, folder, onRow }: WorkerOptions,
): Promise<QueueWorker> {
  const { Worker } = await peers()
  const redis = await connected(address.url)
  const start = (kind: QueueKind, concurrency: number) => {
    const worker = new Worker(
      queueName(address, kind),
      async ({ data }) => {
        const row = await pool.play(atHome(data))
        onRow?.(row)
        return handIn(row)
      },
      {
        connection: redis,
        concurrency,
        lockDuration: LOCK_MS,
        stalledInterval: STALLED_EVERY_MS,
        maxStalledCount: 1_000_000,
      },
    )
    worker.on('error', () => {})
    return worker
  }
  /** A job as it is played here. */
  const atHome = ({ out, models, ...rest }: Job): Job => ({
    ...rest,
    ...(out === undefined ? {} : { out: folder }),
    ...(models === undefined || calling === undefined
      ? {}
      : { models: { ...calling.endpoint, ...models }, account: address.url }),
  })
  const handIn = async (row: EpisodeRow): Promise<HandedIn> => {
    if (row.replay === undefined) return { row }
    return { row, replay: (await readFile(join(folder, row.replay))).toString('base64') }
  }
  const workers = [start('scripted', jobs)]
  if (calling !== undefined) workers.push(start('calling', calling.episodes))
  return {
    async close() {
      await Promise.all(workers.map((worker) => worker.close()))
      redis.disconnect()
    },
  }
}
