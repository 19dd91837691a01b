import {
  type ActionRecord,
  canonicalJson,
  createEpisode,
  type Diff,
  defineScenario,
  type Entity,
  type Episode,
  type Frame,
} from '../../engine/index.js'
import {
  abilitiesOf,
  commandForms,
  GHOST,
  type Household,
  household,
  type SceneInput,
  shown,
} from '../../worlds/index.js'

/** One step of a recorded run. */
export interface TraceStep {
  readonly a: string
  readonly c: string
  readonly s: string
  readonly k: string
  readonly r?: Readonly<Record<string, unknown>>
  readonly da?: Readonly<Record<string, unknown>>
  readonly do?: Readonly<Record<string, unknown>>
  readonly dd?: readonly string[]
  readonly near?: Readonly<Record<string, unknown>>
  readonly h?: string
  readonly hn?: string
  readonly done?: readonly number[]
}

/** A recorded run of the reference. */
export interface Trace {
  readonly id: string
  readonly split: 'single' | 'multi'
  readonly sid: string
  readonly n_agents: number
  readonly global_observation: boolean
  readonly init: { readonly h: string; readonly agents: Readonly<Record<string, unknown>> }
  readonly steps: readonly TraceStep[]
  readonly final: { readonly done: readonly number[]; readonly h: string }
  readonly crash?: string | null
}

/** What a recorded observation showed. */
export interface ShownRow {
  readonly id: string
  readonly replay: string
  readonly at_start: {
    readonly actions: readonly string[]
    readonly shown_discovered: readonly string[]
    readonly shown_full: readonly string[]
  }
  readonly at_end: {
    readonly actions: readonly string[]
    readonly shown_discovered: readonly string[]
  }
}

interface AgentView {
  readonly loc: string
  readonly inv: readonly string[]
  readonly w: number
  readonly abil: readonly string[]
  readonly coop: string | null
}
interface ObjectView {
  readonly loc: string
  readonly disc: boolean
  readonly states: Readonly<Record<string, unknown>>
  /** The canonical text of all three. */
  readonly text: string
}

/** An agent that the recordings name and that does not exist. */
const STRANGER = 'agent_9'

/** An episode of the household world on a recorded run's scene, with the stranger seated. */
export function traceEpisode(trace: Trace, params: SceneInput): Episode {
  const agents: Record<string, { role: string }> = {}
  for (let i = 1; i <= trace.n_agents; i++) agents[`agent_${i}`] = { role: 'agent' }
  agents[STRANGER] = { role: GHOST }
  const scenario = defineScenario(household, {
    id: trace.id,
    profile: 'compat',
    params: { ...params, allFound: trace.global_observation, ends: 'horizon' },
    agents,
    horizon: 10_000,
  })
  return createEpisode(scenario, { seed: 1 })
}

const number6 = (n: number): number => Math.round(n * 1e6) / 1e6

/** What the recordings compare: agents, objects and nearness, in their terms. */
export interface StateView {
  readonly agents: Readonly<Record<string, AgentView>>
  readonly objects: ReadonlyMap<string, ObjectView>
  readonly near: Readonly<Record<string, readonly string[]>>
  readonly done: readonly number[]
}

/** The state in the recordings' terms. @param before the view before `frame`; what the frame did not touch is taken from it */
export function viewState(episode: Episode, before?: StateView, frame?: Frame): StateView {
  const w = episode.w as unknown as Household
  const seats = episode.seats.filter((s) => s.entity !== 0)
  const touched = frame === undefined ? undefined : touchedBy(frame.diff)
  const objects = new Map(before?.objects)
  for (const e of touched ?? w.each('Thing')) {
    if (w.has(e, 'Thing')) objects.set(w.nameOf(e), viewObject(w, e))
  }
  return {
    agents: Object.fromEntries(seats.map((s) => [s.name, viewAgent(w, s.entity)])),
    objects,
    near: Object.fromEntries(
      seats.map((s) => [s.name, w.sets.near.members(s.entity).map(w.nameOf).sort()]),
    ),
    done: [...w.each('Task')].map((t) => w.c.Task.done.get(t)),
  }
}

function touchedBy(diff: Diff): Set<Entity> {
  const out = new Set<Entity>()
  for (const column of diff.columns) for (const e of column.ids) out.add(e)
  for (const pairs of diff.pairs) for (const e of pairs?.entities ?? []) out.add(e)
  return out
}

const viewAgent = (w: Household, e: Entity): AgentView => ({
  loc: w.nameOf(w.rel.place.parent(e)),
  inv: w.rel.hands.children(e).map(w.nameOf),
  w: number6(w.c.Body.load.get(e)),
  abil: abilitiesOf(w, e),
  coop: w.c.Body.bound.get(e) === 0 ? null : w.nameOf(w.c.Body.bound.get(e)),
})

function viewObject(w: Household, e: Entity): ObjectView {
  const parent = w.nameOf(w.rel.place.parent(e))
  const word = w.rel.place.kind(e)
  const loc = word === 0 ? parent : `${w.text(word)}:${parent}`
  const disc = w.c.Thing.found.get(e) === 1
  const states = Object.fromEntries(w.attributes.entries(e))
  return { loc, disc, states, text: canonicalJson({ loc, disc, states }) }
}

/** Canonical text of the compared state, and of nearness. */
export function stateText(v: StateView): string {
  const names = [...v.objects.keys()].sort()
  const objects = names.map((name) => `${JSON.stringify(name)}:${v.objects.get(name)!.text}`)
  return `{"agents":${canonicalJson(v.agents)},"objects":{${objects.join(',')}}}`
}
export const nearText = (v: StateView): string => canonicalJson(v.near)

/** Runs one recorded command. */
export function stepTrace(episode: Episode, step: TraceStep): Frame {
  return episode.step(
    episode.seats.map((s) => (s.name === step.a ? { do: [{ text: step.c }] } : undefined)),
  )
}

const FAILURES = new Set(['FAILURE', 'EXCEPTION'])

/** Whether a verdict is of the recorded status. */
export function sameStatus(record: ActionRecord, step: TraceStep): boolean {
  if (step.s === 'SUCCESS') return record.verdict === 'ok'
  if (step.s === 'EXCEPTION') return record.verdict !== 'ok'
  return record.verdict !== 'ok' && (record.stage === 'effect') === FAILURES.has(step.s)
}

/** The verdict's code in the recordings' spelling. */
export const codeOf = (record: ActionRecord): string =>
  record.verdict === 'ok'
    ? `OK_${(record.note ?? '').toUpperCase().replaceAll('-', '_')}`
    : record.verdict.toUpperCase().replaceAll('-', '_')

/** Result data in the recordings' form: found objects as [id, where]. */
export function resultOf(record: ActionRecord): unknown {
  const data = record.data as Record<string, unknown> | undefined
  if (data === undefined || record.verdict !== 'ok') return undefined
  const found = data['discovered_objects'] as
    | readonly { id: string; container_info: string }[]
    | undefined
  return found === undefined
    ? data
    : { ...data, discovered_objects: found.map((o) => [o.id, o.container_info]) }
}

/** The forms and things that an observation offers to everyone at once. */
export function shownNow(episode: Episode): {
  readonly actions: string[]
  readonly found: string[]
  readonly all: string[]
} {
  const w = episode.w as unknown as Household
  const seats = episode.seats.filter((s) => s.entity !== 0)
  return {
    actions: commandForms(w, seats).sort(),
    found: shown(w, false).map(w.nameOf),
    all: shown(w, true).map(w.nameOf),
  }
}
