import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CoactError, canonicalJson, type Episode } from '../../engine/index.js'
import type { Converted } from '../import/earbench.js'
import { convertTree, readEarTree } from '../import/earbench.node.js'
import { readLines } from '../lines.node.js'
import {
  codeOf,
  nearText,
  resultOf,
  type ShownRow,
  sameStatus,
  shownNow,
  stateText,
  stepTrace,
  type Trace,
  traceEpisode,
  viewState,
} from './omniear.js'
import type { ConformOptions, ConformReport, ConformSuite, GateResult } from './types.js'

const GATES = [
  'gate 1: status, changes, discoveries, tasks, state hash',
  'gate 2: result data, proximity hash',
  'gate 3: reason codes',
  'gate 4: what an observation shows',
] as const

interface Gate {
  passed: number
  failed: number
  first?: string
}

const sha16 = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

async function run(dir: string, options: ConformOptions): Promise<ConformReport> {
  if (options.scenes === undefined) {
    throw new CoactError('conform/no-scenes', 'The recordings need the scenes they were made on', {
      expected: '--scenes PATH',
      next: 'Give the archive or folder of EAR-Bench scenes.',
    })
  }
  const scenes = new Map<string, Converted>()
  for (const e of convertTree(await readEarTree(options.scenes))) {
    if (e.converted !== undefined) scenes.set(`${e.split}/${e.number}`, e.converted)
  }
  const names = (await readdir(dir)).filter((f) => /\.jsonl(\.gz)?$/.test(f)).sort()
  const shownRows = new Map<string, ShownRow>()
  const traces: Trace[] = []
  // A folder may hold both forms of a file; one of them is enough.
  const chosen = names.filter((f) => !(f.endsWith('.gz') && names.includes(f.slice(0, -3))))
  for (const file of chosen) {
    for (const row of await readLines(join(dir, file))) {
      const value = row as Partial<Trace> & Partial<ShownRow>
      if (Array.isArray(value.steps)) traces.push(value as Trace)
      else if (value.replay !== undefined) shownRows.set(value.replay, value as ShownRow)
    }
  }
  if (traces.length === 0) {
    throw new CoactError('conform/no-traces', `${dir} holds no recorded runs`, {
      expected: '.jsonl or .jsonl.gz files with steps',
      got: names.join(', ') || 'no such files',
      next: 'Check the folder.',
    })
  }
  const gates: Gate[] = GATES.map(() => ({ passed: 0, failed: 0 }))
  const used = new Set<string>()
  for (const [i, trace] of traces.entries()) {
    if (options.signal?.aborted === true) break
    const shown = shownRows.get(trace.id)
    if (shown !== undefined) used.add(trace.id)
    runTrace(trace, scenes.get(`${trace.split}/${trace.sid}`), shown, gates)
    options.onProgress?.(i + 1, traces.length)
  }
  const lonely = [...shownRows.keys()].filter((replay) => !used.has(replay)).length
  return {
    gates: GATES.map((name, i): GateResult => {
      const { passed, failed, first } = gates[i]!
      return {
        name,
        passed,
        failed,
        ...(i === 3 && lonely > 0 ? { skipped: `${lonely} whose runs are not in the folder` } : {}),
        ...(first === undefined ? {} : { first }),
      }
    }),
  }
}

function count(gate: Gate, problem: string | undefined): void {
  if (problem === undefined) gate.passed += 1
  else {
    gate.failed += 1
    gate.first ??= problem
  }
}

/** The first thing of a list that differs, in words. */
function differs(
  pairs: readonly (readonly [what: string, expected: unknown, got: unknown])[],
): string | undefined {
  for (const [what, expected, got] of pairs) {
    const e = canonicalJson(expected)
    const g = canonicalJson(got)
    if (e !== g) return `${what}: expected ${e.slice(0, 300)}, got ${g.slice(0, 300)}`
  }
  return undefined
}

function runTrace(
  trace: Trace,
  scene: Converted | undefined,
  shown: ShownRow | undefined,
  gates: Gate[],
): void {
  const problems: (string | undefined)[] = [undefined, undefined, undefined]
  if (scene === undefined) {
    for (let g = 0; g < (shown === undefined ? 3 : 4); g++) {
      count(gates[g]!, `${trace.id}: no scene ${trace.split}/${trace.sid}`)
    }
    return
  }
  const episode = traceEpisode(trace, scene.scenario.params)
  let before = viewState(episode)
  problems[0] = differs([
    ['init.h', trace.init.h, sha16(stateText(before))],
    ['init.agents', trace.init.agents, before.agents],
  ])
  const shownProblem =
    shown === undefined ? undefined : compareShown(episode, shown.at_start, 'at_start')
  for (const [i, step] of trace.steps.entries()) {
    const frame = stepTrace(episode, step)
    const record = frame.actions[0]!
    const where = `${trace.id} step ${i + 1}, ${step.a}: ${JSON.stringify(step.c.slice(0, 100))}`
    if (problems[2] === undefined && codeOf(record) !== step.k)
      problems[2] = `${where}: expected ${step.k}, got ${codeOf(record)}`
    if (!sameStatus(record, step)) {
      problems[0] ??= `${where}: expected ${step.s} ${step.k}, got ${codeOf(record)} ${record.stage ?? ''}`
    }
    if (
      step.s === 'EXCEPTION' &&
      i === trace.steps.length - 1 &&
      trace.crash !== undefined &&
      trace.crash !== null
    )
      break
    const after = viewState(episode, before, frame)
    const first = compareChanges(step, before, after)
    if (first !== undefined) problems[0] ??= `${where}: ${first}`
    const second = differs([
      ['r', step.r ?? null, resultOf(record) ?? null],
      ['near', step.near ?? {}, changedKeys(before.near, after.near)],
      ...(step.hn === undefined ? [] : [['hn', step.hn, sha16(nearText(after))] as const]),
    ])
    if (second !== undefined) problems[1] ??= `${where}: ${second}`
    before = after
  }
  if (trace.crash === undefined || trace.crash === null) {
    const last = differs([
      ['final', trace.final, { done: before.done, h: sha16(stateText(before)) }],
    ])
    if (last !== undefined) problems[0] ??= `${trace.id}: ${last}`
  }
  for (let g = 0; g < 3; g++) count(gates[g]!, problems[g])
  if (shown !== undefined) {
    const end = shownProblem ?? compareShown(episode, shown.at_end, 'at_end')
    count(gates[3]!, end === undefined ? undefined : `${shown.id} ${end}`)
  }
}

const changedKeys = (
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(after).filter(
      ([key, value]) => canonicalJson(before[key]) !== canonicalJson(value),
    ),
  )

type View = ReturnType<typeof viewState>

/** Compares what a step changed with the recorded changes: agents (only the fields that changed), objects, discoveries. */
function compareChanges(
  step: Trace['steps'][number],
  before: View,
  after: View,
): string | undefined {
  const agents: Record<string, Record<string, unknown>> = {}
  for (const id of Object.keys(after.agents)) {
    const changed = changedFields(before.agents[id]!, after.agents[id]!)
    if (Object.keys(changed).length > 0) agents[id] = changed
  }
  const objects: Record<string, Record<string, unknown>> = {}
  const found: string[] = []
  for (const [id, view] of after.objects) {
    const old = before.objects.get(id)!
    if (old === view || old.text === view.text) continue
    const { text: _, ...changed } = changedFields(old, view)
    if ('disc' in changed) found.push(id)
    objects[id] = changed
  }
  // More than three discoveries are recorded as a list of their own, apart from the other changes.
  if (found.length > 3) {
    for (const id of found) {
      delete objects[id]!['disc']
      if (Object.keys(objects[id]!).length === 0) delete objects[id]
    }
  }
  return differs([
    ['da', step.da ?? {}, agents],
    ['do', step.do ?? {}, objects],
    ['dd', [...(step.dd ?? [])].sort(), found.length > 3 ? found.sort() : []],
    ['done', step.done ?? [], after.done],
    ...(step.h === undefined ? [] : [['h', step.h, sha16(stateText(after))] as const]),
  ])
}

function changedFields(before: object, after: object): Record<string, unknown> {
  return changedKeys(before as Record<string, unknown>, after as Record<string, unknown>)
}

function compareShown(
  episode: Episode,
  row: {
    readonly actions: readonly string[]
    readonly shown_discovered: readonly string[]
    readonly shown_full?: readonly string[]
  },
  when: string,
): string | undefined {
  const now = shownNow(episode)
  const problem = differs([
    ['actions', [...row.actions].sort(), now.actions],
    ['shown_discovered', row.shown_discovered, now.found],
    ...(row.shown_full === undefined ? [] : [['shown_full', row.shown_full, now.all] as const]),
  ])
  return problem === undefined ? undefined : `${when}: ${problem}`
}

/** OmniEmbodied's simulator at commit c4cae720, one command at a time, against the household world's `compat` profile. */
export const omniear: ConformSuite = {
  id: 'omniear',
  text: 'OmniEmbodied’s simulator, command by command, against the household world’s compat profile',
  run,
}
