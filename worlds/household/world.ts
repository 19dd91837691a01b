import { z } from 'zod'
import { defineWorld, type Entity, type Seat } from '../../engine/index.js'
import { C, held, isAgent, isRoom, isThing, standsIn } from '../kernels/embodied/index.js'
import { attributeActions } from './attribute-actions.js'
import { describe } from './describe.js'
import { format, parse } from './grammar.js'
import { type CompiledTask, type Household, indexOf, makeIndex } from './household.js'
import { model } from './model/model.js'
import { observationSchema, observe } from './observe.js'
import { compat } from './rules/compat/rules.js'
import { finish, goals, judge } from './rules/judge.js'
import type { Rule, Rules } from './rules/rules.js'
import { strict } from './rules/strict/rules.js'
import { sceneSchema } from './scene.js'
import { setup } from './setup.js'
import { told } from './told.js'
import { validateScene } from './validate.js'

const id = z.string().min(1).max(300)
const verb = z.enum(attributeActions.map((a) => a.name))
const agents = z.array(id).min(1).max(64)

type ArgsOf<K extends keyof Rules> = Rules[K] extends Rule<infer A> ? A : never

/** The check and the doing of an action, as the rules of the profile have them. */
const ruled = <K extends keyof Rules>(name: K) => {
  const of = (w: Household) => indexOf(w).rules[name] as Rule<ArgsOf<K>>
  return {
    check: (w: Household, me: Entity, args: ArgsOf<K>, seat: Seat) =>
      of(w).check(w, me, args, seat),
    apply: (w: Household, me: Entity, args: ArgsOf<K>, seat: Seat) =>
      of(w).apply(w, me, args, seat),
  }
}

const atHand = (w: Household, me: Entity): Entity[] => indexOf(w).rules.atHand(w, me)
const everyone = (w: Household): string[] =>
  w.agents.filter((a) => a.entity !== 0).map((a) => a.name)
/** With whom an agent is offered to act: by `strict` those in its room, by `compat` all when all are in one room. */
function company(w: Household, me: Entity): string[] {
  const there = w.agents.filter((a) => a.entity !== 0 && standsIn(w, a.entity) === standsIn(w, me))
  const all = w.profile !== 'compat' || there.length === everyone(w).length
  return all && there.length > 1 ? there.map((a) => a.name) : []
}

/** With whom an agent is offered to move on: by `strict` those who carry the same, by `compat` all. */
const bearers = (w: Household, me: Entity): string[] =>
  w.profile === 'compat'
    ? everyone(w)
    : everyone(w).filter((name) => w.c.Body.bound.get(w.entity(name)) === w.c.Body.bound.get(me))

/** Whether a thing may be moved by a script: not out of hands, and by `strict` to and from nobody. */
const isLoose = (w: Household, thing: Entity, to: Entity): boolean =>
  w.rel.hands.parent(thing) === 0 &&
  (w.profile === 'compat' || !(isAgent(w, w.rel.place.parent(thing)) || isAgent(w, to)))

/** How many of its team's tasks came to be done in this tick: an agent's reward. */
function tasksDoneNow(w: Household, _me: Entity, seat: Seat): number {
  const { tasks } = indexOf(w)
  let n = 0
  for (let i = 0; i < tasks.length; i++) {
    const { entity, task } = tasks[i]!
    if (task.team !== undefined && task.team !== seat.team) continue
    if (w.c.Task.done.get(entity) === 1 && w.c.Task.at.get(entity) === w.tick) n += 1
  }
  return n
}

/** Whether what ends the scenario has come about. */
function over(w: Household): boolean {
  const { tasks } = indexOf(w)
  const isDone = (t: CompiledTask): boolean => w.c.Task.done.get(t.entity) === 1
  switch (w.params.ends) {
    case 'tasks':
      return tasks.length > 0 && tasks.every(isDone)
    case 'first':
      return w.agents.some((a) => {
        const theirs = tasks.filter(({ task }) => task.team === undefined || task.team === a.team)
        return theirs.length > 0 && theirs.every(isDone)
      })
    case 'done':
      return w.agents.every((a) => a.entity === 0 || w.c.Body.finished.get(a.entity) === 1)
    default:
      return false
  }
}

/**
 * Rooms, things, tools and agents who look for things, carry them, change them and work together. Profile `strict` has the
 * rules as they are meant; `compat` does command by command what OmniEAR's simulator does, see `quirks.ts`.
 */
export const household = defineWorld({
  id: 'household',
  version: 2,
  title: 'Household',
  rules: (scene, profile = 'strict') => told(scene, profile),
  params: sceneSchema,
  profiles: ['strict', 'compat'],
  resolution: { strict: 'at-once', compat: 'in-order' },
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
      ...ruled('goto'),
    },
    explore: {
      text: 'Find what is in this room',
      args: { room: id.optional() },
      options: () => [{}],
      ...ruled('explore'),
    },
    look: {
      text: 'Look around, or at a thing',
      args: { at: id.optional() },
      options: () => [{}],
      ...ruled('look'),
    },
    grab: {
      text: 'Take a thing that is near',
      args: { thing: id },
      *options(w: Household, me: Entity) {
        for (const e of indexOf(w).rules.near(w, me))
          if (isThing(w, e)) yield { thing: w.nameOf(e) }
      },
      ...ruled('grab'),
    },
    place: {
      text: 'Put a held thing in or on something near',
      args: { thing: id, preposition: z.string().max(8).optional(), target: id.optional() },
      *options(w: Household, me: Entity) {
        for (const thing of me === 0 ? [] : held(w, me)) {
          for (const target of indexOf(w).rules.near(w, me)) {
            const into = isRoom(w, target) || w.c.Thing.container.get(target) === 1
            if (into && target !== thing)
              yield { thing: w.nameOf(thing), preposition: 'in', target: w.nameOf(target) }
            if (!isRoom(w, target) && target !== thing) {
              yield { thing: w.nameOf(thing), preposition: 'on', target: w.nameOf(target) }
            }
          }
        }
      },
      ...ruled('place'),
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
      ...ruled('change'),
    },
    changeTogether: {
      text: 'Change an attribute together with others',
      args: { verb, agents, thing: id },
      *options(w: Household, me: Entity) {
        const who = company(w, me)
        if (who.length === 0) return
        for (const e of atHand(w, me)) {
          for (const v of indexOf(w).verbs.values()) {
            if (w.rows.tag(e, v.key) !== 0) yield { verb: v.name, agents: who, thing: w.nameOf(e) }
          }
        }
      },
      ...ruled('changeTogether'),
    },
    carry: {
      text: 'Bind several agents to a thing that is too heavy for one',
      args: { agents, thing: id },
      *options(w: Household, me: Entity) {
        const who = company(w, me)
        if (who.length === 0) return
        for (const e of atHand(w, me)) yield { agents: who, thing: w.nameOf(e) }
      },
      ...ruled('carry'),
    },
    carryTo: {
      text: 'Move several agents to a room together',
      args: { agents, room: id },
      *options(w: Household, me: Entity) {
        const who = bearers(w, me)
        if (who.length < 2) return
        for (const e of indexOf(w).rooms) yield { agents: who, room: w.nameOf(e) }
      },
      ...ruled('carryTo'),
    },
    setDown: {
      text: 'Put down what several agents carry together',
      args: { agents, thing: id, preposition: z.enum(['in', 'on']), target: id },
      *options(w: Household, me: Entity) {
        const bound = w.c.Body.bound.get(me)
        if (bound === 0) return
        for (const e of indexOf(w).rooms) {
          yield {
            agents: bearers(w, me),
            thing: w.nameOf(bound),
            preposition: 'in' as const,
            target: w.nameOf(e),
          }
        }
      },
      ...ruled('setDown'),
    },
    letGo: {
      text: 'Let go of what you carry with others; it falls unless those who are left can hold it',
      args: {},
      ...ruled('letGo'),
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
          isLoose(w, e, to)
        ) {
          w.rel.place.move(e, to, w.intern(preposition))
        }
      },
    },
  },
  setup,
  index: (w) => makeIndex(w, w.profile === 'compat' ? compat : strict),
  systems: [{ id: 'judge', run: judge }],
  observe,
  model,
  describe,
  parse,
  format,
  reward: tasksDoneNow,
  goals,
  done: over,
})
