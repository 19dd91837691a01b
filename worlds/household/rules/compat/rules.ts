import type { Entity } from '../../../../engine/index.js'
import { held, isFound, isThing, standsIn } from '../../../kernels/embodied/index.js'
import { type Household, indexOf, no } from '../../household.js'
import { judge } from '../judge.js'
import type { Rule, Rules } from '../rules.js'
import { shownIn } from '../shown.js'
import { carry, carryTo, setDown } from './carry.js'
import { change, changeTogether } from './change.js'
import { contentsOf, explore, goto, look } from './move.js'
import { grab, place } from './take.js'

/** Judges the tasks as soon as something was done: what was true only for a moment counts. */
const judged = <A>(rule: Rule<A>): Rule<A> => ({
  check: rule.check,
  apply(w, me, args, seat) {
    const outcome = rule.apply(w, me, args, seat)
    judge(w)
    return outcome
  },
})

/** All that was found by anyone, room by room, then what agents hold. */
export const sees = (w: Household): Entity[] => [
  ...indexOf(w).rooms.flatMap((at) => shownIn(w, at, (e) => isFound(w, e))),
  ...w.agents.flatMap((a) => (a.entity === 0 ? [] : held(w, a.entity))),
]

/** The reference's rules, command by command. */
export const compat: Rules = {
  goto: judged({
    check: (w, me, { to }) => goto.check(w, me, to),
    apply: (w, me, { to }) => goto.apply(w, me, to),
  }),
  explore: judged({
    check: (w, me, { room }) => explore.check(w, me, room),
    apply: (w, me) => explore.apply(w, me),
  }),
  look: judged({
    check: (w, me, { at }) => look.check(w, me, at),
    apply: (w, me, { at }) => look.apply(w, me, at),
  }),
  grab: judged({
    check: (w, me, { thing }) => grab.check(w, me, thing),
    apply: (w, me, { thing }) => grab.apply(w, me, thing),
  }),
  place: judged({
    check: (w, me, a) => place.check(w, me, a.thing, a.preposition, a.target),
    apply: (w, me, a) => place.apply(w, me, a.thing, a.preposition!, a.target!),
  }),
  change: judged({
    check: (w, me, a) => change.check(w, me, a.verb, a.thing),
    apply: (w, me, a) => change.apply(w, me, a.verb, a.thing),
  }),
  changeTogether: judged({
    check: (w, me, a, seat) => changeTogether.check(w, me, seat.name, a.verb, a.agents, a.thing),
    apply: (w, me, a) => changeTogether.apply(w, me, a.verb, a.agents, a.thing),
  }),
  carry: judged({
    check: (w, me, a) => carry.check(w, me, a.agents, a.thing),
    apply: (w, _me, a) => carry.apply(w, a.agents, a.thing),
  }),
  carryTo: judged({
    check: (w, _me, a) => carryTo.check(w, a.agents, a.room),
    apply: (w, _me, a) => carryTo.apply(w, a.agents, a.room),
  }),
  setDown: judged({
    check: (w, _me, a) => setDown.check(w, a.agents, a.thing, a.target),
    apply: (w, _me, a) => setDown.apply(w, a.agents, a.thing, a.preposition, a.target),
  }),
  letGo: {
    check: () => no('unknown-command', 'What is carried together can only be put down together'),
    apply: () => no('unknown-command', 'What is carried together can only be put down together'),
  },
  sees,
  atHand: (w, me) =>
    me === 0
      ? []
      : [...contentsOf(w, standsIn(w, me)), ...held(w, me)].filter(
          (e) => isThing(w, e) && isFound(w, e),
        ),
  near: (w, me) => (me === 0 ? [] : w.sets.near.members(me)),
  whereabouts: (w, _me, other) => standsIn(w, other),
  load: (w, agent) => w.c.Body.load.get(agent),
}
