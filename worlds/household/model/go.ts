import type { Condition, Facts, Need, Operator } from '../../../engine/index.js'
import {
  holderOf,
  isRoom,
  isThing,
  presence,
  roomOf,
  standingPlace,
  type Variant,
} from './facts.js'
import { isAnywhere, lastHop } from './ways.js'

type Names = Readonly<Record<string, string>>

export const isFree = (me: string): Condition => ({ subject: me, fact: 'free', is: true, by: me })

/** Why the way to a room is barred, or what opens it. */
export function* passage(s: Facts, me: string, to: string): Generator<Need> {
  const here = s.get(me, 'in') as string
  if (here === to || isAnywhere(s)) return
  const hop = lastHop(s, here, to)
  if (hop === undefined) {
    yield { obstacle: `there is no way from ${here} to ${to}` }
    return
  }
  for (const door of hop.doors)
    yield { subject: door, fact: 'state', object: 'is_open', is: true, by: me }
  yield { subject: me, fact: 'in', is: hop.before, by: me }
}

export const goto = (v: Variant): Operator => ({
  *ways(s, me, c) {
    if (c.subject !== me) return
    if (c.fact === 'in' && isRoom(s, String(c.is))) yield { to: String(c.is) }
    if (c.fact === 'near' && c.is === true) yield { to: c.object! }
  },
  *needs(s, me, args) {
    const { to } = args as Names
    yield isFree(me)
    if (isRoom(s, to!)) yield* passage(s, me, to!)
    else {
      yield* presence(s, me, to!, v)
      const holder = holderOf(s, to!)
      if (holder !== undefined && holder !== me) yield { obstacle: `${holder} has ${to}` }
    }
  },
  effects(s, me, args) {
    const { to } = args as Names
    if (!isRoom(s, to!)) return [{ subject: me, fact: 'at', to: standingPlace(s, to!, v) }]
    return [
      { subject: me, fact: 'in', to: to! },
      { subject: me, fact: 'at', to: null },
    ]
  },
  call: (args) => ({ action: 'goto', args }),
})

export const explore = (v: Variant): Operator => ({
  *ways(s, me, c) {
    if (c.subject !== me || c.is !== true) return
    if (c.fact === 'explored') yield { room: c.object! }
    if (c.fact === 'seen') {
      const room = roomOf(s, c.object!)
      const here = s.get(me, 'in') as string
      if (room !== undefined) yield { room: s.get(c.object!, 'door to') === here ? here : room }
    }
  },
  *needs(_s, me, args) {
    if (!v.isStrict) yield isFree(me)
    yield { subject: me, fact: 'in', is: (args as Names)['room']!, by: me }
  },
  effects(s, me, args) {
    const { room } = args as Names
    const seen: string[] = []
    const below = (node: string, depth: number): void => {
      for (const x of s.where('in', node)) {
        if (!isThing(s, x) || depth > 8) continue
        if (s.get(x, 'how') === 'in' && s.get(node, 'state', 'is_open') === false) continue
        seen.push(x)
        below(x, depth + 1)
      }
    }
    below(room!, 0)
    seen.push(...s.where('door to', room!))
    return [
      { subject: me, fact: 'explored', object: room!, to: true },
      ...seen.map((x) => ({ subject: me, fact: 'seen', object: x, to: true as const })),
    ]
  },
  call: () => ({ action: 'explore', args: {} }),
})
