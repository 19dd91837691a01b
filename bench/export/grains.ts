import { actions } from './actions.js'
import { calls } from './calls.js'
import type { ColumnInfo } from './column.js'
import { episodes } from './episodes.js'
import { messages } from './messages.js'
import type { Table } from './table.js'
import { ticks } from './ticks.js'

/** What one row is about. */
export type Grain = 'episodes' | 'ticks' | 'actions' | 'messages' | 'calls'

export const tables: Readonly<Record<Grain, Table>> = { episodes, ticks, actions, messages, calls }
export const grains = Object.keys(tables) as Grain[]

/**
 * The columns of a grain, the same in all formats.
 *
 * @example
 * exportColumns('ticks').map((c) => c.name) // ['run', 'tick', 'agent', …]
 */
export const exportColumns = (grain: Grain): readonly ColumnInfo[] =>
  tables[grain].columns.map(({ name, type, nullable, about }) => ({ name, type, nullable, about }))
