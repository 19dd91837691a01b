import { z } from 'zod'
import { type AgentInput, CoactError, defineScenario, type Scenario } from '../../engine/index.js'
import { particles } from '../../worlds/index.js'

const numbers = z.array(z.number())

const entity = z.object({
  name: z.string(),
  size: z.number(),
  collide: z.boolean(),
  movable: z.boolean(),
  mass: z.number(),
  accel: z.number().nullish(),
  max_speed: z.number().nullish(),
  silent: z.boolean().optional(),
})

/** The first row of a recorded episode: how the reference was built. */
export const headerSchema = z.object({
  kind: z.literal('header'),
  env: z.string(),
  continuous: z.boolean(),
  seed: z.number(),
  kwargs: z.record(z.string(), z.unknown()),
  variant: z.string().nullish(),
  dt: z.literal(0.1),
  damping: z.literal(0.25),
  contact_force: z.literal(100),
  contact_margin: z.literal(0.001),
  dim_c: z.int(),
  local_ratio: z.number().nullish(),
  max_cycles: z.int(),
  n_agents: z.int(),
  entities: z.array(entity),
  goals: z.array(
    z.object({ goal_a: z.int().optional(), goal_b: z.int().optional(), key: numbers.optional() }),
  ),
})
export type Header = z.output<typeof headerSchema>

const body = z.object({
  p: z.tuple([z.number(), z.number()]),
  v: z.tuple([z.number(), z.number()]),
  c: numbers.optional(),
  holding: z.int().nullish(),
  type: z.int().optional(),
  alive: z.boolean().optional(),
})

/** A later row: a state, and what led to it and was seen of it. */
export const rowSchema = z.object({
  t: z.int().min(0),
  act: z.array(z.union([z.int(), numbers])).optional(),
  state: z.array(body),
  rew: numbers.optional(),
  obs: z.array(numbers),
})
export type Row = z.output<typeof rowSchema>

/** The reference's environments, without their versions, as scenarios; what their option `N` counts. */
const ENVIRONMENTS: Readonly<Record<string, readonly [scenario: string, n?: string]>> = {
  simple: ['simple'],
  simple_spread: ['spread', 'agents'],
  simple_tag: ['tag'],
  simple_adversary: ['adversary', 'good'],
  simple_push: ['push'],
  simple_crypto: ['crypto'],
  simple_speaker_listener: ['speaker-listener'],
  simple_reference: ['reference'],
  simple_world_comm: ['world-comm'],
  simple_line: ['line', 'agents'],
  simple_formation: ['formation', 'agents'],
  collect_treasure: ['treasure'],
}

/** The reference's options by the names they have here. */
const OPTIONS: Readonly<Record<string, string>> = {
  num_landmark_neighbors: 'landmarkNeighbours',
  num_agent_neighbors: 'agentNeighbours',
  num_good: 'good',
  num_adversaries: 'adversaries',
  num_obstacles: 'obstacles',
  num_food: 'food',
  num_forests: 'forests',
  num_agents: 'agents',
  num_collectors: 'collectors',
  num_deposits: 'deposits',
  num_treasures: 'treasures',
}
/** Options that the header tells in another place. */
const ELSEWHERE = new Set(['max_cycles', 'continuous_actions', 'local_ratio', 'render_mode'])
/** Scenarios with an option for how rewards are mixed; of the others the ratio is fixed. */
const MIXED = new Set(['spread', 'reference'])

const unknown = (what: string, got: string, known: readonly string[]): CoactError =>
  new CoactError('mpe/unknown', `There is no ${what} "${got}"`, { expected: known.join(', ') })

/** The parameters with which the world is what was recorded. @throws CoactError `mpe/unknown` */
function optionsOf({ env, kwargs, local_ratio }: Header): Record<string, unknown> {
  const name = env.replace(/_v\d+$/, '')
  const found = Object.hasOwn(ENVIRONMENTS, name) ? ENVIRONMENTS[name] : undefined
  if (found === undefined) throw unknown('environment', env, Object.keys(ENVIRONMENTS))
  const [scenario, n] = found
  const options: Record<string, unknown> = { scenario }
  for (const [key, value] of Object.entries(kwargs)) {
    if (ELSEWHERE.has(key)) continue
    const own = key === 'N' ? n : Object.hasOwn(OPTIONS, key) ? OPTIONS[key] : undefined
    if (own === undefined) throw unknown('option', `${env}: ${key}`, Object.keys(OPTIONS))
    if (value !== null) options[own] = value
  }
  if (MIXED.has(scenario) && typeof local_ratio === 'number') options['localRatio'] = local_ratio
  return options
}

/** A scenario that begins with a recorded state. @throws CoactError `mpe/unknown`, `params/invalid` */
export function traceScenario(header: Header, { state }: Row): Scenario {
  const { n_agents, entities, goals, max_cycles } = header
  const isKey = goals.find((g) => g.key !== undefined)?.key
  const start = {
    bodies: state.map(({ c, ...rest }, i) => ({
      ...rest,
      ...(c === undefined || entities[i]!.silent === true ? {} : { c }),
    })),
    goals: goals.map(({ goal_a, goal_b }) => {
      const goal = goal_b ?? goal_a
      return goal === undefined ? null : goal - n_agents
    }),
    ...(isKey === undefined ? {} : { key: isKey.indexOf(1) }),
  }
  const agents = Object.fromEntries(entities.slice(0, n_agents).map((e) => [e.name, {}]))
  return defineScenario(particles, {
    id: header.env,
    params: { ...optionsOf(header), start } as never,
    agents,
    horizon: max_cycles,
  })
}

/** What the agents do in a recorded row. */
export function traceInputs({ entities }: Header, { act = [] }: Row): AgentInput[] {
  return act.map((given, i) => {
    const { movable } = entities[i]!
    if (typeof given === 'number') return { do: [{ id: movable ? given : given * 5 }] }
    const force = movable ? { force: given.slice(0, 5) } : {}
    const said = movable ? given.slice(5) : given
    const say = said.length === 0 ? {} : { say: said }
    return { do: [{ action: 'drive', args: { ...force, ...say } }] }
  })
}

const HALF = 0.95
const STEPS = 2 ** 53

/** The number of [0, 1) from which a place of a treasure was drawn, or NaN when there is none. */
function drawOf(place: number): number {
  const near = Math.round(((place + HALF) / (HALF + HALF)) * STEPS)
  for (let k = near - 8; k <= near + 8; k++) {
    if (-HALF + (HALF + HALF) * (k / STEPS) === place) return k / STEPS
  }
  return NaN
}

/** What chance gave between two recorded rows: places and kinds of the treasures that came back, as a tape. */
export function rebirths(before: Row, after: Row): number[] {
  return after.state.flatMap(({ p, type, alive }, i) =>
    alive === true && before.state[i]?.alive === false
      ? [drawOf(p[0]), drawOf(p[1]), type ?? 0]
      : [],
  )
}
