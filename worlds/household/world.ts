import { z } from 'zod'
import { defineWorld, type Entity } from '../../engine/index.js'
import { C, held, isFound, isRoom, isThing, standsIn } from '../kernels/embodied/index.js'
import { attributeActions } from './attribute-actions.js'
import { describe } from './describe.js'
import { format, parse } from './grammar.js'
import { type Household, indexOf, makeIndex } from './household.js'
import { observationSchema, observe } from './observe.js'
import { carry, carryTo, setDown } from './rules/carry.js'
import { change, changeTogether } from './rules/change.js'
import { finish, goals, judge } from './rules/judge.js'
import { contentsOf, explore, goto, look } from './rules/move.js'
import { grab, place } from './rules/take.js'
import { sceneSchema } from './scene.js'
import { setup } from './setup.js'
import { validateScene } from './validate.js'

const id = z.string().min(1).max(300)
const verb = z.enum(attributeActions.map((a) => a.name))
const agents = z.array(id).min(1).max(64)

/** Runs a rule and, when it did something, judges the tasks at once: what was true only for a moment counts. */
function judged<T>(w: Household, outcome: T): T {
  judge(w)
  return outcome
}

/** The found things in an agent's room and hands: what it may be worth trying something with. */
const atHand = (w: Household, me: Entity): Entity[] =>
  me === 0
    ? []
    : [...contentsOf(w, standsIn(w, me)), ...held(w, me)].filter(
        (e) => isThing(w, e) && isFound(w, e),
      )
const everyone = (w: Household): string[] =>
  w.agents.filter((a) => a.entity !== 0).map((a) => a.name)
/** Whether there are several agents and all stand in one room. */
function together(w: Household): boolean {
  const rooms = new Set(w.agents.filter((a) => a.entity !== 0).map((a) => standsIn(w, a.entity)))
  return everyone(w).length > 1 && rooms.size === 1
}

/** How many tasks came to be done in this tick: the reward of every agent. */
function tasksDoneNow(w: Household): number {
  const { tasks } = indexOf(w)
  let n = 0
  for (let i = 0; i < tasks.length; i++) {
    const { entity } = tasks[i]!
    if (w.c.Task.done.get(entity) === 1 && w.c.Task.at.get(entity) === w.tick) n += 1
  }
  return n
}

/** Whether what ends the scenario has come about. */
function over(w: Household): boolean {
  const { tasks } = indexOf(w)
  switch (w.params.ends) {
    case 'tasks':
      return tasks.length > 0 && tasks.every((t) => w.c.Task.done.get(t.entity) === 1)
    case 'done':
      return w.agents.every((a) => a.entity === 0 || w.c.Body.finished.get(a.entity) === 1)
    default:
      return false
  }
}

/**
 * Rooms, things, tools and agents who look for things, carry them, change them and work together, by the rules of
 * OmniEAR's simulator. Profile `compat` does command by command what that simulator does; see `quirks.ts`.
 */
export const household = defineWorld({
  id: 'household',
  version: 1,
  title: 'Household',
  params: sceneSchema,
  profiles: ['compat'],
  validate: validateScene,
  components: C,
  observation: observationSchema,
  actions: {
    goto: {
      text: 'Go to a room, or up to a found thing in this room',
      args: { to: id },
      *options(w: Household, me: Entity) {
        for (const e of indexOf(w).rooms) yield { to: w.nameOf(e) }
        for (const e of atHand(w, me)) yield { to: w.nameOf(e) }
      },
      check: (w, me, { to }) => goto.check(w, me, to),
      apply: (w, me, { to }) => judged(w, goto.apply(w, me, to)),
    },
    explore: {
      text: 'Find what is in this room',
      args: { room: id.optional() },
      options: () => [{}],
      check: (w, me, a) => explore.check(w, me, a.room),
      apply: (w, me) => judged(w, explore.apply(w, me)),
    },
    look: {
      text: 'Look around, or at a thing',
      args: { at: id.optional() },
      options: () => [{}],
      check: (w, me, a) => look.check(w, me, a.at),
      apply: (w, me, a) => judged(w, look.apply(w, me, a.at)),
    },
    grab: {
      text: 'Take a thing that is near',
      args: { thing: id },
      *options(w: Household, me: Entity) {
        for (const e of me === 0 ? [] : w.sets.near.members(me))
          if (isThing(w, e)) yield { thing: w.nameOf(e) }
      },
      check: (w, me, { thing }) => grab.check(w, me, thing),
      apply: (w, me, { thing }) => judged(w, grab.apply(w, me, thing)),
    },
    place: {
      text: 'Put a held thing in or on something near',
      args: { thing: id, preposition: z.string().max(8).optional(), target: id.optional() },
      *options(w: Household, me: Entity) {
        for (const thing of me === 0 ? [] : held(w, me)) {
          for (const target of w.sets.near.members(me)) {
            const into = isRoom(w, target) || w.c.Thing.container.get(target) === 1
            if (into && target !== thing)
              yield { thing: w.nameOf(thing), preposition: 'in', target: w.nameOf(target) }
            if (!isRoom(w, target) && target !== thing) {
              yield { thing: w.nameOf(thing), preposition: 'on', target: w.nameOf(target) }
            }
          }
        }
      },
      check: (w, me, a) => place.check(w, me, a.thing, a.preposition, a.target),
      apply: (w, me, a) => judged(w, place.apply(w, me, a.thing, a.preposition!, a.target!)),
    },
    change: {
      text: 'Change an attribute of a thing in this room: open, clean, repair and the like',
      args: { verb, thing: id },
      *options(w: Household, me: Entity) {
        for (const e of atHand(w, me)) {
          for (const v of indexOf(w).verbs.values()) {
            if (w.rows.tag(e, v.key) !== 0) yield { verb: v.name, thing: w.nameOf(e) }
          }
        }
      },
      check: (w, me, a) => change.check(w, me, a.verb, a.thing),
      apply: (w, me, a) => judged(w, change.apply(w, me, a.verb, a.thing)),
    },
    changeTogether: {
      text: 'Change an attribute together with others',
      args: { verb, agents, thing: id },
      *options(w: Household, me: Entity) {
        if (!together(w)) return
        for (const e of atHand(w, me)) {
          for (const v of indexOf(w).verbs.values()) {
            if (w.rows.tag(e, v.key) !== 0)
              yield { verb: v.name, agents: everyone(w), thing: w.nameOf(e) }
          }
        }
      },
      check: (w, me, a, seat) => changeTogether.check(w, me, seat.name, a.verb, a.agents, a.thing),
      apply: (w, me, a) => judged(w, changeTogether.apply(w, me, a.verb, a.agents, a.thing)),
    },
    carry: {
      text: 'Bind several agents to a thing that is too heavy for one',
      args: { agents, thing: id },
      *options(w: Household, me: Entity) {
        if (!together(w)) return
        for (const e of atHand(w, me)) yield { agents: everyone(w), thing: w.nameOf(e) }
      },
      check: (w, me, a) => carry.check(w, me, a.agents, a.thing),
      apply: (w, _me, a) => judged(w, carry.apply(w, a.agents, a.thing)),
    },
    carryTo: {
      text: 'Move several agents to a room together',
      args: { agents, room: id },
      *options(w: Household) {
        if (everyone(w).length < 2) return
        for (const e of indexOf(w).rooms) yield { agents: everyone(w), room: w.nameOf(e) }
      },
      check: (w, _me, a) => carryTo.check(w, a.agents, a.room),
      apply: (w, _me, a) => judged(w, carryTo.apply(w, a.agents, a.room)),
    },
    setDown: {
      text: 'Put down what several agents carry together',
      args: { agents, thing: id, preposition: z.enum(['in', 'on']), target: id },
      *options(w: Household, me: Entity) {
        const bound = w.c.Body.bound.get(me)
        if (bound === 0) return
        for (const e of indexOf(w).rooms) {
          yield {
            agents: everyone(w),
            thing: w.nameOf(bound),
            preposition: 'in' as const,
            target: w.nameOf(e),
          }
        }
      },
      check: (w, _me, a) => setDown.check(w, a.agents, a.thing, a.target),
      apply: (w, _me, a) => judged(w, setDown.apply(w, a.agents, a.thing, a.preposition, a.target)),
    },
    done: {
      text: 'Say that the tasks are done',
      args: {},
      apply: (w, me) => finish(w, me),
    },
  },
  events: {
    /** Something happens to a thing without anyone's doing. */
    set: {
      args: { thing: id, state: id, value: z.union([z.boolean(), z.number(), z.string()]) },
      apply(w, { thing, state, value }) {
        const e = w.entity(thing)
        if (isThing(w, e)) w.attributes.set(e, state, value)
      },
    },
    move: {
      args: { thing: id, preposition: z.enum(['in', 'on']), target: id },
      apply(w, { thing, preposition, target }) {
        const e = w.entity(thing)
        const to = w.entity(target)
        if (
          isThing(w, e) &&
          to !== 0 &&
          to !== e &&
          !w.rel.place.isInside(to, e) &&
          w.rel.hands.parent(e) === 0
        ) {
          w.rel.place.move(e, to, w.intern(preposition))
        }
      },
    },
  },
  setup,
  index: makeIndex,
  systems: [{ id: 'judge', run: judge }],
  observe,
  describe,
  parse,
  format,
  reward: tasksDoneNow,
  goals,
  done: over,
})
