import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { bundleCli, root, runCli } from '../testing/cli.node.js'

vi.setConfig({ testTimeout: 60_000 })

const text = readFileSync(join(root, 'docs/remote.md'), 'utf8')
const blocks = (language: string): string[] =>
  [...text.matchAll(/```(\w+)\n([\s\S]*?)```/g)].flatMap(([, lang, body]) =>
    lang === language ? [body!] : [],
  )
const hasPython = spawnSync('python3', ['--version']).status === 0

let [home, near, cli] = ['', '', '']
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'coact-docs-'))
  near = mkdtempSync(join(root, '.tmp-docs-'))
  cli = await bundleCli(join(near, 'dist'))
})
afterAll(() => {
  for (const folder of [home, near]) rmSync(folder, { recursive: true, force: true })
})

/** Runs a line of the page where the command is at hand. */
function shell(line: string, cwd = root) {
  const coact = `coact() { "${process.execPath}" "${cli}" "$@"; }`
  const env = {
    ...process.env,
    COACT: `"${process.execPath}" "${cli}"`,
    PYTHONDONTWRITEBYTECODE: '1',
  }
  const command = line.replaceAll('examples/python', join(root, 'examples/python'))
  return spawnSync('bash', ['-c', `${coact}\n${command}`], {
    cwd,
    env,
    encoding: 'utf8',
    input: '/quit\n',
  })
}

describe('docs/remote.md', () => {
  const lines = blocks('sh').flatMap((body) => body.trim().split('\n'))
  const served = lines.filter((line) => line.includes('serve --mcp') || line.includes('http://'))

  test.skipIf(!hasPython).each(lines.filter((line) => !served.includes(line)))('%s', (line) => {
    const { status, stderr } = shell(line, home)
    // 1: a goal was not met; 3: whoever was at the terminal has left.
    expect(line.includes('human') ? [3] : [0, 1], stderr).toContain(status)
  })

  test('has commands for what is served that can be begun', async () => {
    expect(served).toHaveLength(3)
    for (const line of served.filter((l) => l.includes('serve'))) {
      const flags = (await runCli(cli, ['serve', '--help'])).out
      for (const [flag] of line.matchAll(/--\w+/g)) expect(flags).toContain(flag)
    }
  })

  test.skipIf(!hasPython)('has a whole agent that plays', async () => {
    const [agent] = blocks('python')
    const path = join(home, 'agent.py')
    writeFileSync(path, agent!)
    const args = ['run', 'moving-day', '--agents', `ada=exec:python3 "${path}"`, 'bob=idle']
    const { out } = await runCli(cli, [...args, '--horizon', '5', '--json'])
    expect(JSON.parse(out).agents.ada).toMatchObject({ actions: 5, failures: {} })
  })

  test.skipIf(!hasPython)('has a loop that runs', () => {
    const path = join(home, 'loop.py')
    writeFileSync(path, blocks('python')[1]!.replace('"moving-day",', '"moving-day", horizon=5,'))
    const { status, stderr } = shell(`PYTHONPATH=examples/python python3 "${path}"`)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })

  test('has messages that are JSON, and the options with their defaults', async () => {
    for (const block of blocks('json')) expect(() => JSON.parse(block)).not.toThrow()
    const { err } = await runCli(cli, ['run', 'moving-day', '--agents', 'exec:hung=no:node'])
    const [, names] = /expected: +(.*)/.exec(err)!
    for (const name of names!.split(', '))
      expect(text).toMatch(new RegExp(`^\\| \`${name}\` `, 'm'))
  })
})
