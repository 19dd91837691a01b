import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { mpe } from './mpe.node.js'

const own = mkdtempSync(join(tmpdir(), 'coact-mpe-'))
afterAll(() => rmSync(own, { recursive: true, force: true }))

const body = { collide: false, mass: 1, size: 0.05 }
const HEADER = {
  kind: 'header',
  env: 'simple_v3',
  continuous: false,
  seed: 1,
  kwargs: {},
  variant: null,
  dt: 0.1,
  damping: 0.25,
  contact_force: 100,
  contact_margin: 0.001,
  dim_c: 0,
  local_ratio: null,
  max_cycles: 25,
  n_agents: 1,
  entities: [
    { ...body, name: 'agent_0', movable: true, accel: null, max_speed: null, silent: true },
    { ...body, name: 'landmark 0', movable: false, accel: null, max_speed: null },
  ],
  goals: [{}],
}
const LANDMARK = { p: [1, 0], v: [0, 0] }
/** Two ticks to the right, worked out by hand. */
const ROWS = [
  { t: 0, state: [{ p: [0, 0], v: [0, 0] }, LANDMARK], obs: [[0, 0, 1, 0]] },
  {
    t: 1,
    act: [2],
    state: [{ p: [0, 0], v: [0.5, 0] }, LANDMARK],
    rew: [-1],
    obs: [[0.5, 0, 1, 0]],
  },
  {
    t: 2,
    act: [2],
    state: [{ p: [0.05, 0], v: [0.875, 0] }, LANDMARK],
    rew: [-0.9025],
    obs: [[0.875, 0, 0.95, 0]],
  },
]

/** The recording with some of it changed. */
function changed(change: (all: [typeof HEADER, ...typeof ROWS]) => unknown): string {
  const all = structuredClone([HEADER, ...ROWS]) as [typeof HEADER, ...typeof ROWS]
  change(all)
  return all.map((line) => JSON.stringify(line)).join('\n')
}

let folders = 0
/** Runs the suite on files of some text. */
async function graded(files: Record<string, string | Uint8Array>) {
  folders += 1
  const dir = mkdtempSync(join(own, `${folders}-`))
  for (const [name, data] of Object.entries(files)) writeFileSync(join(dir, name), data)
  const { gates } = await mpe.run(dir, {})
  const gate = (word: string) => gates.find((g) => g.name.startsWith(word))!
  return { gates, gate, failed: gates.filter((g) => g.failed > 0).map((g) => g.name.split(':')[0]) }
}

describe('the particle world against recordings', () => {
  it('agrees with what was worked out by hand', async () => {
    const { gates } = await graded({ 'simple.jsonl': changed(() => {}) })
    expect(gates.map((g) => [g.passed, g.failed, g.first])).toEqual([
      [4, 0, undefined],
      ...Array(5).fill([1, 0, undefined]),
      [2, 0, undefined],
    ])
  })

  it('takes one file alone, plain or packed, and says that there is none', async () => {
    const dir = mkdtempSync(join(own, 'alone-'))
    writeFileSync(join(dir, 'one.jsonl.gz'), gzipSync(changed(() => {})))
    writeFileSync(join(dir, 'other.jsonl'), 'rubbish')
    const { gates } = await mpe.run(join(dir, 'one.jsonl.gz'), {})
    expect(gates.map((g) => g.failed)).toEqual(Array(7).fill(0))
    expect(gates[0]!.passed).toBe(4)
    await expect(mpe.run(join(dir, 'gone'), {})).rejects.toThrow(/conform\/no-such-path/)
    rmSync(join(dir, 'one.jsonl.gz'))
    rmSync(join(dir, 'other.jsonl'))
    await expect(mpe.run(dir, {})).rejects.toThrow(/conform\/no-traces/)
  })

  it('tells of recordings that end too soon, and compares what they have', async () => {
    const { gate, failed } = await graded({ 'simple.jsonl': changed(() => {}) })
    expect(failed).toEqual([])
    expect(gate('lines').skipped).toMatch(/it ends at t 2 of 25$/)
    const whole = changed(([header]) => (header.max_cycles = 2))
    expect((await graded({ 'simple.jsonl': whole })).gate('lines').skipped).toBe(undefined)
  })

  it('finds actions that there are not, though their outcome is what standing still gives', async () => {
    const { failed, gate } = await graded({
      'simple.jsonl': [
        HEADER,
        ROWS[0],
        { ...ROWS[1], act: [999], state: ROWS[0]!.state, obs: ROWS[0]!.obs },
      ]
        .map((line) => JSON.stringify(line))
        .join('\n'),
    })
    expect(failed).toEqual(['motion', 'ticks'])
    expect(gate('motion').first).toContain('t 1: an action is refused: ')
  })

  it.each([
    [
      'a position',
      (r: typeof ROWS) => (r[2]!.state[0]!.p[0] = 0.05000000000000001),
      'motion',
      'agent_0 px',
    ],
    ['a speed', (r: typeof ROWS) => (r[2]!.state[0]!.v[1] = 1e-180), 'motion', 'agent_0 vy'],
    [
      'an observation',
      (r: typeof ROWS) => (r[2]!.obs[0]![2] = 0.9500001),
      'observations',
      'agent_0 vector 2',
    ],
    [
      'a length',
      (r: typeof ROWS) => r[2]!.obs[0]!.push(0),
      'observations',
      'length of the observation',
    ],
    ['a reward', (r: typeof ROWS) => (r[2]!.rew![0] = -0.90250000001), 'rewards', 'agent_0 reward'],
  ])('finds %s that is another, and says where', async (_, change, gate, what) => {
    const text = changed(([, ...rows]) => change(rows))
    const report = await graded({ 'simple.jsonl': text })
    expect(report.failed).toEqual([gate, 'ticks'])
    expect(report.gate(gate).first).toMatch(
      /^simple\.jsonl, line 1: simple_v3, seed 1, discrete, t 2: /,
    )
    expect(report.gate(gate).first).toContain(what)
    expect(report.gate(gate).first).toMatch(/expected .*, got /)
  })

  it('lets pass what is nothing but another underflow', async () => {
    const text = changed(([, , row]) => (row!.state[0]!.v[1] = 1e-200))
    expect((await graded({ 'a.jsonl': text })).gate('motion').failed).toBe(0)
  })

  it('finds a body of another sort', async () => {
    const text = changed(([header]) => (header.entities[0]!.size = 0.06))
    expect((await graded({ 'a.jsonl': text })).gate('bodies').first).toContain(
      'agent_0 size: expected 0.06, got 0.05',
    )
  })

  it('names damaged lines, and grades the rest', async () => {
    const [header, ...rows] = changed(() => {}).split('\n')
    const text = [header, rows[0], rows[1]!.slice(0, 40), rows[2]].join('\n')
    const good = changed(() => {})
    const report = await graded({ 'bad.jsonl': text, 'good.jsonl.gz': gzipSync(good) })
    expect(report.gate('lines').first).toMatch(/^bad\.jsonl, line 3: /)
    expect([report.gate('lines').passed, report.gate('lines').failed]).toEqual([7, 1])
    expect(report.gate('motion').first).toContain('The row t 1 is missing')
    expect([report.gate('motion').passed, report.gate('motion').failed]).toEqual([1, 1])
  })

  it.each([
    ['{"t":0}', /line 1: state/],
    ['[1]', /line 1: /],
    ['7', /line 1: /],
    [changed(() => {}).split('\n')[1]!, /line 1: a row without a header/],
    [changed(([, row]) => row!.state.pop()), /line 2: state has 1 entries, not 2/],
    [
      changed(([, , row]) => delete (row as { act?: unknown }).act),
      /line 3: act has 0 entries, not 1/,
    ],
  ])('says what is wrong with %.40s', async (text, expected) => {
    expect((await graded({ 'a.jsonl': text })).gate('lines').first).toMatch(expected)
  })

  it.each([
    [(h: typeof HEADER) => (h.env = 'simple_chess_v1'), 'mpe/unknown'],
    [(h: typeof HEADER) => Object.assign(h.kwargs, { num_dice: 3 }), 'mpe/unknown'],
    [(h: typeof HEADER) => Object.assign(h, { goals: [{ goal_a: 9 }] }), 'params/invalid'],
  ])('refuses what it does not have', async (change, code) => {
    const report = await graded({ 'a.jsonl': changed(([header]) => change(header)) })
    expect(report.gate('motion').first).toContain(code)
  })

  it('asks for recordings', async () => {
    await expect(mpe.run(join(own, 'nowhere'), {})).rejects.toThrow(/conform\/no-such-path/)
  })
})

const recordings = process.env['COACT_CONFORMANCE_DIR']
const why = recordings === undefined ? ' (skipped: COACT_CONFORMANCE_DIR is not set)' : ''

it.skipIf(recordings === undefined)(
  `agrees with every recording of the reference${why}`,
  async () => {
    const { gates } = await mpe.run(join(recordings!, 'mpe'), {})
    expect(gates.map((g) => [g.passed, g.failed, g.first])).toEqual([
      [999, 0, undefined],
      ...Array(5).fill([37, 0, undefined]),
      [925, 0, undefined],
    ])
  },
  120_000,
)
