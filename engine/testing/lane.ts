import { z } from 'zod'
import {
  type AgentInput,
  type AnyWorld,
  components,
  createEpisode,
  defineScenario,
  defineWorld,
  type Episode,
  type EpisodeOptions,
  i16,
  type Scenario,
  type World,
} from '../index.js'

const C = components(
  { Walker: { x: i16 }, Coin: {} },
  { relations: { held: {} }, state: z.object({ n: z.int().default(0) }) },
)
export type Lane = World<typeof C, { readonly length: number }>

/** Walkers on a lane with one coin: a world that is small enough to know by heart. */
const lane = defineWorld({
  id: 'lane',
  version: 1,
  params: z.object({ length: z.int().default(10) }),
  components: C,
  observation: z.object({ x: z.int() }),
  messages: { offer: { coins: z.int().min(0) } },
  actions: {
    step: {
      args: { by: z.enum(['left', 'right']) },
      check: (w, me, { by }) =>
        by === 'left' && w.c.Walker.x.get(me) === 0 ? { reject: 'wall' } : undefined,
      apply(w, me, { by }) {
        w.c.Walker.x.add(me, by === 'left' ? -1 : 1)
      },
    },
    jump: {
      args: { to: z.int().min(0).max(3), high: z.boolean() },
      apply: (w, me, { to }) => w.c.Walker.x.set(me, to),
    },
    grab: {
      args: {},
      apply(w, me) {
        const coin = w.entity('coin')
        w.reads(coin)
        const holder = w.takenBy(coin)
        if (holder !== undefined)
          return { reject: 'taken', stage: 'effect', text: `${holder.name} was first` }
        w.rel.held.move(coin, me)
        return { took: coin, note: 'grabbed' }
      },
    },
    roll: {
      args: {},
      apply: (w, me) => w.c.Walker.x.set(me, w.rng.int(6)),
    },
    shout: { args: { what: z.string().max(9) }, apply: () => undefined },
  },
  setup(w) {
    w.spawn({ Coin: {} }, 'coin')
    for (const seat of w.agents) w.spawn({ Walker: {} }, seat)
  },
  observe: (w, me) => ({ x: w.c.Walker.x.get(me) }),
  reward: (w, me) => w.c.Walker.x.get(me),
})

type Overrides = { readonly [K in keyof AnyWorld]?: unknown }
type Given = Parameters<typeof defineScenario>[1]

/** A scenario on the lane for ada and bob; `world` replaces parts of the world. */
export const laneScenario = (world: Overrides = {}, given: Partial<Given> = {}): Scenario =>
  defineScenario(
    { ...lane, ...world } as unknown as AnyWorld,
    { agents: { ada: {}, bob: {} }, ...given } as Given,
  )

/** An episode of {@link laneScenario} with seed 7. */
export const laneEpisode = (
  world: Overrides = {},
  given: Partial<Given> = {},
  options: Partial<EpisodeOptions> = {},
): Episode => createEpisode(laneScenario(world, given), { seed: 7, ...options })

/** An input with one action. */
export const doing = (
  action: string,
  args: Readonly<Record<string, unknown>> = {},
): AgentInput => ({ do: [{ action, args }] })

/** Where the walkers stand. */
export const places = (episode: Episode): number[] =>
  episode.seats.map((s) => (episode.w as unknown as Lane).c.Walker.x.get(s.entity))
