import type { Cause, Frame } from '../../engine/index.js'
import { attribute, meaning, type StateView } from '../../replays/index.js'

/** One thing that a tick changed in the state, by name. */
export interface NamedChange {
  /** `Body.x`, `attributes.is_open`, `knows.7`, `doc world`. */
  readonly what: string
  /** Absent for documents. */
  readonly entity?: number
  /** What it was, for values of columns where the state before is at hand. */
  readonly old?: unknown
  /** What it is now; null where it went. */
  readonly value: unknown
  readonly cause: Cause
}

/**
 * The diff of a frame in names, in the order of causes.
 * @param view the state after it @param before the state before it
 */
export function changesOf(
  { diff, causes }: Frame,
  view: StateView,
  before?: StateView,
): NamedChange[] {
  const { layout, text } = view
  const found: (NamedChange & { readonly order: number })[] = []
  const add = (order: number, change: Omit<NamedChange, 'cause'>): void => {
    found.push({ ...change, cause: causes[order] ?? '', order })
  }
  for (const { column, ids, values, causes: who } of diff.columns) {
    const info = layout.columns[column]!
    for (let i = 0; i < ids.length; i++) {
      const entity = ids[i]!
      const old = before === undefined ? {} : { old: before.value(info.name, entity) }
      add(who[i]!, { what: info.name, entity, ...old, value: meaning(info, values[i]!, text) })
    }
  }
  diff.pairs.forEach((rows, table) => {
    if (rows === undefined) return
    for (let i = 0; i < rows.entities.length; i++) {
      const [key, tag] = [rows.keys[i]!, rows.tags[i]!]
      const value = tag === 0 ? null : attribute(tag, rows.values[i]!, text)
      const name = table === 0 ? text(key) : key
      add(rows.causes[i]!, {
        what: `${layout.tables[table]}.${name}`,
        entity: rows.entities[i]!,
        value: table === 0 || tag === 0 ? value : true,
      })
    }
  })
  for (const { doc, patches, cause } of diff.docs)
    add(cause, {
      what: `doc ${doc}`,
      value: patches.map(({ op, path, value }) => [op, path.join('.'), value]),
    })
  return found.sort((a, b) => a.order - b.order).map(({ order: _, ...change }) => change)
}

/** A name for an entity: its own, that of the agent whose first it is, or its number. */
export function labelOf(view: StateView, id: number, agents: readonly { readonly name: string }[]) {
  const name = view.value('entity.name', id)
  if (name !== '') return String(name)
  const owner = view.column('entity.owner')[id] ?? 0
  return agents[owner - 1]?.name ?? `#${id}`
}
