import { foldText, hash64, hex } from '../../engine/index.js'
import type { Replay } from '../reader.js'

/** What a file says, as one hash for each of its parts, so that a difference tells where to look. */
export interface Digest {
  readonly ticks: number
  readonly chain: string
  readonly info: string
  readonly frames: string
  readonly states: string
  readonly observations: string
  /** Ticks from which a run can go on, and the hashes of the generators and the like that are kept for it. */
  readonly saves: string
  readonly attachments: string
}

/** Reads everything in a file, every frame, state and observation, and digests it. */
export async function digestOf(replay: Replay): Promise<Digest> {
  const { first, ticks, damage, header, result, wall } = replay.info
  const parts = { frames: hash64(), states: hash64(), observations: hash64(), saves: hash64() }
  let chain = ''
  let saved = -1
  for (let tick = first; tick <= ticks; tick++) {
    const frame = await replay.frame(tick)
    chain = frame.chain
    foldText(parts.frames, plain(frame))
    const { tables } = await replay.state(tick)
    foldText(parts.states, plain(told(tables)))
    foldText(parts.observations, plain(await replay.observations(tick)))
    const save = await replay.saved(tick)
    if (save !== undefined && save.tick !== saved) {
      saved = save.tick
      foldText(parts.saves, plain(save))
    }
  }
  return {
    ticks,
    chain,
    info: hashed({ first, ticks, damage, header, result, wall }),
    frames: hex(parts.frames),
    states: hex(parts.states),
    observations: hex(parts.observations),
    saves: hex(parts.saves),
    attachments: hashed([await replay.scenario(), await replay.environment()]),
  }
}

/** A state in plain lists: zeros at the end of columns, and room for more rows, say nothing. */
function told({
  columns,
  pairs,
  strings,
  docs,
}: Awaited<ReturnType<Replay['state']>>['tables']): unknown {
  return {
    columns: columns.map((c) => {
      let length = c.length
      while (length > 0 && c[length - 1] === 0) length -= 1
      return c.subarray(0, length)
    }),
    pairs: pairs.map(({ count, ids, tags, values }) =>
      Array.from({ length: count }, (_, i) => [ids[i], tags[i], values[i]]),
    ),
    strings,
    docs,
  }
}

/** JSON with keys in order, typed arrays and maps as lists, and the numbers that JSON lacks. */
function plain(value: unknown): string {
  return JSON.stringify(value, (_, v: unknown) => {
    if (typeof v === 'number')
      return Number.isFinite(v) && !Object.is(v, -0) ? v : `number ${Object.is(v, -0) ? '-0' : v}`
    if (ArrayBuffer.isView(v)) return Array.from(v as unknown as ArrayLike<number>)
    if (v instanceof Map) return Array.from(v)
    if (v === null || typeof v !== 'object' || Array.isArray(v)) return v
    return Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}

function hashed(value: unknown): string {
  const h = hash64()
  foldText(h, plain(value))
  return hex(h)
}
