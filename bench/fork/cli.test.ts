import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { bundleCli, root, runCli } from '../testing/cli.node.js'

// Each test starts processes.
vi.setConfig({ testTimeout: 60_000 })

let near = ''
let cli = ''
const coact = (...args: readonly string[]) => runCli(cli, args)
const path = (name: string): string => join(near, name)

beforeAll(async () => {
  near = mkdtempSync(join(root, '.tmp-fork-'))
  cli = await bundleCli(join(near, 'dist'))
  const { code } = await coact('run', 'moving-day', '-q', '-s', '7', '-o', path('run.mcap'))
  expect(code).toBe(0)
}, 60_000)
afterAll(() => rmSync(near, { recursive: true, force: true }))

describe('coact fork', () => {
  test('repeats what was done where nothing is changed', async () => {
    const [one, two] = [
      await coact('fork', path('run.mcap'), '--at', '9', '--json', '-o', path('same.mcap')),
      await coact('verify', path('run.mcap'), '--json'),
    ]
    const told = JSON.parse(one.out)
    expect([one.code, told.stale, told.parent.tick]).toEqual([0, 0, 9])
    expect(told.chain).toBe(JSON.parse(two.out).chain)
  })

  test('lets others play, and the new replay verifies by itself', async () => {
    const { code, out } = await coact(
      ...['fork', path('run.mcap'), '--at', '5', '--agents', 'ada=idle', '--mode', 'live'],
    )
    expect(code).toBe(1)
    expect(out).toContain('forked after tick 5')
    expect(out).toMatch(/ada {2}idle: \d+ action/)
    const replay = path('run.fork-5.mcap')
    expect(existsSync(replay)).toBe(true)
    const verified = await coact('verify', replay, '--heavy')
    expect(verified.out).toContain('every hash the same')
    expect(verified.code).toBe(0)
    // A second one takes no file's name.
    await coact('fork', path('run.mcap'), '--at', '5', '-q')
    expect(existsSync(path('run.fork-5-2.mcap'))).toBe(true)
  })

  test.each([
    [['--at', '900'], /tick 900.*fork\/no-tick.*0 to 19/s],
    [['--at', 'x'], /whole number/],
    [[], /--at/],
    [['--at', '3', '--agents', 'ava=random'], /agent\/unknown.*ada/s],
    [['--at', '3', '--agents', 'ada=rndom'], /policy\/unknown.*random/s],
    [['--at', '3', '--action', 'ada={eat}'], /fork\/action-json.*Quote/s],
    [['--at', '3', '--action', 'ada'], /fork\/action-json/],
    [['--at', '3', '--action', 'ada={"action":"GOTOO"}'], /action\/unknown/],
    [['--at', '3', '--action', 'ada=7'], /fork\/action/],
    [['--at', '3', '--mute', '1:ada:9'], /fork\/message/],
    [['--at', '3', '--mode', 'dead'], /frozen, live/],
  ])('%j: usage, and why', async (args, why) => {
    const { code, err, out } = await coact('fork', path('run.mcap'), ...args)
    expect(err + out).toMatch(why)
    expect(code).toBe(2)
  })
})
