import {
  type ActionRecord,
  canonicalJson,
  createEpisode,
  defineScenario,
  type Entity,
  type Episode,
} from '../../engine/index.js'
import { commandForms, GHOST, household, type Household, type SceneInput, shown } from '../../worlds/index.js'

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
  readonly at_start: { readonly actions: readonly string[]; readonly shown_discovered: readonly string[]; readonly shown_full: readonly string[] }
  readonly at_end: { readonly actions: readonly string[]; readonly shown_discovered: readonly string[] }
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
  readonly objects: Readonly<Record<string, ObjectView>>
  readonly near: Readonly<Record<string, readonly string[]>>
  readonly done: readonly number[]
}

export function viewState(episode: Episode): StateView {
  const w = episode.w as unknown as Household
  const agents: Record<string, AgentView> = {}
  const near: Record<string, readonly string[]> = {}
  const seats = episode.seats.filter((s) => s.entity !== 0)
  for (const seat of seats) {
    const e = seat.entity
    const obs = episode.observe(seat.index) as { readonly abilities: readonly string[] }
    agents[seat.name] = {
      loc: w.nameOf(w.rel.place.parent(e)),
      inv: w.rel.hands.children(e).map(w.nameOf),
      w: number6(w.c.Body.load.get(e)),
      abil: obs.abilities,
      coop: w.c.Body.bound.get(e) === 0 ? null : w.nameOf(w.c.Body.bound.get(e)),
    }
    near[seat.name] = w.sets.near.members(e).map(w.nameOf).sort()
  }
  const objects: Record<string, ObjectView> = {}
  for (const e of w.each('Thing')) {
    objects[w.nameOf(e)] = {
      loc: locationText(w, e),
      disc: w.c.Thing.found.get(e) === 1,
      states: Object.fromEntries(w.attributes.entries(e)),
    }
  }
  const done = [...w.each('Task')].map((t) => w.c.Task.done.get(t))
  return { agents, objects, near, done }
}

function locationText(w: Household, e: Entity): string {
  const parent = w.nameOf(w.rel.place.parent(e))
  const word = w.rel.place.kind(e)
  return word === 0 ? parent : `${w.text(word)}:${parent}`
}

/** Canonical text of the compared state, and of nearness. */
export const stateText = (v: StateView): string => canonicalJson({ agents: v.agents, objects: v.objects })
export const nearText = (v: StateView): string => canonicalJson(v.near)

/** Runs one recorded command. */
export function stepTrace(episode: Episode, step: TraceStep): ActionRecord {
  const inputs = episode.seats.map((s) => (s.name === step.a ? { do: [{ text: step.c }] } : undefined))
  return episode.step(inputs).actions[0]!
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
  const found = data['discovered_objects'] as readonly { id: string; container_info: string }[] | undefined
  return found === undefined ? data : { ...data, discovered_objects: found.map((o) => [o.id, o.container_info]) }
}

/** The forms and things that an observation offers to everyone at once. */
export function shownNow(episode: Episode): { readonly actions: string[]; readonly found: string[]; readonly all: string[] } {
  const w = episode.w as unknown as Household
  const seats = episode.seats.filter((s) => s.entity !== 0)
  return {
    actions: commandForms(w, seats).sort(),
    found: shown(w, false).map(w.nameOf),
    all: shown(w, true).map(w.nameOf),
  }
}
