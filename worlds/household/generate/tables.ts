import {
  CoactError,
  nearest,
  type Problem,
  problemLine,
  schemaProblems,
} from '../../../engine/index.js'
import { attributeActions } from '../attribute-actions.js'
import { type Tables, type ThingKind, tablesSchema } from './schema.js'
import household from './tables/household.json' with { type: 'json' }
import industrial from './tables/industrial.json' with { type: 'json' }

export const SETTINGS = ['household', 'industrial'] as const
export type Setting = (typeof SETTINGS)[number]

/** What one agent can carry at any rate: no tool may be heavier. */
export const LIGHT_KG_MAX = 15

const actions = new Map(attributeActions.map((a) => [a.name, a]))
const PROBLEMS_SHOWN = 40
const sources = { household, industrial }
const parsed = new Map<Setting, Tables>()

/** The tables that ship for a setting. */
function shipped(setting: Setting): Tables {
  let tables = parsed.get(setting)
  if (tables === undefined) {
    tables = tablesSchema.parse(sources[setting])
    parsed.set(setting, tables)
  }
  return tables
}

/**
 * The tables of a setting, extended with a user's own. A kind that both have is the user's.
 *
 * @throws CoactError `tables/invalid` with all problems, by path, as `detail.data`
 */
export function tablesOf(setting: Setting, own: unknown): Tables {
  const base = shipped(setting)
  if (own === undefined) return base
  const result = tablesSchema.safeParse(own)
  if (!result.success) throw invalid(schemaProblems(tablesSchema, result.error, own))
  const all = merge(base, result.data)
  const problems = problemsOf(result.data, all)
  if (problems.length > 0) throw invalid(problems)
  return all
}

function invalid(problems: readonly Problem[]): CoactError {
  const lines = problems.slice(0, PROBLEMS_SHOWN).map(problemLine)
  if (problems.length > lines.length) lines.push(`and ${problems.length - lines.length} more`)
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  return new CoactError('tables/invalid', `The tables have ${count}`, {
    where: 'tables',
    got: lines.join('\n            '),
    next: 'Correct these fields.',
    data: problems,
  })
}

function merge(base: Tables, own: Tables): Tables {
  const kinds = new Set([own.rooms, own.doors, own.furniture, own.items].flat().map((k) => k.kind))
  const both = <T extends { readonly kind: string }>(b: readonly T[], o: readonly T[]): T[] => [
    ...b.filter((k) => !kinds.has(k.kind)),
    ...o,
  ]
  return {
    looks: { ...base.looks, ...own.looks },
    rooms: both(base.rooms, own.rooms),
    doors: both(base.doors, own.doors),
    furniture: both(base.furniture, own.furniture),
    items: both(base.items, own.items),
  }
}

/** What does not hang together in some tables. @param all these and those that they extend */
export function problemsOf(own: Tables, all: Tables): Problem[] {
  const problems: Problem[] = []
  const seen = new Map<string, string>()
  for (const [list, kinds] of Object.entries({
    rooms: own.rooms,
    doors: own.doors,
    furniture: own.furniture,
    items: own.items,
  })) {
    kinds.forEach(({ kind }, i) => {
      const path = `${list}.${i}.kind`
      const first = seen.get(kind)
      if (first === undefined) seen.set(kind, path)
      else
        problems.push({
          path,
          message: `is taken by ${first}`,
          expected: 'a kind of its own',
          got: kind,
        })
    })
  }
  const rooms = new Set(all.rooms.map((r) => r.kind))
  const tools = new Set(all.items.flatMap((k) => k.provides))
  const context: Context = { rooms, tools, looks: new Set(Object.keys(all.looks)) }
  own.furniture.forEach((k, i) => {
    problems.push(...kindProblems(k, `furniture.${i}`, context))
    if (k.provides.length > 0)
      problems.push({ path: `furniture.${i}.provides`, message: 'tools are items', expected: '[]' })
  })
  own.items.forEach((k, i) => {
    problems.push(...kindProblems(k, `items.${i}`, context))
  })
  problems.push(...lostTools(own, all, tools))
  return problems
}

/** Verbs of the kinds that are extended whose only tools were replaced. */
function lostTools(own: Tables, all: Tables, tools: ReadonlySet<string>): Problem[] {
  const mine = new Set<ThingKind>([...own.furniture, ...own.items])
  const lost = new Map<string, string>()
  for (const k of [...all.furniture, ...all.items]) {
    for (const v of mine.has(k) ? [] : k.verbs)
      if (actions.get(v)!.tool && !tools.has(v)) lost.set(v, k.kind)
  }
  if (!tools.has('unlock')) lost.set('unlock', 'every lock')
  return [...lost].map(([verb, kind]) => ({
    path: 'items',
    message: `no tool provides "${verb}" any more, which ${kind} needs`,
    expected: `an item with "provides": ["${verb}"]`,
  }))
}

interface Context {
  readonly rooms: ReadonlySet<string>
  readonly tools: ReadonlySet<string>
  readonly looks: ReadonlySet<string>
}

function kindProblems(k: ThingKind, path: string, { rooms, tools, looks }: Context): Problem[] {
  const found: Problem[] = []
  const add = (field: string, message: string, expected?: string, got?: string): void => {
    found.push({
      path: `${path}.${field}`,
      message,
      ...(expected === undefined ? {} : { expected }),
      ...(got === undefined ? {} : { got }),
    })
  }
  const unknown = (field: string, what: string, given: string, names: Iterable<string>): void => {
    const near = nearest(given, names)
    add(
      field,
      `there is no ${what} "${given}"`,
      near === undefined ? undefined : `perhaps "${near}"`,
    )
  }
  k.rooms.forEach((r, i) => {
    if (!rooms.has(r)) unknown(`rooms.${i}`, 'kind of room', r, rooms)
  })
  if (k.looks !== undefined && !looks.has(k.looks)) unknown('looks', 'looks', k.looks, looks)
  const [from, to] = k.weight
  if (from > to) add('weight', 'begins above its end', `at most ${to}`, String(from))
  if (k.lid && !k.container) add('lid', 'only containers have lids', '"container": true')
  if (k.lock && !k.lid) add('lock', 'only lids have locks', '"lid": true')
  k.verbs.forEach((v, i) => {
    const action = actions.get(v)
    if (action === undefined) unknown(`verbs.${i}`, 'attribute action', v, actions.keys())
    else if (action.tool && !tools.has(v))
      add(`verbs.${i}`, `no tool provides "${v}"`, `an item with "provides": ["${v}"]`)
  })
  k.provides.forEach((v, i) => {
    const action = actions.get(v)
    if (action === undefined) unknown(`provides.${i}`, 'attribute action', v, actions.keys())
    else if (!action.tool) add(`provides.${i}`, `"${v}" takes no tool`, 'an action that takes one')
  })
  if (k.provides.length > 0 && to > LIGHT_KG_MAX)
    add('weight', 'is too much for a tool', `at most ${LIGHT_KG_MAX}`, String(to))
  return found
}
