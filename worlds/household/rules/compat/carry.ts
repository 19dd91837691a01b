import type { Applied, Entity, Rejection } from '../../../../engine/index.js'
import { ENDLESS, isAgent, isRoom } from '../../../kernels/embodied/index.js'
import { agentNamed, endless, type Household, no, room, title } from '../../household.js'
import { notAllThere } from './change.js'
import { bound } from './common.js'
import { enter } from './move.js'

const missing = (w: Household, agents: readonly string[]): Rejection | undefined => {
  for (const name of agents)
    if (agentNamed(w, name) === 0) return no('list-no-agent', `There is no agent ${name}`)
  return undefined
}

/** Binds all those named to a thing that none of them could lift alone. quirk: anyoneCarries; quirk: strangersMayCarry */
export const carry = {
  check(w: Household, me: Entity, agents: readonly string[], id: string): Rejection | undefined {
    const refused = bound(w, me) ?? missing(w, agents)
    if (refused !== undefined) return refused
    // A name with a preposition before it finds its thing, and then nobody counts as being near (quirk: prefixedCarry).
    const bare = id.replace(/^(in|on):/i, '')
    const thing = w.entity(bare)
    if (thing === 0) return no('no-object', `There is no ${id}`)
    const strongest = Math.max(...agents.map((name) => w.c.Body.strength.get(agentNamed(w, name))))
    if (w.c.Thing.weight.get(thing) <= strongest) {
      return no('not-heavy', `${title(w, thing)} can be carried alone`)
    }
    if (bare !== id) return no('list-not-near', `Nobody is near ${id}`)
    return notAllThere(w, agents, thing)
  },
  apply(w: Household, agents: readonly string[], id: string): Applied {
    const thing = w.entity(id)
    for (const name of agents) w.c.Body.bound.set(agentNamed(w, name), thing)
    return {
      note: 'corp-grab',
      text: `${agents.join(' and ')} hold ${title(w, thing)} together`,
      took: thing,
    }
  },
}

/** Moves all those named to a room, whether or not they carry something. quirk: noConsent; quirk: carriedStaysBehind */
export const carryTo = {
  check(w: Household, agents: readonly string[], to: string): Rejection | undefined {
    return (
      missing(w, agents) ?? (w.entity(to) === 0 ? no('no-target', `There is no ${to}`) : undefined)
    )
  },
  apply(w: Household, agents: readonly string[], to: string): Applied | Rejection {
    const target = w.entity(to)
    if (!isRoom(w, target))
      return no('corp-goto-not-room', `${title(w, target)} is no room`, 'effect')
    for (const name of agents) enter(w, agentNamed(w, name), target)
    return { note: 'corp-goto', text: `${agents.join(' and ')} are now in ${title(w, target)}` }
  },
}

/** Puts down a thing that all those named are bound to, and frees them. quirk: setDownAnywhere; quirk: leftOutStayBound */
export const setDown = {
  check(
    w: Household,
    agents: readonly string[],
    id: string,
    target: string,
  ): Rejection | undefined {
    const thing = w.entity(id)
    for (const name of agents) {
      const agent = agentNamed(w, name)
      if (agent === 0) return no('list-no-agent', `There is no agent ${name}`)
      if (thing === 0 || w.c.Body.bound.get(agent) !== thing)
        return no('not-coop', `${name} is not carrying ${id}`)
    }
    if (thing === 0) return no('no-object', `There is no ${id}`)
    if (w.entity(target) === 0) return no('no-target', `There is no ${target}`)
    return undefined
  },
  apply(
    w: Household,
    agents: readonly string[],
    id: string,
    preposition: string,
    into: string,
  ): Applied | Rejection {
    const thing = w.entity(id)
    const target = w.entity(into)
    const at = isRoom(w, target)
      ? target
      : isAgent(w, target)
        ? w.c.Body.start.get(target)
        : room(w, target)
    if (at === ENDLESS) return endless(w, target)
    if (at === 0) return no('place-failed', `${title(w, target)} is in no room`, 'effect')
    w.rel.place.move(thing, target, w.intern(preposition))
    for (const name of agents) w.c.Body.bound.set(agentNamed(w, name), 0)
    return { note: 'corp-place', text: `${agents.join(' and ')} put down ${title(w, thing)}` }
  },
}
