import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  type ActionModel,
  components,
  createEpisode,
  createTurns,
  defineScenario,
  defineWorld,
  i16,
} from './index.js'

const modelOf = (consent: 'each' | 'one'): ActionModel => ({
  perceive: () => [],
  aims: () => [],
  operators: {},
  derived: {},
  unexplored: () => [],
  say: () => '',
  shared: true,
  consent,
  passing: [],
})
const MODELS: Readonly<Record<string, ActionModel>> = {
  strict: modelOf('each'),
  loose: modelOf('one'),
}
const bare = {
  id: 'bare',
  version: 1,
  profiles: ['strict', 'loose'],
  params: z.object({}),
  components: components({ Body: { x: i16 } }),
  observation: z.object({}),
  actions: {},
  setup() {},
  observe: () => ({}),
} as const
const planned = defineWorld({ ...bare, model: (profile: string) => MODELS[profile]! })

/** The model that an agent of a scenario is given in its turn. */
function modelIn(world: typeof planned, profile: string): ActionModel | undefined {
  const scenario = defineScenario(world, { profile, agents: { ada: {}, bob: {} } })
  const turns = createTurns(createEpisode(scenario, { seed: 1 }))
  const [a, b] = [0, 1].map((i) => turns.open(i, new AbortController().signal).turn.model)
  expect(a).toBe(b)
  return a
}

test('agents are named so that planners, and whoever else keeps plain data, can note things by name', () => {
  for (const name of ['constructor', 'toString', 'prototype', '__proto__', 'all', 'team', '7', ''])
    expect(() => defineScenario(planned, { agents: { [name]: {} } })).toThrow(
      /cannot name an agent/,
    )
})

describe('an agent is given in its turn', () => {
  test.each(['strict', 'loose'])(
    'the action model of the profile that is played: %s',
    (profile) => {
      expect(modelIn(planned, profile)).toBe(MODELS[profile])
    },
  )
  test('no action model in a world that exports none', () => {
    expect(modelIn(defineWorld(bare) as typeof planned, 'strict')).toBe(undefined)
  })
})
