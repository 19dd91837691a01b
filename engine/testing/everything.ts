import { z } from 'zod'
import { bool, components, type Field, f32, f64, fixed, i16, oneOf, u8 } from '../fields.js'
import { createInstance, type Instance } from '../instance.js'
import { type AnyWorld, defineWorld, type World } from '../world.js'

const tags = Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`Tag${i}`, {}])) as {
  readonly [K in 'Tag0' | 'Tag30' | 'Tag32']: Readonly<Record<never, Field>>
}

/** A world that has every kind of state, and more components than one mask holds. */
export const everything = defineWorld({
  id: 'everything',
  version: 1,
  params: z.object({}),
  components: components(
    {
      Body: { x: i16, small: u8, heat: f64, mass: f32, part: fixed(10) },
      Lamp: { lit: bool, colour: oneOf('red', 'green', 'blue') },
      ...tags,
    },
    {
      relations: {
        place: { kinds: ['in', 'on', 'under'] },
        part: { orphans: 'remove' },
        thought: { acyclic: false },
      },
      sets: ['likes', 'knows'],
      state: z.object({ total: z.int().default(0), log: z.array(z.int()).default([]) }),
    },
  ),
  observation: z.object({}),
  actions: {},
  setup() {},
  observe: () => ({}),
})

/** The state of {@link everything} as its world code sees it. */
export type Everything = World<typeof everything.components, object>

/** A fresh, empty instance of {@link everything}. */
export const emptyInstance = (): Omit<Instance, 'w'> & { readonly w: Everything } => {
  const instance = createInstance(everything as unknown as AnyWorld, {
    params: {},
    profile: 'default',
    agents: [
      { name: 'ada', team: 'all', role: 'agent' },
      { name: 'bob', team: 'all', role: 'agent' },
    ],
    seed: '7',
    tapes: {},
    track: true,
  })
  return { ...instance, w: instance.w as unknown as Everything }
}
