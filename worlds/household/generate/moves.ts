import {
  insideOf,
  lidsAround,
  meet,
  type Plan,
  say,
  setPlace,
  standingAt,
  type Walker,
  wait,
  whereIs,
} from './plan.js'
import type { Room, Thing } from './site.js'

/** The rooms on the shortest way along links, without the first. */
function route(from: Room, to: Room): Room[] {
  const before = new Map<Room, Room>()
  const open = [from]
  for (let i = 0; i < open.length && !before.has(to); i++) {
    for (const next of open[i]!.links) {
      if (next === from || before.has(next)) continue
      before.set(next, open[i]!)
      open.push(next)
    }
  }
  const way: Room[] = []
  for (let at = to; at !== from; at = before.get(at)!) way.unshift(at)
  return way
}

const waysOf = (plan: Plan, from: Room, to: Room): readonly Room[] =>
  from === to ? [] : plan.travel === 'anywhere' ? [to] : route(from, to)

const doorBetween = (plan: Plan, a: Room, b: Room): Thing | undefined =>
  plan.doors.find(({ door }) => door!.includes(a) && door!.includes(b))

/** Goes to a room, through doors that it opens or that somebody opened before. */
export function walk(plan: Plan, walker: Walker, to: Room): void {
  for (const next of waysOf(plan, walker.room, to)) {
    const door = doorBetween(plan, walker.room, next)
    if (door !== undefined) openDoor(plan, walker, door)
    say(walker, `GOTO ${next.id}`)
    walker.room = next
    walker.at = undefined
  }
}

function openDoor(plan: Plan, walker: Walker, door: Thing): void {
  const since = plan.openAt.get(door)
  if (since !== undefined) {
    wait(walker, since)
    return
  }
  if (!door.door!.some((room) => walker.looked.has(room))) look(walker)
  say(walker, `GOTO ${door.id}`)
  walker.at = door
  plan.openAt.set(door, say(walker, `OPEN ${door.id}`))
}

function look(walker: Walker): void {
  walker.looked.set(walker.room, say(walker, 'EXPLORE'))
}

/** Looks about the room, unless the agent has seen the thing there. */
function see(plan: Plan, walker: Walker, thing: Thing): void {
  const since = Math.max(
    plan.putAt.get(thing) ?? 0,
    ...lidsAround(plan, thing).map((lid) => plan.openAt.get(lid) ?? 0),
  )
  wait(walker, since)
  const seen = walker.looked.get(walker.room)
  if (walker.knows.has(thing) || (seen !== undefined && seen > since)) return
  look(walker)
}

/** Comes to where a thing can be touched, opening what it is in. */
export function reach(plan: Plan, walker: Walker, thing: Thing): void {
  if (walker.hands.includes(thing)) return
  for (const lid of lidsAround(plan, thing)) openLid(plan, walker, lid)
  walk(plan, walker, whereIs(plan, thing))
  see(plan, walker, thing)
  const stand = standingAt(plan, thing)
  if (walker.at === stand) return
  say(walker, `GOTO ${thing.id}`)
  walker.at = stand
}

/** Opens a container, with its key when it is locked. */
export function openLid(plan: Plan, walker: Walker, lid: Thing): void {
  const since = plan.openAt.get(lid)
  if (since !== undefined) {
    wait(walker, since)
    return
  }
  if (plan.locked.has(lid)) fetch(plan, walker, plan.keys.get(lid)!)
  reach(plan, walker, lid)
  if (plan.locked.delete(lid)) say(walker, `UNLOCK ${lid.id}`)
  plan.openAt.set(lid, say(walker, `OPEN ${lid.id}`))
  for (const e of insideOf(plan, lid)) walker.knows.add(e)
}

/** Takes a thing, wherever it is. Who holds it puts it down first. */
export function fetch(plan: Plan, walker: Walker, thing: Thing): void {
  const holder = plan.place.get(thing)!
  if (holder === walker) return
  if (holder.is === 'walker') drop(plan, holder, thing)
  reach(plan, walker, thing)
  const load = (): number => walker.hands.reduce((kg, t) => kg + t.weight, 0)
  while (
    walker.hands.length > 0 &&
    (walker.hands.length >= walker.grasp || load() + thing.weight > walker.strength)
  )
    drop(plan, walker, walker.hands[0]!)
  say(walker, `GRAB ${thing.id}`)
  setPlace(plan, thing, walker)
  walker.hands.push(thing)
  walker.knows.add(thing)
  if (walker.at === thing) walker.at = undefined
}

function drop(plan: Plan, walker: Walker, thing: Thing): void {
  release(plan, walker, thing, 'in', walker.room)
}

function release(
  plan: Plan,
  walker: Walker,
  thing: Thing,
  prep: 'in' | 'on',
  node: Room | Thing,
): void {
  plan.putAt.set(thing, say(walker, `PLACE ${thing.id} ${prep} ${node.id}`))
  walker.hands.splice(walker.hands.indexOf(thing), 1)
  setPlace(plan, thing, { prep, node })
}

/** Brings a thing to a room, or puts it in or on another. */
export function put(
  plan: Plan,
  walker: Walker,
  thing: Thing,
  prep: 'in' | 'on',
  node: Room | Thing,
): void {
  fetch(plan, walker, thing)
  if (node.is === 'room') walk(plan, walker, node)
  else {
    if (prep === 'in') openLid(plan, walker, node)
    reach(plan, walker, node)
  }
  release(plan, walker, thing, prep, node)
}

/** Changes a thing, with a tool where one is given. */
export function change(plan: Plan, walker: Walker, verb: string, thing: Thing, tool?: Thing): void {
  if (tool !== undefined) fetch(plan, walker, tool)
  reach(plan, walker, thing)
  const tick = say(walker, `${verb.toUpperCase()} ${thing.id}`)
  if (verb === 'open') plan.openAt.set(thing, tick)
  if (verb === 'close') plan.openAt.delete(thing)
}

const names = (crew: readonly Walker[]): string => crew.map((w) => w.name).join(',')

function sayTogether(crew: readonly Walker[], command: string): number {
  meet(crew)
  let tick = 0
  for (const walker of crew) tick = say(walker, command)
  return tick
}

/** Changes a thing together; the first of the crew brings the tool. */
export function changeTogether(
  plan: Plan,
  crew: readonly Walker[],
  verb: string,
  thing: Thing,
  tool?: Thing,
): void {
  if (tool !== undefined) fetch(plan, crew[0]!, tool)
  for (const walker of crew) reach(plan, walker, thing)
  sayTogether(crew, `CORP_${verb.toUpperCase()} ${names(crew)} ${thing.id}`)
}

/** Carries a thing together to a room, or onto something. */
export function carry(
  plan: Plan,
  crew: readonly Walker[],
  thing: Thing,
  prep: 'in' | 'on',
  node: Room | Thing,
): void {
  const from = whereIs(plan, thing)
  const to = node.is === 'room' ? node : whereIs(plan, node)
  clearWay(plan, crew[0]!, from, to)
  for (const walker of crew) {
    while (walker.hands.length > 0) drop(plan, walker, walker.hands[0]!)
    reach(plan, walker, thing)
  }
  sayTogether(crew, `CORP_GRAB ${names(crew)} ${thing.id}`)
  setPlace(plan, thing, crew[0]!)
  for (const next of waysOf(plan, from, to)) {
    const door = doorBetween(plan, crew[0]!.room, next)
    if (door !== undefined) for (const walker of crew) wait(walker, plan.openAt.get(door)!)
    sayTogether(crew, `CORP_GOTO ${names(crew)} ${next.id}`)
    for (const walker of crew) walker.room = next
  }
  if (node.is === 'thing') for (const walker of crew) see(plan, walker, node)
  const done = sayTogether(crew, `CORP_PLACE ${names(crew)} ${thing.id} ${prep} ${node.id}`)
  plan.putAt.set(thing, done)
  setPlace(plan, thing, { prep, node })
  for (const walker of crew) walker.at = undefined
}

/** Opens the doors on a way before anybody's hands are full. */
function clearWay(plan: Plan, walker: Walker, from: Room, to: Room): void {
  let at = from
  for (const next of waysOf(plan, from, to)) {
    const door = doorBetween(plan, at, next)
    if (door !== undefined && !plan.openAt.has(door)) {
      walk(plan, walker, from)
      walk(plan, walker, to)
      return
    }
    at = next
  }
}
