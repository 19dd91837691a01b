import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { CoactError, canonicalJson, errorText } from '../../engine/index.js'
import { convertLayout, readLayout } from '../../worlds/index.js'
import { readTree, type Tree } from '../tree.node.js'
import { compareGame, compareTrace, type Game, type Trace } from './overcooked.js'
import {
  compareState,
  compareStep,
  type FullState,
  gamesOf,
  type LayoutValues,
  type Trajectory,
} from './overcooked-upstream.js'
import type { ConformOptions, ConformReport, ConformSuite, GateResult } from './types.js'

const GATES = {
  reading: 'files and lines that can be read',
  state: 'players and objects, every tick',
  sparse: 'sparse rewards, every tick',
  shaped: 'shaped rewards, every tick',
  events: 'events, every tick',
  ending: 'total and hash of the last state',
  bare: 'the same untracked: states, rewards, ending',
  games: 'recorded games of people',
  upstream: 'the reference’s own trajectory and expected states',
  layouts: 'layout files, as the list of layouts has them',
} as const
type GateName = keyof typeof GATES

interface Gate {
  passed: number
  failed: number
  first?: string
  skipped?: string
}

type Gates = Readonly<Record<GateName, Gate>>

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const USABLE = /\.(jsonl|json)(\.gz)?$|\.layout$/

/** What a folder holds, sorted by kind. */
interface Found {
  readonly traces: Trace[]
  readonly games: Game[]
  readonly trajectories: Trajectory[]
  readonly states: [file: string, state: Readonly<Record<string, unknown>>][]
  readonly layoutFiles: Map<string, string>
  layouts: Readonly<Record<string, LayoutValues>> | undefined
}

async function run(dir: string, options: ConformOptions): Promise<ConformReport> {
  const gates = Object.fromEntries(
    Object.keys(GATES).map((name) => [name, { passed: 0, failed: 0 }]),
  ) as unknown as Gates
  const found = await readAll(dir, gates)
  const of = found.traces.length + found.games.length
  if (of + found.trajectories.length + found.states.length + found.layoutFiles.size === 0)
    throw nothing(dir, gates.reading.first)
  let done = 0
  const next = (): boolean => {
    options.onProgress?.(done++, of)
    return options.signal?.aborted !== true
  }
  for (const trace of found.traces) if (next()) checkTrace(trace, gates)
  for (const game of found.games)
    if (next())
      count(
        gates.games,
        guarded(game.id, () => compareGame(game, true)),
      )
  checkUpstream(found, gates)
  checkLayouts(found, gates)
  const used = (Object.keys(GATES) as GateName[]).filter(
    (name) => gates[name].passed + gates[name].failed > 0 || gates[name].skipped !== undefined,
  )
  return { gates: used.map((name): GateResult => ({ name: GATES[name], ...gates[name] })) }
}

const nothing = (dir: string, got: string | undefined): CoactError =>
  new CoactError('conform/no-traces', `${dir} holds nothing recorded of Overcooked`, {
    expected: 'traces as .jsonl or .jsonl.gz, the reference’s test results, or .layout files',
    ...(got === undefined ? {} : { got }),
    next: 'Check the folder.',
  })

function count(gate: Gate, problem: string | undefined): void {
  if (problem === undefined) gate.passed += 1
  else {
    gate.failed += 1
    gate.first ??= problem
  }
}

/** A recording that cannot even be played is a difference, not the end of the suite. */
function guarded(id: string, compare: () => string | undefined): string | undefined {
  try {
    return compare()
  } catch (e) {
    return `${id}: cannot be played: ${errorText(e).slice(0, 500)}`
  }
}

/** The files of a folder or archive, or a single one. */
async function readFiles(path: string): Promise<Tree> {
  const info = await stat(path).catch(() => undefined)
  if (info?.isFile() === true && USABLE.test(path))
    return new Map([[basename(path), await readFile(path)]])
  return readTree(path, (name) => USABLE.test(name))
}

async function readAll(dir: string, gates: Gates): Promise<Found> {
  const found: Found = {
    traces: [],
    games: [],
    trajectories: [],
    states: [],
    layoutFiles: new Map(),
    layouts: undefined,
  }
  const tree = await readFiles(dir)
  for (const [name, bytes] of tree) {
    // A folder may hold both forms of a file; one of them is enough.
    if (name.endsWith('.gz') && tree.has(name.slice(0, -3))) continue
    let text: string
    try {
      text = new TextDecoder().decode(name.endsWith('.gz') ? gunzipSync(bytes) : bytes)
    } catch (e) {
      count(gates.reading, `${name}: ${errorText(e)}`)
      continue
    }
    if (name.endsWith('.layout')) found.layoutFiles.set(name, text)
    else if (/\.jsonl(\.gz)?$/.test(name)) readRows(name, text, found, gates.reading)
    else readWhole(name, text, found, gates.reading)
  }
  return found
}

/** Ids of the reference's actions. */
const ACTIONS: readonly unknown[] = [0, 1, 2, 3, 4, 5]

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function readRows(file: string, text: string, found: Found, gate: Gate): void {
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const where = `${file}, line ${i + 1}`
    try {
      const value: unknown = JSON.parse(line)
      const kind = isObject(value) ? rowKind(value) : undefined
      const problem =
        kind === undefined ? 'neither a trace nor a game' : rowProblem(value as Row, kind)
      count(gate, problem === undefined ? undefined : `${where}: ${problem}`)
      if (problem !== undefined) continue
      const row = { id: where, ...(value as Row) }
      if (kind === 'trace') found.traces.push(row as unknown as Trace)
      else found.games.push(row as unknown as Game)
    } catch (e) {
      count(gate, `${where}: ${errorText(e)}`)
    }
  }
}

type Row = Readonly<Record<string, unknown>>

function rowKind(row: Row): 'trace' | 'game' | undefined {
  const { states, actions, sparse, shaped, events, rewards } = row
  if (!isObject(row['config']) || !Array.isArray(states) || !Array.isArray(actions))
    return undefined
  const equal = (...lists: unknown[]): boolean =>
    lists.every((list) => Array.isArray(list) && list.length === actions.length)
  if (equal(states, sparse, shaped, events) && isObject(row['start'])) return 'trace'
  return equal(states, rewards) ? 'game' : undefined
}

/** What a row lacks to be compared: its sums at the end, and an action for each player in every tick. */
function rowProblem(row: Row, kind: 'trace' | 'game'): string | undefined {
  const ends =
    kind === 'trace'
      ? { total_sparse: 'number', final_sha256: 'string' }
      : { final_score: 'number' }
  for (const [key, type] of Object.entries(ends))
    if (typeof row[key] !== type) return `${key} is no ${type}`
  const first = (kind === 'trace' ? row['start'] : (row['states'] as unknown[])[0]) as Row
  const players = Array.isArray(first?.['p']) ? first['p'].length : 0
  const actions = row['actions'] as readonly unknown[]
  const tick = actions.findIndex(
    (ids) =>
      !Array.isArray(ids) || ids.length !== players || !ids.every((id) => ACTIONS.includes(id)),
  )
  if (tick < 0) return undefined
  const got = JSON.stringify(actions[tick])?.slice(0, 100)
  return `the actions of tick ${tick + 1} are not ${players} numbers from 0 to 5: ${got}`
}

function readWhole(file: string, text: string, found: Found, gate: Gate): void {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (e) {
    count(gate, `${file}: ${errorText(e)}`)
    return
  }
  if (!isObject(value)) return
  const state = isObject(value['state']) ? value['state'] : value
  if (Array.isArray(value['ep_states'])) found.trajectories.push(value as unknown as Trajectory)
  else if (Array.isArray(state['players'])) found.states.push([file, value])
  else if (Object.values(value).every((v) => isObject(v) && 'grid' in v))
    found.layouts = value as Readonly<Record<string, LayoutValues>>
  else return
  count(gate, undefined)
}

function checkTrace(trace: Trace, gates: Gates): void {
  const names = ['state', 'sparse', 'shaped', 'events', 'ending'] as const
  try {
    const differences = compareTrace(trace, true, sha256)
    for (const name of names) count(gates[name], differences[name])
    count(gates.bare, Object.values(compareTrace(trace, false, sha256))[0])
  } catch (e) {
    const problem = `${trace.id}: cannot be played: ${errorText(e).slice(0, 500)}`
    for (const name of names) count(gates[name], problem)
    count(gates.bare, problem)
  }
}

function checkUpstream(found: Found, gates: Gates): void {
  const gate = gates.upstream
  const layoutOf = (name: string): LayoutValues | undefined => found.layouts?.[name]
  for (const file of found.trajectories) {
    for (const game of gamesOf(file, layoutOf)) {
      if (typeof game === 'string') gate.skipped = game
      else
        count(
          gate,
          guarded(game.id, () => compareGame(game, true)),
        )
    }
  }
  // These three of the reference's tests are set in this layout.
  const layout = layoutOf('mdp_test')
  if (layout === undefined && found.states.length > 0)
    gate.skipped = 'mdp_test: its layout is not in the folder'
  for (const [file, value] of layout === undefined ? [] : found.states) {
    const problem = guarded(file, () => {
      if (isObject(value['state'])) {
        const after = value['state'] as unknown as FullState
        return compareStep('mdp_test', layout!, [0, 2], after, Number(value['reward']))
      }
      const state = value as unknown as FullState
      return file.includes('start_positions')
        ? compareStep('mdp_test', layout!, [], state, 0)
        : compareState('mdp_test', layout!, state)
    })
    count(gate, problem === undefined ? undefined : `${file}: ${problem}`)
  }
}

/** Layout files are read; what comes of each is what comes of its entry in the list of layouts, where there is one. */
function checkLayouts(found: Found, gates: Gates): void {
  for (const [file, text] of found.layoutFiles) {
    const name = file.replace(/^.*\//, '').replace(/\.layout$/, '')
    const problem = guarded(file, () => {
      const read = readLayout(text, file)
      const listed = found.layouts?.[name]
      if (listed === undefined) return undefined
      const e = canonicalJson(convertLayout(listed, name).params as never)
      const g = canonicalJson(read.params as never)
      return e === g ? undefined : `${file}: expected ${e.slice(0, 400)}, got ${g.slice(0, 400)}`
    })
    count(gates.layouts, problem)
  }
}

/** Overcooked (overcooked_ai at commit 739950a), tick by tick, against the kitchen. */
export const overcooked: ConformSuite = {
  id: 'overcooked',
  text: 'Overcooked, tick by tick, against the kitchen world’s profiles new and old',
  run,
}
