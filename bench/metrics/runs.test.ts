import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { random } from '../../agents/index.js'
import { defineMetric, type Frame, type Scenario } from '../../engine/index.js'
import { openReplayFile } from '../../replays/index.node.js'
import { depotCrew } from '../../worlds/index.js'
import { loadAgents } from '../agents.node.js'
import { openTrunk } from '../fork/trunk.js'
import { loadScenario } from '../load.node.js'
import { shipped } from '../registry.js'
import { run } from '../run.js'
import {
  beginScores,
  chooseMetrics,
  contextOf,
  type ForkScored,
  forkMetrics,
  type ScoreContext,
  type Scored,
  scoreMetrics,
  scoreReplay,
} from './index.js'

const SCENARIOS = [
  ['moving-day', 60],
  ['two-at-the-stove', 120],
  ['particles-tag', 25],
  ['particles-reference', 25],
  ['connect-four', 42],
  ['depot-contract', 60],
  ['depot-plan', 80],
  ['kuhn-poker', 10],
] as const

interface One {
  readonly scenario: Scenario
  readonly path: string
  readonly frames: readonly Frame[]
}

let home = ''
const runs = new Map<string, One>()
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'coact-metrics-'))
  const registry = await shipped()
  for (const [id, horizon] of SCENARIOS) {
    const loaded = await loadScenario(id, registry, { horizon })
    const agents = await loadAgents([], loaded, registry)
    const path = join(home, `${id}.mcap`)
    const frames: Frame[] = []
    await run(loaded.scenario, { seed: 5, agents, out: path, onFrame: (f) => frames.push(f) })
    runs.set(id, { scenario: loaded.scenario, path, frames })
  }
}, 60_000)
afterAll(() => rmSync(home, { recursive: true, force: true }))

const folded = (
  frames: readonly Frame[],
  context: ScoreContext,
): Readonly<Record<string, Scored>> => {
  const fold = beginScores(scoreMetrics, context)
  for (const frame of frames) fold.add(frame)
  return fold.results()
}

async function withReplay<T>(
  id: string,
  work: (replay: Awaited<ReturnType<typeof openReplayFile>>, one: One) => Promise<T>,
): Promise<T> {
  const one = runs.get(id)!
  const replay = await openReplayFile(one.path)
  try {
    return await work(replay, one)
  } finally {
    await replay.close()
  }
}

/** Whether a value lies in a range such as `[0, 1]`, `(−∞, ∞)`, `{0, 1}` or `[0, 1 − 1/N]`. */
function isIn(range: string, value: number): boolean {
  const [low, high] = range
    .replace(/;.*/, '')
    .replaceAll('−', '-')
    .replace('1 - 1/N', '1')
    .slice(1, -1)
    .split(',')
    .map((text) => Number(text.trim().replace('∞', 'Infinity')))
  return value >= low! - 1e-9 && value <= high! + 1e-9
}

describe.each(SCENARIOS.map(([id]) => id))('a run of %s', (id) => {
  it('has scores within their ranges, the same from the file as live', () =>
    withReplay(id, async (replay, { scenario, frames }) => {
      const options = { scenario, metrics: scoreMetrics.map((m) => m.id) }
      const fromFile = await scoreReplay(replay, options)
      expect(folded(frames, contextOf(replay, options))).toEqual(fromFile)
      for (const { id: metric, range } of scoreMetrics) {
        const { value, note } = fromFile[metric]!
        if (value === null) expect(note, metric).toBeTypeOf('string')
        else expect(isIn(range, value), `${metric} ${value}`).toBe(true)
      }
    }))

  it('has the same scores whatever agents are called', () =>
    withReplay(id, async (replay, { scenario, frames }) => {
      const context = contextOf(replay, { scenario })
      // Each gets the name of the next, so that no order of names is kept.
      const names = context.agents.map((a) => a.name)
      const renamed = (name: string): string =>
        names.includes(name) ? names[(names.indexOf(name) + 1) % names.length]! : name
      const list = (names: string): string => names.split(',').map(renamed).join(',')
      const others = frames.map((frame) => ({
        ...frame,
        messages: frame.messages.map((m) => ({
          ...m,
          from: renamed(m.from),
          to: list(m.to),
          ...(m.lost === undefined ? {} : { lost: m.lost.map(renamed) }),
        })),
      }))
      const agents = context.agents.map((a) => ({ ...a, name: renamed(a.name) }))
      const references = context.references.map((r) =>
        Object.fromEntries(Object.entries(r).map(([name, l]) => [renamed(name), l])),
      )
      const values = (scores: Readonly<Record<string, Scored>>) =>
        Object.fromEntries(Object.entries(scores).map(([metric, s]) => [metric, s.value]))
      expect(values(folded(others, { ...context, agents, references }))).toEqual(
        values(folded(frames, context)),
      )
    }))

  it('has message credit 0 where nobody said anything', () =>
    withReplay(id, async (replay, { scenario, frames }) => {
      const told = await scoreReplay(replay, { scenario, metrics: ['message-credit'], most: 4 })
      const credit = told['message-credit']!
      expect(credit).toMatchObject({ mode: 'frozen' })
      if (frames.every((f) => f.messages.every((m) => m.verdict !== 'ok')))
        expect(credit).toMatchObject({ value: 0, forks: 0 })
      else expect(credit).toMatchObject({ forks: expect.any(Number), stale: expect.any(Number) })
    }))
})

it.each(['moving-day', 'two-at-the-stove', 'depot-contract'])(
  'Shapley values of %s sum to what the team is worth more than nobody',
  (id) =>
    withReplay(id, async (replay, { scenario }) => {
      const trunk = await openTrunk(replay, scenario)
      const shapley = forkMetrics.find((m) => m.id === 'shapley')!
      const { parts, mode, stale } = await shapley.score(trunk, {})
      const names = Object.keys(scenario.agents)
      const sum = names.reduce((total, name) => total + parts![name]!, 0)
      expect(sum).toBeCloseTo(parts!['whole']! - parts!['none']!, 9)
      expect(mode).toBe('frozen')
      expect(stale).toBeGreaterThanOrEqual(0)
    }),
)

it('a message that decides something has credit when it is muted', () =>
  withReplay('depot-contract', async (replay, { scenario }) => {
    const policies = { '*': depotCrew }
    const options = {
      scenario,
      metrics: ['message-credit'],
      mode: 'live',
      most: 2,
      policies,
    } as const
    const credit = (await scoreReplay(replay, options))['message-credit']!
    expect(credit).toMatchObject({ mode: 'live', forks: 2 * 8, interval: expect.any(Array) })
  }))

it('what is simulated live needs those who decide, and is of equal luck', () =>
  withReplay('depot-contract', async (replay, { scenario }) => {
    const metrics = ['difference-credit', 'shapley']
    const nobody = await scoreReplay(replay, { scenario, metrics, mode: 'live', ticks: 40 })
    for (const id of metrics)
      expect(nobody[id]).toMatchObject({
        value: null,
        note: expect.stringMatching(/nobody decides for ada/),
      })
    const policies = { '*': depotCrew }
    const told = await scoreReplay(replay, { scenario, metrics, mode: 'live', ticks: 40, policies })
    const { value, parts, interval } = told['shapley'] as ForkScored
    expect(parts!['whole']).toBeGreaterThan(0)
    expect(value! * Object.keys(scenario.agents).length).toBeCloseTo(
      parts!['whole']! - parts!['none']!,
      9,
    )
    expect(interval![0]).toBeLessThanOrEqual(value!)
    expect(interval![1]).toBeGreaterThanOrEqual(value!)
    expect(parts!['bob.low']).toBeLessThanOrEqual(parts!['bob']!)
  }))

it('knows its metrics, and says which are near', () => {
  expect(chooseMetrics(undefined)).toHaveLength(12)
  expect(chooseMetrics('all')).toHaveLength(scoreMetrics.length + forkMetrics.length)
  expect(() => chooseMetrics(['sucess'])).toThrow(/Did you mean "success"/)
})

describe('a metric of one’s own', () => {
  const moves = { init: () => 0, better: 'lower' } as const
  const deeds = defineMetric('*', {
    ...moves,
    id: 'deeds',
    step: (n: number, { actions }) => n + actions.length,
    finish: (n) => n,
  })
  const elsewhere = defineMetric(
    { id: 'nowhere' },
    { ...moves, id: 'elsewhere', step: (n) => n, finish: () => true },
  )

  it('is scored beside the others, live as from a file; not in another world', () =>
    withReplay('moving-day', async (replay, { scenario, frames }) => {
      const value = frames.reduce((n, f) => n + f.actions.length, 0)
      const metrics = [deeds, elsewhere, 'success']
      const told = await scoreReplay(replay, { scenario, metrics })
      expect(Object.keys(told)).toEqual(['deeds', 'elsewhere', 'success'])
      expect(told['deeds']).toEqual({ value })
      expect(told['elsewhere']).toMatchObject({ value: null, note: 'it is for the world nowhere' })
      const { scores } = await run(scenario, {
        seed: 5,
        agents: { '*': random },
        scores: { metrics },
      })
      expect(scores).toMatchObject({
        elsewhere: { value: null },
        deeds: { value: expect.any(Number) },
      })
    }))
  it('of the scenario comes after the scorecard', () =>
    withReplay('moving-day', async (replay, { scenario }) => {
      const own = { ...scenario, metrics: [deeds] }
      expect(Object.keys(await scoreReplay(replay, { scenario: own, most: 1 })).at(-1)).toBe(
        'deeds',
      )
    }))
  it('cannot simulate while the run goes on', () =>
    withReplay('moving-day', async (_, { scenario }) => {
      const scores = { metrics: ['shapley'] }
      const told = run(scenario, { seed: 5, agents: { '*': random }, scores })
      await expect(told).rejects.toThrow(/known only once the run is over/)
    }))
})

it('docs/metrics.md tells of each what it is', () => {
  const text = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8')
  for (const { id, formula, range, source } of [...scoreMetrics, ...forkMetrics]) {
    const row = text.split('\n').find((line) => line.startsWith(`| \`${id}\``))
    expect(row, id).toContain(formula.replaceAll('|', '\\|'))
    expect(row, id).toContain(range)
    expect(row, id).toContain(source)
  }
})
