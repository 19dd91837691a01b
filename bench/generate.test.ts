import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { CATEGORIES } from '../worlds/index.js'
import { bundleCli, root, runCli } from './testing/cli.node.js'

// Each test starts processes, several at a time.
vi.setConfig({ testTimeout: 60_000 })

let [home, near, cli] = ['', '', '']

const coact = (...args: readonly string[]) => runCli(cli, args, { cwd: home })
const generate = (...args: readonly string[]) => coact('generate', 'household', ...args)

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'coact-generate-'))
  near = mkdtempSync(join(root, '.tmp-generate-'))
  cli = await bundleCli(near)
})
afterAll(() => {
  for (const folder of [home, near]) rmSync(folder, { recursive: true, force: true })
})

describe.concurrent('coact generate', () => {
  test('prints one scenario that runs, the same for the same seed', async () => {
    const { code, out, err } = await generate('--category', 'tool_use', '--seed', '7')
    expect([code, err]).toEqual([0, ''])
    expect((await generate('-c', 'tool_use', '-s', '7', '--json')).out).toBe(out)
    expect((await generate('-c', 'tool_use', '-s', '8')).out).not.toBe(out)
    const { meta } = JSON.parse(out)
    const path = join(home, 'printed.json')
    writeFileSync(path, out)
    const plan = join(home, 'plan.json')
    writeFileSync(plan, JSON.stringify(meta.solution.ada))
    const run = await coact('run', path, '--agents', `ada=scripted:${plan}`, '--quiet')
    expect(run.code).toBe(0)
  })
  test('writes one of each category and seed into a folder', async () => {
    const dir = join(home, 'all')
    const args = ['-c', 'all', '--seed', '9', '--count', '2', '--out', dir]
    const { code, out } = await generate(...args, '--json')
    expect(code).toBe(0)
    const wanted = CATEGORIES.flatMap((c) => [`household-${c}-10.json`, `household-${c}-9.json`])
    expect(readdirSync(dir).sort()).toEqual(wanted.sort())
    const document = JSON.parse(out)
    expect(document).toMatchObject({ written: 14, out: dir })
    expect(document.files).toHaveLength(14)
    const single = (await generate('-c', 'tool_use', '-s', '10')).out
    expect(readFileSync(join(dir, 'household-tool_use-10.json'), 'utf8')).toBe(single)
  })
  test('writes a large scenario into a file, and says so', async () => {
    const path = join(home, 'big', 'one.json')
    const sizes = ['--rooms', '20', '--objects', '400', '--agents', '6', '--travel', 'links']
    const args = ['-c', 'compound_collaboration', '--setting', 'industrial', ...sizes]
    const { code, out } = await generate(...args, '--out', path)
    expect(code).toBe(0)
    expect(out).toBe(`1 written to ${path}, each with a proven solution\n`)
    const { params, agents } = JSON.parse(readFileSync(path, 'utf8'))
    expect([params.rooms.length, params.things.length]).toEqual([20, 400])
    expect(Object.keys(agents)).toEqual(['ada', 'bob', 'cyn', 'dan', 'eve', 'fay'])
  })
  test('takes tables of your own', async () => {
    const path = join(home, 'tables.json')
    writeFileSync(path, JSON.stringify({ items: [{ kind: 'theremin', weight: [1, 2] }] }))
    const { out } = await generate('-c', 'direct_command', '--objects', '2000', '--tables', path)
    expect(out).toContain('"theremin_1"')
  })
  test('keeps the document whole when a seed would disturb a terminal', async () => {
    const { out } = await generate('-c', 'direct_command', '-s', '\u202e\u001b[2J')
    expect(['\u202e', '\u001b'].some((c) => out.includes(c))).toBe(false)
    expect(JSON.parse(out).meta.seed).toBe('\u202e\u001b[2J')
  })

  const refused: [name: string, args: readonly string[], says: RegExp][] = [
    ['no category', [], /required option .*--category/],
    [
      'an unknown category',
      ['-c', 'tol_use'],
      /generate\/unknown-category[\s\S]*Did you mean "tool_use"/,
    ],
    ['no rooms', ['-c', 'tool_use', '--rooms', '0'], /generate\/rooms[\s\S]*from 1 to 1000/],
    ['rooms that are no number', ['-c', 'tool_use', '--rooms', 'x'], /whole number/],
    [
      'too few agents',
      ['-c', 'explicit_collaboration', '--agents', '1'],
      /generate\/too-few-agents/,
    ],
    [
      'many scenarios for one file',
      ['-c', 'all', '--out', 'one.json'],
      /generate\/out[\s\S]*a folder/,
    ],
    ['many scenarios for the screen', ['-c', 'tool_use', '--count', '2'], /generate\/out/],
    ['tables that are not there', ['-c', 'tool_use', '--tables', 'no.json'], /tables\/unreadable/],
    [
      'a place that cannot be written',
      ['-c', 'tool_use', '--out', '/dev/null/x'],
      /generate\/unwritable/,
    ],
  ]
  test.each(refused)('refuses %s', async (_, args, says) => {
    const { code, out, err } = await generate(...args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(says)
    expect(err).toMatch(/^ {2}again: {4}coact generate household/m)
  })
  test('refuses wrong tables by path', async () => {
    const path = join(home, 'wrong.json')
    writeFileSync(path, JSON.stringify({ items: [{ kind: 'x', weight: [1, 2], verbs: ['weld'] }] }))
    const { code, err } = await generate('-c', 'tool_use', '--tables', path, '--json')
    expect(code).toBe(2)
    expect(JSON.parse(err).error).toMatchObject({
      code: 'tables/invalid',
      problems: [{ path: 'items.0.verbs.0', message: 'no tool provides "weld"' }],
    })
  })
  test('refuses a world that has no generator', async () => {
    const { code, err } = await coact('generate', 'houshold', '-c', 'tool_use')
    expect(code).toBe(2)
    expect(err).toMatch(/generate\/unknown-world[\s\S]*Did you mean "household"/)
  })
  test('has examples in its help', async () => {
    const { code, out } = await coact('generate', '--help')
    expect(code).toBe(0)
    expect(out).toMatch(/Examples:\n {2}\$ coact generate household/)
  })
})
