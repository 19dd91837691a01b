import { headOf } from './episodes.js'
import {
  type HandedIn,
  type JobQueue,
  kindOf,
  type OpenQueue,
  type QueuedJob,
  type QueueKind,
} from './queue.node.js'
import type { EpisodeRow } from './row.js'
import type { Job } from './worker.node.js'

/** A queue takes no id that is a number, which a key may look like. */
const idOf = (key: string): string => `e-${key}`

const LOOK_MS = 250
/** A queue that was emptied, as by a server without a disk that was restarted, is filled again after so long. */
const MISSING_MS = 5000
const AT_ONCE = 500
const PAGE = 200

export interface GatherOptions {
  /** Asked now and then: whether what waits is to be taken back, and only what is being played to be waited for. */
  isOver(): boolean
  /** Given each result once, whatever happens twice. */
  onRow(handed: HandedIn): Promise<void>
}

/**
 * Puts jobs into a queue, those that are not there, and gathers what comes of them until all have come: once by key, whatever
 * workers or the server do. What was gathered is taken off the queue.
 */
export async function gather(
  open: OpenQueue,
  jobs: readonly Job[],
  { isOver, onRow }: GatherOptions,
): Promise<void> {
  const wanted = new Map(jobs.map((job) => [idOf(job.spec.key), job]))
  const kinds = [...new Set(jobs.map(kindOf))]
  await put(open, jobs)
  let checkedAt = performance.now()
  let isTakenBack = false
  while (wanted.size > 0) {
    if (!isTakenBack && isOver()) {
      isTakenBack = true
      await takeBack(open, wanted)
      continue
    }
    let found = 0
    for (const kind of kinds) found += await gathered(open[kind], wanted, onRow)
    if (found > 0) continue
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    if (performance.now() - checkedAt < MISSING_MS) continue
    checkedAt = performance.now()
    const gone = await missing(open, wanted)
    if (isTakenBack) for (const { spec } of gone) wanted.delete(idOf(spec.key))
    else await put(open, gone)
  }
}

async function put(open: OpenQueue, jobs: readonly Job[]): Promise<void> {
  for (const kind of ['scripted', 'calling'] satisfies QueueKind[]) {
    const own = jobs.filter((job) => kindOf(job) === kind)
    for (let i = 0; i < own.length; i += AT_ONCE)
      await open[kind].addBulk(
        own.slice(i, i + AT_ONCE).map((data) => ({
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
}

/** Takes what has come off a queue; results that others wait for stay in it. */
async function gathered(
  queue: JobQueue,
  wanted: Map<string, Job>,
  onRow: GatherOptions['onRow'],
): Promise<number> {
  let found = 0
  for (let from = 0; ; ) {
    const page = await queue.getJobs(['completed', 'failed'], from, from + PAGE - 1)
    let others = 0
    for (const job of page) {
      // A job may be gone between being listed and being read.
      const handed = job?.id === undefined || !wanted.has(job.id) ? undefined : await handedIn(job)
      if (handed === undefined) {
        others += 1
        continue
      }
      await onRow(handed)
      wanted.delete(job.id!)
      found += 1
      await job.remove().catch(() => {})
    }
    if (page.length < PAGE) return found
    from += others
  }
}

/** Takes back what nobody has begun. */
async function takeBack(open: OpenQueue, wanted: Map<string, Job>): Promise<void> {
  for (const [id, job] of wanted) {
    const waiting = await open[kindOf(job)].getJob(id)
    if (waiting === undefined || waiting.returnvalue !== null) continue
    // What is being played is locked, and cannot be removed.
    const isRemoved = await waiting.remove().then(
      () => true,
      () => false,
    )
    if (isRemoved) wanted.delete(id)
  }
}

async function missing(open: OpenQueue, wanted: ReadonlyMap<string, Job>): Promise<Job[]> {
  const gone: Job[] = []
  for (const [id, job] of wanted)
    if ((await open[kindOf(job)].getJob(id)) === undefined) gone.push(job)
  return gone
}

async function handedIn(job: QueuedJob): Promise<HandedIn | undefined> {
  if (job.failedReason === undefined || job.failedReason === '')
    return job.returnvalue === null ? undefined : job.returnvalue
  const { spec, suite } = job.data
  const row: EpisodeRow = {
    ...headOf(suite, spec),
    status: 'error',
    error: job.failedReason.slice(0, 2000),
  }
  return { row }
}
