import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { bundleCli, root, runCli } from '../testing/cli.node.js'

// Each test starts processes.
vi.setConfig({ testTimeout: 60_000 })

let [home, near, cli] = ['', '', '']
const at = (name: string): string => join(home, name)
const coact = (...args: readonly string[]) => runCli(cli, args)

const OWN = `
export const deeds = {
  kind: 'metric', id: 'deeds', world: '*', better: 'neither',
  init: () => 0, step: (n, frame) => n + frame.actions.length, finish: (n) => n,
}`

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'coact-score-'))
  near = mkdtempSync(join(root, '.tmp-cli-'))
  cli = await bundleCli(join(near, 'dist'))
  for (const seed of ['1', '2']) {
    const args = ['--seed', seed, '--horizon', '60', '--quiet', '--out', at(`${seed}.mcap`)]
    await coact('run', 'depot-contract', ...args)
  }
  writeFileSync(at('cut.mcap'), readFileSync(at('1.mcap')).subarray(0, 300))
  writeFileSync(at('own.mjs'), OWN)
}, 60_000)
afterAll(() => {
  for (const folder of [home, near]) rmSync(folder, { recursive: true, force: true })
})

describe.concurrent('coact score', () => {
  test('shows one run with what each score is made of', async () => {
    const { code, out, err } = await coact('score', at('1.mcap'))
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/depot-contract, seed 1\n {2}success +0 ↑ {2}goals 1, done 0\n/)
    expect(out).toMatch(/message-credit +0 +frozen, \d+ forks, 0 % stale/)
    expect(out.trimEnd().split('\n')).toHaveLength(13)
  })
  test('shows several, a line each, then means with intervals', async () => {
    const { code, out } = await coact('score', at('1.mcap'), at('2.mcap'), '-m', 'progress,idle')
    expect(code).toBe(0)
    const lines = out.split('\n')
    expect(lines[0]).toMatch(/^replay +scenario +seed +progress +idle$/)
    expect(lines[1]).toMatch(/1\.mcap +depot-contract +1 +0\.\d+ +0\.\d+$/)
    expect(lines[2]).toMatch(/2\.mcap +depot-contract +2 /)
    expect(out).toMatch(/^progress +0\.\d+ ↑ {2}0\.\d+ to 0\.\d+ +2$/m)
  })
  test('writes a table with commas, and one JSON document', async () => {
    const csv = await coact('score', at('1.mcap'), at('2.mcap'), '-m', 'idle', '--csv')
    expect(csv.out).toMatch(
      /^file,scenario,seed,idle\n.*1\.mcap,depot-contract,1,0\.\d+\n.*2\.mcap,/,
    )
    const { out } = await coact('score', at('1.mcap'), '-m', 'idle', 'success', '--json')
    expect(JSON.parse(out)).toMatchObject({
      replays: [{ scenario: 'depot-contract', seed: '1', scores: { success: { value: 0 } } }],
      summary: [
        { metric: 'idle', n: 1 },
        { metric: 'success', mean: 0, n: 1 },
      ],
    })
  })
  test('lets those who played decide anew, in mode live', async () => {
    const args = ['-m', 'difference-credit', '--mode', 'live', '--json']
    const told = JSON.parse((await coact('score', at('1.mcap'), ...args)).out)
    const credit = told.replays[0].scores['difference-credit']
    expect(credit).toMatchObject({ mode: 'live', forks: 5 * 8 })
    expect(credit.value).toBeGreaterThan(0)
    expect(credit.interval).toHaveLength(2)
  })
  test('takes metrics of a module', async () => {
    const { out, code } = await coact('score', at('1.mcap'), '-m', at('own.mjs'), 'success')
    expect(code).toBe(0)
    expect(out).toMatch(/deeds +180/)
    const { err } = await coact('score', at('1.mcap'), '-m', join(root, 'biome.json.mjs'))
    expect(err).toContain('module/failed')
  })
  test('says which metric is near', async () => {
    const { code, err } = await coact('score', at('1.mcap'), '--metrics', 'sucess')
    expect(code).toBe(2)
    expect(err).toMatch(/no metric "sucess" \[metric\/unknown\][\s\S]*Did you mean "success"/)
  })
  test('goes on where one of several cannot be read, and says so', async () => {
    const { code, out, err } = await coact('score', at('cut.mcap'), at('1.mcap'), '-m', 'idle')
    expect(code).toBe(2)
    expect(out).toMatch(/idle +0\.\d+/)
    expect(err).toContain('cut.mcap')
    expect((await coact('score', at('cut.mcap'))).code).toBe(2)
  })
})
