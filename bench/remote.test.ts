import { spawn } from 'node:child_process'
import { copyFileSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { bundleCli, root, runCli } from './testing/cli.node.js'

// Each test starts processes on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

let [home, near, cli] = ['', '', '']
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'coact-remote-'))
  near = mkdtempSync(join(root, '.tmp-remote-'))
  cli = await bundleCli(join(near, 'dist'))
})
afterAll(() => {
  for (const folder of [home, near]) rmSync(folder, { recursive: true, force: true })
})

/** A program that does the first legal action, and notes its process and how it ends. */
const program = (name: string, more = ''): string => {
  const path = join(home, `${name}.mjs`)
  writeFileSync(
    path,
    `import { appendFileSync } from 'node:fs'
     import { createInterface } from 'node:readline'
     const note = (text) => appendFileSync(${JSON.stringify(join(home, name))}, text + '\\n')
     note(String(process.pid))
     process.on('SIGINT', () => note('interrupted'))
     for await (const line of createInterface({ input: process.stdin })) {
       const m = JSON.parse(line)
       if (m.type === 'hello') console.log(JSON.stringify({ type: 'ready', protocol: 1, wants: ['legal'] }))
       ${more}
       if (m.type === 'turn') console.log(JSON.stringify({ type: 'decision', tick: m.tick, do: m.legal[0] }))
       if (m.type === 'end') note('end ' + m.reason)
     }`,
  )
  return `exec:"${process.execPath}" "${path}"`
}
const noted = (name: string): string[] => readFileSync(join(home, name), 'utf8').trim().split('\n')
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
/** Does something once, when ada's action of a tick is printed. */
function atTick(tick: number, then: (kill: (signal: NodeJS.Signals) => void) => void) {
  let isDone = false
  return (text: string, kill: (signal: NodeJS.Signals) => void): void => {
    if (isDone || !text.includes(`    ${tick}  ada`)) return
    isDone = true
    then(kill)
  }
}
const run = (...args: readonly string[]) => runCli(cli, ['run', 'moving-day', ...args])

describe.concurrent('coact run', () => {
  test('lets a program play, records it, and verifies that without it', async () => {
    const out = join(home, 'program.mcap')
    const word = program('plays')
    const ran = await run('--agents', `ada=${word}`, 'bob=idle', '--horizon', '5', '--out', out)
    expect(ran).toMatchObject({ code: 1, err: '' })
    expect(ran.out).toMatch(/ada {2}exec:node plays\.mjs: 5 actions/)
    expect(noted('plays').at(-1)).toBe('end horizon')
    rmSync(join(home, 'plays.mjs'))
    expect(await runCli(cli, ['verify', out])).toMatchObject({ code: 0 })
  })

  test('keeps what happened when it is interrupted, and leaves no process', async () => {
    const word = program('hangs', 'if (m.tick === 3) continue')
    const out = join(home, 'hangs.mcap')
    const args = ['run', 'moving-day', '--agents', `ada=${word}`, 'bob=idle', '--out', out]
    const { code } = await runCli(cli, args, {
      see: atTick(2, (kill) => setTimeout(kill, 300, 'SIGINT')),
    })
    expect(code).toBe(130)
    const [pid, ...rest] = noted('hangs')
    expect(rest).toEqual(['end aborted'])
    expect(isAlive(Number(pid))).toBe(false)
    expect(await runCli(cli, ['verify', out])).toMatchObject({ code: 0 })
  })

  test('ends a program at once when it is interrupted twice', async () => {
    const word = program('stubborn', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)")
    const args = [
      'run',
      'moving-day',
      '--agents',
      `ada=exec:grace=20000:${word.slice(5)}`,
      'bob=idle',
    ]
    const { code } = await runCli(cli, args, {
      see: atTick(2, (kill) => {
        kill('SIGINT')
        setTimeout(kill, 500, 'SIGINT')
      }),
    })
    expect(code).toBe(130)
    await vi.waitFor(() => expect(isAlive(Number(noted('stubborn')[0]))).toBe(false), 5000)
  })

  test('counts what a program does wrong, and says so with its exit code', async () => {
    const word = program(
      'fails',
      "if (m.tick === 2) { console.error('\\u001b[31mno\\u0007'); process.exit(9) }",
    )
    const { code, out } = await run('--agents', `ada=${word}`, 'bob=idle', '--horizon', '4')
    expect(code).toBe(3)
    expect(out).toContain('! crashed: It exited with code 9; it had said: no\\u{7}')
    expect(out).toContain('1 failure (crashed 1)')
    expect(out).not.toContain('\u0007')
  })

  test.each([
    ['exec:no-such-program-at-all x', 'exec/not-found'],
    ["exec:node 'a", 'exec/command'],
    ['gopher://host', 'http/url'],
  ])('refuses %s before anything begins', async (word, error) => {
    const { code, out, err } = await run('--agents', `ada=${word}`)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(`[${error}]`)
  })

  test('lets a scenario file run no program', async () => {
    for (const policy of [
      'exec:touch x',
      { use: 'exec', with: { command: 'touch x' } },
      'http://h',
    ]) {
      const path = join(home, 'hostile.json')
      const scene = {
        format: 'coact/scenario/1',
        id: 'hostile',
        world: 'tic-tac-toe@1',
        agents: { ada: { policy }, bob: { policy: 'random' } },
        horizon: 9,
      }
      writeFileSync(path, JSON.stringify(scene))
      const { code, err } = await runCli(cli, ['run', path])
      expect(code).toBe(2)
      expect(err).toContain('policy/unknown')
    }
  })
})

describe.concurrent('coact resume', () => {
  test('starts the program of its own journal again, and none of a copied one', async () => {
    const word = program('again', 'if (m.tick === 4) await new Promise((r) => setTimeout(r, 500))')
    const out = join(home, 'again.mcap')
    const args = ['run', 'moving-day', '--agents', `ada=${word}`, 'bob=idle', '--horizon', '8']
    await runCli(cli, [...args, '--out', out, '--journal', 'tick'], {
      see: atTick(3, (kill) => kill('SIGKILL')),
    })
    const copy = join(home, 'copy.mcap')
    copyFileSync(`${out}.journal`, `${copy}.journal`)
    copyFileSync(`${out}.tmp`, `${copy}.tmp`)
    expect(await runCli(cli, ['resume', copy])).toMatchObject({
      code: 2,
      err: expect.stringContaining('resume/needs-policy'),
    })
    const resumed = await runCli(cli, ['resume', out, '--verify'])
    expect(resumed.err).toBe('')
    expect(resumed.out).toContain('resumed after tick')
    expect(resumed.out).toMatch(/reached the horizon after 8 ticks/)
    // The program of the run that was killed ended with its input.
    await vi.waitFor(() => {
      const pids = noted('again').filter((line) => /^\d+$/.test(line))
      expect(pids).toHaveLength(2)
      expect(pids.map((pid) => isAlive(Number(pid)))).toEqual([false, false])
    }, 5000)
  })
})

describe.concurrent('a person at the command line', () => {
  const play = (args: readonly string[], input: string | number) =>
    new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
      const child = spawn(process.execPath, [cli, 'run', 'moving-day', ...args], {
        cwd: root,
        stdio: [typeof input === 'string' ? 'pipe' : input, 'pipe', 'pipe'],
      })
      let [out, err] = ['', '']
      child.stdout!.on('data', (text) => {
        out += text
      })
      child.stderr!.on('data', (text) => {
        err += text
      })
      if (typeof input === 'string') child.stdin!.end(input)
      child.on('close', (code) => resolve({ code, out, err }))
    })

  test('plays with what is piped in; what is printed stays what it is', async () => {
    const input = 'GOTO kitchen\n/say bob wait\nEXPLORE\n/quit\n'
    const args = ['--agents', 'ada=human', 'bob=idle', '--horizon', '4', '--json']
    const { out, err } = await play(args, input)
    expect(JSON.parse(out)).toMatchObject({
      ticks: 4,
      agents: { ada: { policy: 'human', actions: 2, messages: 1, failures: { absent: 2 } } },
    })
    expect(err).toContain('You are ada, mover, of the team movers. With you: bob (movers).')
    expect(err).toContain('ada> ')
  })
  test('does not see what the others do', async () => {
    const args = ['--agents', 'ada=human', 'bob=random', '--horizon', '2']
    const { out } = await play(args, '/pass\n/pass\n')
    expect(out).not.toMatch(/^ +1 {2}bob/m)
    expect(out).toContain('reached the horizon after 2 ticks')
  })
  test('needs something to write with', async () => {
    const { code, err } = await play(['--agents', 'ada=human'], openSync('/dev/null', 'r'))
    expect(code).toBe(2)
    expect(err).toContain('human/no-input')
  })
})
