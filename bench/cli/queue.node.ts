import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ModelFlags, namesModel, withEnvironment } from '../models.node.js'
import { createPool } from '../sweep/pool.node.js'
import { type JobQueue, openQueue } from '../sweep/queue.node.js'
import { startWorker } from '../sweep/queue-worker.node.js'
import { EXIT } from './exit.js'
import { interruptible } from './interrupt.node.js'
import { printable } from './printable.js'
import type { Terminal } from './terminal.node.js'

export interface QueueFlags extends ModelFlags {
  readonly queue: string
  readonly queueName?: string
  readonly jobs?: number
  /** Episodes that call models, at once. */
  readonly callingEpisodes?: number
}

const addressOf = ({ queue, queueName }: QueueFlags) => ({
  url: queue,
  ...(queueName === undefined ? {} : { name: queueName }),
})

/** `coact worker`: plays what waits in a queue until it is told to stop. */
export async function workerCommand(flags: QueueFlags, terminal: Terminal): Promise<number> {
  const { jobs = 1, callingEpisodes = 16 } = flags
  const stop = interruptible()
  const folder = await mkdtemp(join(tmpdir(), 'coact-worker-'))
  await mkdir(join(folder, 'replays'))
  const pool = await createPool(jobs, callingEpisodes)
  let [played, failed] = [0, 0]
  try {
    const worker = await startWorker(addressOf(flags), pool, {
      jobs,
      ...callingOf(flags, callingEpisodes),
      folder,
      onRow({ scenario, lineup, seed, status, error }) {
        played += 1
        if (status === 'error') failed += 1
        const came = status === 'error' ? `failed: ${error?.split('\n')[0]}` : 'played'
        const line = printable(`${scenario}, ${lineup}, seed ${seed}: ${came}`, 300)
        if (status === 'error') terminal.line(line, 'bad')
        else terminal.status(() => line)
      },
    })
    terminal.line(`waiting for episodes, ${jobs} at a time; Ctrl-C ends what is being played first`)
    await new Promise<void>((resolve) => {
      if (stop.signal.aborted) resolve()
      else stop.signal.addEventListener('abort', () => resolve(), { once: true })
    })
    await worker.close()
    stop.end()
  } finally {
    await pool.close()
    await rm(folder, { recursive: true, force: true })
  }
  terminal.document({ played, failed })
  terminal.line(`${played} episodes played${failed > 0 ? `, ${failed} failed` : ''}`)
  return EXIT.fine
}

/** Models can be called where an endpoint is named; without one such episodes are left to others. */
function callingOf(flags: QueueFlags, episodes: number) {
  const { baseUrl, apiKeyEnv, concurrency, requestsPerMinute, tokensPerMinute } =
    withEnvironment(flags)
  if (baseUrl === undefined && !namesModel(flags)) return {}
  const endpoint = {
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(apiKeyEnv === undefined ? {} : { apiKeyEnv }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
    ...(tokensPerMinute === undefined ? {} : { tokensPerMinute }),
  }
  return { calling: { episodes, endpoint } }
}

/** `coact queue status` */
export async function queueStatusCommand(flags: QueueFlags, terminal: Terminal): Promise<number> {
  const open = await openQueue(addressOf(flags))
  try {
    const told = async (queue: JobQueue) => {
      const counts = await queue.getJobCounts('waiting', 'active', 'completed', 'failed')
      return { ...counts, workers: await queue.getWorkersCount() } as QueueCounts
    }
    const [scripted, calling] = [await told(open.scripted), await told(open.calling)]
    terminal.document({ ...scripted, calling })
    terminal.line(statusLine('scripted', scripted))
    terminal.line(statusLine('calling models', calling))
    return EXIT.fine
  } finally {
    await open.close()
  }
}

type QueueCounts = Readonly<
  Record<'waiting' | 'active' | 'completed' | 'failed' | 'workers', number>
>

const statusLine = (name: string, counts: QueueCounts): string => {
  const { waiting, active, completed, failed, workers } = counts
  return `${name}: ${waiting} waiting, ${active} being played, ${completed + failed} to be gathered (${failed} failed), ${workers} workers`
}
