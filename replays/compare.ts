import { type Cause, canonicalJson, type Frame } from '../engine/index.js'
import { differenceOf } from './difference.js'
import type { Layout } from './layout.js'
import { findRow, rowId } from './rows.js'
import type { StateTables } from './tables.js'
import { attribute, meaning } from './view.js'

/** Where a recorded and a computed run first part. */
export interface Difference {
  readonly tick: number
  /** `Body.x`, `attributes.is_open`, `doc world.phase`, `actions[0]`, `state hash` … */
  readonly where: string
  readonly entity?: { readonly id: number; readonly name: string }
  readonly recorded: unknown
  readonly computed: unknown
  /** What changed it: `system:grow`, `action:ada:move`. */
  readonly cause?: Cause
}

/** True when two frames tell the same. */
export const sameFrame = (a: Frame, b: Frame): boolean =>
  a.state === b.state && a.chain === b.chain && sameDiff(a, b) && partDifference(a, b) === undefined

function sameDiff(a: Frame, b: Frame): boolean {
  const [p, q] = [a.diff, b.diff]
  return (
    p.columns.length === q.columns.length &&
    p.columns.every((c, i) => {
      const d = q.columns[i]!
      return (
        c.column === d.column &&
        same(c.ids, d.ids) &&
        same(c.values, d.values) &&
        same(c.causes, d.causes)
      )
    }) &&
    p.pairs.every((rows, i) => {
      const other = q.pairs[i]
      if (rows === undefined || other === undefined) return rows === other
      return (
        same(rows.entities, other.entities) &&
        same(rows.keys, other.keys) &&
        same(rows.tags, other.tags) &&
        same(rows.values, other.values) &&
        same(rows.causes, other.causes)
      )
    }) &&
    json([p.strings, p.docs, a.causes]) === json([q.strings, q.docs, b.causes])
  )
}

function same(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false
  return true
}

/** Equal for values that a file cannot tell apart, such as a field that is undefined and one that is missing. */
const json = (value: unknown): string => (value === undefined ? '' : canonicalJson(value))

/**
 * Finds where two frames of the same tick part: the earliest cell in the order of causes, then anything else.
 * @param recorded state after the tick, by the file @param computed the same, simulated
 */
export function firstDifference(
  a: Frame,
  b: Frame,
  recorded: StateTables,
  computed: StateTables,
  layout: Layout,
  agents: readonly { readonly name: string }[],
): Difference {
  const { tick } = a
  const values = { tick, recorded, computed, layout }
  const changes = [...changesOf(a), ...changesOf(b)].sort((p, q) => p.order - q.order)
  for (const change of [...changes, ...unexplained(recorded, computed)]) {
    const found = cellDifference(change, values)
    if (found !== undefined) return found
  }
  for (const doc of new Set([...recorded.docs.keys(), ...computed.docs.keys()])) {
    const cause = causeOfDoc(b, doc) ?? causeOfDoc(a, doc)
    const path = jsonDifference(recorded.docs.get(doc), computed.docs.get(doc), `doc ${doc}`)
    if (path !== undefined) return { tick, ...path, ...(cause === undefined ? {} : { cause }) }
  }
  const texts = jsonDifference(recorded.strings, computed.strings, 'texts')
  if (texts !== undefined) return { tick, ...texts }
  const part = partDifference(a, b)
  if (part !== undefined) {
    const action = b.actions.find((x, i) => json(x) !== json(a.actions[i]))
    const cause = action && `action:${agents[action.agent]?.name}:${action.action}`
    return {
      tick,
      ...part,
      ...(part.where.startsWith('actions') && cause !== undefined ? { cause } : {}),
    }
  }
  if (a.state !== b.state)
    return { tick, where: 'state hash', recorded: a.state, computed: b.state }
  if (a.chain !== b.chain)
    return { tick, where: 'chain hash', recorded: a.chain, computed: b.chain }
  return { tick, where: 'causes', recorded: causesOf(a), computed: causesOf(b) }
}

/** One changed cell or row. */
interface Change {
  /** A column, or a row of a table. */
  readonly column?: number
  readonly table?: number
  readonly entity: number
  readonly key: number
  readonly cause: Cause | undefined
  /** Position of the cause. */
  readonly order: number
}

function changesOf({ diff, causes }: Frame): Change[] {
  const cells = diff.columns.flatMap(({ column, ids, causes: who }) =>
    Array.from(ids, (entity, i) => ({
      column,
      entity,
      key: 0,
      cause: causes[who[i]!],
      order: who[i]!,
    })),
  )
  const rows = diff.pairs.flatMap((table, t) =>
    Array.from(table?.entities ?? [], (entity, i) => {
      const order = table!.causes[i]!
      return { table: t, entity, key: table!.keys[i]!, cause: causes[order], order }
    }),
  )
  return [...cells, ...rows]
}

/** Cells in which two states differ, whoever changed them. */
const unexplained = (a: StateTables, b: StateTables): Change[] =>
  changesOf({
    diff: differenceOf(a, { ...b, strings: a.strings, docs: a.docs }),
    causes: [],
  } as unknown as Frame)

interface Values {
  readonly tick: number
  readonly recorded: StateTables
  readonly computed: StateTables
  readonly layout: Layout
}

function cellDifference(
  change: Change,
  { tick, recorded, computed, layout }: Values,
): Difference | undefined {
  const read = (tables: StateTables): readonly [number, unknown] =>
    change.column === undefined ? rowValue(tables, change) : cellValue(tables, change, layout)
  const [a, inFile] = read(recorded)
  const [b, simulated] = read(computed)
  if (Object.is(a, b) && json(inFile) === json(simulated)) return undefined
  const { entity, cause } = change
  const table = layout.tables[change.table ?? 0]
  const key = change.table === 0 ? (computed.strings[change.key] ?? change.key) : change.key
  return {
    tick,
    where: change.column === undefined ? `${table}.${key}` : layout.columns[change.column]!.name,
    entity: {
      id: entity,
      name: nameOf(computed, entity, layout) || nameOf(recorded, entity, layout),
    },
    recorded: inFile,
    computed: simulated,
    ...(cause === undefined ? {} : { cause }),
  }
}

function cellValue(
  tables: StateTables,
  { column, entity }: Change,
  layout: Layout,
): [number, unknown] {
  const value = tables.columns[column!]![entity] ?? 0
  return [value, meaning(layout.columns[column!]!, value, (id) => tables.strings[id] ?? '')]
}

function rowValue(tables: StateTables, { table, entity, key }: Change): [number, unknown] {
  const rows = tables.pairs[table!]!
  const id = rowId(entity, key)
  const at = findRow(rows, id)
  if (at >= rows.count || rows.ids[at] !== id) return [Number.NaN, undefined]
  const value = rows.values[at]!
  return [
    value,
    table === 0 ? attribute(rows.tags[at]!, value, (t) => tables.strings[t] ?? '') : value,
  ]
}

function nameOf(tables: StateTables, entity: number, layout: Layout): string {
  const names = tables.columns[layout.columns.findIndex((c) => c.name === 'entity.name')]
  return tables.strings[names?.[entity] ?? 0] ?? ''
}

function causeOfDoc({ diff, causes }: Frame, name: string): Cause | undefined {
  const change = diff.docs.find((d) => d.doc === name)
  return change === undefined ? undefined : causes[change.cause]
}

const PARTS = [
  'asked',
  'actions',
  'messages',
  'events',
  'draws',
  'rewards',
  'goals',
  'end',
] as const

type Parted = Omit<Difference, 'tick'>

/** The first part of a frame other than its state that differs. */
function partDifference(a: Frame, b: Frame): Parted | undefined {
  for (const part of PARTS) {
    const found = jsonDifference(a[part], b[part], part, 2)
    if (found !== undefined) return found
  }
  return undefined
}

/** The first place where two JSON values part, at most so deep. */
function jsonDifference(a: unknown, b: unknown, where: string, depth = 8): Parted | undefined {
  if (json(a) === json(b)) return undefined
  const isBoth = [a, b].every((v) => v !== null && typeof v === 'object')
  if (isBoth && depth > 0 && Array.isArray(a) === Array.isArray(b)) {
    const [x, y] = [a, b] as [Record<string, unknown>, Record<string, unknown>]
    for (const key of new Set([...Object.keys(x), ...Object.keys(y)])) {
      const at = Array.isArray(a) ? `${where}[${key}]` : `${where}.${key}`
      const found = jsonDifference(x[key], y[key], at, depth - 1)
      if (found !== undefined) return found
    }
  }
  return { where, recorded: a, computed: b }
}

const causesOf = ({ causes, diff }: Frame): unknown => [
  causes,
  diff.columns.map((c) => Array.from(c.causes)),
]

/** A difference in one line. */
export function differenceText({
  tick,
  where,
  entity,
  recorded,
  computed,
  cause,
}: Difference): string {
  const name = entity === undefined || entity.name === '' ? '' : ` (${entity.name})`
  const whose = entity === undefined ? '' : ` of entity ${entity.id}${name}`
  const show = (value: unknown): string => (JSON.stringify(value) ?? 'absent').slice(0, 200)
  const why = cause === undefined ? '' : `, by ${cause}`
  return `tick ${tick}: ${where}${whose} is ${show(recorded)} in the file and ${show(computed)} simulated${why}`
}
