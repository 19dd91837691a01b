import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const hasRedis = spawnSync('redis-server', ['--version']).status === 0
export const cliFile = join(import.meta.dirname, '..', '..', 'cli.node.ts')
export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms))

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { readonly port: number }
      server.close(() => resolve(port))
    })
  })

/** A server of a queue with workers, as processes of their own. */
export interface Site {
  /** A folder of its own. */
  readonly home: string
  readonly url: string
  readonly workers: ReadonlySet<ChildProcess>
  start(): Promise<void>
  /** Kills the server. */
  stop(): Promise<void>
  startWorker(...more: readonly string[]): ChildProcess
  /** Ends everything. */
  close(): Promise<void>
}

export async function openSite(): Promise<Site> {
  const home = mkdtempSync(join(tmpdir(), 'coact-queue-'))
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  const workers = new Set<ChildProcess>()
  let redis: ChildProcess | undefined
  const stop = async (): Promise<void> => {
    if (redis === undefined) return
    const ended = new Promise((resolve) => redis?.once('close', resolve))
    redis.kill('SIGKILL')
    await ended
    redis = undefined
  }
  return {
    home,
    url,
    workers,
    async start() {
      const args = ['--port', String(port), '--dir', home, '--appendonly', 'yes', '--save', '']
      redis = spawn('redis-server', args, { stdio: 'ignore' })
      for (let i = 0; i < 100; i++) {
        const asked = ['-p', String(port), 'ping']
        const { stdout } = spawnSync('redis-cli', asked, { encoding: 'utf8' })
        if (stdout.includes('PONG')) return
        await pause(50)
      }
      throw new Error('redis-server does not answer')
    },
    stop,
    startWorker(...more) {
      const args = ['--import', 'tsx', cliFile, 'worker', '--queue', url, ...more]
      const child = spawn(process.execPath, args, { stdio: 'ignore' })
      workers.add(child)
      child.once('close', () => workers.delete(child))
      return child
    },
    async close() {
      for (const child of workers) child.kill('SIGKILL')
      await stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
