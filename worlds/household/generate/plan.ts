import { isLocked, isOpen, type Place, type Room, type Site, type Thing } from './site.js'

/** An agent while its way through the scene is worked out. */
export interface Walker {
  readonly is: 'walker'
  readonly name: string
  readonly grasp: number
  readonly strength: number
  room: Room
  /** What it stands at. */
  at: Thing | undefined
  readonly hands: Thing[]
  /** One command a tick; null: it waits. */
  readonly commands: (string | null)[]
  /** The tick in which it last looked about a room. */
  readonly looked: Map<Room, number>
  /** What it came to see in some other way. */
  readonly knows: Set<Thing>
}

/**
 * A plan in the making. Agents have clocks of their own, the lengths of their commands. Whatever changes and others build
 * on has the tick from which it holds, and those others wait for it: containers and doors are opened once and stay open,
 * what was put down lies there.
 */
export interface Plan {
  readonly walkers: readonly Walker[]
  readonly travel: 'anywhere' | 'links'
  readonly place: Map<Thing, Place | Walker>
  readonly contents: Map<Thing, Set<Thing>>
  /** The tick in which a thing came to lie where it lies. */
  readonly putAt: Map<Thing, number>
  /** The tick in which it was opened; what is closed is left out. */
  readonly openAt: Map<Thing, number>
  readonly locked: Set<Thing>
  readonly keys: ReadonlyMap<Thing, Thing>
  readonly doors: readonly Thing[]
}

export interface Body {
  readonly name: string
  readonly grasp: number
  readonly strength: number
  readonly start: Room
}

export function beginPlan(site: Site, bodies: readonly Body[], travel: 'anywhere' | 'links'): Plan {
  const contents = new Map<Thing, Set<Thing>>()
  for (const thing of site.things) {
    const { node } = thing.at
    if (node.is === 'thing') contentsOf(contents, node).add(thing)
  }
  return {
    walkers: bodies.map(({ name, grasp, strength, start }) => ({
      is: 'walker',
      name,
      grasp,
      strength,
      room: start,
      at: undefined,
      hands: [],
      commands: [],
      looked: new Map(),
      knows: new Set(),
    })),
    travel,
    place: new Map(site.things.map((t) => [t, t.at])),
    contents,
    putAt: new Map(),
    openAt: new Map(site.things.filter(isOpen).map((t) => [t, 0])),
    locked: new Set(site.things.filter(isLocked)),
    keys: site.keys,
    doors: site.things.filter((t) => t.door !== undefined),
  }
}

export function contentsOf(contents: Map<Thing, Set<Thing>>, node: Thing): Set<Thing> {
  let inside = contents.get(node)
  if (inside === undefined) {
    inside = new Set()
    contents.set(node, inside)
  }
  return inside
}

/** Gives a command. @returns the tick in which it is done */
export const say = (walker: Walker, command: string): number => walker.commands.push(command)

/** Waits until what holds from a tick on can be built on. */
export function wait(walker: Walker, tick: number): void {
  while (walker.commands.length < tick) walker.commands.push(null)
}

/** Waits until all can act in the same tick. */
export function meet(crew: readonly Walker[]): void {
  const latest = Math.max(...crew.map((w) => w.commands.length))
  for (const walker of crew) wait(walker, latest)
}

/** The agent that is free first. */
export const idlest = (plan: Plan): Walker =>
  plan.walkers.reduce((a, b) => (b.commands.length < a.commands.length ? b : a))

/** The room of a thing now. */
export function whereIs(plan: Plan, thing: Thing): Room {
  let at = plan.place.get(thing)!
  while (at.is !== 'walker' && at.node.is === 'thing') at = plan.place.get(at.node)!
  return at.is === 'walker' ? at.room : (at.node as Room)
}

/** The lids around a thing, the outermost first. */
export function lidsAround(plan: Plan, thing: Thing): Thing[] {
  const lids: Thing[] = []
  let at = plan.place.get(thing)!
  while (at.is !== 'walker' && at.node.is === 'thing') {
    if (at.prep === 'in') lids.unshift(at.node)
    at = plan.place.get(at.node)!
  }
  return lids
}

/** Where one stands to reach a thing: its furniture, or the thing on the floor that it is in or on, or itself. */
export function standingAt(plan: Plan, thing: Thing): Thing {
  let stand = thing
  let at = plan.place.get(thing)!
  while (stand.type !== 'furniture' && at.is !== 'walker' && at.node.is === 'thing') {
    stand = at.node
    at = plan.place.get(stand)!
  }
  return stand
}

/** All that comes into sight when a container is opened. */
export function insideOf(plan: Plan, thing: Thing): Thing[] {
  const out: Thing[] = []
  for (const e of plan.contents.get(thing) ?? []) {
    out.push(e)
    if (plan.openAt.has(e)) out.push(...insideOf(plan, e))
  }
  return out
}

/** Notes where a thing is now. */
export function setPlace(plan: Plan, thing: Thing, to: Place | Walker): void {
  const from = plan.place.get(thing)!
  if (from.is !== 'walker' && from.node.is === 'thing') plan.contents.get(from.node)?.delete(thing)
  plan.place.set(thing, to)
  if (to.is !== 'walker' && to.node.is === 'thing') contentsOf(plan.contents, to.node).add(thing)
}
