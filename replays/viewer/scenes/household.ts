import type { StateView } from '../../view.js'
import type { Layer, Mark, Scene, Tone } from '../scene.js'
import { agentDisc, type Drawing, hasComponents, labelOf, readable, type Subject } from './read.js'

// Rooms side by side, things in them as boxes within boxes, agents with what they carry.

const ROOM = { w: 13, gap: 0.8, head: 1, pad: 0.4 } as const
const CHIP = { h: 0.9, text: 0.5, gap: 0.25 } as const
const DEEPEST = 12

interface House {
  readonly view: StateView
  readonly subject: Subject
  /** What is directly in or on something, in its order. */
  readonly inside: ReadonlyMap<number, readonly number[]>
  /** What somebody has in hand. */
  readonly held: ReadonlyMap<number, readonly number[]>
  readonly things: Mark[]
  readonly agents: Mark[]
  readonly names: Mark[]
}

/** A household: its rooms with nested things, and agents with what they carry. */
export const household: Drawing = (view, subject): Scene | undefined => {
  if (!hasComponents(view, 'Node', 'Thing', 'Body')) return undefined
  const all = view.entities('Node')
  const isRoom = (e: number): boolean => view.value('Node.kind', e) === 'room'
  const rooms = all.filter(isRoom)
  if (rooms.length === 0) return undefined
  const house: House = {
    view,
    subject,
    inside: childrenBy(view, all, 'place'),
    held: childrenBy(view, all, 'hands'),
    things: [],
    agents: [],
    names: [],
  }
  const floors: Mark[] = []
  const columns = Math.max(1, Math.min(6, Math.round(Math.sqrt(rooms.length * 0.75))))
  let top = 0
  for (let i = 0; i < rooms.length; i += columns) {
    const row = rooms.slice(i, i + columns)
    const heights = row.map((room, j) => furnish(house, room, j * (ROOM.w + ROOM.gap), top))
    const h = Math.max(4.5, ...heights)
    for (const [j, room] of row.entries())
      floors.push(floorOf(j * (ROOM.w + ROOM.gap), top, h, room, house))
    top += h + ROOM.gap
  }
  const width = Math.min(columns, rooms.length) * (ROOM.w + ROOM.gap) - ROOM.gap
  const layers: Layer[] = [
    { name: 'rooms', marks: floors },
    { name: 'things', marks: house.things },
    { name: 'names', marks: house.names },
    { name: 'agents', marks: house.agents },
  ]
  return { box: [-0.5, -0.5, width + 0.5, top - ROOM.gap + 0.5], layers }
}

function childrenBy(view: StateView, all: readonly number[], relation: string) {
  const parents = view.column(`${relation}.parent`)
  const orders = view.column(`${relation}.order`)
  const found = new Map<number, number[]>()
  for (const e of all) {
    const parent = parents[e] ?? 0
    if (parent > 0) found.set(parent, [...(found.get(parent) ?? []), e])
  }
  for (const list of found.values()) list.sort((a, b) => (orders[a] ?? 0) - (orders[b] ?? 0))
  return found
}

const floorOf = (
  x: number,
  y: number,
  h: number,
  room: number,
  { view, subject }: House,
): Mark => ({
  kind: 'rect',
  x,
  y,
  w: ROOM.w,
  h,
  fill: 'floor',
  line: 'line',
  round: 0.2,
  entity: room,
  key: `e${room}`,
  title: labelOf(view, subject, room),
})

/** Puts a room's content in its place. @returns the room's height */
function furnish(house: House, room: number, x: number, y: number): number {
  const { view, subject } = house
  const name = readable(labelOf(view, subject, room))
  house.names.push({
    kind: 'text',
    x: x + ROOM.pad,
    y: y + 0.6,
    text: name,
    size: 0.7,
    bold: true,
    tone: 'soft',
    width: ROOM.w - 1,
  })
  const content = house.inside.get(room) ?? []
  const isAgent = (e: number): boolean => view.value('Node.kind', e) === 'agent'
  const bottom = flow(
    house,
    content.filter((e) => !isAgent(e)),
    x + ROOM.pad,
    y + ROOM.head + 0.1,
    ROOM.w - 2 * ROOM.pad,
    0,
  )
  let at = bottom + 0.3
  for (const agent of content.filter(isAgent)) at = stand(house, agent, x + ROOM.pad, at)
  return Math.max(at, bottom) - y + ROOM.pad
}

/** An agent with what it carries beside it. @returns where the next may stand */
function stand(house: House, agent: number, x: number, y: number): number {
  const { view, subject } = house
  const r = 0.62
  house.agents.push(agentDisc(view, subject, agent, { x: x + r, y: y + r, r }))
  const name = readable(labelOf(view, subject, agent))
  // What several carry together is placed at one of them, and the others are bound to it.
  const held = [...(house.held.get(agent) ?? []), ...(house.inside.get(agent) ?? [])]
  house.names.push({
    kind: 'text',
    key: `n${agent}`,
    entity: agent,
    x: x + 2 * r + 0.25,
    y: y + (held.length === 0 ? r : 0.3),
    text: carries(house, agent, name, held),
    size: 0.52,
    width: 9,
  })
  if (held.length === 0) return y + 2 * r + 0.3
  const end = flow(
    house,
    held,
    x + 2 * r + 0.2,
    y + 0.62,
    ROOM.w - 2 * ROOM.pad - 2 * r - 0.3,
    1,
    true,
  )
  return Math.max(end, y + 2 * r) + 0.3
}

/** What an agent has to do with what is carried, in words. */
function carries(
  { view, subject }: House,
  agent: number,
  name: string,
  held: readonly number[],
): string {
  const called = (e: number): string => readable(labelOf(view, subject, e))
  const bound = Number(view.value('Body.bound', agent) ?? 0)
  if (bound === 0) return held.length === 0 ? name : `${name} carries`
  if (!held.includes(bound)) return `${name} · ${called(bound)} too`
  const others = view
    .entities('Body')
    .filter((e) => e !== agent && view.value('Body.bound', e) === bound)
  return `${[name, ...others.map(called)].join(' and ')} carry`
}

/** Boxes from left to right, and on in the next row. @returns the bottom of the last */
function flow(
  house: House,
  list: readonly number[],
  x: number,
  y: number,
  width: number,
  depth: number,
  inHand = false,
): number {
  let [left, top, bottom] = [x, y, y]
  for (const e of list) {
    if (depth > DEEPEST) break
    const inner = house.inside.get(e) ?? []
    const label = labelFor(house, e)
    const own = Math.max(1.8, labelWidth(label))
    const wanted =
      inner.length > 0 ? Math.max(own, Math.min(width, widthOf(house, inner) + 0.5)) : own
    const w = Math.min(width, wanted)
    if (left > x && left + w > x + width + 1e-9) {
      left = x
      top = bottom + CHIP.gap
    }
    const end = box(house, e, { x: left, y: top, w, depth, inHand, label, inner })
    bottom = Math.max(bottom, end)
    left += w + CHIP.gap
  }
  return bottom
}

const widthOf = (house: House, list: readonly number[]): number =>
  list.reduce((sum, e) => sum + Math.max(1.8, labelWidth(labelFor(house, e))) + CHIP.gap, 0)

const labelWidth = (label: string): number => label.length * 0.285 + 0.8

interface Boxed {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly depth: number
  readonly inHand: boolean
  readonly label: string
  readonly inner: readonly number[]
}

/** A thing with what is in it. @returns its bottom */
function box(house: House, e: number, { x, y, w, depth, inHand, label, inner }: Boxed): number {
  const i = house.things.length
  const bottom =
    inner.length === 0
      ? y + CHIP.h
      : flow(house, inner, x + 0.25, y + CHIP.h, w - 0.5, depth + 1) + 0.25
  const { view, subject } = house
  const line: Tone = inHand ? 'accent' : 'line'
  const fill: Tone = depth % 2 === 0 ? 'card' : 'page'
  // What contains is behind what it contains.
  house.things.splice(i, 0, {
    kind: 'rect',
    x,
    y,
    w,
    h: bottom - y,
    fill,
    line,
    round: 0.15,
    entity: e,
    key: `e${e}`,
    title: labelOf(view, subject, e),
  })
  house.names.push({
    kind: 'text',
    key: `n${e}`,
    entity: e,
    x: x + 0.25,
    y: y + CHIP.h / 2,
    text: label,
    size: CHIP.text,
    width: w - 0.4,
  })
  return bottom
}

/** Its name with what is true of it: `lamp 1 · broken`. */
function labelFor({ view, subject }: House, e: number): string {
  const { attributes } = view.entity(e)
  const states = Object.entries(attributes).flatMap(([name, value]) =>
    value === true ? [name.replace(/^is_/, '')] : [],
  )
  const name = readable(labelOf(view, subject, e)).slice(0, 40)
  return states.length === 0 ? name : `${name} · ${states.slice(0, 3).join(', ')}`
}
