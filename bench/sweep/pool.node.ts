import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { CoactError } from '../../engine/index.js'
import type { EpisodeRow } from './row.js'
import type { Job } from './worker.node.js'

/** Plays jobs, several at a time. */
export interface Pool {
  /** Rejects only when the worker itself broke down. */
  play(job: Job): Promise<EpisodeRow>
  close(): Promise<void>
}

/**
 * Worker threads: scripted episodes one after another in each, with the next at hand; those that call models, which mostly wait,
 * many at a time in one more thread, which is started with the first. When a thread breaks down, its scripted episodes are played
 * again, each alone, so that only the one that broke it fails.
 *
 * @param jobs threads for scripted episodes
 * @param callingAtOnce episodes that call models at a time
 */
export async function createPool(jobs: number, callingAtOnce = 16): Promise<Pool> {
  const { Piscina } = await import('piscina')
  const filename = await workerFile()
  const giveBack = jobs < availableParallelism() ? undefined : collectAlone()
  const threads = (count: number, each: number) =>
    new Piscina<Job, EpisodeRow>({
      filename,
      minThreads: count,
      maxThreads: count,
      concurrentTasksPerWorker: each,
      idleTimeout: Number.POSITIVE_INFINITY,
      // Episodes make much that is short-lived: with room for it, collections that all threads would wait for are few.
      resourceLimits: { maxYoungGenerationSizeMb: 96 },
    })
  const scripted = threads(jobs, 2)
  let calling: typeof scripted | undefined
  let alone: typeof scripted | undefined
  let isOver = false
  return {
    async play(job) {
      if (job.models !== undefined) {
        calling ??= threads(1, callingAtOnce)
        return calling.run(job)
      }
      try {
        return await scripted.run(job)
      } catch (e) {
        if (isOver) throw e
        alone ??= threads(1, 1)
        return alone.run(job)
      }
    },
    async close() {
      isOver = true
      await Promise.all([scripted, calling, alone].map((pool) => pool?.close({ force: true })))
      giveBack?.()
    },
  }
}

let collecting = 0

/**
 * With a thread for each core, helpers of one thread's collections only take time from the others, 3 to 5 % of it: while a pool is
 * there, each collects its new objects by itself. The flag is read at every collection.
 */
function collectAlone(): () => void {
  if (collecting++ === 0) setFlagsFromString('--no-parallel-scavenge')
  return () => {
    if (--collecting === 0) setFlagsFromString('--parallel-scavenge')
  }
}

/** The worker as JavaScript: as it was built, or bundled now where its source is at hand. */
async function workerFile(): Promise<string> {
  const here = fileURLToPath(new URL('.', import.meta.url))
  const built = ['../bench/sweep/worker.node.js', './sweep/worker.node.js', './worker.node.js']
  const sources = ['./worker.node.ts', '../../bench/sweep/worker.node.ts']
  const find = (places: readonly string[]): string | undefined =>
    places.map((place) => join(here, place)).find((path) => existsSync(path))
  const ready = find(built)
  if (ready !== undefined) return ready
  const source = find(sources)
  if (source !== undefined) return bundled(source)
  throw new CoactError('internal/no-worker', 'The worker of sweeps is not where it should be', {
    where: here,
    next: 'Install the package anew, or sweep with --jobs 1.',
  })
}

async function bundled(source: string): Promise<string> {
  // By a name that bundlers do not follow: it is there wherever the sources are.
  const bundler = 'esbuild'
  const { build } = (await import(bundler)) as typeof import('esbuild')
  const outfile = join(dirname(source), '..', '..', '.ci', 'out', `worker-${process.pid}.mjs`)
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  })
  return outfile
}
