import {
  type ActionCall,
  createEpisode,
  defineScenario,
  type Entity,
  type Episode,
  type EpisodeState,
  type Rejection,
  type Seat,
} from '../../../engine/index.js'
import type { Household } from '../household.js'
import type { Scene, SceneInput } from '../scene.js'
import { household } from '../world.js'

export interface Searched {
  /** Whether some way of acting fulfils the first task. */
  readonly solved: boolean
  /** Whether everything that can come about was looked at; a task not solved then cannot be done. */
  readonly exhausted: boolean
  /** How many different states were found. */
  readonly states: number
  /** What was done in each tick, when it was solved. */
  readonly plan: readonly (readonly ActionCall[])[]
}

/** One tick's actions, by the agents named. */
type Move = { readonly who: readonly number[]; readonly call: ActionCall }

interface Found {
  readonly from: number
  readonly move: Move | undefined
  state: EpisodeState | undefined
}

const HORIZON = 1_000_000

/**
 * Looks for a way to do a scene's first task by trying everything in the real engine, breadth first.
 *
 * One agent acts at a time, or two do the same together: what agents do alone in one tick comes out as if they had done it one
 * after the other, so nothing is missed. Meant for a handful of things and at most two agents.
 *
 * @param limit how many states to look at before giving up
 */
export function search(scene: SceneInput, names: readonly string[], limit: number): Searched {
  const scenario = defineScenario(household, {
    params: { ...scene, ends: 'horizon' },
    agents: Object.fromEntries(names.map((name) => [name, {}])),
    horizon: HORIZON,
  })
  const episode = createEpisode(scenario, { seed: 1, track: false })
  episode.step([])
  const found: Found[] = [{ from: -1, move: undefined, state: episode.save() }]
  const known = new Set([keyOf(episode)])
  if (isDone(episode)) return { solved: true, exhausted: false, states: 1, plan: [] }
  const moves = movesOf(episode)
  for (let i = 0; i < found.length; i++) {
    const state = found[i]!.state!
    found[i]!.state = undefined
    episode.restore(state)
    for (const move of moves.filter((m) => isLegal(episode, m))) {
      episode.restore(state)
      episode.step(
        episode.seats.map((seat) =>
          move.who.includes(seat.index) ? { do: [move.call] } : undefined,
        ),
      )
      const key = keyOf(episode)
      if (known.has(key)) continue
      known.add(key)
      found.push({ from: i, move, state: episode.save() })
      const states = found.length
      if (isDone(episode))
        return { solved: true, exhausted: false, states, plan: planTo(found, states - 1) }
      if (states >= limit) return { solved: false, exhausted: false, states, plan: [] }
    }
  }
  return { solved: false, exhausted: true, states: found.length, plan: [] }
}

const isDone = (episode: Episode): boolean => episode.goals()[0]!.done

function planTo(found: readonly Found[], last: number): ActionCall[][] {
  const plan: ActionCall[][] = []
  for (let at = last; found[at]!.move !== undefined; at = found[at]!.from) {
    const { who, call } = found[at]!.move!
    plan.unshift(who.map(() => call))
  }
  return plan
}

/**
 * Everything in a state that the rules look at. The episode's own hash also tells apart in which order things came to where
 * they are, and how many moves that took, so that no state would ever come again.
 */
function keyOf(episode: Episode): string {
  const w = episode.w as unknown as Household
  const parts: unknown[] = []
  for (const e of w.each('Node')) {
    const { place, hands } = w.rel
    parts.push(place.parent(e), place.kind(e), hands.parent(e))
    if (w.has(e, 'Body')) {
      const known = [...w.sets.known.members(e)].sort((a, b) => a - b)
      parts.push(w.c.Body.at.get(e), w.c.Body.bound.get(e), known.join())
    } else parts.push(JSON.stringify([...w.attributes.entries(e)].sort()))
  }
  return parts.join(' ')
}

type CheckOf = (w: unknown, me: Entity, args: unknown, seat: Seat) => Rejection | undefined

/** Whether the rules let an agent try something; between ticks nobody is asked for consent, and one answer is for all named. */
function isLegal({ seats, w }: Episode, { who, call }: Move): boolean {
  const seat = seats[who[0]!]!
  const { check } = household.actions[call.action as 'goto']
  return (check as CheckOf)(w, seat.entity, call.args, seat) === undefined
}

/** Everything that may be tried in a scene, by one agent or by two together. */
function movesOf({ seats, w }: Episode): Move[] {
  const scene = (w as unknown as Household).params
  const things = scene.things.map((t) => t.id)
  const rooms = scene.rooms.map((r) => r.id)
  const alone = callsOf(scene, things, rooms)
  const moves = seats.flatMap(({ index }) => alone.map((call) => ({ who: [index], call })))
  for (const a of seats) {
    for (const b of seats) {
      if (a === b) continue
      const who = [a.index, b.index]
      const agents = [a.name, b.name]
      // Who is named first matters only to what is lifted: it counts as being with that agent.
      for (const thing of things) moves.push({ who, call: call('carry', { agents, thing }) })
      if (a.index > b.index) continue
      for (const joint of jointCallsOf(scene, agents, things, rooms))
        moves.push({ who, call: joint })
    }
  }
  return moves
}

const call = (action: string, args: ActionCall['args'] = {}): ActionCall => ({ action, args })

/** Where something may be put. */
const placesOf = (nodes: readonly string[]): { preposition: string; target: string }[] =>
  nodes.flatMap((target) => ['in', 'on'].map((preposition) => ({ preposition, target })))

const callsOf = (
  scene: Scene,
  things: readonly string[],
  rooms: readonly string[],
): ActionCall[] => [
  call('explore'),
  call('letGo'),
  ...[...rooms, ...things].map((to) => call('goto', { to })),
  ...things.flatMap((thing) => [
    call('grab', { thing }),
    ...scene.actions.map((verb) => call('change', { verb, thing })),
    ...placesOf([...rooms, ...things]).map((place) => call('place', { thing, ...place })),
  ]),
]

const jointCallsOf = (
  scene: Scene,
  agents: readonly string[],
  things: readonly string[],
  rooms: readonly string[],
): ActionCall[] => [
  ...rooms.map((room) => call('carryTo', { agents, room })),
  ...things.flatMap((thing) => [
    ...scene.actions.map((verb) => call('changeTogether', { agents, verb, thing })),
    ...placesOf([...rooms, ...things]).map((place) => call('setDown', { agents, thing, ...place })),
  ]),
]
