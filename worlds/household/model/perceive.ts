import type {
  Aim,
  Condition,
  FactChange,
  Facts,
  FactValue,
  Perception,
} from '../../../engine/index.js'
import { MOVABLE_KINDS } from '../../kernels/embodied/index.js'
import { INDEX_COOP } from '../household.js'
import type { Observation } from '../observe.js'
import { heldBy, isThing, type Variant } from './facts.js'
import { WORLD } from './ways.js'

type Seen = Perception<Observation>

const DEPTH_MAX = 64

/** Collects what differs from what was believed. */
interface Notes {
  readonly s: Facts
  readonly changes: FactChange[]
}

function note(
  { s, changes }: Notes,
  subject: string,
  fact: string,
  to: FactValue | null,
  object?: string,
): void {
  if ((s.get(subject, fact, object) ?? null) === to) return
  changes.push(object === undefined ? { subject, fact, to } : { subject, fact, object, to })
}

/** What an observation tells that differs from what was believed. */
export function perceive(seen: Seen, s: Facts, v: Variant): FactChange[] {
  const notes: Notes = { s, changes: [] }
  const { obs, agent } = seen
  if (s.get(WORLD, 'travel') === undefined) floorPlan(notes, obs)
  for (const thing of obs.things) noteThing(notes, agent, thing, v)
  const visible = new Set(obs.things.map((t) => t.id))
  for (const other of obs.agents) {
    noteAgent(notes, other, visible)
    if (!v.isStrict && s.get(other.id, 'start') === undefined)
      note(notes, other.id, 'start', other.room)
  }
  noteSelf(notes, seen, v)
  const explored = seen.last.some((r) => r.action === 'explore' && r.verdict === 'ok')
  if (explored) note(notes, agent, 'explored', true, obs.room)
  if (v.isStrict) noteMissing(notes, agent, obs, explored)
  return notes.changes
}

function floorPlan(notes: Notes, obs: Observation): void {
  note(notes, WORLD, 'travel', obs.travel)
  for (const verb of obs.actions) note(notes, WORLD, 'verb', true, verb)
  for (const room of obs.rooms) {
    note(notes, room.id, 'kind', 'room')
    for (const link of room.links) note(notes, room.id, 'link', true, link)
  }
}

function noteThing(notes: Notes, me: string, t: Observation['things'][number], v: Variant): void {
  if (notes.s.get(t.id, 'kind') === undefined) {
    note(notes, t.id, 'kind', 'thing')
    note(notes, t.id, 'weight', t.weight)
    if (t.container) note(notes, t.id, 'container', true)
    if (t.kind === 'furniture') note(notes, t.id, 'furniture', true)
    if (!MOVABLE_KINDS.includes(t.kind) || t.door !== undefined) note(notes, t.id, 'fixed', true)
    for (const verb of t.provides) note(notes, t.id, 'lends', true, verb)
  }
  const colon = t.place.indexOf(':')
  const parent = colon < 0 ? t.place : t.place.slice(colon + 1)
  note(notes, t.id, 'in', parent)
  if (colon >= 0) note(notes, t.id, 'how', t.place.slice(0, colon).toLowerCase())
  const other = t.door?.find((r) => r !== parent)
  if (other !== undefined) note(notes, t.id, 'door to', other)
  const together = (t.states[INDEX_COOP] ?? []) as readonly string[]
  for (const key in t.states) {
    const value = t.states[key]!
    // Actions change nothing but what is so or not; colours and the like are for those who read.
    if (typeof value !== 'boolean') continue
    note(notes, t.id, 'state', value, key)
    note(notes, t.id, 'together', together.includes(key) ? true : null, key)
  }
  if (v.isStrict) note(notes, me, 'seen', true, t.id)
  // Whoever sees a container open sees what is in it, and need not open it again to know.
  if (t.container && t.states['is_open'] === true) note(notes, t.id, 'looked into', true)
}

function noteAgent(
  notes: Notes,
  a: Observation['agents'][number],
  visible: ReadonlySet<string>,
): void {
  note(notes, a.id, 'kind', 'agent')
  if (a.room === '') return
  note(notes, a.id, 'in', a.room)
  note(notes, a.id, 'bound', a.bound === '' ? null : a.bound)
  if (a.bound !== '' && notes.s.get(a.bound, 'in') === a.id) note(notes, a.bound, 'how', 'carried')
  for (const id of a.holds) {
    note(notes, id, 'in', a.id)
    note(notes, id, 'how', 'held')
  }
  // What it held and does not hold any more is somewhere else.
  for (const id of heldBy(notes.s, a.id)) {
    if (!a.holds.includes(id) && !visible.has(id)) note(notes, id, 'in', null)
  }
}

function noteSelf(notes: Notes, { obs, agent }: Seen, v: Variant): void {
  note(notes, agent, 'strength', obs.strength)
  note(notes, agent, 'grasp', obs.grasp)
  const close = obs.things.filter((t) => obs.near.includes(t.id) && !isWith(obs, agent, t))
  const near = close.find((t) => t.kind === 'furniture') ?? close[0]
  const at = near === undefined ? null : v.isStrict ? topOf(obs, near) : near.id
  note(notes, agent, 'at', at)
}

/** Whether an agent holds a thing or what it is in. */
function isWith(obs: Observation, agent: string, thing: Observation['things'][number]): boolean {
  let at: typeof thing | undefined = thing
  for (let i = 0; at !== undefined && i < 64; i++) {
    if (obs.holds.includes(at.id) || at.place === agent) return true
    const above: string = at.place.slice(at.place.indexOf(':') + 1)
    at = obs.things.find((t) => t.id === above)
  }
  return false
}

/** The piece of furniture that a thing belongs to, else what stands on the floor below it. */
function topOf(obs: Observation, thing: Observation['things'][number]): string {
  let at = thing
  for (let i = 0; i < 64 && at.kind !== 'furniture'; i++) {
    const above = at.place.slice(at.place.indexOf(':') + 1)
    const parent = obs.things.find((t) => t.id === above)
    if (parent === undefined) break
    at = parent
  }
  return at.id
}

/** What was believed to stand in plain sight here and does not is somewhere else; who knows where, and any room may hold it. */
function noteMissing(notes: Notes, me: string, obs: Observation, explored: boolean): void {
  const { s } = notes
  const visible = new Map(obs.things.map((t) => [t.id, t]))
  const gone: string[] = []
  const below = (node: string, depth: number): void => {
    const isShut = visible.get(node)?.states['is_open'] === false
    for (const x of s.where('in', node)) {
      if (!isThing(s, x) || visible.has(x)) {
        if (isThing(s, x) && depth < DEPTH_MAX) below(x, depth + 1)
        continue
      }
      const isHidden = isShut && s.get(x, 'how') === 'in'
      // Whoever looks about finds also what he had only been told of.
      if (!isHidden && (explored || s.get(me, 'seen', x) === true)) gone.push(x)
    }
  }
  below(obs.room, 0)
  if (gone.length === 0) return
  for (const x of gone) note(notes, x, 'in', null)
  for (const x of s.where('looked into', true))
    if (!visible.has(x)) note(notes, x, 'looked into', null)
  for (const agent of s.where('kind', 'agent'))
    for (const room of s.where('kind', 'room'))
      if (room !== obs.room && s.get(agent, 'explored', room) === true)
        note(notes, agent, 'explored', null, room)
}

/** What an agent was told to bring about. */
export const aims = ({ obs }: Seen): Aim[] =>
  obs.tasks.map((task) => ({
    id: task.id,
    text: task.text,
    shared: task.shared,
    all: task.checks.flatMap(({ thing, place, states, together }): Condition[] => [
      ...(place === undefined ? [] : [{ subject: thing, fact: 'place', object: place, is: true }]),
      ...Object.entries(states).map(([attribute, value]) => ({
        subject: thing,
        fact: together ? 'jointly' : 'state',
        object: attribute,
        is: value,
      })),
    ]),
  }))
