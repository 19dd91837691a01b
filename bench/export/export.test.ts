import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parquetMetadata } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Frame } from '../../engine/index.js'
import { windfall } from '../../examples/harvest.js'
import { openReplayFile, type ReplayInfo } from '../../replays/index.node.js'
import {
  type ExportFormat,
  type ExportOptions,
  exportColumns,
  exportReplays,
  type Grain,
} from './index.js'
import { memory, readBack } from './testing/read.js'
import { type Recorded, record, recordShipped } from './testing/record.node.js'

const names = ['harvest', 'household', 'kitchen'] as const
const grains = ['episodes', 'ticks', 'actions', 'messages', 'calls'] as const
const formats = ['jsonl', 'csv', 'parquet'] as const

let home = ''
const runs = new Map<string, Recorded & { info: ReplayInfo; frames: Frame[] }>()
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'coact-export-'))
  for (const [name, recorded] of [
    ['harvest', await record(windfall, home, 'harvest.mcap')],
    ['household', await recordShipped('moving-day', home, 50)],
    ['kitchen', await recordShipped('after-the-rush', home, 80)],
  ] as const) {
    const replay = await openReplayFile(recorded.path)
    const frames: Frame[] = []
    for await (const frame of replay.frames()) frames.push(frame)
    runs.set(name, { ...recorded, info: replay.info, frames })
    await replay.close()
  }
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

async function exported(sources: readonly string[], options: Omit<ExportOptions, 'out'>) {
  const out = memory()
  const report = await exportReplays(sources, { ...options, out })
  return { report, bytes: out.bytes() }
}

const rowsOf = async (path: string, grain: Grain, to: ExportFormat = 'jsonl') =>
  readBack(to, (await exported([path], { grain, to })).bytes, exportColumns(grain))

describe.each(names)('a run of %s', (name) => {
  const one = () => runs.get(name)!
  const agentNames = () => one().info.header.agents.map((a) => a.name)

  test.each(grains)('has the same %s in all formats, each time byte for byte', async (grain) => {
    const [jsonl, csv, parquet] = await Promise.all(
      formats.map((to) => rowsOf(one().path, grain, to)),
    )
    expect(csv).toEqual(jsonl)
    expect(parquet).toEqual(jsonl)
    for (const row of jsonl!)
      expect(Object.keys(row)).toEqual(exportColumns(grain).map((c) => c.name))
    for (const to of formats) {
      const [a, b] = [
        await exported([one().path], { grain, to }),
        await exported([one().path], { grain, to }),
      ]
      expect(Buffer.from(a.bytes).equals(b.bytes)).toBe(true)
      expect(a.report).toMatchObject({ grain, to, files: 1, rows: jsonl!.length, warnings: [] })
    }
  })
  test.each(grains)('fills every column of %s that must be, with its type', async (grain) => {
    const typed = { text: 'string', int: 'number', float: 'number', bool: 'boolean' } as const
    for (const row of await rowsOf(one().path, grain)) {
      for (const { name: column, type, nullable } of exportColumns(grain)) {
        const cell = row[column]
        if (cell === null) expect([column, nullable]).toEqual([column, true])
        else if (type !== 'json') expect([column, typeof cell]).toEqual([column, typed[type]])
      }
    }
  })
  test('tells in one row how it went', async () => {
    const { result, info } = one()
    const agents = Object.values(result.agents)
    const sum = (of: (a: (typeof agents)[number]) => number) =>
      agents.reduce((n, a) => n + of(a), 0)
    expect(await rowsOf(one().path, 'episodes')).toEqual([
      {
        episode: 0,
        run: result.chain,
        file: expect.stringMatching(/^[a-z-]+\.mcap$/),
        world: result.world,
        scenario: result.scenario,
        title: info.header.scenario.title,
        profile: result.profile,
        seed: '7',
        engine: info.header.engine,
        horizon: info.header.horizon,
        agents: Object.entries(result.agents).map(([agent, { policy }]) =>
          expect.objectContaining({ name: agent, policy: `${policy}@1` }),
        ),
        ticks: result.ticks,
        end: result.end,
        goals: JSON.parse(JSON.stringify(result.goals)),
        goals_total: result.goals.length,
        goals_done: result.goals.filter((g) => g.done).length,
        success: result.success ?? null,
        metrics: result.metrics,
        rewards: Object.fromEntries(Object.entries(result.agents).map(([n, a]) => [n, a.reward])),
        reward: sum((a) => a.reward),
        actions: sum((a) => a.actions),
        rejected: sum((a) => Object.values(a.rejected).reduce((x, y) => x + y, 0)),
        messages: sum((a) => a.messages),
        failures: 0,
        damage: null,
      },
    ])
  })
  test('has a row for each tick and agent', async () => {
    const rows = await rowsOf(one().path, 'ticks')
    expect(rows).toHaveLength(one().frames.length * agentNames().length)
    expect(
      rows.map(({ tick, agent, asked, reward, why, state, chain, end }) => ({
        tick,
        agent,
        asked,
        reward,
        why,
        state,
        chain,
        end,
      })),
    ).toEqual(
      one().frames.flatMap((f) =>
        agentNames().map((agent, i) => ({
          tick: f.tick,
          agent,
          asked: f.asked.includes(i),
          reward: f.rewards[i],
          why: f.inputs[i]?.why ?? null,
          state: f.state,
          chain: f.chain,
          end: f.end ?? null,
        })),
      ),
    )
  })
  test('has every action and event', async () => {
    const rows = await rowsOf(one().path, 'actions')
    const plain = (value: unknown) => JSON.parse(JSON.stringify(value))
    const actions = rows.filter((r) => r['kind'] === 'action')
    expect(
      actions.map(({ agent, name: action, args, ...r }) => {
        const fields = [
          'command',
          'verdict',
          'stage',
          'note',
          'text',
          'data',
          'why',
          'reads',
          'writes',
          'took',
        ]
        const told = fields.filter((k) => r[k] !== null).map((k) => [k, r[k]])
        const fallback = r['fallback'] === true ? { fallback: true } : {}
        return {
          agent: agentNames().indexOf(agent as string),
          action,
          args,
          ...fallback,
          ...Object.fromEntries(told),
        }
      }),
    ).toEqual(plain(one().frames.flatMap((f) => f.actions)))
    const events = rows.filter((r) => r['kind'] === 'event')
    expect(events.map((r) => [r['tick'], r['name'], r['data'], r['cause']])).toEqual(
      plain(
        one().frames.flatMap((f) =>
          f.events.map((e) => [f.tick, e.type, e.data, f.causes[e.cause]]),
        ),
      ),
    )
    expect(actions.length + events.length).toBe(rows.length)
    const inTick = new Map<unknown, number>()
    for (const { tick, seq } of rows) {
      expect(seq).toBe(inTick.get(tick) ?? 0)
      inTick.set(tick, (seq as number) + 1)
    }
  })
  test('has every message', async () => {
    const some = exportColumns('messages').filter(({ nullable }) => nullable)
    const nothing = Object.fromEntries(some.map((column) => [column.name, null]))
    const rows = await rowsOf(one().path, 'messages')
    expect(rows).toEqual(
      one()
        .frames.flatMap((f) => f.messages)
        .map((m) => ({ episode: 0, run: one().result.chain, ...nothing, ...m })),
    )
    if (name === 'household') expect(rows.length).toBeGreaterThan(10)
  })
})

test('several runs follow each other, joined by `episode`', async () => {
  const { report, bytes } = await exported([home], { grain: 'ticks', to: 'parquet' })
  const rows = await readBack('parquet', bytes, exportColumns('ticks'))
  const order = ['kitchen', 'harvest', 'household'].map((name) => runs.get(name)!)
  expect(report).toMatchObject({ files: 3, rows: rows.length })
  expect([...new Map(rows.map((r) => [r['episode'], r['run']]))]).toEqual(
    order.map(({ result }, i) => [i, result.chain]),
  )
  const { row_groups } = parquetMetadata(bytes.buffer as ArrayBuffer)
  expect(row_groups).toHaveLength(1)
})
