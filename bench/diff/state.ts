import { attribute, type Replay, type StateView } from '../../replays/index.js'
import { json } from './about.js'

/** How two final states differ in one part. */
export interface StateDifference {
  /** A component, a relation, `entity`, `attributes`, or a document such as `doc world`. */
  readonly what: string
  /** How many entities have it otherwise; absent for documents. */
  readonly entities?: number
  /** The first of them. */
  readonly example: {
    readonly where: string
    readonly entity?: number
    readonly a: unknown
    readonly b: unknown
  }
}

/** How the last states of two runs differ, part by part. Parts go by their names, so that layouts may differ. */
export async function finalDifferences(a: Replay, b: Replay): Promise<StateDifference[]> {
  const [x, y] = [await a.state(a.info.ticks), await b.state(b.info.ticks)]
  return [
    ...[...sharedColumns(x, y)].flatMap(([what, names]) => columnsDifference(what, names, x, y)),
    ...x.layout.tables
      .filter((table) => y.layout.tables.includes(table))
      .flatMap((table) => tableDifference(table, x, y)),
    ...docDifferences(x, y),
  ]
}

/** Columns that both have, by what stands before the dot. Masks are left out: components that came or went show anyway. */
function sharedColumns(x: StateView, y: StateView): Map<string, string[]> {
  const theirs = new Set(y.layout.columns.map((c) => c.name))
  const parts = new Map<string, string[]>()
  for (const { name } of x.layout.columns) {
    if (!theirs.has(name) || name.startsWith('entity.mask')) continue
    const part = name.slice(0, name.indexOf('.'))
    const list = parts.get(part)
    if (list === undefined) parts.set(part, [name])
    else list.push(name)
  }
  return parts
}

function columnsDifference(
  what: string,
  names: readonly string[],
  x: StateView,
  y: StateView,
): StateDifference[] {
  const differing = new Set<number>()
  let example: StateDifference['example'] | undefined
  for (const where of names) {
    const [p, q] = [x.column(where), y.column(where)]
    // Numbers of texts are given in the order of their coming.
    const isText = x.layout.columns.some((c) => c.name === where && c.kind === 'str')
    for (let entity = 1; entity < Math.max(p.length, q.length); entity++) {
      if (!isText && Object.is(p[entity] ?? 0, q[entity] ?? 0)) continue
      const [a, b] = [x.value(where, entity), y.value(where, entity)]
      if (Object.is(a, b)) continue
      differing.add(entity)
      if (example === undefined || entity < example.entity!) example = { where, entity, a, b }
    }
  }
  return example === undefined ? [] : [{ what, entities: differing.size, example }]
}

function tableDifference(table: string, x: StateView, y: StateView): StateDifference[] {
  const [p, q] = [rowsOf(table, x), rowsOf(table, y)]
  const differing = new Set<number>()
  let example: StateDifference['example'] | undefined
  for (const key of new Set([...p.keys(), ...q.keys()])) {
    const [a, b] = [p.get(key), q.get(key)]
    if (json(a?.value) === json(b?.value)) continue
    const { entity, name } = (a ?? b)!
    differing.add(entity)
    example ??= { where: `${table}.${name}`, entity, a: a?.value, b: b?.value }
  }
  return example === undefined ? [] : [{ what: table, entities: differing.size, example }]
}

interface Row {
  readonly entity: number
  readonly name: string
  readonly value: unknown
}

/** The rows of a table by entity and key in words: numbers of texts need not be the same in two runs. */
function rowsOf(table: string, { tables, layout, text }: StateView): Map<string, Row> {
  const index = layout.tables.indexOf(table)
  const { count, ids, tags, values } = tables.pairs[index]!
  const rows = new Map<string, Row>()
  for (let i = 0; i < count; i++) {
    const entity = Math.floor(ids[i]! / KEYS)
    const key = ids[i]! % KEYS
    const name = index === 0 ? text(key) : String(key)
    const value = index === 0 ? attribute(tags[i]!, values[i]!, text) : values[i]!
    rows.set(`${entity} ${name}`, { entity, name, value })
  }
  return rows
}

/** The number of a row is its entity times this, plus its key. */
const KEYS = 0x80000000

function docDifferences(x: StateView, y: StateView): StateDifference[] {
  return [...new Set([...x.tables.docs.keys(), ...y.tables.docs.keys()])].sort().flatMap((doc) => {
    const [a, b] = [x.doc(doc), y.doc(doc)]
    const what = `doc ${doc}`
    return json(a) === json(b) ? [] : [{ what, example: { where: what, a, b } }]
  })
}
