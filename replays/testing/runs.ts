import { z } from 'zod'
import {
  type AgentInput,
  bool,
  type Column,
  components,
  createEpisode,
  defineScenario,
  defineWorld,
  type EntitySet,
  type Episode,
  type EpisodeState,
  type Field,
  type Frame,
  f32,
  f64,
  fixed,
  i8,
  i16,
  i32,
  oneOf,
  type Relation,
  ref,
  type Scenario,
  str,
  u8,
  u16,
  type World,
} from '../../engine/index.js'
import { restless } from '../../examples/bazaar.js'
import { memorySink } from '../container.js'
import { storedDeflate } from '../deflate.js'
import { describeEpisode } from '../header.js'
import { createRecorder, type RecorderOptions } from '../recorder.js'

/** A run with everything that a test compares with. */
export interface Run {
  readonly scenario: Scenario
  readonly episode: Episode
  readonly frames: readonly Frame[]
  /** By tick. */
  readonly states: readonly EpisodeState[]
}

type Driver = (tick: number) => readonly AgentInput[]

/** Plays a scenario and keeps all of it. */
export function play(
  scenario: Scenario,
  ticks: number,
  options: { readonly seed?: number; readonly decide?: Driver } = {},
): Run {
  const decide = options.decide ?? restless
  const episode = createEpisode(scenario, { seed: options.seed ?? 7 })
  const frames = [episode.first!]
  const states = [episode.save()]
  while (episode.tick < ticks && episode.end === undefined) {
    frames.push(episode.step(decide(episode.tick + 1)))
    states.push(episode.save())
  }
  if (episode.end === undefined) episode.abort()
  return { scenario, episode, frames, states }
}

/** Records a run that is over; nothing is compressed unless asked, so that the bytes are the same everywhere. */
export async function recorded(
  { episode, frames, states }: Run,
  options: RecorderOptions = {},
): Promise<Uint8Array> {
  const sink = memorySink()
  const recorder = createRecorder(sink, describeEpisode(episode), {
    deflate: storedDeflate,
    ...options,
  })
  for (const frame of frames) {
    await recorder.record(frame, { state: () => states[frame.tick]! })
  }
  await recorder.finish({ end: episode.end!, metrics: { ticks: frames.length } })
  return sink.bytes()
}

/** What a random world is made from. */
export interface Chaos {
  /** Kinds of the fields of its component. */
  readonly fields: readonly (keyof typeof FIELDS)[]
  readonly relations: number
  readonly sets: number
  /** Changes that its one system makes each tick, and how many more every tenth tick. */
  readonly changes: number
  readonly burst: number
}

const FIELDS = {
  i8,
  u8,
  i16,
  u16,
  i32,
  bool,
  ref,
  str,
  f32,
  f64,
  fixed: fixed(10),
  enum: oneOf('n', 'e', 's', 'w'),
} as const

export const FIELD_KINDS = Object.keys(FIELDS) as (keyof typeof FIELDS)[]

/** A world in which one system does anything to everything. */
export function chaos({ fields, relations, sets, changes, burst }: Chaos): Scenario {
  const thing = Object.fromEntries(
    fields.map((kind, i): [string, Field] => [`f${i}`, FIELDS[kind]]),
  )
  const relationNames = Array.from({ length: relations }, (_, i) => `r${i}`)
  const setNames = Array.from({ length: sets }, (_, i) => `s${i}`)
  const world = defineWorld({
    id: 'chaos',
    version: 1,
    params: z.object({}),
    components: components(
      { Thing: thing, Rare: {} },
      {
        relations: Object.fromEntries(relationNames.map((name) => [name, { kinds: ['in', 'on'] }])),
        sets: setNames,
        state: z.object({ notes: z.record(z.string(), z.number()).default({}) }),
      },
    ),
    observation: z.object({}),
    actions: {},
    setup(w) {
      for (const agent of w.agents) w.spawn({ Thing: {} }, agent)
    },
    systems: [
      {
        id: 'churn',
        run(w) {
          const times = changes + (w.tick % 10 === 0 ? burst : 0)
          for (let i = 0; i < times; i++) change(w as World, fields, relationNames, setNames)
        },
      },
    ],
    observe: () => ({}),
  })
  return defineScenario(world, { agents: { ada: {}, bob: {} }, horizon: 1000 })
}

function change(
  w: World,
  fields: Chaos['fields'],
  relations: readonly string[],
  sets: readonly string[],
): void {
  const { rng } = w
  const things = w.each('Thing' as never)
  const one = things[rng.int(things.length)]!
  const other = things[rng.int(things.length)]!
  const [relation, set] = [relations, sets].map(
    (names) => names[rng.int(Math.max(1, names.length))],
  )
  switch (rng.int(9)) {
    case 0:
      w.spawn(
        { Thing: {}, ...(rng.chance(0.2) ? { Rare: {} } : {}) } as never,
        rng.chance(0.3) ? `t${w.tick}.${rng.int(1e6)}` : undefined,
      )
      break
    case 1:
      if (things.length > 3 && w.seatOf(one) === undefined) w.remove(one)
      break
    case 2:
      w.attributes.set(
        one,
        `a${rng.int(5)}`,
        rng.pick<never>([
          true,
          rng.int(9),
          0.1 + rng.int(4),
          `x${rng.int(50)}`,
          [rng.int(3), { k: 'ü\ud800' }],
        ] as never[]),
      )
      break
    case 3:
      w.attributes.delete(one, `a${rng.int(5)}`)
      break
    case 4:
      w.update(((state: { notes: Record<string, number> }) => {
        if (rng.chance(0.3)) delete state.notes[`n${rng.int(4)}`]
        else state.notes[`n${rng.int(4)}`] = rng.int(100) / 8
      }) as never)
      break
    case 5:
      if (relation !== undefined && one !== other) {
        const rel = (w.rel as Record<string, Relation>)[relation]!
        if (!rel.isInside(other, one)) rel.move(one, rng.chance(0.2) ? 0 : other, rng.int(2))
      }
      break
    case 6:
      if (set !== undefined) {
        const members = (w.sets as Record<string, EntitySet>)[set]!
        if (rng.chance(0.1)) members.clear(one)
        else if (members.has(one, other)) members.delete(one, other)
        else members.add(one, other)
      }
      break
    default: {
      const f = rng.int(Math.max(1, fields.length))
      const kind = fields[f]
      if (kind === undefined) break
      const column = (w.c as Record<string, Record<string, Column>>)['Thing']![`f${f}`]!
      column.set(one, anyValue(kind, w, other))
    }
  }
}

function anyValue(kind: Chaos['fields'][number], w: World, other: number): number {
  const { min, max } = FIELDS[kind]
  if (kind === 'ref') return w.rng.chance(0.2) ? 0 : other
  if (kind === 'str') return w.intern(`text ${w.rng.int(200)}`)
  if (kind === 'f32' || kind === 'f64')
    return w.rng.pick([0, -1.5, w.rng.float() * 1e9, min, max, 1e-300, w.rng.int(100)])
  if (kind === 'fixed') return w.rng.pick([w.rng.int(5000) / 1024 - 2, min, max, 0])
  return w.rng.pick([min, max, 0, Math.max(min, Math.min(max, w.rng.int(300) - 100))])
}
