import type { Say, Talk } from '../../../engine/index.js'
import {
  away,
  type Deeds,
  type DepotTurn,
  fetchable,
  handles,
  type Known,
  look,
  type Play,
  patrol,
  walkTo,
} from './porter.js'

interface Step {
  readonly id: string
  readonly owner: string
  readonly goal: string
  readonly deps: readonly string[]
}

interface Draft {
  readonly phase: string
  readonly steps: readonly Step[]
  readonly progress: Readonly<Record<string, string>>
  readonly comments: readonly { readonly by: string; readonly comment: string }[]
}

const GOAL = /^lift crate (\d+) \((\w+)\) at (\d+)$/
const CANNOT = /^I cannot handle (\w+)$/
/** Ticks for which one waits at a heavy crate for somebody to come by. */
const PATIENCE = 8
const CRATES_A_PLAN = 4

/** A foreman plans which two lift which heavy crate, in which order; who cannot counters, and the plan is changed. */
export const plan: Play = (turn) => {
  look(turn)
  const talk = turn.talks.find((t) => t.protocol.startsWith('plan@') && t.outcome === undefined)
  return turn.obs.hands === 0 ? lead(turn, talk) : follow(turn, talk)
}

const draftOf = (talk: Talk): Draft => talk.state as unknown as Draft

function lead(turn: DepotTurn, talk: Talk | undefined): Deeds {
  const { memory } = turn
  if (talk === undefined) return { say: propose(turn) }
  const draft = draftOf(talk)
  for (const { by, comment } of draft.comments) {
    const kind = CANNOT.exec(comment)?.[1]
    const fact = `${by} ${kind}`
    if (kind !== undefined && !memory.cannot.includes(fact)) memory.cannot.push(fact)
  }
  if (talk.allowed.includes('propose') && draft.phase === 'drafting')
    return { say: propose(turn, talk.id) }
  return {}
}

/** The nearest crates in a row, each with the first two who are not known to be unable. */
function propose({ obs, agents, agent, memory, say }: DepotTurn, conversation?: string): Say[] {
  const porters = agents.filter((name) => name !== agent)
  const loads: Record<string, number> = {}
  const steps: Step[] = []
  const row = obs.crates.toSorted((a, b) => a.place - b.place || a.id - b.id)
  for (const { id, kind, place } of row) {
    if (steps.length >= 2 * CRATES_A_PLAN) break
    const able = porters
      .filter((name) => !memory.cannot.includes(`${name} ${kind}`))
      .sort((a, b) => (loads[a] ?? 0) - (loads[b] ?? 0))
      .slice(0, 2)
    if (able.length < 2) continue
    for (const owner of able) {
      loads[owner] = (loads[owner] ?? 0) + 1
      const goal = `lift crate ${id} (${kind}) at ${place}`
      steps.push({ id: `${id} ${owner}`, owner, goal, deps: [] })
    }
  }
  if (steps.length === 0) return []
  const options = conversation === undefined ? {} : { in: conversation }
  return [say.act('plan', 'propose', { steps, rounds: 4, ticks: 120 } as never, options)]
}

function follow(turn: DepotTurn, talk: Talk | undefined): Deeds {
  if (talk === undefined) return { do: alone(turn) }
  const draft = draftOf(talk)
  const say = review(turn, talk, draft)
  if (draft.phase !== 'adopted') return { do: alone(turn), say }
  const mine = draft.steps.filter((s) => s.owner === turn.agent && draft.progress[s.id] !== 'done')
  const [next] = mine
  const crate = next === undefined ? undefined : crateOf(next)
  if (next === undefined || crate === undefined) return { do: alone(turn), say }
  const isGone =
    away(crate, turn.obs.place) <= turn.obs.sight &&
    !turn.obs.crates.some(({ id }) => id === crate.id)
  if (isGone) {
    const done = { step: next.id, status: 'done' }
    return { say: [turn.say.act('plan', 'progress', done, { in: talk.id })] }
  }
  return { do: walkTo(turn, crate.place) ?? turn.act.lift({ crate: crate.id }), say }
}

function review(turn: DepotTurn, talk: Talk, { steps }: Draft): Say[] {
  const { agent, say, obs } = turn
  if (!talk.allowed.includes('accept')) return []
  const bad = steps
    .filter(({ owner }) => owner === agent)
    .map((s) => crateOf(s)?.kind ?? '')
    .find((kind) => !obs.handles.some((own) => own === kind))
  return bad === undefined
    ? [say.act('plan', 'accept', {}, { in: talk.id })]
    : [say.act('plan', 'counter', { comment: `I cannot handle ${bad}` }, { in: talk.id })]
}

function crateOf({ goal }: Step): { id: number; kind: string; place: number } | undefined {
  const [, id, kind, place] = GOAL.exec(goal) ?? []
  return kind === undefined ? undefined : { id: Number(id), kind, place: Number(place) }
}

/** Goes to the nearest crate that it can lift, and waits there for a while. */
function alone(turn: DepotTurn): ReturnType<typeof patrol> {
  const { memory, act } = turn
  const tired = (crate: Known): boolean => (memory.tries[crate.id] ?? 0) >= PATIENCE
  const next = fetchable(turn).find((crate) => handles(turn, crate) && !tired(crate))
  if (next === undefined) {
    memory.tries = {}
    return patrol(turn)
  }
  const step = walkTo(turn, next.place)
  if (step !== undefined) return step
  memory.tries[next.id] = (memory.tries[next.id] ?? 0) + 1
  return act.lift({ crate: next.id })
}
