import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { bundleCli, root, runCli } from '../testing/cli.node.js'
import { post } from './testing/seats.node.js'

// Each test starts processes.
vi.setConfig({ testTimeout: 60_000 })

let [home, near, cli] = ['', '', '']
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'coact-seats-cli-'))
  near = mkdtempSync(join(root, '.tmp-seats-'))
  cli = await bundleCli(join(near, 'dist'))
  // Whoever plays by posts needs no page.
  writeFileSync(join(near, 'viewer.html'), '<!doctype html><div id="page"></div>')
}, 60_000)
afterAll(() => {
  for (const folder of [home, near]) rmSync(folder, { recursive: true, force: true })
})

/** Runs a command, and plays its seats when it has told where. */
async function played(
  args: readonly string[],
  go: (address: string, kill: (signal: NodeJS.Signals) => void) => Promise<void>,
) {
  let going: Promise<void> | undefined
  const ended = await runCli(cli, args, {
    see(out, kill) {
      const address = /(http:\/\/127\.0\.0\.1:\d+\/[\w-]+\/)/.exec(out)?.[1]
      if (address !== undefined) going ??= go(address, kill).catch(() => kill('SIGKILL'))
    },
  })
  await going
  return ended
}

const sit = async (address: string, seat: string): Promise<string> =>
  (await post(address, 'seat/claim', { seat })).told['token'] as string

/** Makes a move as soon as it is asked for. */
async function move(address: string, token: string, tick: number, n: number): Promise<void> {
  const act = { token, tick, do: [{ action: 'play', args: { move: n } }] }
  for (let tries = 0; tries < 400; tries++) {
    const { status } = await post(address, 'seat/act', act)
    if (status === 200) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('Nobody asked')
}

describe('coact run with people in the page', () => {
  test('waits for them, and Ctrl-C leaves a replay that verifies', async () => {
    const out = join(home, 'game.mcap')
    const args = [
      'run',
      'tic-tac-toe',
      '--agents',
      'ada=web',
      'bob=random',
      '--out',
      out,
      '--seed',
      '3',
    ]
    const ended = await played(args, async (address, kill) => {
      const token = await sit(address, 'ada')
      await move(address, token, 1, 4)
      // It is asked again, so bob has answered; then nobody comes any more.
      await move(address, token, 3, 9).catch(() => undefined)
      kill('SIGINT')
    })
    expect([ended.code, ended.err]).toEqual([130, ''])
    expect(ended.out).toMatch(/ada is played at http:.*#seat=ada/)
    // What others do is not told to who plays.
    expect(ended.out).not.toMatch(/bob +PLAY/)
    const verify = await runCli(cli, ['verify', out])
    expect([verify.code, verify.err]).toEqual([0, ''])
  })

  test('gives each seat a policy in their order, and two people two addresses', async () => {
    const ended = await played(
      ['run', 'matrix-stag-hunt', '--agents', 'web', 'web'],
      async (address, kill) => {
        const tokens = [await sit(address, 'ada'), await sit(address, 'bob')]
        for (const token of tokens) await move(address, token, 1, 0)
        await new Promise((resolve) => setTimeout(resolve, 500))
        kill('SIGINT')
      },
    )
    expect([ended.code, ended.err]).toEqual([0, ''])
    expect(ended.out).toMatch(/ada is played at .*\nbob is played at/)
    expect(ended.out).toMatch(/ada +web/)
    const mixed = await played(
      ['run', 'tic-tac-toe', '--agents', 'random', 'web'],
      async (_, kill) => kill('SIGINT'),
    )
    expect(mixed.out).not.toMatch(/ada is played at/)
    expect(mixed.out).toMatch(/bob is played at/)
  })

  test('goes on with them after its process was killed', async () => {
    const out = join(home, 'killed.mcap')
    const agents = ['--agents', 'ada=web', 'bob=random']
    const begin = ['run', 'tic-tac-toe', ...agents, '--out', out, '--journal', 'tick']
    await played(begin, async (address, kill) => {
      await move(address, await sit(address, 'ada'), 1, 4)
      await move(address, await sit(address, 'ada'), 3, 99).catch(() => undefined)
      kill('SIGKILL')
    })
    const ended = await played(['resume', out], async (address, kill) => {
      const token = await sit(address, 'ada')
      const late = await post(address, 'seat/act', { token, tick: 1, do: [] })
      expect(late.told.failure?.code).toBe('seat/not-asked')
      kill('SIGINT')
    })
    expect([ended.code, ended.err]).toEqual([130, ''])
    expect(ended.out).toContain('resumed after tick 2')
    expect((await runCli(cli, ['verify', out])).code).toBe(0)
  })

  test.each([
    [['tournament', 'tic-tac-toe', '--policies', 'web', 'random'], 'web/no-page'],
    [['run', 'tic-tac-toe', '--agents', 'web:patience=3'], 'web/options'],
  ])('%j is refused: %s', async (args, code) => {
    const { code: exit, err } = await runCli(cli, args)
    expect(exit).toBe(2)
    expect(err).toContain(code)
  })
})
