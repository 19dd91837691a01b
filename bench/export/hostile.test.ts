import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Decision,
  defineScenario,
  defineUniversalPolicy,
  foldText,
  hash64,
  hex,
  type Turn,
} from '../../engine/index.js'
import { harvest, windfall } from '../../examples/harvest.js'
import { bytesSource, openReplay } from '../../replays/index.js'
import { type ExportWarning, exportColumns, exportReplays, type Grain } from './index.js'
import { memory, parseCsv, readBack } from './testing/read.js'
import { inMemory, type Recorded, record } from './testing/record.node.js'

const texts = [
  'line\nbreak\r\nand "quotes", commas; and \ttabs',
  "=cmd|'/C calc'!A0",
  '@SUM(A1:A9)',
  '-2+3',
  "'already quoted",
  '\u001b[31mred\u0000\u0007\u009b',
  'lone \ud800 surrogate',
  '\u202eright to left\u200b\u2028',
  '👩‍🌾 ünïcödé ＝1',
  '__proto__',
  ' ',
]
const formats = ['jsonl', 'csv', 'parquet'] as const

let home = ''
let rude: Recorded
let long: Recorded
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'coact-hostile-'))
  const says = defineUniversalPolicy({
    id: 'rude',
    decide: ({ tick }: Turn): Decision => {
      if (tick === 2) throw new Error(texts[1])
      return {
        do: [{ text: texts[tick % texts.length]! }],
        say: texts.map((body) => ({ to: 'all', type: 'text', body })),
        why: texts[(tick + 1) % texts.length]!,
      } as Decision
    },
  })
  const patient = { ...harvest, fallback: () => ({ action: 'eat', args: {} }) }
  const scenario = defineScenario(patient, { agents: { ada: says, bob: says }, horizon: 12 })
  rude = await record(scenario, home, 'rude.mcap')
  long = await record(windfall, home, 'long.mcap')
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

async function rows(bytes: Uint8Array, grain: Grain, to: (typeof formats)[number] = 'jsonl') {
  const out = memory()
  const warnings: ExportWarning[] = []
  const report = await exportReplays([inMemory(bytes)], {
    grain,
    to,
    out,
    onWarning: (w) => warnings.push(w),
  })
  expect(report.warnings).toEqual(warnings)
  const found = await readBack(to, out.bytes(), exportColumns(grain))
  expect(report.rows).toBe(found.length)
  return { rows: found, warnings, bytes: out.bytes() }
}

describe('texts of agents', () => {
  test.each(formats)('come through %s as they were recorded', async (to) => {
    const messages = (await rows(rude.bytes, 'messages', to)).rows
    const bodies = new Set(messages.map((m) => m['body']))
    for (const text of texts) {
      const kept = text.replace('\ud800', '\ufffd')
      expect([kept, bodies.has(kept)]).toEqual([kept, true])
    }
    const actions = (await rows(rude.bytes, 'actions', to)).rows
    expect(actions).toEqual((await rows(rude.bytes, 'actions')).rows)
    expect(actions.map((a) => a['why'])).toContain(texts[1])
  })
  test('are no formulas in CSV, in any column', async () => {
    for (const grain of ['actions', 'ticks', 'messages', 'episodes'] as const) {
      const csv = new TextDecoder().decode((await rows(rude.bytes, grain, 'csv')).bytes)
      const types = exportColumns(grain).map((c) => c.type)
      for (const row of parseCsv(csv).slice(1))
        for (const [i, { text }] of row.entries())
          if (types[i] === 'text' || types[i] === 'json')
            expect(text).not.toMatch(/^[=+\-@\t\r\n＝]/)
    }
  })
  test('stand in rows of their own where a decision failed, and what the world chose instead', async () => {
    const found = (await rows(rude.bytes, 'actions')).rows.filter((r) => r['tick'] === 2)
    expect(found.slice(0, 2)).toEqual(
      ['ada', 'bob'].map((agent) =>
        expect.objectContaining({
          kind: 'failure',
          agent,
          name: 'threw',
          text: `Error: ${texts[1]}`,
          verdict: null,
          args: null,
        }),
      ),
    )
    expect(found[2]).toMatchObject({ kind: 'action', agent: 'ada', fallback: true })
    const [episode] = (await rows(rude.bytes, 'episodes')).rows
    expect(episode).toMatchObject({ failures: 2 })
    const [ada] = (await rows(rude.bytes, 'ticks')).rows.filter((r) => r['tick'] === 2)
    expect(ada).toMatchObject({ agent: 'ada', failure: 'threw', why: null })
  })
})

describe('a run without ticks', () => {
  test.each(formats)(
    'has a row for itself and its setup, and none of the rest, in %s',
    async (to) => {
      const signal = AbortSignal.abort()
      const { bytes, result } = await record(windfall, home, `empty-${to}.mcap`, { signal })
      const count = async (grain: Grain) => (await rows(bytes, grain, to)).rows.length
      expect(result).toMatchObject({ ticks: 0, end: 'aborted' })
      expect(await count('episodes')).toBe(1)
      expect(await count('ticks')).toBe(2)
      expect(await count('actions')).toBe(0)
      expect(await count('messages')).toBe(0)
    },
  )
})

describe('a damaged replay', () => {
  test.each(formats)('that was cut gives the ticks that are whole, in %s', async (to) => {
    const cut = long.bytes.subarray(0, Math.floor(long.bytes.length * 0.6))
    const whole = (await rows(long.bytes, 'ticks', to)).rows
    const { rows: found, warnings } = await rows(cut, 'ticks', to)
    expect(found.length).toBeGreaterThan(0)
    expect(found.length).toBeLessThan(whole.length)
    const run = found.at(-1)!['chain']
    expect(found).toEqual(whole.slice(0, found.length).map((row) => ({ ...row, run })))
    expect(warnings).toEqual([
      { file: 'run.mcap', readable: true, message: expect.stringContaining('end') },
    ])
    const [episode] = (await rows(cut, 'episodes', to)).rows
    expect(episode).toMatchObject({ run, end: null, success: null, ticks: found.at(-1)!['tick'] })
    expect(episode!['damage']).toBe(warnings[0]!.message)
  })
  test('that has wrong bytes inside loses the group they are in', async () => {
    const whole = (await rows(long.bytes, 'ticks')).rows
    const bytes = long.bytes.slice()
    const state = Buffer.from(bytes).indexOf('"state":"', Math.floor(bytes.length / 2))
    bytes[state + 12]! ^= 1
    const { rows: found, warnings } = await rows(bytes, 'ticks')
    const ticks = new Set(found.map((r) => r['tick']))
    const lost = [...Array(long.result.ticks + 1).keys()].filter((t) => !ticks.has(t))
    expect(lost.length).toBeGreaterThan(0)
    expect(lost.length).toBeLessThanOrEqual(64)
    expect(found).toEqual(whole.filter((r) => ticks.has(r['tick'])))
    expect(warnings[0]!.message).toContain(
      `${lost.length} of ${long.result.ticks + 1} ticks are lost`,
    )
  })
  test('that claims nine thousand million ticks is read to its end, and no further', async () => {
    const replay = await openReplay(bytesSource(long.bytes))
    const result = Object.entries(replay.info.result!).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ])
    const check = (entries: readonly (readonly string[])[]) => {
      const h = hash64()
      for (const part of entries.flat()) foldText(h, part)
      return hex(h)
    }
    const lie = result.map(([key, value]) => [key!, key === 'ticks' ? '9e9' : value!])
    const bytes = Buffer.from(
      Buffer.from(long.bytes)
        .toString('latin1')
        .replace('ticks\x03\x00\x00\x00163', 'ticks\x03\x00\x00\x009e9')
        .replace(check(result), check(lie)),
      'latin1',
    )
    const { rows: found, warnings } = await rows(new Uint8Array(bytes), 'ticks')
    expect(found).toEqual((await rows(long.bytes, 'ticks')).rows)
    expect(warnings[0]!.message).toContain('8999999837 of 9000000001 ticks are lost')
  })
  test('of which nothing can be read is left out, and the others keep their numbers', async () => {
    const out = memory()
    const sources = [
      inMemory(long.bytes, 'a.mcap'),
      inMemory(new TextEncoder().encode('no replay'), 'b.mcap'),
      inMemory(new Uint8Array(0), 'c.mcap'),
      inMemory(long.bytes.subarray(0, 300), 'd.mcap'),
      inMemory(rude.bytes, 'e.mcap'),
    ]
    const { files, warnings } = await exportReplays(sources, { out })
    expect([files, warnings.map((w) => [w.file, w.readable])]).toEqual([
      2,
      [
        ['b.mcap', false],
        ['c.mcap', false],
        ['d.mcap', false],
      ],
    ])
    const found = await readBack('jsonl', out.bytes(), exportColumns('episodes'))
    expect(found.map((r) => [r['episode'], r['file']])).toEqual([
      [0, 'a.mcap'],
      [4, 'e.mcap'],
    ])
  })
  test.each(Array.from({ length: 40 }, (_, i) => i))(
    'never ends an export: damage %i',
    async (i) => {
      const bytes = rude.bytes.slice()
      for (let k = 0; k < 3; k++)
        bytes[((i * 7919 + k * 104_729) * 31) % bytes.length]! ^= 1 << (i % 8)
      const all = (await rows(rude.bytes, 'actions')).rows
      const { rows: found } = await rows(bytes, 'actions')
      expect(found.length).toBeLessThanOrEqual(all.length)
    },
  )
})

describe('files', () => {
  const exported = async (sources: readonly string[], out = join(home, 'out.jsonl')) => {
    const seen: string[] = []
    await exportReplays(sources, { out, onFile: (name) => seen.push(name.slice(home.length + 1)) })
    return seen
  }
  beforeAll(() => {
    for (const name of ['runs/b.mcap', 'runs/a.mcap', 'runs/deep/er/c.mcap', 'runs/notes.txt']) {
      mkdirSync(join(home, name, '..'), { recursive: true })
      writeFileSync(join(home, name), rude.bytes)
    }
  })
  test.each([
    [['runs'], ['runs/a.mcap', 'runs/b.mcap', 'runs/deep/er/c.mcap']],
    [['runs/*.mcap'], ['runs/a.mcap', 'runs/b.mcap']],
    [
      ['runs/?.mcap', 'runs'],
      ['runs/a.mcap', 'runs/b.mcap', 'runs/deep/er/c.mcap'],
    ],
    [['runs/**/*.mcap'], ['runs/a.mcap', 'runs/b.mcap', 'runs/deep/er/c.mcap']],
    [['runs/d*/**/c.*'], ['runs/deep/er/c.mcap']],
    [['runs/../runs/b.*'], ['runs/b.mcap']],
    [['runs/notes.txt', './runs/notes.txt'], ['runs/notes.txt']],
  ])('%j means %j', async (words, found) => {
    expect(await exported(words.map((w) => `${home}/${w}`))).toEqual(found)
  })
  test.each(['nothing', 'runs/*.json', 'runs/deep/*.mcap'])('%s is no replay', async (word) => {
    await expect(exported([join(home, word)])).rejects.toMatchObject({ code: 'export/no-file' })
  })
  test('are written whole or not at all, and never over a replay', async () => {
    const out = join(home, 'new/folder/out.csv')
    await exported([rude.path], out)
    expect(readdirSync(join(home, 'new/folder'))).toEqual(['out.csv'])
    const before = readFileSync(out)
    const signal = AbortSignal.abort()
    await expect(exportReplays([long.path], { out, signal })).rejects.toMatchObject({
      code: 'export/aborted',
    })
    expect(readdirSync(join(home, 'new/folder'))).toEqual(['out.csv'])
    expect(readFileSync(out).equals(before)).toBe(true)
    await expect(exported([rude.path], rude.path)).rejects.toMatchObject({ code: 'export/out' })
    expect(new Uint8Array(readFileSync(rude.path))).toEqual(rude.bytes)
    await expect(exported([rude.path], join(out, 'below.csv'))).rejects.toMatchObject({
      code: 'export/out',
    })
  })
  test('are of a known grain and format', async () => {
    const out = memory()
    await expect(exportReplays([], { out, grain: 'tick' as Grain })).rejects.toMatchObject({
      code: 'export/grain',
      detail: { nearest: 'ticks' },
    })
    await expect(exportReplays([], { out, to: 'json' as 'jsonl' })).rejects.toMatchObject({
      code: 'export/format',
      detail: { nearest: 'jsonl' },
    })
  })
})
