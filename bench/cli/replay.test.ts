import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { recordGrabbing, startGrabbing } from '../replay/testing/grab.js'
import { bundleCli, root, runCli } from '../testing/cli.node.js'

// Each test starts processes.
vi.setConfig({ testTimeout: 60_000 })

let [home, near, cli] = ['', '', '']
const TICKS = 150
const at = (name: string): string => join(home, name)
const coact = (...args: readonly string[]) => runCli(cli, args)

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'coact-replay-'))
  near = mkdtempSync(join(root, '.tmp-cli-'))
  cli = await bundleCli(join(near, 'dist'))
  const bytes = await recordGrabbing(startGrabbing(1), TICKS)
  writeFileSync(at('a.mcap'), bytes)
  writeFileSync(at('same.mcap'), bytes)
  writeFileSync(at('b.mcap'), await recordGrabbing(startGrabbing(2), TICKS))
  writeFileSync(at('cut.mcap'), bytes.subarray(0, Math.floor(bytes.length * 0.6)))
})
afterAll(() => {
  for (const folder of [home, near]) rmSync(folder, { recursive: true, force: true })
})

describe.concurrent('coact replay, piped', () => {
  test('prints every frame in turn', async () => {
    const { code, out, err } = await coact('replay', at('a.mcap'))
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(
      /^grabbing · grabbing@1 default · seed 1 · ada, bob\n {4}0 {2}nothing happened\n/,
    )
    const ticks = out.split('\n').map((line) => Number.parseInt(line, 10))
    const told = [...new Set(ticks.filter((t) => !Number.isNaN(t)))]
    expect(told).toEqual(Array.from({ length: TICKS + 1 }, (_, i) => i))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
  })
  test('prints a span backwards, by one agent', async () => {
    const args = ['--from', '8', '--to', '6', '--agent', 'ada']
    const { code, out } = await coact('replay', at('a.mcap'), ...args)
    expect(code).toBe(0)
    expect(out).toMatch(
      /8 {2}bob said to ada[\s\S]*8 {2}saw: \{"tick":7\}[\s\S]*6 {2}ada {2}grab → ok/,
    )
    expect(out).not.toMatch(/bob {2}(grab|rest)/)
  })
  test('prints one JSON document', async () => {
    const { code, out } = await coact('replay', at('a.mcap'), '--json', '--to', '7')
    expect(code).toBe(0)
    const told = JSON.parse(out)
    expect(told).toMatchObject({ first: 0, ticks: TICKS, unreadable: [] })
    expect(told.frames.map((f: { tick: number }) => f.tick)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(told.frames[6].changes).toContainEqual({
      ...{ what: 'Hand.full', entity: 1, value: 2, cause: 'action:ada:grab' },
    })
    expect(out).not.toMatch(/\u202e/)
    const own = await coact(
      'replay',
      at('a.mcap'),
      '--json',
      '--from',
      '8',
      '--to',
      '8',
      '--agent',
      'ada',
    )
    expect(JSON.parse(own.out).frames).toMatchObject([{ tick: 8, mail: [{ from: 'bob' }] }])
  })
  test('reads what is left of a damaged file, with a warning', async () => {
    const { code, out, err } = await coact('replay', at('cut.mcap'))
    expect(code).toBe(0)
    expect(err).toMatch(/^warning: not the whole run: /)
    expect(out).toMatch(/^ {3,4}\d+ {2}ada/m)
    const bad = readFileSync(at('a.mcap'))
    for (let i = Math.floor(bad.length * 0.4); i < bad.length * 0.5; i++) bad[i]! ^= 0x55
    writeFileSync(at('bad.mcap'), bad)
    const damaged = await coact('replay', at('bad.mcap'), '--json')
    expect(damaged.code).toBe(0)
    expect(damaged.err).toMatch(/cannot be read/)
    const { unreadable, frames } = JSON.parse(damaged.out)
    expect(unreadable.length).toBeGreaterThan(0)
    expect(unreadable.length + frames.length).toBe(TICKS + 1)
  })
  test('ends when nobody reads on', async () => {
    const line = '"$0" "$1" replay "$2" --json | head -c 9; echo " $?"'
    const args = ['-o', 'pipefail', '-c', line, process.execPath, cli, at('a.mcap')]
    const { stdout, stderr } = await promisify(execFile)('bash', args)
    expect([stdout, stderr]).toEqual(['{"file":" 0\n', ''])
  })
  test.each([
    [['--from', '151'], /no tick 151[\s\S]*expected: 0 to 150/],
    [['--agent', 'eve'], /no agent "eve"[\s\S]*ada, bob/],
    [['--from', 'x'], /whole number/],
  ])('%j is refused', async (args, says) => {
    const { code, err } = await coact('replay', at('a.mcap'), ...args)
    expect(code).toBe(2)
    expect(err).toMatch(says)
  })
})

describe.concurrent('coact diff', () => {
  test('0: the same', async () => {
    const { code, out } = await coact('diff', at('a.mcap'), at('same.mcap'))
    expect(code).toBe(0)
    expect(out).toMatch(/the same in all ticks from 0 to 150\n$/)
  })
  test('1: not the same', async () => {
    const { code, out } = await coact('diff', at('a.mcap'), at('b.mcap'))
    expect(code).toBe(1)
    expect(out).toMatch(/^seed: "1" \| "2"$/m)
    expect(out).toMatch(/^they part at tick 0: they began otherwise: seed differs$/m)
    const told = await coact('diff', at('a.mcap'), at('b.mcap'), '--json')
    expect(told.code).toBe(1)
    expect(JSON.parse(told.out)).toMatchObject({ equal: false, first: { tick: 0, cause: 'seed' } })
  })
  test('1: a file that is cut, with a warning', async () => {
    const { code, out, err } = await coact('diff', at('a.mcap'), at('cut.mcap'))
    expect(code).toBe(1)
    expect(err).toMatch(/^warning: .*cut\.mcap is not the whole run/)
    expect(out).toMatch(/its file is cut/)
  })
  test('2: no replay', async () => {
    const { code, err } = await coact('diff', at('a.mcap'), at('none.mcap'))
    expect(code).toBe(2)
    expect(err).toMatch(/replay\/file/)
  })
})
