import { describe, expect, it } from 'vitest'
import {
  createEpisode,
  type Episode,
  type Frame,
  parseScenarioFile,
  type Scenario,
} from '../../engine/index.js'
import { household, householdScenarios, type Scene } from '../index.js'
import { COLLABORATIVE } from './household.js'
import { CATEGORIES } from './scene.js'

/** What each agent says, tick by tick; null says nothing. */
type Plan = Readonly<Record<string, readonly (string | null)[]>>

interface Meta {
  readonly setting: 'household' | 'industrial'
  /** How everybody can do everything. */
  readonly solution?: Plan
  /** By team, how it can reach its own aims when nobody else does anything. */
  readonly solutions?: Readonly<Record<string, Plan>>
}

const shelf = Object.entries(householdScenarios).map(([id, file]) => {
  const { scenario, policies, meta } = parseScenarioFile(file, [household], id)
  return { id, scenario, policies, scene: scenario.params as Scene, meta: meta as Meta }
})
type Shipped = (typeof shelf)[number]

const named = (chosen: readonly Shipped[]) => chosen.map((s) => [s.id, s] as const)
const COMPETITIVE = shelf.filter((s) => s.meta.solutions !== undefined)
const JOINT = shelf.filter((s) => s.scene.tasks.some((t) => COLLABORATIVE.test(t.category)))

/** A scenario's one category, or none when its tasks are of several. */
const categoryOf = ({ scene }: Shipped): string | undefined => {
  const all = new Set(scene.tasks.map((t) => t.category))
  return all.size === 1 ? [...all][0] : undefined
}

const lengthOf = (plan: Plan): number => Math.max(...Object.values(plan).map((p) => p.length))
const plansOf = ({ meta }: Shipped): readonly Plan[] =>
  meta.solution === undefined ? Object.values(meta.solutions ?? {}) : [meta.solution]

/** Plays a plan from a seed, until it is at its end or the episode is. */
function play(scenario: Scenario, plan: Plan, seed = 1): { episode: Episode; frames: Frame[] } {
  const episode = createEpisode(scenario, { seed })
  const frames: Frame[] = []
  for (let tick = 0; tick < lengthOf(plan) && episode.end === undefined; tick++) {
    const inputs = episode.seats.map(({ name }) => {
      const text = plan[name]?.[tick]
      return typeof text === 'string' ? { do: [{ text }] } : undefined
    })
    frames.push(episode.step(inputs))
  }
  return { episode, frames }
}

const refusals = (frames: readonly Frame[]): string[] =>
  frames.flatMap((f) =>
    f.actions
      .filter((a) => a.verdict !== 'ok')
      .map((a) => `tick ${f.tick}: ${a.command}: ${a.verdict}: ${a.text}`),
  )

const reached = (episode: Episode): string[] =>
  episode
    .goals()
    .filter((g) => g.done)
    .map((g) => g.text)

const aimsOf = (scene: Scene, team?: string): string[] =>
  scene.tasks
    .filter((t) => team === undefined || t.team === undefined || t.team === team)
    .map((t) => t.text)

describe('the shelf of scenarios', () => {
  it.each(CATEGORIES)('has three of %s, at home and at work', (category) => {
    const its = shelf.filter((s) => categoryOf(s) === category)
    expect(its.length).toBeGreaterThanOrEqual(3)
    expect(new Set(its.map((s) => s.meta.setting))).toEqual(new Set(['household', 'industrial']))
  })

  it('has contests: two teams at least, and the seed settles clashes', () => {
    expect(COMPETITIVE.length).toBeGreaterThanOrEqual(3)
    const contested = shelf.filter((s) => s.scene.tasks.some((t) => t.team !== undefined))
    expect(contested.length).toBeGreaterThan(COMPETITIVE.length)
    for (const { id, scenario } of contested) {
      const teams = new Set(Object.values(scenario.agents).map((a) => a.team))
      expect([id, teams.size >= 2, scenario.order]).toEqual([id, true, 'initiative'])
    }
  })

  it.each(named(shelf))('%s is a strict one that anybody may play', (id, s) => {
    expect(s.scenario.id).toBe(id)
    expect(s.scenario.profile).toBe('strict')
    expect(s.policies).toEqual({})
    expect(Object.keys(s.scene.bodies)).toEqual(Object.keys(s.scenario.agents))
    expect(['household', 'industrial']).toContain(s.meta.setting)
  })

  it.each(named(shelf))('%s gives about three times the time of a good solution', (_, s) => {
    const times = plansOf(s).map((plan) => s.scenario.horizon / lengthOf(plan))
    expect(times.length).toBeGreaterThan(0)
    for (const time of times) expect(time).toBeGreaterThan(2.5)
    for (const time of times) expect(time).toBeLessThan(4)
  })
})

describe('solving', () => {
  it.each(named(shelf))('%s takes doing something', (_, s) => {
    const idle = { nobody: Array.from({ length: s.scenario.horizon }, () => null) }
    expect(reached(createEpisode(s.scenario, { seed: 1 }))).toEqual([])
    const { episode } = play(s.scenario, idle)
    expect(reached(episode)).toEqual([])
    expect(episode.end).toBe('horizon')
  })

  it.each(named(shelf.filter((s) => s.meta.solution !== undefined)))(
    '%s is solved by its solution',
    (_, s) => {
      const { episode, frames } = play(s.scenario, s.meta.solution!)
      expect(refusals(frames)).toEqual([])
      expect(reached(episode)).toEqual(aimsOf(s.scene))
      expect(episode.tick).toBe(lengthOf(s.meta.solution!))
    },
  )

  it.each(
    COMPETITIVE.flatMap((s) =>
      Object.entries(s.meta.solutions!).map(([team, plan]) => [s.id, team, s, plan] as const),
    ),
  )('%s can be won by %s', (_id, team, s, plan) => {
    for (const agent of Object.keys(plan)) expect(s.scenario.agents[agent]?.team).toBe(team)
    const { episode, frames } = play(s.scenario, plan)
    expect(refusals(frames)).toEqual([])
    expect(reached(episode)).toEqual(aimsOf(s.scene, team))
    expect(episode.end).toBe('done')
  })

  it.each(named(COMPETITIVE))('%s has one winner when all play, and the seed says who', (_, s) => {
    const teams = Object.keys(s.meta.solutions!)
    const everybody = Object.assign({}, ...Object.values(s.meta.solutions!)) as Plan
    const winners = new Set<string>()
    for (let seed = 0; seed < 24; seed++) {
      const { episode } = play(s.scenario, everybody, seed)
      const first = teams.filter((team) =>
        episode.goals().every((g) => g.done || (g.team !== undefined && g.team !== team)),
      )
      expect(first.length).toBeLessThanOrEqual(1)
      for (const team of first) winners.add(team)
    }
    expect([...winners].sort()).toEqual([...teams].sort())
  })
})

describe('telling look-alikes apart', () => {
  /** The scenario as it begins for an agent that knows everything and stands in a room, with every lid up. */
  const standing = ({ scenario, scene }: Shipped, start: string): Episode => {
    const bodies = Object.fromEntries(
      Object.entries(scene.bodies).map(([name, body]) => [name, { ...body, start }]),
    )
    const things = scene.things.map((t) =>
      'is_open' in t.states ? { ...t, states: { ...t.states, is_open: true } } : t,
    )
    const params = { ...scene, bodies, things, allFound: true }
    return createEpisode({ ...scenario, params }, { seed: 1 })
  }
  const its = shelf.filter((s) => s.scene.tasks.some((t) => t.category === 'attribute_reasoning'))

  it.each(named(its))('%s shows what its text tells things by', (_, s) => {
    const told = s.scene.things.filter((t) => Object.keys(t.properties).length > 0)
    const shown = new Set<string>()
    for (const room of s.scene.rooms) {
      const episode = standing(s, room.id)
      const words = episode.describe(0)
      for (const thing of household.observation.parse(episode.observe(0)).things) {
        const expected = told.find((t) => t.id === thing.id)?.properties
        expect(thing.properties).toEqual(expected)
        for (const [key, value] of Object.entries(expected ?? {}))
          expect(words).toContain(`${key}: ${value}`)
        if (expected !== undefined) shown.add(thing.id)
      }
    }
    expect(told.length).toBeGreaterThanOrEqual(2)
    expect([...shown].sort()).toEqual(told.map((t) => t.id).sort())
  })
})

describe('working together', () => {
  /** Whether a check cannot be met by one agent: too heavy for anybody, or a change that counts only when made together. */
  const takesSeveral = (s: Shipped, task: Scene['tasks'][number]): boolean => {
    const strongest = Math.max(...Object.values(s.scene.bodies).map((b) => b.strength))
    return task.checks.some((c) => {
      const thing = s.scene.things.find((t) => t.id === c.thing)!
      const isHeavy = c.place !== undefined && c.place !== thing.at && thing.weight > strongest
      const isJoint = Object.keys(c.states).length > 0 && c.together !== false
      return isHeavy || isJoint
    })
  }

  it.each(named(JOINT))('%s has no aim that one agent could reach alone', (_, s) => {
    for (const task of s.scene.tasks) {
      if (COLLABORATIVE.test(task.category))
        expect([task.text, takesSeveral(s, task)]).toEqual([task.text, true])
    }
  })

  it.each(named(JOINT))('%s is not solved by one part of its solution', (_, s) => {
    const joint = s.scene.tasks.filter((t) => COLLABORATIVE.test(t.category)).map((t) => t.text)
    for (const plan of plansOf(s)) {
      for (const agent of Object.keys(plan)) {
        const { episode } = play(s.scenario, { [agent]: plan[agent]! })
        expect(reached(episode).filter((text) => joint.includes(text))).toEqual([])
      }
    }
  })

  it.each(named(shelf.filter((s) => categoryOf(s) === 'explicit_collaboration')))(
    '%s says who works together, and asks for it',
    (_, s) => {
      const names = Object.values(s.scene.bodies).map((b) => b.name!)
      for (const task of s.scene.tasks) {
        for (const name of names) expect(task.text).toContain(name)
        const states = task.checks.filter((c) => Object.keys(c.states).length > 0)
        expect(states.length).toBeGreaterThan(0)
        for (const check of states) expect(check.together).toBeUndefined()
      }
    },
  )
})
