import type { Applied, Entity, Rejection } from '../../../../engine/index.js'
import { hasAbility } from '../../../kernels/embodied/index.js'
import {
  agentNamed,
  type Household,
  lendsOf,
  no,
  notInRoom,
  title,
  type Verb,
} from '../../household.js'
import { mark, notReady, turn, unknownVerb, unmark, verbOf } from '../verbs.js'
import { notFree, notKnown } from './common.js'

const unable = (w: Household, agent: Entity, verb: Verb): boolean =>
  verb.tool && !hasAbility(w, agent, verb.name, (thing) => lendsOf(w, thing))

const changed = (
  verb: Verb,
  id: string,
): { object_id: string; attribute: string; old_value: boolean; new_value: boolean } => ({
  object_id: id,
  attribute: verb.attribute,
  old_value: verb.when,
  new_value: !verb.when,
})

/** Changes an attribute of a thing alone: open, cut, repair and the like. quirk: noReachToChange */
export const change = {
  check(w: Household, me: Entity, name: string, id: string): Rejection | undefined {
    const verb = verbOf(w, name)
    if (verb === undefined) return unknownVerb(name)
    const refused = notFree(w, me) ?? notKnown(w, id)
    if (refused !== undefined) return refused
    const thing = w.entity(id)
    const not = notInRoom(w, me, thing) ?? notReady(w, verb, thing)
    if (not !== undefined) return not
    if (unable(w, me, verb)) return no('no-ability', `You need a tool to ${verb.name}`)
    return undefined
  },
  apply(w: Household, _me: Entity, name: string, id: string): Applied {
    const verb = verbOf(w, name)!
    const thing = w.entity(id)
    turn(w, verb, thing)
    unmark(w, thing, verb.attribute)
    return { note: 'attr', text: `Done: ${verb.name} ${title(w, thing)}`, data: changed(verb, id) }
  },
}

/** Changes an attribute together with others, who are named and do nothing themselves. quirk: oneAgentCooperates */
export const changeTogether = {
  check(
    w: Household,
    me: Entity,
    self: string,
    name: string,
    agents: readonly string[],
    id: string,
  ): Rejection | undefined {
    const verb = verbOf(w, name)
    if (verb === undefined) return unknownVerb(name)
    const refused = notFree(w, me)
    if (refused !== undefined) return refused
    if (!agents.includes(self))
      return no('not-in-list', 'You must be one of those who act together')
    const unknown = notKnown(w, id)
    if (unknown !== undefined) return unknown
    const thing = w.entity(id)
    return notReady(w, verb, thing) ?? notAllThere(w, agents, thing) ?? notAllAble(w, agents, verb)
  },
  apply(w: Household, _me: Entity, name: string, agents: readonly string[], id: string): Applied {
    const verb = verbOf(w, name)!
    const thing = w.entity(id)
    turn(w, verb, thing)
    mark(w, thing, verb.attribute)
    return {
      note: 'corp-attr',
      text: `Done together: ${verb.name} ${title(w, thing)}`,
      data: { ...changed(verb, id), cooperating_agents: agents },
    }
  },
}

/** Why those named cannot all reach a thing. */
export function notAllThere(
  w: Household,
  agents: readonly string[],
  thing: Entity,
): Rejection | undefined {
  for (const name of agents)
    if (agentNamed(w, name) === 0) return no('list-no-agent', `There is no agent ${name}`)
  for (const name of agents) {
    const away = notInRoom(w, agentNamed(w, name), thing)
    if (away === undefined) continue
    return away.reject === 'recursion'
      ? away
      : no('list-not-near', `${name} is not where ${title(w, thing)} is`)
  }
  return undefined
}

function notAllAble(w: Household, agents: readonly string[], verb: Verb): Rejection | undefined {
  for (const name of agents) {
    if (unable(w, agentNamed(w, name), verb))
      return no('list-no-ability', `${name} has no tool to ${verb.name}`)
  }
  return undefined
}
