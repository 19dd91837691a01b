import {
  at,
  components,
  defineMetric,
  definePolicy,
  defineScenario,
  defineWorld,
  i16,
  i32,
  type World,
} from 'coact'
import { z } from 'zod'

const C = components({ Body: { x: i16, y: i16, eaten: i32 }, Apple: { x: i16, y: i16 } })
type Params = { readonly size: number; readonly apples: number }

const STEP = { n: [0, -1], s: [0, 1], e: [1, 0], w: [-1, 0], stay: [0, 0] } as const

/** Every 50th tick an apple grows where chance puts it. */
function grow(w: World<typeof C, Params>): void {
  if (w.tick % 50 !== 0) return
  w.spawn({ Apple: { x: w.rng.int(w.params.size), y: w.rng.int(w.params.size) } })
}

/** Agents walk a field and eat the apples they stand on. */
export const harvest = defineWorld({
  id: 'harvest',
  version: 1,
  title: 'Harvest',
  params: z.object({
    size: z.int().min(4).max(256).default(16),
    apples: z.int().min(1).max(999).default(40),
  }),
  components: C,
  observation: z.object({
    at: z.tuple([z.int(), z.int()]),
    apples: z.array(z.tuple([z.int(), z.int()])),
  }),
  actions: {
    move: {
      args: { dir: z.enum(['n', 's', 'e', 'w', 'stay']) },
      check: (w, me, { dir }) => (inField(w, me, dir) ? undefined : { reject: 'edge-of-field' }),
      apply({ c }, me, { dir }) {
        c.Body.x.add(me, STEP[dir][0])
        c.Body.y.add(me, STEP[dir][1])
      },
    },
    eat: {
      args: {},
      apply(w, me) {
        const { Body, Apple } = w.c
        for (const apple of w.each('Apple')) {
          if (Apple.x.get(apple) !== Body.x.get(me) || Apple.y.get(apple) !== Body.y.get(me))
            continue
          w.remove(apple)
          Body.eaten.add(me, 1)
          return { note: 'eaten', took: apple }
        }
        return { reject: 'nothing-here' }
      },
    },
  },
  setup(w, { size, apples }) {
    for (const agent of w.agents) {
      w.spawn({ Body: { x: w.rng.int(size), y: w.rng.int(size) } }, agent)
    }
    for (let i = 0; i < apples; i++) {
      w.spawn({ Apple: { x: w.rng.int(size), y: w.rng.int(size) } })
    }
  },
  systems: [{ id: 'grow', run: grow }],
  observe: ({ c, each }, me) => ({
    at: [c.Body.x.get(me), c.Body.y.get(me)],
    apples: Array.from(each('Apple'), (a): [number, number] => [
      c.Apple.x.get(a),
      c.Apple.y.get(a),
    ]),
  }),
  describe: ({ c, count }, me) =>
    `You stand at (${c.Body.x.get(me)}, ${c.Body.y.get(me)}); ${count('Apple')} apples are left.`,
  reward: (w, me) => w.c.Body.eaten.get(me),
  done: (w) => w.count('Apple') === 0,
})

function inField(w: World<typeof C, Params>, me: number, dir: keyof typeof STEP): boolean {
  const x = w.c.Body.x.get(me) + STEP[dir][0]
  const y = w.c.Body.y.get(me) + STEP[dir][1]
  return x >= 0 && y >= 0 && x < w.params.size && y < w.params.size
}

/** Walks to the apple that is nearest by steps and eats it. */
export const greedy = definePolicy(harvest, {
  id: 'greedy',
  memory: () => ({ seen: 0 }),
  decide({ obs, act, memory }) {
    const [x, y] = obs.at
    memory.seen = Math.max(memory.seen, obs.apples.length)
    let best: readonly [number, number] = obs.at
    let steps = Infinity
    for (const apple of obs.apples) {
      const d = Math.abs(apple[0] - x) + Math.abs(apple[1] - y)
      if (d < steps) {
        steps = d
        best = apple
      }
    }
    if (steps === 0) return act.eat()
    if (best[0] !== x) return act.move({ dir: best[0] > x ? 'e' : 'w' })
    return act.move({ dir: best[1] > y ? 's' : 'n' })
  },
})

/** How unequally the agents ate: 0 is equal, towards 1 one has all. */
export const gini = defineMetric(harvest, {
  id: 'gini',
  better: 'lower',
  init: (): readonly number[] => [],
  step: (_, frame) => frame.rewards,
  finish(eaten) {
    const sum = eaten.reduce((a, b) => a + b, 0)
    if (sum === 0) return 0
    let difference = 0
    for (const a of eaten) for (const b of eaten) difference += Math.abs(a - b)
    return difference / (2 * eaten.length * sum)
  },
})

/** Two greedy agents; a windfall comes with tick 100. */
export const windfall = defineScenario(harvest, {
  id: 'harvest-windfall',
  params: { size: 12 },
  agents: { ada: greedy, bob: greedy },
  horizon: 500,
  script: [
    at(100, (w) => {
      for (let i = 0; i < 5; i++) w.spawn({ Apple: { x: i, y: i } })
    }),
  ],
  metrics: [gini],
})
