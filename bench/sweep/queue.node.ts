import { CoactError, errorText } from '../../engine/index.js'
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
const CONNECT_MS = 5000

/** A job of a queue, as far as it is used here. */
export interface QueuedJob {
  readonly id?: string | undefined
  readonly data: Job
  readonly returnvalue: HandedIn | null
  readonly failedReason?: string | undefined
  remove(): Promise<unknown>
}

/** A queue, as far as it is used here: the peer's own types are not everyone's. */
export interface JobQueue {
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
export interface Connection {
  connect(): Promise<unknown>
  ping(): Promise<unknown>
  eval(script: string, keys: number, ...args: readonly (string | number)[]): Promise<unknown>
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
export async function peers(): Promise<Peers> {
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
export async function connected(url: string): Promise<Connection> {
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

/** What a queue of episodes is called at its server: those that call models wait apart, for they are played otherwise. */
export const queueName = ({ name = NAME }: QueueAddress, kind: QueueKind): string =>
  kind === 'scripted' ? name : `${name}-calls`

export type QueueKind = 'scripted' | 'calling'

export const kindOf = ({ spec }: Job): QueueKind => (spec.calls === true ? 'calling' : 'scripted')

export interface OpenQueue extends Readonly<Record<QueueKind, JobQueue>> {
  close(): Promise<void>
}

/** @throws CoactError `queue/…` */
export async function openQueue(address: QueueAddress): Promise<OpenQueue> {
  const { Queue } = await peers()
  const redis = await connected(address.url)
  const made = (kind: QueueKind): JobQueue => {
    const queue = new Queue(queueName(address, kind), { connection: redis })
    queue.on('error', () => {})
    return queue
  }
  const [scripted, calling] = [made('scripted'), made('calling')]
  return {
    scripted,
    calling,
    async close() {
      await Promise.all([scripted.close(), calling.close()])
      redis.disconnect()
    },
  }
}
