import { Packr } from 'msgpackr'
import { type EpisodeState, limits } from '../engine/index.js'
import { corrupt, decoding } from './faults.js'
import { rowEntity, rowKey } from './rows.js'
import { copyJson } from './shape.js'
import type { StateTables } from './tables.js'

// Record mode would tie each message to those before it.
const packr = new Packr({ useRecords: false })

/** A whole saved state as bytes. */
export const packState = (state: EpisodeState): Uint8Array => packr.pack(wrap(state)).slice()

/** @throws CoactError `replay/corrupt` */
export const unpackState = (bytes: Uint8Array): EpisodeState =>
  decoding('a saved state', () => unwrap(packr.unpack(bytes)) as EpisodeState)

/** What a saved state holds besides the tables that a replay has anyway: generators, bus, free entity numbers … */
export function packRest({ store, docs: _, ...rest }: EpisodeState): Uint8Array {
  const { columns: _columns, pairs: _pairs, strings: _strings, ...kept } = store
  return packr.pack(wrap({ ...rest, store: kept })).slice()
}

/** Joins what {@link packRest} kept with the tables of the same tick. @throws CoactError `replay/corrupt` */
export function unpackRest(bytes: Uint8Array, tables: StateTables, where: string): EpisodeState {
  const rest = decoding(where, () => unwrap(packr.unpack(bytes)) as EpisodeState)
  const highest = rest?.store?.highest
  if (
    !Number.isInteger(highest) ||
    highest < 0 ||
    highest >= limits.ENTITIES_MAX ||
    tables.columns.some((c) => !endsAt(c, highest))
  ) {
    throw corrupt(where, `a highest entity of ${String(highest)}`)
  }
  return {
    ...rest,
    store: {
      ...rest.store,
      columns: tables.columns.map((cells) => sized(cells, highest + 1)),
      pairs: tables.pairs.map(({ ids, tags, values, count }) => ({
        entities: Int32Array.from(ids.subarray(0, count), rowEntity),
        keys: Int32Array.from(ids.subarray(0, count), rowKey),
        tags: tags.slice(0, count),
        values: values.slice(0, count),
      })),
      strings: tables.strings.slice(),
    },
    docs: Array.from(tables.docs, ([name, doc]) => [name, copyJson(doc) as typeof doc] as const),
  }
}

/** True when no entity past `highest` has a value. */
function endsAt(cells: Int32Array | Float64Array, highest: number): boolean {
  for (let e = highest + 1; e < cells.length; e++) if (cells[e] !== 0) return false
  return true
}

function sized(cells: Int32Array | Float64Array, length: number): Int32Array | Float64Array {
  const out = cells instanceof Float64Array ? new Float64Array(length) : new Int32Array(length)
  out.set(cells.subarray(0, length) as Int32Array & Float64Array)
  return out
}

const ARRAYS = [Int32Array, Float64Array, Uint8Array] as const

/** Turns typed arrays into bytes, the first of which tells the type; plain JSON has no bytes of its own. */
function wrap(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  if (ArrayBuffer.isView(value)) {
    const out = new Uint8Array(value.byteLength + 1)
    out[0] = ARRAYS.findIndex((type) => value instanceof type)
    out.set(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), 1)
    return out
  }
  if (Array.isArray(value)) return value.map(wrap)
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, wrap(part)]))
}

function unwrap(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Uint8Array) {
    const type = ARRAYS[value[0] ?? -1]
    if (type === undefined) throw new Error('bytes of no known type')
    // Not `slice`: where bytes are a Node buffer, that shares memory.
    return new type(new Uint8Array(value.subarray(1)).buffer)
  }
  if (Array.isArray(value)) return value.map(unwrap)
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unwrap(part)]))
}
