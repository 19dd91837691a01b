import { exec } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { windfall } from '../../examples/harvest.js'
import { bundleCli, root, runCli } from '../testing/cli.node.js'
import { exportColumns } from './index.js'
import { parseCsv, readBack } from './testing/read.js'
import { type Recorded, record } from './testing/record.node.js'

// Each test starts processes, several at a time.
vi.setConfig({ testTimeout: 60_000 })

let [home, near, cli] = ['', '', '']
let whole: Recorded
const coact = (...args: readonly string[]) => runCli(cli, ['export', ...args], { cwd: home })

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'coact-export-cli-'))
  near = mkdtempSync(join(root, '.tmp-export-'))
  cli = await bundleCli(near)
  whole = await record(windfall, home, 'whole.mcap')
  writeFileSync(join(home, 'cut.mcap'), whole.bytes.subarray(0, whole.bytes.length / 2))
  writeFileSync(join(home, 'none.mcap'), 'nothing')
})
afterAll(() => {
  for (const folder of [home, near]) rmSync(folder, { recursive: true, force: true })
})

describe.concurrent('coact export', () => {
  test('prints JSONL, one row a replay', async () => {
    const { code, out, err } = await coact('whole.mcap')
    expect([code, err]).toEqual([0, ''])
    expect(out.split('\n')).toHaveLength(2)
    expect(JSON.parse(out)).toMatchObject({ run: whole.result.chain, ticks: 163 })
  })
  test('writes a format by the ending of the file, and prints the same bytes', async () => {
    const { code, out } = await coact('whole.mcap', '--grain', 'actions', '--out', 'a.csv')
    expect(code).toBe(0)
    const csv = readFileSync(join(home, 'a.csv'), 'utf8')
    const rows = parseCsv(csv)
    const columns = exportColumns('actions')
    expect(out).toBe(
      `${rows.length - 1} rows of ${columns.length} columns (actions) of 1 replay written to a.csv\n`,
    )
    expect(rows[0]!.map((c) => c.text)).toEqual(columns.map((c) => c.name))
    expect((await coact('whole.mcap', '--grain', 'actions', '--to', 'csv')).out).toBe(csv)
  })
  test('writes Parquet, and tells of it as JSON', async () => {
    const { code, out } = await coact('whole.mcap', '--grain', 'ticks', '-o', 't.parquet', '--json')
    expect(code).toBe(0)
    const bytes = new Uint8Array(readFileSync(join(home, 't.parquet')))
    const rows = await readBack('parquet', bytes, exportColumns('ticks'))
    expect(JSON.parse(out)).toMatchObject({ out: 't.parquet', to: 'parquet', rows: rows.length })
    expect(rows).toHaveLength(2 * 164)
  })
  test('warns of damage, and still gives what there is', async () => {
    const { code, out, err } = await coact('cut.mcap', 'whole.mcap')
    expect(code).toBe(0)
    expect(out.split('\n')).toHaveLength(3)
    expect(err).toMatch(/^warning: cut\.mcap is damaged: .*\n$/)
  })
  test('2: a file of which nothing can be read, beside those that can', async () => {
    const { code, out, err } = await coact('none.mcap', 'whole.mcap')
    expect(code).toBe(2)
    expect(out.split('\n')).toHaveLength(2)
    expect(err).toMatch(/^warning: none\.mcap is left out: This is no replay of Coact/)
  })
  test('ends well when its reader goes away', async () => {
    mkdirSync(join(home, 'many'))
    for (let i = 0; i < 9; i++) writeFileSync(join(home, `many/${i}.mcap`), whole.bytes)
    const line = `"${process.execPath}" "${cli}" export many --grain ticks; echo "code $?" >&2`
    const { stderr, stdout } = await promisify(exec)(`(${line}) | head -n 1`, { cwd: home })
    expect([stdout.split('\n').length, stderr]).toEqual([2, 'code 0\n'])
  })
  test.each([
    ['no-file', 'absent.mcap'],
    ['no-out', 'whole.mcap', '--to', 'parquet'],
    ['no-out', 'whole.mcap', '--json'],
    ['out', 'whole.mcap', '--out', './whole.mcap'],
    ['invalid-argument', 'whole.mcap', '--grain', 'all'],
    ['missing-argument'],
  ])('2: %s', async (error, ...args) => {
    const { code, out, err } = await coact(...args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(`/${error}`)
  })
})
