import { canonicalJson, type Diff } from '../engine/index.js'
import { rowsDifference } from './rows.js'
import type { StateTables } from './tables.js'

/** The diff that brings `from` to `to`, with one cause for all. `to` has all texts and documents of `from`. */
export function differenceOf(from: StateTables, to: StateTables): Diff {
  const docs: Diff['docs'][number][] = []
  for (const [doc, value] of to.docs) {
    const old = from.docs.get(doc)
    if (old === undefined || canonicalJson(old) !== canonicalJson(value)) {
      docs.push({ doc, patches: [{ op: 'replace', path: [], value }], cause: 0 })
    }
  }
  return {
    columns: to.columns.flatMap((cells, i) => columnDifference(from.columns[i]!, cells, i) ?? []),
    pairs: to.pairs.map((rows, i) => rowsDifference(from.pairs[i]!, rows)),
    strings: to.strings.slice(from.strings.length),
    stringsFrom: from.strings.length,
    docs,
  }
}

function columnDifference(
  from: Int32Array | Float64Array,
  to: Int32Array | Float64Array,
  column: number,
): Diff['columns'][number] | undefined {
  const both = Math.min(from.length, to.length)
  const ids: number[] = []
  for (let e = 0; e < both; e++) if (from[e] !== to[e]) ids.push(e)
  for (let e = both; e < to.length; e++) if (to[e] !== 0) ids.push(e)
  if (ids.length === 0) return undefined
  const values =
    to instanceof Float64Array ? new Float64Array(ids.length) : new Int32Array(ids.length)
  for (let i = 0; i < ids.length; i++) values[i] = to[ids[i]!]!
  return { column, ids: Int32Array.from(ids), values, causes: new Int32Array(ids.length) }
}
