import { z } from 'zod'
import {
  type AnyWorld,
  components,
  defineScenario,
  defineWorld,
  i32,
  type Scenario,
  type World,
} from '../../../engine/index.js'

const C = components({ Count: { value: i32, luck: i32 } })

/** A world as the checks of the kit see it, and as tests break it. */
export type Counters = World<typeof C, { readonly words: readonly string[] }>

/** Agents count up and down; with every tick each has some luck. Nothing is wrong with it. */
export const counter = defineWorld({
  id: 'counter',
  version: 1,
  profiles: ['plain', 'other'],
  params: z.object({ words: z.array(z.string()).default(['one', 'two']) }),
  components: C,
  observation: z.object({ values: z.array(z.int()), words: z.array(z.string()) }),
  actions: {
    add: {
      args: { by: z.enum(['one', 'two']) },
      apply(w, me, { by }) {
        w.c.Count.value.add(me, by === 'one' ? 1 : 2)
        return { note: 'added' }
      },
    },
    reset: {
      args: {},
      check: (w, me) => (w.c.Count.value.get(me) > 2 ? undefined : { reject: 'too-small' }),
      apply(w, me) {
        w.c.Count.value.set(me, 0)
      },
    },
    spend: {
      args: { what: z.string().max(20) },
      options: ({ params }) => params.words.map((what) => ({ what })),
      apply(w, me, { what }) {
        w.c.Count.luck.set(me, what.length)
      },
    },
  },
  events: { gift: { args: {}, apply: (w) => w.emit('gift') } },
  setup(w) {
    for (const agent of w.agents) w.spawn({ Count: { value: w.rng.int(100) } }, agent)
  },
  systems: [
    {
      id: 'luck',
      run: (w) => {
        for (const e of w.each('Count')) w.c.Count.luck.set(e, w.rng.int(1000))
      },
    },
  ],
  observe: (w) => ({
    values: w.agents.map((a) => w.c.Count.value.get(a.entity)),
    words: [...w.params.words],
  }),
  describe: (w, me) => `You have ${w.c.Count.value.get(me)}.`,
  parse(_, text) {
    const [action = '', word] = text.split(' ')
    if (action === 'reset') return { action, args: {} }
    if (action === 'add' && (word === 'one' || word === 'two'))
      return { action, args: { by: word } }
    if (action === 'spend' && word !== undefined && word.length <= 20)
      return { action, args: { what: word } }
    return { reject: 'no-such-command' }
  },
  format: (action, args) => [action, ...Object.values(args)].join(' '),
  vector: {
    length: (_, agents) => agents,
    write(w, _, __, out) {
      for (const { index, entity } of w.agents) out[index] = w.c.Count.value.get(entity)
    },
    mask(w, me, _, out) {
      out[0] = 1
      out[1] = 1
      out[2] = w.c.Count.value.get(me) > 2 ? 1 : 0
    },
  },
  reward: (w, me) => w.c.Count.value.get(me),
  goals: (w) => [
    {
      id: 'many',
      text: 'Count to 1000',
      progress: Math.min(1, w.c.Count.value.get(w.agents[0]!.entity) / 1000),
      done: w.c.Count.value.get(w.agents[0]!.entity) >= 1000,
    },
  ],
})

/** The counter with some parts replaced. */
export const broken = (parts: object): AnyWorld =>
  defineWorld({ ...counter, ...parts } as never) as unknown as AnyWorld

/** A scenario of the counter, or of a broken one. */
export const counting = (world: object = counter, more: object = {}): Scenario =>
  defineScenario(world as typeof counter, {
    id: 'counting',
    agents: { ada: {}, bob: {} },
    horizon: 30,
    ...more,
  }) as unknown as Scenario
