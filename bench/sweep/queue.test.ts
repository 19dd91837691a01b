import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createStreams } from '../../engine/index.js'
import { openReplayFile } from '../../replays/index.node.js'
import { shipped } from '../registry.js'
import { openQueue } from './queue.node.js'
import type { EpisodeRow } from './row.js'
import { readResults } from './store.node.js'
import { suiteNamed } from './suite.js'
import { sweep } from './sweep.node.js'

const hasRedis = spawnSync('redis-server', ['--version']).status === 0
const cli = join(import.meta.dirname, '..', 'cli.node.ts')
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { readonly port: number }
      server.close(() => resolve(port))
    })
  })

let home = ''
let port = 0
let redis: ChildProcess | undefined
const workers = new Set<ChildProcess>()
const url = (): string => `redis://127.0.0.1:${port}`

async function startRedis(): Promise<void> {
  const args = ['--port', String(port), '--dir', home, '--appendonly', 'yes', '--save', '']
  redis = spawn('redis-server', args, { stdio: 'ignore' })
  for (let i = 0; i < 100; i++) {
    const { stdout } = spawnSync('redis-cli', ['-p', String(port), 'ping'], { encoding: 'utf8' })
    if (stdout.includes('PONG')) return
    await pause(50)
  }
  throw new Error('redis-server does not answer')
}

async function stopRedis(): Promise<void> {
  const ended = new Promise((resolve) => redis?.once('close', resolve))
  redis?.kill('SIGKILL')
  await ended
}

function startWorker(): ChildProcess {
  const args = ['--import', 'tsx', cli, 'worker', '--queue', url()]
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  workers.add(child)
  child.once('close', () => workers.delete(child))
  return child
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'coact-queue-'))
  if (!hasRedis) return
  port = await freePort()
  await startRedis()
})
afterAll(async () => {
  for (const child of workers) child.kill('SIGKILL')
  if (hasRedis) await stopRedis()
  rmSync(home, { recursive: true, force: true })
})

const chains = (rows: Iterable<EpisodeRow>): Record<string, string | undefined> =>
  Object.fromEntries([...rows].map((r) => [r.key, r.chain]))

describe.skipIf(!hasRedis)('a queue (needs redis-server)', () => {
  it('has every episode once, though workers are killed and the server is restarted', async () => {
    const registry = await shipped()
    const common = {
      suite: suiteNamed('depot'),
      registry,
      seeds: Array.from({ length: 50 }, (_, i) => String(i)),
      overrides: { horizon: 60 },
    }
    const calm = await sweep({ ...common, out: join(home, 'calm'), replays: false })
    const dice = createStreams('faults', {}, false).stream('kills')
    for (let i = 0; i < 3; i++) startWorker()
    let rows = 0
    let isOver = false
    const faults = (async () => {
      let restarted = false
      for (let kills = 0; !isOver; ) {
        await pause(400 + dice.int(1200))
        if (!restarted && rows > 150) {
          restarted = true
          await stopRedis()
          await pause(500)
          await startRedis()
        } else if (kills < 5 && rows > 10) {
          ;[...workers][dice.int(workers.size)]?.kill('SIGKILL')
          kills += 1
          startWorker()
        }
      }
      return restarted
    })()
    const told = await sweep({
      ...common,
      out: join(home, 'faulty'),
      queue: { url: url() },
      onRow: () => {
        rows += 1
      },
    })
    isOver = true
    expect(await faults).toBe(true)
    expect(told).toMatchObject({ total: 500, done: 500, errors: 0 })
    expect(rows).toBe(500)
    const text = readFileSync(join(home, 'faulty', 'results.jsonl'), 'utf8')
    expect(text.trim().split('\n')).toHaveLength(500)
    expect(chains(told.rows)).toEqual(chains(calm.rows))
    expect(readdirSync(join(home, 'faulty', 'replays'))).toHaveLength(500)
    const replay = await openReplayFile(join(home, 'faulty', told.rows[7]!.replay!))
    expect(replay.info.result?.chain).toBe(told.rows[7]!.chain)
    await replay.close()
  }, 240_000)

  it('lets a worker end what it plays, and tells what waits', async () => {
    for (const child of workers) child.kill('SIGKILL')
    const open = await openQueue({ url: url() })
    while ((await open.queue.getWorkersCount()) > 0) await pause(50)
    const worker = startWorker()
    while ((await open.queue.getWorkersCount()) === 0) await pause(50)
    await open.close()
    const ended = new Promise((resolve) => worker.once('close', resolve))
    worker.kill('SIGINT')
    expect(await ended).toBe(0)
    const args = ['--import', 'tsx', cli, 'queue', 'status', '--queue', url(), '--json']
    const told = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }))
    expect(told).toMatchObject({ waiting: 0, active: 0, completed: 0, failed: 0 })
  }, 60_000)
})

it('that cannot be reached is told of, without its password', async () => {
  const address = `redis://me:secret@127.0.0.1:${await freePort()}`
  const error = await openQueue({ url: address }).catch((e: unknown) => e)
  expect(error).toMatchObject({ code: 'queue/unreachable' })
  expect(String(error)).not.toContain('secret')
  await expect(openQueue({ url: 'localhost' })).rejects.toMatchObject({ code: 'queue/url' })
  await expect(readResults(home)).rejects.toMatchObject({ code: 'sweep/not-results' })
})
