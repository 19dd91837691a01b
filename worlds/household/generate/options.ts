import { CoactError, unknownName } from '../../../engine/index.js'
import { CATEGORIES } from '../scene.js'
import { AGENTS_MIN, type Category, OBJECTS_MIN } from './compose.js'
import { SETTINGS, type Setting } from './tables.js'

/** What a household scenario is generated from. */
export interface GenerateOptions {
  readonly category: Category
  /** A number or a non-empty text; 7 and '7' are the same seed. */
  readonly seed: number | string
  /** From 1 to 1,000; one for every twelve objects when left out. */
  readonly rooms?: number | undefined
  /** Things in all, furniture and doors included: up to 50,000; 40, or 12 a room, when left out. */
  readonly objects?: number | undefined
  /** Up to 64; 2 for the categories of collaboration and 1 for the others when left out. */
  readonly agents?: number | undefined
  /** Whose tables are drawn from (default `household`). */
  readonly setting?: Setting | undefined
  /** Whether links and doors matter (default `anywhere`). */
  readonly travel?: 'anywhere' | 'links' | undefined
  /** A file of tables, as data, that extends those of the setting. */
  readonly tables?: unknown
}

export interface Plain {
  readonly category: Category
  readonly seed: string
  readonly rooms: number
  readonly objects: number
  readonly agents: number
  readonly setting: Setting
  readonly travel: 'anywhere' | 'links'
}

const TRAVEL = ['anywhere', 'links'] as const
const OBJECTS = 40
const OBJECTS_PER_ROOM = 12
const MAX = { rooms: 1000, objects: 50_000, agents: 64 } as const

/** Fills in what was left out and refuses what cannot be. */
export function plainOptions(given: GenerateOptions): Plain {
  const category = known('category', given.category, CATEGORIES)
  const setting = known('setting', given.setting ?? 'household', SETTINGS)
  const travel = known('travel', given.travel ?? 'anywhere', TRAVEL)
  const objects =
    given.objects ?? Math.max(OBJECTS, Math.min(MAX.objects, (given.rooms ?? 0) * OBJECTS_PER_ROOM))
  const rooms =
    given.rooms ?? Math.max(1, Math.min(100, Math.round(Number(objects) / OBJECTS_PER_ROOM)))
  const agents = given.agents ?? AGENTS_MIN[category]
  whole('rooms', rooms)
  whole('objects', objects)
  whole('agents', agents)
  if (agents < AGENTS_MIN[category]) {
    throw new CoactError('generate/too-few-agents', `${category} takes several agents`, {
      where: 'agents',
      expected: `at least ${AGENTS_MIN[category]}`,
      got: String(agents),
      next: `Ask for ${AGENTS_MIN[category]} agents or more, or for another category.`,
    })
  }
  if (objects < OBJECTS_MIN[category]) {
    throw new CoactError('generate/too-few-objects', `${category} takes more objects`, {
      where: 'objects',
      expected: `at least ${OBJECTS_MIN[category]}`,
      got: String(objects),
      next: `Ask for ${OBJECTS_MIN[category]} objects or more.`,
    })
  }
  return { category, seed: String(given.seed), rooms, objects, agents, setting, travel }
}

function known<T extends string>(what: string, given: unknown, names: readonly T[]): T {
  const found = names.find((n) => n === given)
  if (found !== undefined) return found
  throw unknownName(`generate/unknown-${what}`, what, String(given), names, what)
}

function whole(what: keyof typeof MAX, n: number): void {
  if (Number.isInteger(n) && n >= 1 && n <= MAX[what]) return
  throw new CoactError(`generate/${what}`, `There cannot be ${String(n).slice(0, 40)} ${what}`, {
    where: what,
    expected: `a whole number from 1 to ${MAX[what]}`,
    got: String(n).slice(0, 40),
    next: `Ask for ${n > MAX[what] ? `${MAX[what]} ${what} at most` : `1 or more ${what}`}.`,
  })
}
