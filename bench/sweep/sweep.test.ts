import { execFileSync, spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openReplayFile } from '../../replays/index.node.js'
import { shipped } from '../registry.js'
import { aggregate, valueIn } from './aggregate.js'
import { episodesOf, seedsOf, shardOf } from './episodes.js'
import { tableLines } from './lines.js'
import type { EpisodeRow } from './row.js'
import { readResults } from './store.node.js'
import { defineSuite, suiteNamed } from './suite.js'
import { loadSuite, type SweepOptions, sweep } from './sweep.node.js'

const registry = await shipped()
const small = defineSuite({
  id: 'small',
  title: 'Small',
  lineups: ['random'],
  scenarios: () => [
    { id: 'tic-tac-toe', group: 'games' },
    { id: 'kuhn-poker', group: 'games' },
    { id: 'particles-simple', group: 'particles' },
  ],
})

let home = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'coact-sweep-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const swept = (name: string, options: Partial<SweepOptions> = {}) =>
  sweep({ suite: small, registry, out: join(home, name), seeds: ['0', '1', '2'], ...options })

const chains = (rows: readonly EpisodeRow[]): Record<string, string | undefined> =>
  Object.fromEntries(rows.map((r) => [r.key, r.chain]))

describe('a sweep', () => {
  it('plays every scenario with every lineup and seed, once', async () => {
    const first = await swept('once')
    expect(first).toMatchObject({ total: 9, done: 9, known: 0, errors: 0 })
    const again = await swept('once')
    expect(again).toMatchObject({ total: 9, done: 9, known: 9 })
    expect(chains(again.rows)).toEqual(chains(first.rows))
    const more = await swept('once', { seeds: ['0', '1', '2', '3'], lineups: ['random', 'idle'] })
    expect(more).toMatchObject({ total: 24, known: 9, errors: 0 })
  })

  it('plays all once before any a second time', async () => {
    const played: string[] = []
    const onRow = ({ scenario, seed }: EpisodeRow) => played.push(`${scenario} ${seed}`)
    const { rows } = await swept('turns', { replays: false, onRow })
    const ids = ['tic-tac-toe', 'kuhn-poker', 'particles-simple']
    expect(played).toEqual(['0', '1', '2'].flatMap((seed) => ids.map((id) => `${id} ${seed}`)))
    expect(rows.slice(0, 3).map((row) => row.scenario)).toEqual(Array(3).fill(ids[0]))
  })

  it('keeps the replay of each, by its key', async () => {
    const { rows } = await swept('kept', { only: 'tic-tac-toe', seeds: ['5'] })
    const replay = await openReplayFile(join(home, 'kept', rows[0]!.replay!))
    expect(replay.info.result?.chain).toBe(rows[0]!.chain)
    await replay.close()
  })

  it('loses one episode to a policy that ends its thread, and none beside it', async () => {
    const fatal = join(home, 'fatal.mjs')
    const decide = '(turn) => (turn.rng.int(6) === 0 ? process.exit(7) : turn.legal()[0])'
    writeFileSync(
      fatal,
      `export default { kind: 'policy', id: 'fatal', version: 1, world: '*', decide: ${decide} }`,
    )
    const failed = async (jobs: number): Promise<string[]> => {
      const { rows } = await swept(`fatal-${jobs}`, {
        seeds: seedsOf('0..7'),
        jobs,
        lineups: [fatal, 'random'],
        only: 'kuhn-poker',
      })
      expect(rows).toHaveLength(16)
      const broken = rows.filter((row) => row.status === 'error')
      for (const { error, lineup } of broken) {
        expect(error).toContain('the worker broke down')
        expect(lineup).toBe(fatal)
      }
      return broken.map((row) => row.seed).sort()
    }
    const two = await failed(2)
    expect(two.length).toBeGreaterThan(0)
    expect(two.length).toBeLessThan(8)
    expect(await failed(3)).toEqual(two)
  })

  it('has the same results from worker threads', async () => {
    const seeds = seedsOf('0..9')
    const here = await swept('here', { seeds, replays: false })
    const threads = await swept('threads', { seeds, jobs: 2, replays: false })
    expect(chains(threads.rows)).toEqual(chains(here.rows))
    expect(threads.rows.map((r) => r.scores)).toEqual(here.rows.map((r) => r.scores))
  }, 60_000)

  it('in shards has what it has in one', async () => {
    const whole = await swept('whole')
    for (const shard of ['0/2', '1/2']) await swept('shards', { shard })
    const { rows } = await readResults(join(home, 'shards'))
    expect(chains([...rows.values()])).toEqual(chains(whole.rows))
  })

  it('tells of what failed, and plays it again when asked to', async () => {
    const suite = defineSuite({
      ...small,
      scenarios: () => [
        { id: 'no-such-scenario', group: 'x' },
        { id: 'nim', group: 'x' },
      ],
    })
    const first = await swept('failed', { suite, seeds: ['0'] })
    expect(first).toMatchObject({ errors: 1, done: 2 })
    expect(first.rows[0]!.error).toMatch(/There is no scenario "no-such-scenario"/)
    expect(await swept('failed', { suite, seeds: ['0'] })).toMatchObject({ known: 2, errors: 0 })
    expect(await swept('failed', { suite, seeds: ['0'], retryErrors: true })).toMatchObject({
      known: 1,
      errors: 1,
    })
  })

  it('stops when it is told to, and goes on from there', async () => {
    const stop = new AbortController()
    const part = await swept('stopped', {
      signal: stop.signal,
      onRow: (_, { done }) => {
        if (done === 4) stop.abort()
      },
    })
    expect(part).toMatchObject({ stopped: 'interrupted', done: 4 })
    expect(await swept('stopped')).toMatchObject({ known: 4, done: 9 })
    expect(await swept('timed', { caps: { ms: 0 } })).toMatchObject({ stopped: 'time', done: 0 })
  })

  it('goes on after a line that was cut, and says so', async () => {
    const whole = await swept('cut')
    const path = join(home, 'cut', 'results.jsonl')
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.slice(0, -40))
    const again = await swept('cut')
    expect(again).toMatchObject({ known: 8, done: 9, torn: 1 })
    expect(chains(again.rows)).toEqual(chains(whole.rows))
    expect((await readResults(join(home, 'cut'))).rows.size).toBe(9)
  })

  it('refuses results that disagree, folders of something else, and what it does not know', async () => {
    const { rows } = await swept('lies')
    const forged = { ...rows[0]!, chain: '0123456789abcdef' }
    appendFileSync(join(home, 'lies', 'results.jsonl'), `${JSON.stringify(forged)}\n`)
    await expect(swept('lies')).rejects.toMatchObject({ code: 'sweep/disagree' })
    const other = { ...small, id: 'other' }
    await expect(swept('once', { suite: other })).rejects.toMatchObject({
      code: 'sweep/other-suite',
    })
    await expect(readResults(tmpdir())).rejects.toMatchObject({ code: 'sweep/not-results' })
    await expect(loadSuite('kitchn')).rejects.toMatchObject({ code: 'suite/unknown' })
    await expect(swept('x', { lineups: ['randm'] })).rejects.toMatchObject({
      code: 'policy/unknown',
    })
    await expect(swept('x', { only: 'nothing' })).rejects.toMatchObject({
      code: 'sweep/no-scenarios',
    })
    expect(() => seedsOf('9..1')).toThrow(/These are no seeds/)
    expect(() => shardOf([1], '2/2')).toThrow(/no such shard/)
  })
})

describe('keys', () => {
  const keys = (change: object): string[] =>
    [
      ...episodesOf({
        suite: small,
        scenarios: [{ id: 'nim', group: 'x' }],
        lineups: ['a'],
        seeds: ['0'],
        overrides: {},
        version: '1',
        policies: () => ({ told: 'a@1', calls: false }),
        ...change,
      }),
    ].map((e) => e.key)
  it('change with all that decides an episode, and with nothing else', () => {
    const [base] = keys({})
    const others = [
      { seeds: ['1'] },
      { policies: () => ({ told: 'a@2', calls: false }) },
      { version: '2' },
      { overrides: { horizon: 3 } },
      { scenarios: [{ id: 'nim', group: 'x', data: { id: 'nim', params: 1 } }] },
    ].map((change) => keys(change)[0])
    expect(new Set([base, ...others]).size).toBe(6)
    expect(keys({ scenarios: [{ id: 'nim', group: 'y' }] })[0]).toBe(base)
  })
  it('seeds are spans and lists', () => {
    expect(seedsOf('3, 0..2,x')).toEqual(['3', '0', '1', '2', 'x'])
  })
})

describe('sums', () => {
  const row = (lineup: string, seed: number, success: boolean, group = 'g'): EpisodeRow => ({
    key: `${lineup}${seed}${group}`,
    suite: 's',
    scenario: `sc${seed}`,
    group,
    lineup,
    seed: String(seed),
    status: 'ok',
    chain: 'x',
    success,
    actions: 6,
    reference: 4,
    scores: { success: success ? 1 : 0, idle: null },
    rewards: { a: 1, b: 2 },
  })
  const rows = [0, 1, 2, 3, 4].flatMap((s) => [row('p', s, true), row('q', s, s === 0)])
  it('are means with intervals, and comparisons of pairs', () => {
    const told = aggregate(rows)
    expect(told.metrics).toEqual(['success', 'reward', 'step-ratio'])
    expect(told.cells.map((c) => [c.lineup, c.values['success']!.mean])).toEqual([
      ['p', 1],
      ['q', 0.2],
    ])
    expect(told.comparisons.find((c) => c.metric === 'success')).toMatchObject({
      a: 'p',
      b: 'q',
      pairs: 5,
      p: 4 / 32,
    })
    expect(valueIn(rows[0]!, 'step-ratio')).toBe(1.5)
    expect(tableLines(told)[1]).toMatch(/^g +p +5 +1 \[1, 1\]/)
  })
  it('of tokens per success count the tokens of failures', () => {
    const spent = (seed: number, tokens: number, success: boolean): EpisodeRow => ({
      ...row('p', seed, success),
      scores: { 'tokens-per-success': success ? tokens : null },
      shares: { 'tokens-per-success': [tokens, success ? 1 : 0] },
    })
    const told = aggregate([spent(0, 10, true), spent(1, 20, true), spent(2, 30, false)])
    expect(told.cells[0]!.values['tokens-per-success']!.mean).toBe(30)
    expect(tableLines(told, ['tokens-per-success'])[1]).toMatch(/30 \[10, ∞\]$/)
  })
  it('count scenarios with a mark apart, and with the others', () => {
    const told = aggregate([row('p', 0, true), row('p', 1, false, 'g*')])
    expect(told.cells.map((c) => [c.group, c.values['success']!.mean])).toEqual([
      ['g', 1],
      ['g + *', 0.5],
      ['g*', 0],
      ['all', 0.5],
    ])
  })
})

it('suites that ship have scenarios', async () => {
  for (const id of ['household', 'kitchen', 'particles', 'depot', 'games'])
    expect((await suiteNamed(id).scenarios(registry)).length, id).toBeGreaterThan(8)
})

describe('the command line', () => {
  const cli = join(import.meta.dirname, '..', 'cli.node.ts')
  const tsx = ['--import', 'tsx', cli]
  it('sweeps, reports, and is resumed after it was killed', async () => {
    const out = join(home, 'killed')
    const args = ['sweep', 'games', '--only', 'tic-tac-toe', '-s', '0..399', '-o', out]
    const child = spawn(process.execPath, [...tsx, ...args], { stdio: 'ignore' })
    const lines = (): number => {
      try {
        return readFileSync(join(out, 'results.jsonl'), 'utf8').split('\n').length - 1
      } catch {
        return 0
      }
    }
    while (lines() < 5) await new Promise((resolve) => setTimeout(resolve, 20))
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('close', resolve))
    const before = lines()
    expect(before).toBeLessThan(400)
    const told = JSON.parse(
      execFileSync(process.execPath, [...tsx, ...args, '--json', '--no-replays'], {
        encoding: 'utf8',
        maxBuffer: 1 << 26,
      }),
    )
    expect(told).toMatchObject({ errors: 0, known: expect.any(Number) })
    expect(told.known).toBeGreaterThanOrEqual(before - 1)
    expect(told.done).toBe(told.total)
    execFileSync(process.execPath, [...tsx, 'report', out], { encoding: 'utf8' })
    const page = readFileSync(join(out, 'report.html'), 'utf8')
    expect(page).toContain('<svg')
    expect(page).not.toContain('<script')
    expect(page).toMatch(/href="replays\/[0-9a-f]{16}\.mcap"/)
  }, 120_000)
})
