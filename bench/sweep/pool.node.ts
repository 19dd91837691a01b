import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CoactError } from '../../engine/index.js'
import type { EpisodeRow } from './row.js'
import type { Job } from './worker.node.js'

/** Plays jobs, several at a time. */
export interface Pool {
  /** Rejects only when the worker itself broke down. */
  play(job: Job): Promise<EpisodeRow>
  close(): Promise<void>
}

/** Worker threads, one episode at a time each. @param jobs how many */
export async function createPool(jobs: number): Promise<Pool> {
  const { Piscina } = await import('piscina')
  const pool = new Piscina<Job, EpisodeRow>({
    filename: await workerFile(),
    minThreads: jobs,
    maxThreads: jobs,
    concurrentTasksPerWorker: 1,
    idleTimeout: Number.POSITIVE_INFINITY,
    // Episodes make much that is short-lived: with room for it, collections that all threads would wait for are few.
    resourceLimits: { maxYoungGenerationSizeMb: 96 },
  })
  return { play: (job) => pool.run(job), close: () => pool.close({ force: true }) }
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
