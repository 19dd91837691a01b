import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import {
  CoactError,
  createEpisode,
  type Episode,
  errorText,
  type Frame,
} from '../../engine/index.js'
import {
  type Header,
  headerSchema,
  type Row,
  rebirths,
  rowSchema,
  traceInputs,
  traceScenario,
} from './mpe.js'
import { compareBodies, compareRow, PARTS, type Part } from './mpe-compare.js'
import { recordingsAt } from './recordings.node.js'
import type { ConformOptions, ConformReport, ConformSuite } from './types.js'

/** A recorded episode, as far as its lines could be read. */
interface Recording {
  readonly name: string
  readonly header: Header
  readonly rows: Row[]
}

interface Gate {
  readonly name: string
  passed: number
  failed: number
  first?: string
  skipped?: string
}

const createGate = (name: string): Gate => ({ name, passed: 0, failed: 0 })

function count(gate: Gate, problem: string | undefined): void {
  if (problem === undefined) gate.passed += 1
  else {
    gate.failed += 1
    gate.first ??= problem
  }
}

const TITLES: Readonly<Record<Part, string>> = {
  bodies: 'bodies: sizes, masses, thrust',
  motion: 'motion: whole episodes, positions and velocities bit for bit, treasures',
  words: 'words: whole episodes, messages',
  observations: 'observations: whole episodes, equal in float32',
  rewards: 'rewards: whole episodes, within 1e-12',
}

async function run(path: string, options: ConformOptions): Promise<ConformReport> {
  const { dir, files } = await recordingsAt(path, /\.jsonl(\.gz)?$/)
  if (files.length === 0)
    throw new CoactError('conform/no-traces', `${path} holds no recorded episodes`, {
      expected: '.jsonl or .jsonl.gz files',
      next: 'Check the folder.',
    })
  const lines = createGate('lines: every line is a header or a row')
  const recordings: Recording[] = []
  for (const file of files) recordings.push(...(await readFileOf(dir, file, lines)))
  const whole = Object.fromEntries(PARTS.map((p) => [p, createGate(TITLES[p])])) as Record<
    Part,
    Gate
  >
  const single = createGate('ticks: each from its recorded state, everything')
  for (const [i, recording] of recordings.entries()) {
    if (options.signal?.aborted === true) break
    runWhole(recording, whole)
    runSingly(recording, single)
    const cut = cutOf(recording)
    if (cut !== undefined) lines.skipped ??= cut
    options.onProgress?.(i + 1, recordings.length)
  }
  return { gates: [lines, ...Object.values(whole), single] }
}

async function readFileOf(dir: string, file: string, lines: Gate): Promise<Recording[]> {
  const out: Recording[] = []
  let text: string
  try {
    const bytes = await readFile(join(dir, file))
    text = new TextDecoder().decode(
      bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes,
    )
  } catch (e) {
    count(lines, `${file} cannot be read: ${errorText(e)}`)
    return out
  }
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    count(lines, problemOf(line, `${file}, line ${i + 1}`, out))
  }
  return out
}

/** Takes a line into the recordings, or says what is wrong with it. */
function problemOf(line: string, where: string, out: Recording[]): string | undefined {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (e) {
    return `${where}: ${errorText(e)}`
  }
  const isHeader = (value as { kind?: unknown } | null)?.kind === 'header'
  const parsed = (isHeader ? headerSchema : rowSchema).safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return `${where}: ${issue!.path.join('.')}: ${issue!.message}`
  }
  if (isHeader) {
    const header = parsed.data as Header
    const kind = `${header.continuous ? 'continuous' : 'discrete'}${header.variant ? `, ${header.variant}` : ''}`
    out.push({ name: `${where}: ${header.env}, seed ${header.seed}, ${kind}`, header, rows: [] })
    return undefined
  }
  const recording = out.at(-1)
  if (recording === undefined) return `${where}: a row without a header before it`
  const row = parsed.data as Row
  const { header, rows } = recording
  const shape = [
    ['state', row.state.length, header.entities.length],
    ['obs', row.obs.length, header.n_agents],
    ...(row.t === 0 ? [] : [['act', row.act?.length ?? 0, header.n_agents] as const]),
    ...(row.t === 0 ? [] : [['rew', row.rew?.length ?? 0, header.n_agents] as const]),
  ] as const
  const wrong = shape.find(([, got, expected]) => got !== expected)
  if (wrong !== undefined) return `${where}: ${wrong[0]} has ${wrong[1]} entries, not ${wrong[2]}`
  rows.push(row)
  return undefined
}

/** That a recording ends before its time: what it has agrees or not all the same. */
function cutOf({ name, header, rows }: Recording): string | undefined {
  const last = rows.at(-1)?.t ?? 0
  return last >= header.max_cycles
    ? undefined
    : `${name}: it ends at t ${last} of ${header.max_cycles}`
}

/** An action of a recording that the world refuses, in words. */
function refused({ actions }: Frame): string | undefined {
  const one = actions.find(({ verdict }) => verdict !== 'ok')
  return one === undefined ? undefined : `an action is refused: ${one.verdict}`
}

/** Plays an episode from its first state to its end, and compares after each tick. */
function runWhole({ name, header, rows }: Recording, gates: Record<Part, Gate>): void {
  const found: Partial<Record<Part, string>> = {}
  const note = (t: number, differences: Partial<Record<Part, string | undefined>>): void => {
    for (const part of PARTS) {
      const difference = differences[part]
      if (difference !== undefined) found[part] ??= `${name}, t ${t}: ${difference}`
    }
  }
  try {
    const [first, ...later] = rows
    if (first?.t !== 0) throw new CoactError('mpe/cut', 'The row t 0 is missing')
    const drawn = later.flatMap((row, i) => rebirths(rows[i]!, row))
    const episode = begin(header, first, drawn)
    note(0, { ...compareRow(episode, header, first), bodies: compareBodies(episode, header) })
    for (const row of later) {
      if (row.t !== episode.tick + 1)
        throw new CoactError('mpe/cut', `The row t ${episode.tick + 1} is missing`)
      const frame = episode.step(traceInputs(header, row))
      note(row.t, { motion: refused(frame) })
      note(row.t, compareRow(episode, header, row))
    }
  } catch (e) {
    for (const part of PARTS) found[part] ??= `${name}: ${errorText(e)}`
  }
  for (const part of PARTS) count(gates[part], found[part])
}

/** Makes each tick from the state that was recorded before it. */
function runSingly({ name, header, rows }: Recording, gate: Gate): void {
  for (const [i, row] of rows.entries()) {
    const before = rows[i - 1]
    if (before === undefined || before.t + 1 !== row.t) continue
    try {
      const episode = begin(header, before, rebirths(before, row))
      const frame = episode.step(traceInputs(header, row))
      const differences = [refused(frame), ...Object.values(compareRow(episode, header, row))]
      const difference = differences.find((d) => d !== undefined)
      count(gate, difference === undefined ? undefined : `${name}, t ${row.t}: ${difference}`)
    } catch (e) {
      count(gate, `${name}, t ${row.t}: ${errorText(e)}`)
    }
  }
}

const begin = (header: Header, row: Row, treasure: readonly number[]): Episode =>
  createEpisode(traceScenario(header, row), {
    seed: header.seed,
    tapes: { 'world:treasure': treasure },
  })

/** MPE2 at commit dbd68d2, tick by tick, against the particle world. */
export const mpe: ConformSuite = {
  id: 'mpe',
  text: 'MPE2, tick by tick, against the particle world',
  run,
}
