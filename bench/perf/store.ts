import { z } from 'zod'
import {
  type Column,
  components,
  createEpisode,
  createStore,
  defineScenario,
  defineWorld,
  f64,
  i16,
  i32,
} from '../../engine/index.js'
import { type Benchmark, timed, versus } from './measure.js'

const C = components(
  { Body: { x: f64, y: f64, vx: f64, vy: f64 }, Cell: { a: i32, b: i16 } },
  { relations: { place: {} } },
)

/** What a system that moves everything does with one column. */
function addEach(ids: Int32Array, to: { [entity: number]: number }, by: ArrayLike<number>): void {
  for (let i = 0; i < ids.length; i++) {
    const e = ids[i]!
    to[e] = to[e]! + by[e]!
  }
}

/** The same over bare arrays, which are arguments as they would be in a program with more than one set of them. */
function addAll(n: number, to: Float64Array, by: Float64Array): void {
  for (let e = 1; e <= n; e++) to[e] = to[e]! + by[e]!
}

/** Position += velocity over many entities, against the same loop over bare typed arrays. */
export const positions: Benchmark = (quick) => {
  const n = quick ? 10_000 : 100_000
  const store = createStore({ components: C, relations: {}, sets: [] }, true)
  for (let i = 0; i < n; i++) store.spawn(['Body'], '')
  const body = store.fields['Body']! as Readonly<Record<'x' | 'y' | 'vx' | 'vy', Column>>
  for (const e of store.each('Body')) {
    body.vx.set(e, 1 + (e % 7))
    body.vy.set(e, 0.5 * (e % 5))
  }
  const raw = {
    x: new Float64Array(n + 1),
    y: new Float64Array(n + 1),
    vx: new Float64Array(n + 1).fill(1),
    vy: new Float64Array(n + 1).fill(2),
  }
  const throughStore = (): void => {
    const ids = store.each('Body')
    addEach(ids, body.x.bulk(), body.vx.values)
    addEach(ids, body.y.bulk(), body.vy.values)
  }
  const bare = (): void => {
    addAll(n, raw.x, raw.vx)
    addAll(n, raw.y, raw.vy)
  }
  const { ratio, work, base } = versus(quick ? 21 : 101, throughStore, bare)
  return [
    {
      name: 'position update through the store',
      value: ratio,
      unit: '× raw loop',
      atMost: 2,
      note: `${n} entities: ${Math.round(work)} µs against ${Math.round(base)} µs`,
    },
  ]
}

/** Moving things between two containers. */
export const moves: Benchmark = (quick) => {
  const store = createStore({ components: C, relations: { place: {} }, sets: [] }, false)
  const place = store.relations['place']!
  const a = store.spawn(['Cell'], '')
  const b = store.spawn(['Cell'], '')
  const things = Array.from({ length: 1000 }, () => store.spawn(['Cell'], ''))
  for (const e of things) place.move(e, a)
  const rounds = quick ? 11 : 101
  const us = timed(rounds, () => {
    store.clock.serial += 1
    for (let i = 0; i < things.length; i++) place.move(things[i]!, b)
    store.clock.serial += 1
    for (let i = 0; i < things.length; i++) place.move(things[i]!, a)
  })
  return [
    {
      name: 'moving an object between containers',
      value: (us * 1000) / 2000,
      unit: 'ns',
      atMost: 100,
      note: '1000 things to and fro',
    },
  ]
}

/** A world with many entities in which one system changes a few. */
const sparse = (entities: number, changes: number) =>
  defineWorld({
    id: 'sparse',
    version: 1,
    params: z.object({}),
    components: C,
    observation: z.object({}),
    actions: {},
    setup(w) {
      for (let i = 0; i < entities; i++) w.spawn({ Cell: { a: i } })
    },
    systems: [
      {
        id: 'touch',
        run(w) {
          const { a } = w.c.Cell
          for (let i = 0; i < changes; i++) a.add(1 + ((w.tick * 7919 + i * 977) % entities), 1)
        },
      },
    ],
    observe: () => ({}),
  })

/** What ten changes cost among ten thousand entities: a tick with them less a tick without. */
export const changes: Benchmark = (quick) => {
  const ticks = quick ? 200 : 1000
  const stepper = (count: number) => {
    const scenario = defineScenario(sparse(10_000, count), { agents: {}, horizon: 10_000_000 })
    const episode = createEpisode(scenario, { seed: 1 })
    return () => {
      for (let i = 0; i < ticks; i++) episode.step([])
    }
  }
  const [ten, none] = [stepper(10), stepper(0)]
  const rounds = quick ? 7 : 31
  const without = timed(rounds, none) / ticks
  const withTen = timed(rounds, ten) / ticks
  return [
    {
      name: 'finding 10 changes among 10,000 entities',
      value: Math.max(0, withTen - without),
      unit: 'µs',
      atMost: 5,
      note: `writes, diff and hash; the whole tick ${withTen.toFixed(2)} µs`,
    },
  ]
}
