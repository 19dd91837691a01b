import type { Entity, Rejection } from '../../../../engine/index.js'
import { hasAbility, standsIn } from '../../../kernels/embodied/index.js'
import { type Household, indexOf, lendsOf, no, title } from '../../household.js'
import type { JointArgs, Rule } from '../rules.js'
import { mark, notReady, turn, unknownVerb, unmark, verbOf } from '../verbs.js'
import { everyone, jointly } from './consent.js'
import { notFree, outOfReach } from './reach.js'
import { holderOf, notSeen, reveal, visibleBelow } from './sight.js'

const LOCK = 'is_locked'

/** Why a lock keeps something shut. */
const locked = (w: Household, attribute: string, thing: Entity): Rejection | undefined =>
  attribute === 'is_open' && w.attributes.get(thing, LOCK) === true
    ? { ...no('locked', `${title(w, thing)} is locked`), over: thing }
    : undefined

const able = (w: Household, agents: readonly Entity[], verb: string): boolean =>
  agents.some((agent) => hasAbility(w, agent, verb, (thing) => lendsOf(w, thing)))

/** Why an agent does not reach a thing; what one of those who act together holds, it holds out to the others. */
function notAt(
  w: Household,
  agents: readonly Entity[],
  agent: Entity,
  id: string,
): Rejection | undefined {
  const holder = holderOf(w, w.entity(id))
  return holder !== 0 && agents.includes(holder) ? notSeen(w, agent, id) : outOfReach(w, agent, id)
}

/** Why a thing cannot be changed with a verb by agents who all reach it; one tool is enough for all. */
function unfit(
  w: Household,
  agents: readonly Entity[],
  name: string,
  id: string,
): Rejection | undefined {
  const verb = verbOf(w, name)
  if (verb === undefined) return unknownVerb(name)
  for (const agent of agents) {
    const refused = notFree(w, agent) ?? notAt(w, agents, agent, id)
    if (refused !== undefined)
      return agents.length === 1
        ? refused
        : { ...refused, text: `${title(w, agent)}: ${refused.text}` }
  }
  const thing = w.entity(id)
  const not = notReady(w, verb, thing)
  if (not !== undefined) return { ...not, over: thing }
  if (verb.tool && !able(w, agents, name)) return no('no-ability', `It takes a tool to ${name}`)
  return locked(w, verb.attribute, thing)
}

function changeIt(w: Household, me: Entity, name: string, id: string) {
  const verb = verbOf(w, name)!
  const thing = w.entity(id)
  turn(w, verb, thing)
  if (verb.attribute === 'is_open' && !verb.when) reveal(w, standsIn(w, me), visibleBelow(w, thing))
  return {
    note: 'attr',
    text: `Done: ${name} ${title(w, thing)}`,
    data: { attribute: verb.attribute, value: !verb.when },
    took: thing,
  }
}

/** Changes an attribute of a thing within reach: open, cut, repair and the like. */
export const change: Rule<{ readonly verb: string; readonly thing: string }> = {
  check: (w, me, { verb, thing }) => unfit(w, [me], verb, thing),
  apply(w, me, { verb, thing }) {
    const done = changeIt(w, me, verb, thing)
    unmark(w, w.entity(thing), indexOf(w).verbs.get(verb)!.attribute)
    return done
  },
}

/** Changes an attribute together: everyone named says so in the same tick, and everyone reaches the thing. */
export const changeTogether = jointly<
  JointArgs & { readonly verb: string; readonly thing: string }
>('changeTogether', {
  check: (w, _me, { agents, verb, thing }) => unfit(w, everyone(w, agents), verb, thing),
  apply(w, me, { verb, thing }) {
    const { data, took } = changeIt(w, me, verb, thing)
    mark(w, w.entity(thing), indexOf(w).verbs.get(verb)!.attribute)
    return { data, took }
  },
  tell: (w, _me, { verb, thing }) => ({
    note: 'corp-attr',
    text: `Done together: ${verb} ${title(w, w.entity(thing))}`,
  }),
})
