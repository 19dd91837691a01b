import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { bundleCli, root, runCli } from '../testing/cli.node.js'
import { post } from './testing/seats.node.js'

// Each test starts processes.
vi.setConfig({ testTimeout: 60_000 })

let [home, near, cli] = ['', '', '']
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'coact-forks-cli-'))
  near = mkdtempSync(join(root, '.tmp-forks-'))
  cli = await bundleCli(join(near, 'dist'))
  writeFileSync(join(near, 'viewer.html'), '<!doctype html><div id="page"></div>')
}, 60_000)
afterAll(() => {
  for (const folder of [home, near]) rmSync(folder, { recursive: true, force: true })
})

test('coact view of one file lists the forks that are made of it, which verify', async () => {
  const file = join(home, 'game.mcap')
  await runCli(cli, ['run', 'tic-tac-toe', '--agents', 'random', '--seed', '5', '--out', file])
  copyFileSync(file, join(home, 'other.mcap'))
  let going: Promise<unknown> | undefined
  const names: string[] = []
  const ended = await runCli(cli, ['view', file, '--no-open', '--json'], {
    see(out, kill) {
      const address = /"address": ?"([^"]+)"/.exec(out)?.[1]
      if (address === undefined || going !== undefined) return
      going = (async () => {
        const asked = { at: 2, agents: { ada: 'alpha-beta' }, mode: 'live' }
        const { told } = await post(address, 'fork', { file: 'game.mcap', ...asked })
        expect(told).toMatchObject({ file: 'game.fork-2.mcap', end: 'done' })
        const { told: other } = await post(address, 'fork', { file: 'other.mcap', ...asked })
        expect(other.failure?.code).toBe('fork/no-file')
        const list = await (await fetch(new URL('list.json', address))).json()
        const { files } = list as { files: readonly { name: string }[] }
        names.push(...files.map((f) => f.name))
      })().finally(() => kill('SIGINT'))
    },
  })
  await going
  expect([ended.code, ended.err]).toEqual([0, ''])
  expect(names).toEqual(['game.mcap', 'game.fork-2.mcap'])
  expect(existsSync(join(home, 'game.fork-2.mcap'))).toBe(true)
  const verify = await runCli(cli, ['verify', join(home, 'game.fork-2.mcap')])
  expect([verify.code, verify.err]).toEqual([0, ''])
})
