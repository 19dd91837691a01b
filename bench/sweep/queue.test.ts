import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
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
import { cliFile, freePort, hasRedis, openSite, pause, type Site } from './testing/site.node.js'

let site: Site
beforeAll(async () => {
  site = await openSite()
  if (hasRedis) await site.start()
})
afterAll(() => site.close())

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
    const calm = await sweep({ ...common, out: join(site.home, 'calm'), replays: false })
    const dice = createStreams('faults', {}, false).stream('kills')
    for (let i = 0; i < 3; i++) site.startWorker()
    let rows = 0
    let isOver = false
    const faults = (async () => {
      let restarted = false
      for (let kills = 0; !isOver; ) {
        await pause(400 + dice.int(1200))
        if (!restarted && rows > 150) {
          restarted = true
          await site.stop()
          await pause(500)
          await site.start()
        } else if (kills < 5 && rows > 10) {
          ;[...site.workers][dice.int(site.workers.size)]?.kill('SIGKILL')
          kills += 1
          site.startWorker()
        }
      }
      return restarted
    })()
    const told = await sweep({
      ...common,
      out: join(site.home, 'faulty'),
      queue: { url: site.url },
      onRow: () => {
        rows += 1
      },
    })
    isOver = true
    expect(await faults).toBe(true)
    expect(told).toMatchObject({ total: 500, done: 500, errors: 0 })
    expect(rows).toBe(500)
    const text = readFileSync(join(site.home, 'faulty', 'results.jsonl'), 'utf8')
    expect(text.trim().split('\n')).toHaveLength(500)
    expect(chains(told.rows)).toEqual(chains(calm.rows))
    expect(readdirSync(join(site.home, 'faulty', 'replays'))).toHaveLength(500)
    const replay = await openReplayFile(join(site.home, 'faulty', told.rows[7]!.replay!))
    expect(replay.info.result?.chain).toBe(told.rows[7]!.chain)
    await replay.close()
  }, 240_000)

  it('lets a worker end what it plays, and tells what waits', async () => {
    for (const child of site.workers) child.kill('SIGKILL')
    const open = await openQueue({ url: site.url })
    while ((await open.scripted.getWorkersCount()) > 0) await pause(50)
    const worker = site.startWorker()
    while ((await open.scripted.getWorkersCount()) === 0) await pause(50)
    await open.close()
    const ended = new Promise((resolve) => worker.once('close', resolve))
    worker.kill('SIGINT')
    expect(await ended).toBe(0)
    const args = ['--import', 'tsx', cliFile, 'queue', 'status', '--queue', site.url, '--json']
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
  await expect(readResults(site.home)).rejects.toMatchObject({ code: 'sweep/not-results' })
})
