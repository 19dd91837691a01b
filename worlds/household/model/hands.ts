import type { Condition, Facts, Need, Operator } from '../../../engine/index.js'
import {
  heaviestFirst,
  heldBy,
  holderOf,
  isInside,
  isRoom,
  isThing,
  lidsAround,
  parentOf,
  presence,
  roomOf,
  standingPlace,
  strengthOf,
  type Variant,
  weigh,
} from './facts.js'
import { isFree } from './go.js'

type Names = Readonly<Record<string, string>>

/** Tools for a verb, those at hand first, then the lightest. */
export const toolsFor = (s: Facts, me: string, verb: string): string[] => {
  const here = s.get(me, 'in')
  const rank = (x: string): number => {
    const holder = holderOf(s, x)
    const isTaken = holder !== undefined && holder !== me
    return (isTaken ? 2000 : roomOf(s, x) === here ? 0 : 1000) + Number(s.get(x, 'weight') ?? 0)
  }
  return [...s.where('lends', true, verb)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}

export const grab = (v: Variant): Operator => ({
  *ways(s, me, c) {
    if (c.fact === 'in' && c.is === me) yield { thing: c.subject }
    if (c.fact === 'can' && c.subject === me)
      for (const tool of toolsFor(s, me, c.object!)) yield { thing: tool }
  },
  *needs(s, me, args) {
    const { thing } = args as { readonly thing: string }
    yield isFree(me)
    if (s.get(thing, 'fixed') === true) yield { obstacle: `${thing} cannot be taken` }
    const weight = Number(s.get(thing, 'weight') ?? 0)
    if (weight > strengthOf(s, me))
      yield {
        obstacle: `${thing} weighs ${weight} kg, and ${me} can carry ${strengthOf(s, me)} kg`,
      }
    if (Number(s.get(me, 'grasp') ?? 0) < 1) yield { obstacle: `${me} cannot hold anything` }
    const holder = holderOf(s, thing)
    if (holder !== undefined && holder !== me) {
      const top = heldBy(s, holder).find((x) => x === thing || isInside(s, thing, x))
      if (s.get(holder, 'mate') === true && top !== undefined)
        yield { subject: top, fact: 'in hands', is: false, by: holder }
      else yield { obstacle: `${holder} has ${thing}` }
    }
    yield* presence(s, me, thing, v)
    if (!v.isStrict) {
      for (const lid of lidsAround(s, thing, v))
        yield { subject: lid, fact: 'state', object: 'is_open', is: true, by: me }
    }
    if (weigh(s, thing, v) > strengthOf(s, me)) {
      const inside = heaviestFirst(s, thing)
      yield { subject: inside[0]!, fact: 'place', object: `:${roomOf(s, thing)}`, is: true, by: me }
    }
    yield { subject: me, fact: 'free hand', is: true, by: me }
    yield { subject: me, fact: 'strength for', object: thing, is: true, by: me }
    yield { subject: me, fact: 'near', object: thing, is: true, by: me }
  },
  effects(s, me, args) {
    const { thing } = args as { readonly thing: string }
    const from = parentOf(s, thing)!
    const at = s.get(me, 'at')
    const stays = v.isStrict
      ? at === thing
        ? null
        : (at ?? null)
      : isThing(s, from)
        ? standingPlace(s, from, v)
        : null
    return [
      { subject: thing, fact: 'in', to: me },
      { subject: thing, fact: 'how', to: 'held' },
      { subject: me, fact: 'at', to: stays },
    ]
  },
  call: (args) => ({ action: 'grab', args }),
})

/** The preposition with which a thing goes to a node, where either will do. */
export const prepositionFor = (s: Facts, target: string): string =>
  isRoom(s, target) || s.get(target, 'container') === true ? 'in' : 'on'

/** Where a condition about a place wants a thing to be. */
export function wantedPlace(
  s: Facts,
  c: Condition,
): { readonly preposition: string; readonly target: string } | undefined {
  if (c.fact !== 'place' || c.is !== true) return undefined
  const colon = c.object!.indexOf(':')
  const target = c.object!.slice(colon + 1)
  return {
    target,
    preposition: colon === 0 ? prepositionFor(s, target) : c.object!.slice(0, colon),
  }
}

/** Why a node does not take a thing, or what it needs to. */
export function* welcome(s: Facts, me: string, args: Names, v: Variant): Generator<Need> {
  const { thing, preposition, target } = args
  if (target === thing || isInside(s, target!, thing!))
    yield { obstacle: `${thing} cannot go into or onto itself` }
  if (isRoom(s, target!)) {
    if (preposition === 'on') yield { obstacle: 'nothing can be put on a room' }
    return
  }
  if (v.isStrict && s.get(target!, 'door to') !== undefined)
    yield { obstacle: `nothing goes in or on the door ${target}` }
  yield* presence(s, me, target!, v)
  if (preposition !== 'in') return
  if (s.get(target!, 'container') !== true) yield { obstacle: `${target} is no container` }
  if (v.isStrict && s.get(target!, 'state', 'is_open') === false)
    yield { subject: target!, fact: 'state', object: 'is_open', is: true, by: me }
}

export const place = (v: Variant): Operator => ({
  *ways(s, me, c) {
    const wanted = wantedPlace(s, c)
    if (wanted !== undefined) yield { thing: c.subject, ...wanted }
    const down = (thing: string) => ({
      thing,
      preposition: 'in',
      target: s.get(me, 'in') as string,
    })
    if (c.subject === me && (c.fact === 'free hand' || c.fact === 'strength for')) {
      // What was taken last is needed least: the first things were fetched for what comes after.
      for (const thing of [...heldBy(s, me)].reverse()) if (thing !== c.object) yield down(thing)
    }
    if (c.fact === 'in hands' && c.is === false && holderOf(s, c.subject) === me)
      yield down(c.subject)
  },
  *needs(s, me, args) {
    const { thing, target } = args as Names
    yield isFree(me)
    yield { subject: thing!, fact: 'in', is: me, by: me }
    yield* welcome(s, me, args as Names, v)
    if (isRoom(s, target!)) yield { subject: me, fact: 'in', is: target!, by: me }
    else {
      const holder = holderOf(s, target!)
      if (holder !== undefined && holder !== me) yield { obstacle: `${holder} has ${target}` }
      yield { subject: me, fact: 'near', object: target!, is: true, by: me }
    }
  },
  effects(s, me, args) {
    const { thing, preposition, target } = args as Names
    // By the reference one stands at what one has put down, or at the furniture that it is with.
    const host = isThing(s, target!) ? standingPlace(s, target!, v) : target!
    const at = v.isStrict
      ? (s.get(me, 'at') ?? null)
      : s.get(host, 'furniture') === true
        ? host
        : thing!
    return [
      { subject: thing!, fact: 'in', to: target! },
      { subject: thing!, fact: 'how', to: preposition! },
      { subject: me, fact: 'at', to: at },
    ]
  },
  call: (args) => ({ action: 'place', args }),
})
