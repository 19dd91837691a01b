import { expect, it } from 'vitest'
import { z } from 'zod'
import { greedy, harvest } from '../examples/harvest.js'
import { components, definePolicy, defineScenario, defineWorld, i16 } from './index.js'

const other = defineWorld({
  id: 'other',
  version: 1,
  params: z.object({}),
  components: components({ Peg: { hole: i16 } }),
  observation: z.object({ hole: z.int() }),
  actions: { hop: { args: { by: z.enum(['one', 'two']) }, apply() {} } },
  setup(w) {
    // @ts-expect-error an unknown component
    w.spawn({ Pog: { hole: 1 } })
  },
  observe: (w, me) => {
    // @ts-expect-error an unknown field of a component
    void w.c.Peg.whole
    return { hole: w.c.Peg.hole.get(me) }
  },
})

const hopper = definePolicy(other, { id: 'hopper', decide: ({ act }) => act.hop({ by: 'one' }) })

it('refuses at compile time what cannot be meant', () => {
  definePolicy(harvest, {
    id: 'p',
    decide({ obs, act }) {
      // @ts-expect-error an unknown field of the observation
      void obs.pears
      // @ts-expect-error an unknown action
      void act.drink
      // @ts-expect-error an unknown direction
      act.move({ dir: 'up' })
      // @ts-expect-error a missing argument
      act.move()
      return act.eat()
    },
  })
  const policyWithMemory = definePolicy(harvest, {
    id: 'm',
    memory: () => ({ n: 0 }),
    decide({ memory }) {
      // @ts-expect-error an unknown field of the memory
      void memory.m
      memory.n += 1
      return undefined
    },
  })
  expect(() => {
    // @ts-expect-error an unknown parameter
    defineScenario(harvest, { params: { sizes: 3 }, agents: { a: greedy } })
  }).not.toThrow()
  // @ts-expect-error a parameter of the wrong type
  expect(() => defineScenario(harvest, { params: { size: 'big' }, agents: { a: greedy } })).toThrow(
    /params\/invalid/,
  )
  defineWorld({
    id: 'bad',
    version: 1,
    params: z.object({}),
    components: components({}),
    observation: z.object({ hole: z.int() }),
    actions: {},
    setup() {},
    // @ts-expect-error an observation that does not fit its schema
    observe: () => ({ hole: 'deep' }),
  })
  // @ts-expect-error a policy of another world
  defineScenario(harvest, { agents: { a: hopper } })
  // @ts-expect-error a policy of another world, in its long form
  defineScenario(harvest, { agents: { a: { policy: hopper } } })
  expect(defineScenario(harvest, { agents: { a: policyWithMemory } }).agents['a']?.policy?.id).toBe(
    'm',
  )
  expect(() =>
    defineWorld({
      id: 'bad',
      version: 1,
      params: z.object({}),
      components: components({}),
      observation: z.object({}),
      // @ts-expect-error a check must return a rejection or nothing
      actions: { go: { args: {}, check: () => 3, apply() {} } },
      setup() {},
      observe: () => ({}),
    }),
  ).not.toThrow()
})
