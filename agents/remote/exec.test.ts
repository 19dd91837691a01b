import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { run } from '../../bench/index.js'
import { defineUniversalPolicy } from '../../engine/index.js'
import { execPolicy } from './exec.js'
import { failure } from './failures.js'
import { agent, pair, pairPlayer } from './testing/play.node.js'

const playPair = pairPlayer(run)

// Each test starts processes on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

/** Long enough for a process to start. */
const ONE_SECOND = { timeout: 1000 }

let faultless: Awaited<ReturnType<typeof playPair>>
let folder = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'coact-exec-'))
  faultless = await playPair(agent())
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const program = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return `"${process.execPath}" "${path}"`
}
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe.concurrent('a program', () => {
  test('plays a whole episode', () => {
    expect(faultless.failures).toEqual({})
    expect(faultless.result).toMatchObject({
      end: 'horizon',
      agents: { ada: { actions: 10, policy: expect.stringMatching(/^exec:node agent\.mjs$/) } },
      closeErrors: [],
    })
  })

  test.each([
    ['exits', 'exit', 'crashed', /exited with code 3/],
    ['throws', 'raise', 'crashed', /exited with code 1; it had said: .*it broke\\u\{7\}/],
    ['is killed', 'signal', 'crashed', /ended by SIGKILL/],
    ['writes what is not JSON', 'garbage', 'bad-decision', /not JSON: this is no JSON$/],
    ['writes bytes', 'binary', 'bad-decision', /not JSON: /],
    ['writes a list', 'list', 'bad-decision', /a JSON object/],
    ['writes another message', 'other-type', 'bad-decision', /"decision"/],
    ['names no tick', 'no-tick', 'bad-decision', /no tick/],
    ['names a later tick', 'future', 'bad-decision', /tick 4/],
    ['writes a long line', 'long-line', 'bad-decision', /a line of more than 1048576 bytes/],
    ['writes without end', 'flood', 'bad-decision', /more than 4194304 bytes in one tick/],
    ['is silent', 'silent', 'timeout', /1000 ms/],
    ['is late', 'late', 'timeout', /1000 ms/],
  ])('that %s fails in that tick alone', async (_, deed, type, message) => {
    const { failures, result, states } = await playPair(
      agent([`3=${deed}`], type === 'timeout' ? ONE_SECOND : {}),
    )
    expect(failures[3]).toEqual({ type, message: expect.stringMatching(message) })
    // A flood may last for some ticks, until all of it is read.
    if (deed !== 'flood') expect(Object.keys(failures)).toEqual(['3'])
    expect(result.end).toBe('horizon')
    expect(states.slice(0, 3)).toEqual(faultless.states.slice(0, 3))
    expect(result.closeErrors).toEqual([])
  })

  test.each(['stderr', 'old', 'twice'])('may be odd without consequences: %s', async (deed) => {
    const { result } = await playPair(agent([`3=${deed}`, `7=${deed}`]))
    expect(result.chain).toBe(faultless.result.chain)
  })

  test('whose answer is after a line that is too long loses that tick', async () => {
    const { failures } = await playPair(agent(['3=long-answer']))
    expect(Object.keys(failures)).toEqual(['3'])
  })

  test('that hangs is ended after some time-outs and started again', async () => {
    const { failures } = await playPair(agent(['2=hang'], { ...ONE_SECOND, hung: 2, grace: 50 }))
    expect(Object.entries(failures).map(([tick, f]) => [tick, f.type])).toEqual([
      ['2', 'timeout'],
      ['3', 'timeout'],
    ])
  })

  test('that ends between ticks costs the tick in which that is found out', async () => {
    const slow = defineUniversalPolicy({
      id: 'slow',
      decide: () => new Promise<undefined>((r) => setTimeout(r, 500)),
    })
    const result = await run(pair, { seed: 7, agents: { ada: agent(['3=after']), bob: slow } })
    expect(result.failures.filter((f) => f.agent === 'ada')).toMatchObject([
      { tick: 4, type: 'crashed', message: expect.stringMatching(/exited with code 0/) },
    ])
  })

  test('is started again so many times, then stays failed', async () => {
    const { failures } = await playPair(agent(['2=exit', '4=exit', '6=exit'], { restarts: 1 }))
    expect(Object.keys(failures)).toEqual(['2', '4', '5', '6', '7', '8', '9', '10'])
    expect(failures[9]).toMatchObject({
      type: 'crashed',
      message: expect.stringMatching(/exited with code 3; .*not started again/),
    })
  })

  test('that is not there fails in every tick', async () => {
    const { failures } = await playPair(execPolicy(join(folder, 'nowhere')))
    expect(Object.keys(failures)).toHaveLength(10)
    expect(failures[1]).toMatchObject({
      type: 'crashed',
      message: expect.stringMatching(/cannot be started.*ENOENT/),
    })
  })

  test('of another version of the protocol is told so, and is not asked', async () => {
    const { failures } = await playPair(agent(['protocol=2']))
    expect(Object.keys(failures)).toHaveLength(10)
    expect(failures[1]).toEqual({
      type: 'crashed',
      message: 'It speaks version 2 of the protocol; known: 1',
    })
  })

  test('keeps nobody waiting beyond its own time', async () => {
    const asked: number[] = []
    const bob = defineUniversalPolicy({
      id: 'bob',
      decide: async ({ tick }) => void asked.push(tick),
    })
    const { frames } = await playPair(agent(['always=hang'], { timeout: 50, hung: 100, grace: 10 }))
    expect(frames.slice(1).map((f) => f.inputs[1]?.failure)).toEqual(Array(10).fill(undefined))
    await run(pair, { agents: { ada: agent(['1=exit'], { restarts: 0 }), bob } })
    expect(asked).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })
})

describe.concurrent('the process', () => {
  const notes = (name: string): readonly Record<string, unknown>[] =>
    readFileSync(join(folder, name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  /** Notes what it is told, and its id, in a file of the seat. */
  const scribe = (name: string, more = ''): string =>
    program(
      `${name}.mjs`,
      `import { appendFileSync } from 'node:fs'
       import { createInterface } from 'node:readline'
       const note = (m) => appendFileSync(${JSON.stringify(join(folder, name))}, JSON.stringify(m) + '\\n')
       const write = (m) => process.stdout.write(JSON.stringify(m) + '\\n')
       ${more}
       for await (const line of createInterface({ input: process.stdin })) {
         const m = JSON.parse(line)
         note({ ...m, pid: process.pid })
         if (m.type === 'hello') write({ type: 'ready', protocol: 1, wants: ['obs', 'text', 'nonsense'] })
         if (m.type === 'turn') write({ type: 'decision', tick: m.tick, do: { action: 'eat' }, memory: { n: m.tick }, why: 'hungry', say: { to: 'all', type: 'text', body: 'yum' }, more: {} })
       }
       note({ type: 'no more', pid: process.pid })`,
    )

  test('is greeted, asked and told of the end, and then its input ends', async () => {
    const { frames, result } = await playPair(execPolicy(scribe('one')))
    const told = notes('one')
    expect(told.map((m) => m['type'])).toEqual([
      'hello',
      ...Array(10).fill('turn'),
      'end',
      'no more',
    ])
    expect(told[0]).toMatchObject({
      protocol: 1,
      versions: [1],
      world: 'harvest',
      agent: 'ada',
      team: 'all',
      role: 'agent',
      agents: [{ name: 'ada' }, { name: 'bob' }],
      words: true,
      horizon: 10,
      actionsPerTick: 1,
      actions: [
        {
          name: 'move',
          args: { type: 'object', properties: { dir: { enum: expect.anything() } } },
        },
        { name: 'eat', args: { type: 'object' } },
      ],
      messages: [],
    })
    expect(told[1]).toMatchObject({
      tick: 1,
      obs: { at: [expect.any(Number), expect.any(Number)] },
      text: expect.stringContaining('You stand at'),
      inbox: [],
      last: [],
      reward: 0,
    })
    expect(told[1]).not.toHaveProperty('memory')
    expect(told[2]).toMatchObject({ memory: { n: 1 }, last: [{ action: 'eat' }] })
    expect(told[2]).not.toHaveProperty('legal')
    expect(told[11]).toMatchObject({ type: 'end', reason: 'horizon' })
    expect(frames[1]?.inputs[0]).toMatchObject({
      do: [{ action: 'eat' }],
      say: [{ to: 'all', body: 'yum' }],
      why: 'hungry',
    })
    expect(result.agents['ada']).toMatchObject({ messages: 10, failures: {} })
  })

  test('is greeted with the same words whatever the seed', async () => {
    const policy = execPolicy(scribe('seeds'))
    await run(pair, { seed: 1, agents: { ada: policy } })
    await run(pair, { seed: 2, agents: { ada: policy } })
    const [a, b] = notes('seeds').filter((m) => m['type'] === 'hello')
    expect({ ...a, pid: 0 }).toEqual({ ...b, pid: 0 })
  })

  test('is one for each seat of each episode, also of episodes that run at the same time', async () => {
    const policy = execPolicy(scribe('many'))
    const runs = await Promise.all(
      [1, 2, 3].map((seed) => run(pair, { seed, agents: { '*': policy } })),
    )
    expect(runs.map((r) => r.failures)).toEqual([[], [], []])
    const pids = new Set(notes('many').map((m) => m['pid']))
    expect(pids.size).toBe(6)
    const ends = notes('many').filter((m) => m['type'] === 'end')
    expect(ends).toHaveLength(6)
  })

  test('is ended when it does not end by itself, with all that it started', async () => {
    const pids = join(folder, 'pids')
    const stubborn = scribe(
      'stubborn',
      `import { spawn } from 'node:child_process'
       process.on('SIGTERM', () => note({ type: 'asked to end' }))
       const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
       appendFileSync(${JSON.stringify(pids)}, process.pid + ' ' + child.pid)
       setInterval(() => {}, 1000)`,
    )
    const { result } = await playPair(execPolicy(stubborn, { grace: 300 }))
    expect(result.closeErrors).toEqual([])
    expect(notes('stubborn').at(-1)).toMatchObject({ type: 'asked to end' })
    const [own, started] = readFileSync(pids, 'utf8').split(' ').map(Number)
    expect(isAlive(own!)).toBe(false)
    await vi.waitFor(() => expect(isAlive(started!)).toBe(false), 5000)
  })

  test('ends with a run that is stopped while it thinks', async () => {
    const stop = new AbortController()
    const policy = agent(['4=hang'], { grace: 100 })
    const played = playPair(policy, { signal: stop.signal, timeoutMs: 0 })
    setTimeout(() => stop.abort(), 1500)
    const { result, failures } = await played
    expect(result).toMatchObject({ end: 'aborted', ticks: 4, closeErrors: [] })
    expect(failures[4]).toMatchObject({ type: 'aborted' })
  })

  test('is given only the words of its command, unless a shell is asked for', async () => {
    const echo = program('echo.mjs', `process.stderr.write(JSON.stringify(process.argv.slice(2)))`)
    const said = async (command: string, shell = false): Promise<string | undefined> =>
      (await playPair(execPolicy(command, { shell, restarts: 0 }))).failures[1]?.message
    expect(await said(`${echo} '$HOME' "a b" c\\ d '*'`)).toContain('["$HOME","a b","c d","*"]')
    expect(await said(`WORD=x; ${echo} "$WORD" && exit 7`, true)).toMatch(/code 7.*\["x"\]/)
  })
})

describe('an episode with a faulty program', () => {
  const DEEDS = ['exit', 'raise', 'signal', 'garbage', 'list', 'no-tick', 'future', 'old', 'twice']
  const deeds = fc.uniqueArray(
    fc.tuple(fc.integer({ min: 1, max: 10 }), fc.constantFrom(...DEEDS)),
    {
      selector: ([tick]) => tick,
      maxLength: 5,
    },
  )

  test('always ends, and is what its decisions make of it', async () => {
    await fc.assert(
      fc.asyncProperty(deeds, fc.nat(1000), async (given, seed) => {
        const words = given.map(([tick, deed]) => `${tick}=${deed}`)
        const { frames, states, result } = await playPair(agent(words, { restarts: 10 }), { seed })
        expect(result.ticks).toBe(10)
        // The same decisions and failures, without any process.
        const again = defineUniversalPolicy({
          id: 'again',
          memory: () => null,
          decide({ tick }) {
            const input = frames[tick]!.inputs[0]
            if (input?.failure !== undefined) throw failure('crashed', 'again')
            return { do: input?.do ?? [] } as never
          },
        })
        expect((await playPair(again, { seed })).states).toEqual(states)
        const bad = new Set(given.filter(([, d]) => d !== 'old' && d !== 'twice').map(([t]) => t))
        const failed = frames.flatMap((f) => (f.inputs[0]?.failure === undefined ? [] : [f.tick]))
        expect(failed).toEqual([...bad].sort((a, b) => a - b))
      }),
      { numRuns: 12 },
    )
  })
})
