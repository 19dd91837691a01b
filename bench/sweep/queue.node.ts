import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CoactError, errorText } from '../../engine/index.js'
import type { Pool } from './pool.node.js'
import type { EpisodeRow } from './row.js'
import type { Job } from './worker.node.js'

/** What a worker hands in: the row, and the replay as text where replays are kept. */
export interface HandedIn {
  readonly row: EpisodeRow
  readonly replay?: string
}

/** Where episodes wait. */
export interface QueueAddress {
  /** Such as `redis://localhost:6379`. */
  readonly url: string
  /** Queues of one server are told apart by name (default `coact`). */
  readonly name?: string
}

const NAME = 'coact'
/** A worker that says nothing for so long is taken for dead; its episodes are played by others. */
const LOCK_MS = 15_000
const STALLED_EVERY_MS = 3000
const CONNECT_MS = 5000

/** A job of a queue, as far as it is used here. */
interface QueuedJob {
  readonly id?: string | undefined
  readonly data: Job
  readonly returnvalue: HandedIn | null
  readonly failedReason?: string | undefined
  remove(): Promise<unknown>
}

/** A queue, as far as it is used here: the peer's own types are not everyone's. */
interface JobQueue {
  addBulk(
    jobs: readonly { readonly name: string; readonly data: Job; readonly opts: object }[],
  ): Promise<unknown>
  getJobs(types: readonly string[], from: number, to: number): Promise<readonly QueuedJob[]>
  getJob(id: string): Promise<QueuedJob | undefined>
  getJobCounts(...types: readonly string[]): Promise<Readonly<Record<string, number>>>
  getWorkersCount(): Promise<number>
  close(): Promise<void>
  on(event: 'error', listener: () => void): unknown
}

/** A connection to a server. */
interface Connection {
  connect(): Promise<unknown>
  ping(): Promise<unknown>
  disconnect(): void
  on(event: 'error', listener: () => void): unknown
}

interface Peers {
  readonly Queue: new (name: string, options: object) => JobQueue
  readonly Worker: new (
    name: string,
    work: (job: { readonly data: Job }) => Promise<HandedIn>,
    options: object,
  ) => { close(): Promise<void>; on(event: 'error', listener: () => void): unknown }
  readonly Redis: new (url: string, options: object) => Connection
}

/** The optional peers, by names that no bundler follows. @throws CoactError `queue/no-peer` */
async function peers(): Promise<Peers> {
  const [queues, connections] = ['bullmq', 'ioredis']
  try {
    const [bullmq, ioredis] = (await Promise.all([
      import(queues!),
      import(connections!),
    ])) as readonly [Pick<Peers, 'Queue' | 'Worker'>, Pick<Peers, 'Redis'>]
    return { Queue: bullmq.Queue, Worker: bullmq.Worker, Redis: ioredis.Redis }
  } catch (e) {
    throw new CoactError('queue/no-peer', 'Queues need two packages that are not installed', {
      expected: 'bullmq and ioredis',
      got: errorText(e),
      next: 'npm install bullmq ioredis',
    })
  }
}

/** A connection that waits for a server that is away for a while. @throws CoactError `queue/unreachable` */
async function connected(url: string): Promise<Connection> {
  const { Redis } = await peers()
  const redis = new Redis(checked(url), {
    maxRetriesPerRequest: null,
    lazyConnect: true,
    retryStrategy: (times: number) => Math.min(200 * times, 2000),
  })
  // Without a listener a lost connection would end the process; it is made again by itself.
  redis.on('error', () => {})
  const late = new Promise<never>((_, refuse) =>
    setTimeout(() => refuse(new Error('no answer')), CONNECT_MS).unref(),
  )
  try {
    await Promise.race([redis.connect().then(() => redis.ping()), late])
    return redis
  } catch (e) {
    redis.disconnect()
    throw new CoactError('queue/unreachable', 'The queue cannot be reached', {
      where: withoutPassword(url),
      got: errorText(e),
      next: 'Start redis-server there, or check the address.',
    })
  }
}

function checked(url: string): string {
  if (/^rediss?:\/\/[^\s]+$/.test(url)) return url
  throw new CoactError('queue/url', 'This is no address of a queue', {
    expected: 'redis://HOST:PORT or rediss://…',
    got: withoutPassword(url).slice(0, 100),
  })
}

const withoutPassword = (url: string): string => url.replace(/:[^:@/]*@/, ':…@')

export interface OpenQueue {
  readonly queue: JobQueue
  close(): Promise<void>
}

/** @throws CoactError `queue/…` */
export async function openQueue({ url, name = NAME }: QueueAddress): Promise<OpenQueue> {
  const { Queue } = await peers()
  const redis = await connected(url)
  const queue = new Queue(name, { connection: redis })
  queue.on('error', () => {})
  return {
    queue,
    async close() {
      await queue.close()
      redis.disconnect()
    },
  }
}

/** A queue takes no id that is a number, which a key may look like. */
const idOf = (key: string): string => `e-${key}`

const LOOK_MS = 250
/** A queue that was emptied, as by a server without a disk that was restarted, is filled again after so long. */
const MISSING_MS = 5000
const ADD_AT_ONCE = 500

export interface GatherOptions {
  readonly signal?: AbortSignal
  /** Given each result once, whatever happens twice. */
  onRow(handed: HandedIn): Promise<void>
}

/**
 * Puts jobs into a queue, those that are not there, and gathers what comes of them until all have come: once by key, whatever
 * workers or the server do. What was gathered is taken off the queue.
 */
export async function gather(
  { queue }: OpenQueue,
  jobs: readonly Job[],
  { signal, onRow }: GatherOptions,
): Promise<'all' | 'interrupted'> {
  const wanted = new Map(jobs.map((job) => [idOf(job.spec.key), job]))
  const put = async (some: readonly Job[]): Promise<void> => {
    for (let i = 0; i < some.length; i += ADD_AT_ONCE)
      await queue.addBulk(
        some.slice(i, i + ADD_AT_ONCE).map((data) => ({
          name: 'episode',
          data,
          opts: {
            jobId: idOf(data.spec.key),
            attempts: 1,
            removeOnComplete: false,
            removeOnFail: false,
          },
        })),
      )
  }
  await put(jobs)
  let checkedAt = performance.now()
  while (wanted.size > 0) {
    if (signal?.aborted === true) return 'interrupted'
    let found = 0
    for (const job of await queue.getJobs(['completed', 'failed'], 0, 199)) {
      // A job may be gone between being listed and being read.
      if (job?.id === undefined || !wanted.has(job.id)) continue
      const handed = await handedIn(job)
      if (handed === undefined) continue
      await onRow(handed)
      wanted.delete(job.id)
      found += 1
      await job.remove().catch(() => {})
    }
    if (found > 0) continue
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    if (performance.now() - checkedAt < MISSING_MS) continue
    checkedAt = performance.now()
    const gone: Job[] = []
    for (const [id, job] of wanted) if ((await queue.getJob(id)) === undefined) gone.push(job)
    await put(gone)
  }
  return 'all'
}

async function handedIn(job: QueuedJob): Promise<HandedIn | undefined> {
  if (job.failedReason === undefined || job.failedReason === '')
    return job.returnvalue === null ? undefined : job.returnvalue
  const { spec, suite } = job.data
  const { key, scenario, lineup, seed } = spec
  const row: EpisodeRow = {
    key,
    suite,
    scenario: scenario.id,
    group: scenario.group,
    lineup,
    seed,
    status: 'error',
    error: job.failedReason.slice(0, 2000),
  }
  return { row }
}

/** A worker that takes episodes from a queue until it is closed. */
export interface QueueWorker {
  /** Takes no more, and resolves when what is being played has been handed in. */
  close(): Promise<void>
}

export interface WorkerOptions {
  readonly jobs: number
  /** Where replays are written before they are handed in. */
  readonly folder: string
  readonly onRow?: (row: EpisodeRow) => void
}

/**
 * Plays episodes of a queue. Ticks run in threads, so that the lock of an episode is renewed however long one takes; an episode
 * of a worker that died is played by another.
 */
export async function startWorker(
  { url, name = NAME }: QueueAddress,
  pool: Pool,
  { jobs, folder, onRow }: WorkerOptions,
): Promise<QueueWorker> {
  const { Worker } = await peers()
  const redis = await connected(url)
  const worker = new Worker(
    name,
    async ({ data }) => {
      const keepsReplay = data.out !== undefined
      const { out: _, ...rest } = data
      const row = await pool.play({ ...rest, ...(keepsReplay ? { out: folder } : {}) })
      onRow?.(row)
      if (row.replay === undefined) return { row }
      return { row, replay: (await readFile(join(folder, row.replay))).toString('base64') }
    },
    {
      connection: redis,
      concurrency: jobs,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_EVERY_MS,
      maxStalledCount: 1_000_000,
    },
  )
  worker.on('error', () => {})
  return {
    async close() {
      await worker.close()
      redis.disconnect()
    },
  }
}
