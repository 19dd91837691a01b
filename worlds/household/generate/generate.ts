import {
  createStreams,
  foldText,
  hash64,
  hex,
  type Rng,
  SCENARIO_FORMAT,
} from '../../../engine/index.js'
import { attributeActions } from '../attribute-actions.js'
import type { SceneInput } from '../scene.js'
import { household } from '../world.js'
import { type Category, compose, partsFor } from './compose.js'
import { fill } from './fill.js'
import { type Check, called, type Job } from './job.js'
import { furnish, hangDoors, layRooms } from './layout.js'
import { type GenerateOptions, type Plain, plainOptions } from './options.js'
import { type Body, beginPlan, meet } from './plan.js'
import { prove } from './prove.js'
import { isOpen, roomOf, type Site, type Thing, verbsOf } from './site.js'
import { type Setting, tablesOf } from './tables.js'
import { callIn, sentence } from './words.js'

type SceneTask = NonNullable<SceneInput['tasks']>[number]
type SceneCheck = SceneTask['checks'][number]

/** Changes whenever the same arguments would give another scenario. */
const VERSION = 1

/** A generated scenario file, as data. */
export interface GeneratedScenario {
  readonly format: typeof SCENARIO_FORMAT
  readonly id: string
  readonly title: string
  readonly world: string
  readonly profile: 'strict'
  readonly params: SceneInput
  readonly agents: Readonly<Record<string, object>>
  readonly horizon: number
  readonly meta: {
    readonly generator: string
    readonly seed: string
    readonly category: Category
    readonly setting: Setting
    /** Words that tell a thing by its traits, and the thing. */
    readonly told: readonly { readonly phrase: string; readonly thing: string }[]
    /** A proven way to do all tasks: by agent, one command a tick. */
    readonly solution: Readonly<Record<string, readonly (string | null)[]>>
  }
}

const NAMES = [
  ...['ada', 'bob', 'cyn', 'dan', 'eve', 'fay', 'gus', 'hal'],
  ...['ida', 'jon', 'kim', 'leo', 'mia', 'ned', 'ola', 'pam'],
]

const PARTS_PER_TASK = 6
/** The growth from which a place is too large to search without hints. */
const LARGE = 3

/** No two are too weak for what is too heavy for the strongest. */
const STRENGTH = [20, 39] as const

/**
 * Generates a household scenario for the profile `strict` with a solution that was proven by running it. The same
 * arguments give the same scenario.
 *
 * @throws CoactError `generate/unknown-category`, `generate/unknown-setting`, `generate/unknown-travel`, `generate/rooms`,
 *   `generate/objects`, `generate/agents`, `generate/too-few-agents`, `generate/too-few-objects`, `tables/invalid`,
 *   `seed/empty`; `internal/unproven` is a defect
 * @example
 * const file = generateHousehold({ category: 'tool_use', seed: 7, rooms: 5, objects: 60 })
 * const { scenario } = parseScenarioFile(file, [household])
 */
export function generateHousehold(options: GenerateOptions): GeneratedScenario {
  const plain = plainOptions(options)
  const site = openSite(plain, options.tables)
  layRooms(site, plain.rooms)
  if (plain.travel === 'links') hangDoors(site, Math.floor(plain.objects / 12))
  const bodies = drawBodies(site, plain.agents)
  const parts = partsFor(plain.category, site, plain.agents)
  furnish(site, Math.floor(Math.max(0, plain.objects - 6 * parts) / 4))
  const jobs = compose(site, plain.category, parts, bodies)
  fill(site)
  const file = write(site, plain, bodies, jobs)
  prove(file)
  return file
}

function openSite({ seed, setting, objects }: Plain, own: unknown): Site {
  let growth = 0
  for (let n = 32; n <= objects; n *= 2) growth += 1
  return {
    tables: tablesOf(setting, own),
    streams: createStreams(seed, {}, false),
    rooms: [],
    things: [],
    size: objects,
    growth,
    counts: new Map(),
    named: new Map(),
    reserved: new Set(),
    hosts: new Map(),
    used: new Set(),
    keys: new Map(),
  }
}

function drawBodies(site: Site, count: number): Body[] {
  const rng = site.streams.stream('bodies')
  return Array.from({ length: count }, (_, i) => {
    const lap = Math.floor(i / NAMES.length)
    return {
      name: `${NAMES[i % NAMES.length]}${lap === 0 ? '' : lap + 1}`,
      grasp: 2,
      strength: rng.range(...STRENGTH),
      start: rng.pick(site.rooms),
    }
  })
}

function write(
  site: Site,
  plain: Plain,
  bodies: readonly Body[],
  jobs: readonly Job[],
): GeneratedScenario {
  const { seed, category, setting } = plain
  const solution = solve(site, plain, bodies, jobs)
  const ticks = Math.max(...Object.values(solution).map((s) => s.length))
  const closed = site.things.filter((t) => !isOpen(t)).length
  return {
    format: SCENARIO_FORMAT,
    id: `${setting}-${category}-${slug(seed)}`,
    title: `${sentence(category.replaceAll('_', ' ')).slice(0, -1)} in ${plain.rooms} rooms with ${plain.objects} things`,
    world: `${household.id}@${household.version}`,
    profile: 'strict',
    params: sceneOf(site, plain, bodies, jobs),
    agents: Object.fromEntries(bodies.map((b) => [b.name, {}])),
    horizon: 50 + 4 * ticks + 3 * plain.rooms + 2 * closed,
    meta: {
      generator: `household-generator/${VERSION}`,
      seed,
      category,
      setting,
      told: jobs.flatMap((job) =>
        job.targets.flatMap(({ phrase, thing }) =>
          phrase === undefined ? [] : [{ phrase, thing: thing.id }],
        ),
      ),
      solution,
    },
  }
}

/** A seed as part of an id: itself where it can be, else what is left of it and its hash. */
function slug(seed: string): string {
  if (/^[A-Za-z0-9._-]{1,60}$/.test(seed)) return seed
  const hash = hash64()
  foldText(hash, seed)
  return `${seed.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 40)}-${hex(hash)}`
}

function solve(
  site: Site,
  { travel }: Plain,
  bodies: readonly Body[],
  jobs: readonly Job[],
): Record<string, readonly (string | null)[]> {
  const plan = beginPlan(site, bodies, travel)
  for (const job of jobs) job.solve(plan)
  meet(plan.walkers)
  return Object.fromEntries(plan.walkers.map((w) => [w.name, w.commands]))
}

function sceneOf(
  site: Site,
  { category, setting, travel }: Plain,
  bodies: readonly Body[],
  jobs: readonly Job[],
): SceneInput {
  return {
    description: `A made-up ${setting} place of ${site.rooms.length} rooms.`,
    rooms: site.rooms.map(({ id, name, kind, links }) => ({
      id,
      name,
      links: links.map((r) => r.id),
      properties: { kind },
    })),
    things: site.things.map(thingOf),
    actions: actionsOf(site),
    bodies: Object.fromEntries(
      bodies.map(({ name, grasp, strength, start }) => [
        name,
        { grasp, strength, start: start.id },
      ]),
    ),
    tasks: tasksOf(site, category, jobs),
    travel,
  }
}

const checkOf = ({ states, ...check }: Check): SceneCheck =>
  states === undefined ? check : { ...check, states: { ...states } }

const thingOf = (t: Thing): NonNullable<SceneInput['things']>[number] => ({
  id: t.id,
  name: t.name,
  kind: t.type,
  at: `${t.at.prep}:${t.at.node.id}`,
  weight: t.weight,
  ...(t.kind.container ? { container: true } : {}),
  ...(t.door === undefined ? {} : { door: [t.door[0].id, t.door[1].id] as [string, string] }),
  ...(t.kind.provides.length === 0 ? {} : { provides: [...t.kind.provides] }),
  states: t.states,
})

/** What can be done to some thing of the scene, one way or the other, in the order of the table. */
function actionsOf(site: Site): string[] {
  const verbs = new Set(['open', 'close'])
  for (const { kind } of site.things)
    for (const v of [...verbsOf(kind), ...kind.provides]) verbs.add(v)
  return attributeActions.map((a) => a.name).filter((v) => verbs.has(v))
}

/** One task, or several where one would be too long to read. */
function tasksOf(site: Site, category: Category, jobs: readonly Job[]): SceneTask[] {
  const rng = site.streams.stream('words')
  const count = Math.ceil(jobs.length / PARTS_PER_TASK)
  return Array.from({ length: count }, (_, i) => {
    const own = jobs.slice(
      Math.floor((i * jobs.length) / count),
      Math.floor(((i + 1) * jobs.length) / count),
    )
    return {
      text: textOf(site, own, rng),
      category,
      checks: own.flatMap((job) => job.checks.map(checkOf)),
    }
  })
}

/** What some jobs ask for, with hints where to look. */
function textOf(site: Site, jobs: readonly Job[], rng: Rng): string {
  const call = callIn(site)
  const chance = site.growth >= LARGE ? 0.8 : 0.5
  const hintsFor = (job: Job): string[] =>
    job.targets
      .filter(() => rng.chance(chance))
      .map((t) => sentence(`${called(t, call)} is in ${call(roomOf(t.thing.at))}`))
  return jobs.flatMap((job) => [sentence(job.say(call, rng)), ...hintsFor(job)]).join(' ')
}
