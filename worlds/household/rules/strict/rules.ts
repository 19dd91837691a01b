import type { Entity } from '../../../../engine/index.js'
import { standsIn } from '../../../kernels/embodied/index.js'
import type { Household } from '../../household.js'
import type { Rules } from '../rules.js'
import { carry, carryTo, letGo, setDown } from './carry.js'
import { change, changeTogether } from './change.js'
import { grab, place } from './hands.js'
import { explore, goto, look } from './move.js'
import { loadOf, reachable } from './reach.js'
import { knows, visibleIn } from './sight.js'

const sees = (w: Household, me: Entity): Entity[] =>
  me === 0 ? [] : visibleIn(w, standsIn(w, me)).filter((e) => knows(w, me, e))

/** The rules as they are meant: agents see with their own eyes, act at once, and work together by consent. */
export const strict: Rules = {
  goto,
  explore,
  look,
  grab,
  place,
  change,
  changeTogether,
  carry,
  carryTo,
  setDown,
  letGo,
  sees,
  atHand: sees,
  near: (w, me) => (me === 0 ? [] : reachable(w, me)),
  whereabouts: (w, me, other) =>
    me === other || (me !== 0 && standsIn(w, me) === standsIn(w, other)) ? standsIn(w, other) : 0,
  load: loadOf,
}
