import { clearColumn, restoreColumn, saveColumn } from './column.js'
import { CoactError } from './errors.js'
import type { Layout } from './layout.js'
import type { TrackedPairs } from './pairs.js'
import type { StoreState } from './store.js'
import type { Strings } from './strings.js'

/** What a store holds beside its index of entities. */
export interface Contents {
  readonly layout: Layout
  readonly pairs: readonly TrackedPairs[]
  readonly strings: Strings
}

/** @param end one past the highest entity id in use */
export const saveContents = (
  { layout, pairs, strings }: Contents,
  end: number,
): Pick<StoreState, 'columns' | 'pairs' | 'counters' | 'strings'> => ({
  columns: layout.columns.map((c) => saveColumn(c, end)),
  pairs: pairs.map((p) => p.save()),
  counters: layout.relationList.map((r) => r.counter),
  strings: strings.save(),
})

/**
 * @param living ids of the living, which are restored already
 * @param end one past the highest entity id in use, before or now
 * @returns whether each text that was known before and is known now still has its number
 */
export function restoreContents(
  { layout, pairs, strings }: Contents,
  state: StoreState,
  living: () => readonly number[],
  end: number,
): boolean {
  const { columns, relationList } = layout
  for (let i = 0; i < columns.length; i++) restoreColumn(columns[i]!, state.columns[i]!, end)
  const sameTexts = strings.restore(state.strings)
  for (let i = 0; i < relationList.length; i++) {
    relationList[i]!.counter = state.counters[i]!
    relationList[i]!.rebuild(living())
  }
  for (let i = 0; i < pairs.length; i++) pairs[i]!.restore(state.pairs[i]!)
  return sameTexts
}

/** Makes the contents as they were when the store was made. */
export function clearContents({ layout, pairs, strings }: Contents): void {
  for (const c of layout.columns) clearColumn(c)
  strings.restore([''])
  for (const r of layout.relationList) {
    r.counter = 1
    r.rebuild([])
  }
  for (const p of pairs) p.clearAll()
}

/** @throws CoactError `episode/state` when a saved state cannot be of a store like this one */
export function mustFit({ layout, pairs }: Contents, state: StoreState): void {
  const { columns } = layout
  if (state.columns.length === columns.length && state.pairs.length === pairs.length) return
  throw new CoactError('episode/state', 'The saved state is of another world', {
    expected: `${columns.length} columns and ${pairs.length} tables`,
    got: `${state.columns.length} columns and ${state.pairs.length} tables`,
    next: 'Restore it into an episode of the same world and version.',
  })
}
