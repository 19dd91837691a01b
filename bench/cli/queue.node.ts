import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPool } from '../sweep/pool.node.js'
import { openQueue, startWorker } from '../sweep/queue.node.js'
import { EXIT } from './exit.js'
import { interruptible } from './interrupt.node.js'
import { printable } from './printable.js'
import type { Terminal } from './terminal.node.js'

export interface QueueFlags {
  readonly queue: string
  readonly queueName?: string
  readonly jobs?: number
}

const addressOf = ({ queue, queueName }: QueueFlags) => ({
  url: queue,
  ...(queueName === undefined ? {} : { name: queueName }),
})

/** `coact worker`: plays what waits in a queue until it is told to stop. */
export async function workerCommand(flags: QueueFlags, terminal: Terminal): Promise<number> {
  const { jobs = 1 } = flags
  const stop = interruptible()
  const folder = await mkdtemp(join(tmpdir(), 'coact-worker-'))
  await mkdir(join(folder, 'replays'))
  const pool = await createPool(jobs)
  let [played, failed] = [0, 0]
  try {
    const worker = await startWorker(addressOf(flags), pool, {
      jobs,
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

/** `coact queue status` */
export async function queueStatusCommand(flags: QueueFlags, terminal: Terminal): Promise<number> {
  const open = await openQueue(addressOf(flags))
  try {
    const counts = await open.queue.getJobCounts('waiting', 'active', 'completed', 'failed')
    const workers = await open.queue.getWorkersCount()
    terminal.document({ ...counts, workers })
    const { waiting = 0, active = 0, completed = 0, failed = 0 } = counts
    terminal.line(
      `${waiting} waiting, ${active} being played, ${completed + failed} to be gathered (${failed} failed), ${workers} workers`,
    )
    return EXIT.fine
  } finally {
    await open.close()
  }
}
