import type { Entity, Rejection } from '../../../../engine/index.js'
import { isFound, isThing } from '../../../kernels/embodied/index.js'
import { type Household, no, title } from '../../household.js'

/** Why an agent may do nothing alone now: it has no body, or it is bound to carry something with others. */
export function notFree(w: Household, me: Entity): Rejection | undefined {
  return me === 0 ? no('no-agent', 'There is no such agent here') : bound(w, me)
}

/** Why an agent may not do anything but go on with what it carries with others. */
export function bound(w: Household, me: Entity): Rejection | undefined {
  const thing = w.c.Body.bound.get(me)
  if (thing === 0) return undefined
  return no(
    'coop-locked',
    `You are carrying ${title(w, thing)} with others; go on together or put it down`,
  )
}

/** Why a thing cannot be dealt with: it does not exist, or nobody has found it yet. */
export function notKnown(w: Household, id: string): Rejection | undefined {
  const thing = w.entity(id)
  if (thing === 0) return no('no-object', `There is no ${id}`)
  if (!isThing(w, thing) || !isFound(w, thing))
    return no('undiscovered', `${id} has not been found yet`)
  return undefined
}
