import { type CellMemory, cellMemory } from './cells.js'
import type { Layout } from './layout.js'
import type { StateTables } from './tables.js'

/** What both sides of a group keep in step while they write or read its diffs. */
export interface Coding {
  readonly layout: Layout
  readonly memory: CellMemory
  /** By column: the entities of its last block. */
  readonly blocks: (Int32Array | undefined)[]
  /** By 1 + agent: its entity when the group first needed to know, or 0. */
  own: Int32Array | undefined
}

export const newCoding = (layout: Layout): Coding => ({
  layout,
  memory: cellMemory(layout),
  blocks: [],
  own: undefined,
})

/** The agent's own entity. @param subject 1 + the agent's index @param tables the state before the diff */
export function ownEntity(
  coding: Coding,
  subject: number,
  agents: number,
  tables: StateTables,
): number {
  coding.own ??= firstOwned(coding.layout, agents, tables)
  return coding.own[subject]!
}

function firstOwned(layout: Layout, agents: number, tables: StateTables): Int32Array {
  const own = new Int32Array(agents + 1)
  const owners = tables.columns[layout.columns.findIndex((c) => c.name === 'entity.owner')] ?? []
  for (let e = owners.length - 1; e > 0; e--) {
    const owner = owners[e]!
    if (owner > 0 && owner <= agents) own[owner] = e
  }
  return own
}
