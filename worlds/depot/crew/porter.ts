import type { ActionCall, Say, Turn } from '../../../engine/index.js'
import type { Actions } from '../actions.js'
import type { Observation } from '../observe.js'

/** A crate that a worker knows of. */
export interface Known {
  readonly id: number
  readonly place: number
  readonly kind: string
  readonly isLocked: boolean
  readonly isHeavy: boolean
  /** Whose it is to fetch; anybody's when left out. */
  readonly to?: string
}

/** What a worker keeps from tick to tick. */
export interface Memory {
  crates: Known[]
  /** The way in which it looks around. */
  way: 'left' | 'right'
  /** Crates that it has dealt with by words. */
  told: number[]
  /** What it tried last on each lock, or how long it waited at each heavy crate. */
  tries: Record<string, number>
  /** Kinds that somebody was found not to handle, as `name kind`. */
  cannot: string[]
}

export const emptyMemory = (): Memory => ({
  crates: [],
  way: 'right',
  told: [],
  tries: {},
  cannot: [],
})

export type DepotTurn = Turn<Observation, Actions, object, Memory>

/** What a worker does and says in a tick. */
export interface Deeds {
  readonly do?: ActionCall | undefined
  readonly say?: readonly Say[]
}

/** Plays one scenario: by its protocol where words are heard, and as well as it can without. */
export type Play = (turn: DepotTurn) => Deeds

/** Takes in what is in sight, and forgets crates that are not where they were. */
export function look({ obs, memory }: DepotTurn): void {
  const seen = obs.crates.map(
    ({ id, place, kind, locked, heavy, to }): Known => ({
      id,
      place,
      kind,
      isLocked: locked,
      isHeavy: heavy,
      ...(to === undefined ? {} : { to }),
    }),
  )
  const unseen = memory.crates.filter(
    ({ id, place }) =>
      Math.abs(place - obs.place) > obs.sight && !seen.some((crate) => crate.id === id),
  )
  memory.crates = [...unseen, ...seen]
}

/** Adds a crate that somebody told of. */
export function learn(memory: Memory, crate: Known): void {
  memory.crates = [...memory.crates.filter(({ id }) => id !== crate.id), crate]
}

/** Goes one step towards a place, if it is not there. */
export function walkTo({ obs, act }: DepotTurn, place: number): ActionCall | undefined {
  if (place === obs.place) return undefined
  return act.walk({ by: place < obs.place ? 'left' : 'right' })
}

/** Walks up and down. */
export function patrol({ obs, act, memory }: DepotTurn): ActionCall {
  if (obs.place <= obs.sight) memory.way = 'right'
  else if (obs.place >= obs.length - 1 - obs.sight) memory.way = 'left'
  return act.walk({ by: memory.way })
}

export const handles = ({ obs }: DepotTurn, { kind }: { readonly kind: string }): boolean =>
  obs.handles.some((own) => own === kind)

/** Crates that this worker may fetch, the nearest first. */
export function fetchable(turn: DepotTurn): Known[] {
  const { memory, agent, obs } = turn
  return memory.crates
    .filter((crate) => handles(turn, crate) && (crate.to ?? agent) === agent)
    .sort((a, b) => away(a, obs.place) - away(b, obs.place) || a.id - b.id)
}

export const away = ({ place }: { readonly place: number }, from: number): number =>
  Math.abs(place - from)

/** Carries crates to the dock: the nearest of those given first. */
export function fetch(turn: DepotTurn, crates: readonly Known[]): ActionCall | undefined {
  const { obs, act } = turn
  if (obs.hands === 0) return undefined
  if (obs.carries.length > 0 && obs.place === obs.dock) return act.drop()
  const [next] = crates
  const isFull = obs.carries.length >= obs.hands
  if (isFull || (next === undefined && obs.carries.length > 0)) return walkTo(turn, obs.dock)
  if (next === undefined) return undefined
  return walkTo(turn, next.place) ?? act.take({ crate: next.id })
}

/** Takes the lot whose turn it is by seat, so that no two take the same: what can be done without a word. */
export function ownShare({ obs, act, agents, agent }: DepotTurn): ActionCall | undefined {
  const lot = obs.lots[agents.indexOf(agent)]
  return lot === undefined ? undefined : act.grab({ lot: lot.id })
}

/** The words of messages of a protocol that arrived, with who sent them. */
export const wordsHeard = ({
  inbox,
}: DepotTurn): { readonly from: string; readonly text: string }[] =>
  inbox.flatMap(({ from, body }) => {
    const text = typeof body === 'object' && body !== null && 'text' in body ? body['text'] : body
    return typeof text === 'string' ? [{ from, text }] : []
  })
