import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { bundleCli, root, runCli } from './testing/cli.node.js'

// Each test starts processes, several at a time.
vi.setConfig({ testTimeout: 60_000 })

/** Runs `coact` with its output piped. */
const coact = (args: readonly string[], watching?: Parameters<typeof runCli>[2]) =>
  runCli(cli, args, watching)

/** Folders for files: one anywhere, one where the package's own sources can be imported. */
let [home, near] = ['', '']
let cli = ''
const file = (name: string, text: string): string => {
  const path = join(name.endsWith('.ts') ? near : home, name)
  writeFileSync(path, text)
  return path
}
const policy = (name: string, decide: string): string =>
  file(name, `export default { kind: 'policy', id: 'mine', version: 1, world: '*', ${decide} }`)

const scene = {
  format: 'coact/scenario/1',
  id: 'one-cup',
  title: 'One cup',
  world: 'household@2',
  params: {
    rooms: [{ id: 'kitchen', name: 'Kitchen' }],
    things: [{ id: 'cup_1', name: 'Cup', at: 'in:kitchen' }],
    tasks: [{ text: 'Open the cup', checks: [{ thing: 'cup_1', states: { is_open: true } }] }],
  },
  agents: { ada: {}, bob: { policy: 'idle' } },
  horizon: 3,
}
const nobody = `import { defineScenario } from '../index.js'
  import { harvest } from '../examples/harvest.js'
  export default defineScenario(harvest, { agents: { ada: {} } })`
const cup = (more: object = {}): string =>
  file(`cup-${Object.keys(more).join('-')}.json`, JSON.stringify({ ...scene, ...more }))

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'coact-cli-'))
  near = mkdtempSync(join(root, '.tmp-cli-'))
  cli = await bundleCli(join(near, 'dist'))
})
afterAll(() => {
  for (const folder of [home, near]) rmSync(folder, { recursive: true, force: true })
})

describe.concurrent('exit codes', () => {
  test('0: a run that ends well, told line by line', async () => {
    const { code, out, err } = await coact(['run', 'examples/harvest.ts', '--seed', '7'])
    expect(err).toBe('')
    expect(code).toBe(0)
    expect(out).toMatch(/^ {2,4}\d+ {2}ada {2}move \{"dir":"\w"\} → ok$/m)
    expect(out).toMatch(/^chain {2}[0-9a-f]{16}$/m)
    expect(out).toMatch(/^again {2}coact run examples\/harvest\.ts --seed 7$/m)
  })
  test('0: an agent without a policy is played by the planner where the world has a model', async () => {
    const things = [{ id: 'cup_1', name: 'Cup', at: 'in:kitchen', states: { is_open: false } }]
    const { code, out } = await coact(['run', cup({ params: { ...scene.params, things } })])
    expect(code).toBe(0)
    expect(out).toMatch(/^ {2}ada {2}planner: [\s\S]*^ {2}bob {2}idle: /m)
    expect(out).toMatch(/ada {2}OPEN cup_1 → ok: .* \(so that cup_1 is open/)
  })
  test('1: a goal that is not met', async () => {
    const { code, out } = await coact(['run', cup(), '--agents', 'ada=idle'])
    expect(code).toBe(1)
    expect(out).toContain('reached the horizon after 3 ticks; 0 of 1 goal reached')
    expect(out).toContain('[ ] Open the cup')
  })
  test('3: an agent that fails, whatever the goal', async () => {
    const thrower = policy('thrower.mjs', `decide() { throw new Error('out of ideas') }`)
    const { code, out } = await coact(['run', cup(), '--agents', `ada=${thrower}`])
    expect(code).toBe(3)
    expect(out).toMatch(/1 {2}ada {2}! threw: Error: out of ideas/)
    expect(out).toContain('3 failures (threw 3)')
  })
  test('4: a run that does not repeat', async () => {
    const world = file(
      'moody.ts',
      `import { defineScenario, defineWorld, random } from '../index.js'
       import { harvest } from '../examples/harvest.js'
       let moods = 0
       const moody = defineWorld({ ...harvest, id: 'moody', systems: [
         (w) => w.c.Body.eaten.set(w.agents[0].entity, ++moods % 100),
       ] })
       export const s = defineScenario(moody, { agents: { ada: random }, horizon: 3 })`,
    )
    const { code, out } = await coact(['run', world, '--verify'])
    expect(out).toMatch(
      /NOT DETERMINISTIC: tick 1: Body\.eaten of entity 1 is 1 in the file and 4 simulated/,
    )
    expect(code).toBe(4)
    const replay = join(home, 'moody.mcap')
    expect((await coact(['run', world, '--out', replay, '--quiet'])).code).toBe(0)
    const verified = await coact(['verify', replay, '--scenario', world])
    expect(verified.code).toBe(0)
    const shifted = file(
      'shifted.ts',
      readFileSync(world, 'utf8').replace('moods = 0', 'moods = 1'),
    )
    const again = await coact(['verify', replay, '--scenario', shifted])
    expect(again.code).toBe(4)
    expect(again.out).toMatch(/tick 1: Body\.eaten[\s\S]*again {2}coact verify/)
  })
  test('4: a replay by rules that changed since, which is told apart from chance', async () => {
    const text = (length: number): string => `
      import { defineScenario, defineWorld, random } from '../index.js'
      import { harvest } from '../examples/harvest.js'
      const moons = defineWorld({ ...harvest, id: 'moons', systems: [
        (w) => w.c.Body.eaten.set(w.agents[0].entity, w.tick % ${length}),
      ] })
      export const s = defineScenario(moons, { agents: { ada: random }, horizon: 9 })`
    const replay = join(home, 'moons.mcap')
    const world = file('moons.ts', text(7))
    expect((await coact(['run', world, '--out', replay, '--quiet'])).code).toBe(0)
    const told = await coact(['verify', replay, '--scenario', file('moons5.ts', text(5))])
    expect(told.code).toBe(4)
    expect(told.out).toMatch(/^NOT THE SAME RULES after 4 equal ticks/m)
    expect(told.out).toMatch(/Raise the version/)
  })
  test('70: a world that fails, with the line that reproduces it', async () => {
    const world = file(
      'broken.ts',
      `import { defineScenario, defineWorld, idle } from '../index.js'
       import { harvest } from '../examples/harvest.js'
       const broken = defineWorld({ ...harvest, id: 'broken', systems: [() => { throw new Error('no rule for this') }] })
       export default defineScenario(broken, { agents: { ada: idle } })`,
    )
    const { code, err } = await coact(['run', world, '--seed', '3'])
    expect(code).toBe(70)
    expect(err).toContain('world/threw')
    expect(err).toMatch(/no rule for this[\s\S]*again: {4}coact run \S+broken\.ts --seed 3/)
  })
  test('130: an interrupt ends the run and keeps what happened', async () => {
    const sleeper = policy('sleeper.mjs', `decide: () => new Promise((r) => setTimeout(r, 1e6))`)
    const waker = policy('waker.mjs', `decide: (turn) => turn.command('DONE ' + turn.tick)`)
    const args = [
      'run',
      cup({ horizon: 1000 }),
      '--agents',
      `ada=${waker}`,
      `bob=${sleeper}`,
      '--timeout',
      '100',
    ]
    let isStopped = false
    const { code, out } = await coact(args, {
      see(text, kill) {
        if (!isStopped && text.includes('! timeout')) kill('SIGINT')
        isStopped ||= text.includes('! timeout')
      },
    })
    expect(code).toBe(130)
    expect(out).toMatch(/^stopped after \d+ ticks?;/m)
    expect(out).toMatch(/^chain {2}/m)
  })
})

describe.concurrent('2: bad input names the nearest and the list', () => {
  const cases: [name: string, args: () => string[], says: RegExp][] = [
    [
      'no command',
      () => ['rnu'],
      /unknown command 'rnu' \(Did you mean run\?\) \[usage\/unknown-command\]/,
    ],
    [
      'no such option',
      () => ['run', 'x', '--sed', '7'],
      /unknown option '--sed' \(Did you mean --seed\?\)/,
    ],
    ['no scenario', () => ['run'], /missing required argument 'scenario'/],
    ['a time that is no number', () => ['run', 'x', '--timeout', 'soon'], /whole number from 0/],
    [
      'an unknown scenario',
      () => ['run', 'moving-dya'],
      /There is no scenario "moving-dya" \[scenario\/unknown\]/,
    ],
    ['a file that is not there', () => ['run', 'nowhere/a.json'], /scenario\/unreadable/],
    ['a folder', () => ['run', './bench'], /scenario\/unreadable/],
    [
      'a file that is no text',
      () => ['run', file('binary.json', '\u0000\ud800')],
      /scenario\/json[\s\S]*:1:1/,
    ],
    [
      'an unknown policy',
      () => ['run', cup(), '--agents', 'ada=randm'],
      /policy\/unknown[\s\S]*Did you mean "random"/,
    ],
    [
      'an unknown policy in the file',
      () => ['run', cup({ agents: { ada: { policy: 'rando' } } })],
      /policy\/unknown[\s\S]*"random"/,
    ],
    [
      'an unknown agent',
      () => ['run', cup(), '--agents', 'adda=idle'],
      /agent\/unknown[\s\S]*Did you mean "ada"/,
    ],
    [
      'nobody for an agent where no planner can play',
      () => ['run', file('nobody.ts', nobody)],
      /agent\/no-policy[\s\S]*--agents ada=random/,
    ],
    [
      'an unknown profile',
      () => ['run', cup(), '--agents', 'idle', '--profile', 'compt'],
      /did you mean "compat"/,
    ],
    ['an unknown world', () => ['run', cup({ world: 'houshold@1' })], /did you mean "household"/],
    [
      'an unknown world to tell about',
      () => ['worlds', 'houshold'],
      /world\/unknown[\s\S]*Did you mean "household"/,
    ],
    [
      'an unknown suite',
      () => ['conform', 'omnier', '.'],
      /conform\/unknown-suite[\s\S]*"omniear"/,
    ],
    [
      'an unknown kind of source',
      () => ['import', 'earbnch', '.', '--out', home],
      /import\/unknown-source[\s\S]*"earbench"/,
    ],
    [
      'a plan that is none',
      () => ['run', cup(), '--agents', `ada=scripted:${file('plan.json', '[3]')}`],
      /plan\/invalid[\s\S]*plan\.0/,
    ],
    ['a module without a scenario', () => ['run', policy('none.mjs', '')], /scenario\/module/],
    [
      'a module that throws',
      () => ['run', file('throws.mjs', 'throw new Error("early")')],
      /module\/failed[\s\S]*early/,
    ],
    [
      'recordings without scenes',
      () => ['conform', 'omniear', home],
      /conform\/no-scenes[\s\S]*--scenes/,
    ],
    [
      'a source that is not there',
      () => ['import', 'earbench', 'nowhere', '--out', home],
      /import\/no-source/,
    ],
    ['an empty seed', () => ['run', cup(), '--agents', 'idle', '--seed', ''], /seed\/empty/],
  ]
  test.each(cases)('%s', async (_, args, says) => {
    const words = args()
    const { code, out, err } = await coact(words)
    expect(err).toMatch(says)
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).toMatch(/^ {2}again: {4}coact /m)
  })
})

describe.concurrent('a replay', () => {
  test('of a scenario file verifies by itself, also when it is heavy', async () => {
    const replay = join(home, 'cup.mcap')
    const path = cup({ id: 'other-cup' })
    const { out } = await coact([
      'run',
      path,
      '--agents',
      'random',
      '--out',
      replay,
      '--horizon',
      '9',
      '--verify',
    ])
    expect(out).toContain('verified')
    rmSync(path)
    const { code, out: told } = await coact(['verify', replay, '--heavy', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(told)).toMatchObject({
      ok: true,
      ticks: 9,
      chain: /chain {2}(\w+)/.exec(out)![1],
    })
  })
  test('of a scenario in code needs the module', async () => {
    const replay = join(home, 'harvest.mcap')
    await coact(['run', 'examples/harvest.ts', '--out', replay])
    const { code, err } = await coact(['verify', replay])
    expect(code).toBe(2)
    expect(err).toMatch(/verify\/no-scenario[\s\S]*--scenario PATH/)
    expect((await coact(['verify', replay, '--scenario', 'examples/harvest.ts'])).code).toBe(0)
    expect((await coact(['verify', replay, '--scenario', cup()])).err).toContain(
      'replay/world-version',
    )
  })
  test('that is none, or cut short, is refused', async () => {
    expect((await coact(['verify', file('no.mcap', 'no replay')])).err).toContain(
      'replay/not-a-replay',
    )
    expect((await coact(['verify', join(home, 'missing.mcap')])).err).toContain('replay/file')
  })
})

test('the demo tells an episode, records it and verifies it', async () => {
  const { code, out } = await coact(['demo'], { cwd: home })
  expect(code).toBe(0)
  expect(out).toMatch(/ +1 {2}ada {2}says to all: /)
  expect(out).toMatch(/ada {2}CORP_GRAB ada,bob oak_wardrobe_1 → ok/)
  expect(out).toMatch(
    /household@2 strict · seed 7\ndone after [\s\S]*3 of 3 goals reached[\s\S]*ada {2}planner: [\s\S]*chain {2}[0-9a-f]{16}\nreplay coact-demo\.mcap\nverified/,
  )
})

describe('conform', () => {
  const oracle = [{ split: 'single', sid: '00001', mode: 'honest', steps: 1 }]
  const task = {
    task_description: 'Open the cup',
    task_category: 'tool_use',
    validation_checks: [{ id: 'cup_1', is_open: true }],
  }
  const files: Record<string, unknown> = {
    'oracle_summary.json': oracle,
    'eval/single-independent/scene/00001_scene.json': {
      rooms: [{ id: 'kitchen', name: 'Kitchen' }],
      objects: [
        {
          id: 'cup_1',
          type: 'ITEM',
          location_id: 'in:kitchen',
          properties: { weight: 1 },
          states: { is_open: false },
        },
      ],
      abilities: ['open'],
    },
    'eval/single-independent/task/00001_task.json': {
      agents_config: [{ max_grasp_limit: 1, max_weight: 9, max_size: [1, 1, 1] }],
      tasks: [task],
    },
  }
  const words = (): string[] => {
    const dir = join(home, 'conform')
    for (const [path, value] of Object.entries(files)) {
      mkdirSync(join(dir, path, '..'), { recursive: true })
      writeFileSync(join(dir, path), JSON.stringify(value))
    }
    return ['conform', 'planner', dir, '--scenes', dir]
  }
  test('tells tables, gates with the first that fails, and the counts last', async () => {
    const { code, out } = await coact(words())
    expect(code).toBe(1)
    expect(out).toMatch(/^ {2}category +honest +commands +oracle/m)
    expect(out).toMatch(/^ {2}tool_use +1 of 1 +2\.00 +1\.00 +2\.00/m)
    expect(out).toMatch(/^gate b: .*: 0 passed, 1 failed\n {2}first: 2\.00 times/m)
    expect(out).toMatch(/\n4 passed, 1 failed\n$/)
  })
  test('gives one document', async () => {
    const { out } = await coact([...words(), '--json'])
    expect(JSON.parse(out)).toMatchObject({
      suite: 'planner',
      gates: [{}, {}, {}, {}],
      tables: expect.arrayContaining([expect.objectContaining({ columns: expect.any(Array) })]),
      passed: 4,
      failed: 1,
    })
  })
})

test('everything wrong with a scenario file comes in one report', async () => {
  const wrong = cup({
    params: {
      rooms: [{ id: 'kitchen', name: 'Kitchen' }],
      things: [
        { id: 'cup_1', name: 'Cup', at: 'in:attic' },
        { id: 'cup_1', name: 'Cup', at: 'on:cup_1' },
      ],
    },
    horizon: 0,
    agents: { ada: { poliy: 'idle' } },
  })
  const { code, err } = await coact(['run', wrong, '--json'])
  expect(code).toBe(2)
  const { error, again } = JSON.parse(err)
  expect(error.code).toBe('scenario/invalid')
  expect(error.problems.map((p: { path: string }) => p.path).sort()).toEqual(
    [
      'agents.ada.poliy',
      'horizon',
      'params.things.0.at',
      'params.things.1.at',
      'params.things.1.id',
    ].sort(),
  )
  expect(again).toContain('--json')
})

describe.concurrent('--json is one document', () => {
  test('of a run', async () => {
    const { code, out, err } = await coact(['run', cup(), '--agents', 'idle', '--json'])
    expect([code, err]).toEqual([1, ''])
    expect(JSON.parse(out)).toMatchObject({
      scenario: 'one-cup',
      end: 'horizon',
      ticks: 3,
      success: false,
      again: expect.stringContaining('--seed 0'),
    })
  })
  test('of the worlds', async () => {
    expect(JSON.parse((await coact(['worlds', '--json'])).out)).toEqual(
      expect.arrayContaining([expect.objectContaining({ id: 'household' })]),
    )
    const { out } = await coact(['worlds', 'household', '--json'])
    expect(JSON.parse(out)).toMatchObject({
      id: 'household',
      params: { properties: { rooms: { type: 'array' } } },
    })
    const nim = JSON.parse((await coact(['worlds', 'nim', '--json'])).out) as { rules: string }
    expect(nim.rules).toMatch(/^In turn players take .*Who takes the last thing of all loses/)
    expect((await coact(['worlds', 'nim'])).out).toContain(`\nrules: ${nim.rules}\n`)
  })
  test('of an error', async () => {
    const { code, out, err } = await coact(['run', 'nothing', '--json', '--bogus'])
    expect([code, out]).toEqual([2, ''])
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'usage/unknown-option' } })
  })
})

test('hostile text is told harmlessly and ends in verdicts', async () => {
  const evil = '\u001b]0;owned\u0007\u001b[2J\u202egnp.exe\nada  → ok'
  const plan = file('evil.json', JSON.stringify([evil, '__proto__', 'x'.repeat(1 << 20)]))
  const { code, out } = await coact([
    'run',
    cup({ title: `\u009b31mRed ${evil}` }),
    '--agents',
    `ada=scripted:${plan}`,
  ])
  expect(code).toBe(1)
  expect(out.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\u202e/u)
  expect(out).toContain('\\u{1b}]0;owned\\u{7}')
  expect(out.match(/^ +\d+ {2}ada {2}.* → [a-z-]+/gm)).toHaveLength(3)
  expect(out).toContain('command-too-long')
})

test('a reader that goes away does not spoil the run', async () => {
  const child = spawn(
    'sh',
    ['-c', `"${process.execPath}" "${cli}" run examples/harvest.ts | head -1; echo "done"`],
    { cwd: root },
  )
  const out: string[] = []
  const err: string[] = []
  child.stdout.on('data', (d) => out.push(String(d)))
  child.stderr.on('data', (d) => err.push(String(d)))
  await new Promise((resolve) => child.on('close', resolve))
  expect(out.join('')).toMatch(/\ndone\n$/)
  expect(err.join('')).toBe('')
})

describe.concurrent('help', () => {
  test.each(['run', 'verify', 'worlds', 'conform', 'import', 'demo'])(
    'of %s has examples',
    async (command) => {
      const { code, out } = await coact([command, '--help'])
      expect(code).toBe(0)
      expect(out).toMatch(/Examples:\n {2}\$ coact /)
    },
  )
  test("lists the commands; the version is the package's", async () => {
    expect((await coact(['--help'])).out).toContain('Usage: coact')
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(await coact(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' })
  })
})
