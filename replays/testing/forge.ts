import { createContainer, METADATA, memorySink } from '../container.js'
import { joined, storedDeflate } from '../deflate.js'
import { FORMAT } from '../header.js'
import { type Layout, schemaHash } from '../layout.js'
import { RECORD_HEAD } from '../mcap.js'
import { toMetadata } from '../metadata.js'
import { byteWriter, writeVarint, written } from '../varint.js'
import { VERSION } from '../version.js'

/** The smallest state that has everything: an integer, attributes and a set. */
export const LAYOUT: Layout = {
  columns: [{ name: 'X.x', kind: 'i32' }],
  components: ['X'],
  relations: [],
  tables: ['attributes', 'likes'],
}
/** Streams of a diff: nine, the columns, two tables. */
const streamsFor = (columns: number): number => 11 + columns

/** What a forged file holds in place of the honest. */
export interface Forgery {
  readonly header?: Readonly<Record<string, unknown>>
  readonly result?: Readonly<Record<string, unknown>>
  /** Groups of `/state` and `/saves`, in this order: what is deflated, or already deflated. */
  readonly groups?: readonly Group[]
  /** Messages of JSON channels at tick 0. */
  readonly lines?: Readonly<Record<string, string>>
  readonly scenario?: unknown
  readonly metadata?: readonly ReadonlyMap<string, string>[]
}

interface Group {
  readonly topic?: string
  readonly tick: number
  readonly bytes?: Uint8Array
  readonly packed?: Uint8Array
}

/** Writes a replay of one tick in which anything may be false; its checksums are right. */
export async function forge(forgery: Forgery = {}): Promise<Uint8Array> {
  const sink = memorySink()
  const container = createContainer(sink)
  container.start()
  const layout = (forgery.header?.['layout'] ?? LAYOUT) as Layout
  const header = {
    format: FORMAT,
    engine: VERSION,
    world: { id: 'forged', version: 1 },
    scenario: { id: 'forged', title: 'Forged' },
    profile: 'default',
    seed: '1',
    horizon: 9,
    order: 'agents',
    agents: [{ name: 'ada', team: 'all', role: 'agent' }],
    actions: ['go'],
    systems: [],
    tapes: {},
    layout,
    schema: schemaHash(layout),
    ...forgery.header,
  }
  container.metadata(METADATA.header, toMetadata(header))
  for (const values of forgery.metadata ?? []) container.metadata('more', values)
  if (forgery.scenario !== undefined) {
    container.attachment('scenario.json', forgery.scenario)
  }
  const lines = { ...HONEST_LINES, ...forgery.lines }
  for (const [topic, line] of Object.entries(lines)) {
    container.message(topic, 0, utf8(`{"from":0,"to":0,"frames":[\n${line}\n]}`))
  }
  for (const { topic = '/state', tick, bytes, packed } of forgery.groups ?? [
    { tick: 0, bytes: group() },
  ]) {
    container.message(topic, tick, packed ?? (await storedDeflate(bytes!)))
  }
  const result = { end: 'aborted', ticks: 0, chain: '', goals: [], metrics: {} }
  container.metadata(METADATA.result, toMetadata({ ...result, ...forgery.result }))
  await container.end()
  return sink.bytes()
}

const HONEST_LINES = {
  '/inputs': '{"tick":0,"asked":[],"inputs":[]}',
  '/events': '{"tick":0,"events":[],"draws":[],"goals":[]}',
  '/hashes': '{"tick":0,"state":"","chain":"","rewards":[]}',
}

/** Bytes by number of stream. */
export type Streams = Readonly<Record<number, readonly number[] | Uint8Array>>

/** A diff that changes nothing: no causes, no blocks, no texts. */
export const NOTHING: Streams = { 0: [0, 0, 0], 8: [0] }

/** The bytes of a group. */
export function group(
  given: {
    readonly head?: readonly number[]
    readonly kinds?: string
    readonly keyframe?: Streams | Uint8Array
    readonly frames?: Streams | Uint8Array
    /** How many columns the layout has. */
    readonly columns?: number
  } = {},
): Uint8Array {
  const kinds = utf8(given.kinds ?? '[]')
  return joined([
    Uint8Array.from(given.head ?? [1, 0, 1, 0]),
    varint(kinds.length),
    kinds,
    packed(given.keyframe ?? NOTHING, given.columns),
    packed(given.frames ?? NOTHING, given.columns),
  ])
}

const packed = (streams: Streams | Uint8Array, columns = 1): Uint8Array =>
  streams instanceof Uint8Array
    ? streams
    : joined([
        ...Array.from({ length: streamsFor(columns) }, (_, i) => varint(streams[i]?.length ?? 0)),
        ...Array.from({ length: streamsFor(columns) }, (_, i) => Uint8Array.from(streams[i] ?? [])),
      ])

export function varint(value: number): Uint8Array {
  const w = byteWriter()
  writeVarint(w, value)
  return written(w)
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

/** A texts stream that holds JSON. */
export const texts = (json: string): Uint8Array => joined([varint(json.length), utf8(json)])

/** Overwrites a number in the first record of a kind, past its head; sums over it are switched off. */
export function lied(
  bytes: Uint8Array,
  kind: number,
  at: number,
  value: bigint,
  last = false,
): Uint8Array {
  const copy = bytes.slice()
  const view = new DataView(copy.buffer)
  // A sum of 0 means that there is none.
  view.setUint32(copy.length - 12, 0, true)
  const found: number[] = []
  for (let offset = 8; offset < copy.length - 8; ) {
    if (copy[offset] === kind) found.push(offset)
    offset += RECORD_HEAD + Number(view.getBigUint64(offset + 1, true))
  }
  view.setBigUint64((last ? found.at(-1)! : found[0]!) + RECORD_HEAD + at, value, true)
  return copy
}
