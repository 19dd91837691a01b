import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { planner, random } from '../../agents/index.js'
import { createEpisode, defineScenario, parseScenarioFile } from '../../engine/index.js'
import { harvest } from '../../examples/harvest.js'
import { openReplayFile, verifyReplay } from '../../replays/index.node.js'
import {
  connectFour,
  connectFourScenarios,
  generateHousehold,
  household,
} from '../../worlds/index.js'
import { run } from '../run.js'
import { creditFor } from './credit.js'
import { forkMany } from './fork-many.js'
import { oracleSearch } from './oracle.js'
import { trainingPairs } from './pairs.js'
import { type Grown, grown, race } from './testing/runs.js'
import { trunkOf } from './trunk.js'

let raced: Grown
beforeAll(async () => {
  raced = await grown(race, 3)
})

const eaten = (frames: Grown['frames'], agent: number) => frames.at(-1)!.rewards[agent]!

describe('credit', () => {
  test('of an apple eaten is what is gained by it', async () => {
    const at =
      raced.frames.findIndex((f) => f.actions.some((a) => a.agent === 0 && a.note === 'eaten')) - 1
    const { credit, score, alternatives } = await creditFor(raced.trunk, {
      agent: 'ada',
      at,
      ticks: 1,
      scorer: (_, { w }) =>
        (w as never as { c: { Body: { eaten: { get(e: number): number } } } }).c.Body.eaten.get(1),
    })
    expect(alternatives).toEqual([{ decision: null, score: score - 1, credit: 1, stale: 0 }])
    expect(credit).toBe(1)
  })

  test('is nothing where the same is done instead, and the mean over alternatives', async () => {
    const at = 3
    const own = raced.frames[at + 1]!.inputs[0]!.do![0]!
    const told = await creditFor(raced.trunk, { agent: 'ada', at, alternatives: [own, null, own] })
    const [same, nothing] = told.alternatives
    expect(same!.credit).toBe(0)
    expect(told.credit).toBeCloseTo(nothing!.credit / 3)
    // It is what one gets by hand.
    const [a, b] = await forkMany(raced.trunk, [{ at }, { at, action: { ada: null } }])
    expect(nothing!.credit).toBeCloseTo(a!.score! - b!.score!)
  })

  test('asks for a default only where the world has one', async () => {
    const none = creditFor(raced.trunk, { agent: 'ada', at: 3, alternatives: 'default' })
    await expect(none).rejects.toMatchObject({ code: 'credit/no-default' })
    const four = parseScenarioFile(connectFourScenarios.fourByFour, [connectFour]).scenario
    const [first] = Object.keys(four.agents)
    const { trunk } = await grown(
      {
        ...four,
        agents: Object.fromEntries(
          Object.entries(four.agents).map(([n, a]) => [n, { ...a, policy: random }]),
        ),
      },
      5,
    )
    const asked = creditFor(trunk, { agent: first!, at: 0, alternatives: 'default' })
    expect(await asked).toMatchObject({
      agent: first,
      alternatives: [{ decision: { action: 'play' } }],
    })
  })
})

describe('training pairs', () => {
  test('are what is better and what is worse at a state, by running both', async () => {
    const at = [0, 4, 8]
    const pairs = await trainingPairs(raced.trunk, { agent: 'bob', at, ticks: 12 })
    expect(pairs.length).toBeGreaterThan(0)
    for (const { tick, agent, chosen, rejected, margin } of pairs) {
      expect(at).toContain(tick - 1)
      const [good, bad] = await forkMany(
        raced.trunk,
        [chosen, rejected].map((d) => ({ at: tick - 1, ticks: 12, action: { [agent]: d } })),
      )
      expect(good!.score! - bad!.score!).toBeCloseTo(margin)
      expect(margin).toBeGreaterThan(0)
    }
    const wide = await trainingPairs(raced.trunk, { agent: 'bob', at, ticks: 12, margin: 5 })
    expect(wide).toEqual(pairs.filter((p) => p.margin >= 5))
    await expect(trainingPairs(raced.trunk, { agent: 'bop' })).rejects.toMatchObject({
      code: 'agent/unknown',
      detail: { nearest: 'bob' },
    })
  })
})

describe('oracle-search', () => {
  const folder = mkdtempSync(join(tmpdir(), 'coact-oracle-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const homes = [0, 1, 2].map(
    (seed) =>
      parseScenarioFile(
        generateHousehold({ category: 'tool_use', seed, rooms: 3, objects: 20, agents: 1 }),
        [household],
      ).scenario,
  )

  test('is refused unless somebody says that it may look', async () => {
    const asked = oracleSearch(homes[0]!, { base: planner } as never)
    await expect(asked).rejects.toMatchObject({ code: 'search/oracle' })
  })

  test('beats its own base in a household', { timeout: 60_000 }, async () => {
    let [fair, taught] = [0, 0]
    for (const [seed, scenario] of homes.entries()) {
      const plain = await run(scenario, { seed, agents: { '*': planner } })
      const best = await oracleSearch(scenario, {
        ...{ oracle: true, base: planner, seed, simulations: 16, depth: 60, width: 16 },
      })
      expect(best.goals.every((g) => g.done)).toBe(true)
      fair += plain.ticks
      taught += best.ticks
    }
    expect(taught).toBeLessThan(fair)
  })

  test('is told by its name, and its replay verifies', async () => {
    const field = defineScenario(harvest, {
      params: { size: 6, apples: 4 },
      agents: { ada: {}, bob: {} },
      horizon: 12,
    })
    const out = join(folder, 'teacher.mcap')
    const told = await oracleSearch(field, {
      ...{ oracle: true, base: random, agents: ['ada'], simulations: 8, depth: 6, out },
    })
    expect(told.agents['ada']!.policy).toBe('oracle-search')
    const replay = await openReplayFile(out)
    expect(replay.info.header.agents.map((a) => a.policy?.id)).toEqual(['oracle-search', 'random'])
    expect(await verifyReplay(replay, field)).toMatchObject({ ok: true, chain: told.chain })
    await replay.close()
    const again = await oracleSearch(field, {
      ...{ oracle: true, base: random, agents: ['ada'], simulations: 8, depth: 6 },
    })
    expect(again.chain).toBe(told.chain)
  })
})

test('a trunk of an untouched episode begins at its setup', () => {
  const { first } = createEpisode(race, { seed: 3 })
  const trunk = trunkOf(race, [first!], { seed: 3 })
  expect([trunk.first, trunk.last, trunk.hash(0)]).toEqual([0, 0, first!.state])
  expect(eaten(raced.frames, 0) + eaten(raced.frames, 1)).toBe(6)
})
