import { z } from 'zod'
import { defineWorld, type Entity, type Goal, type Seat } from '../../engine/index.js'
import { DIRECTION, DIRECTIONS } from '../kernels/grid/index.js'
import { describe } from './describe.js'
import { format, parse } from './grammar.js'
import { interact } from './interact.js'
import { kitchenOf, makeKitchen } from './kitchen.js'
import { settle, turn, unkept } from './move.js'
import { observationSchema, observe, servedBy } from './observe.js'
import { kitchenParams } from './params.js'
import { setup } from './setup.js'
import { C, type KitchenWorld } from './state.js'
import { told } from './told.js'
import { validateKitchen } from './validate.js'
import { vector } from './vector.js'

const name = z.string().min(1).max(60)

/** What a team earned in this tick, with one's own shaped reward where the parameters say so. */
function reward(w: KitchenWorld, me: Entity, seat: Seat): number {
  const { cook, teams } = kitchenOf(w)
  const team = teams[seat.index]!
  const sparse = cook.sparse.values
  let sum = 0
  for (let i = 0; i < team.length; i++) sum += unkept(sparse[team[i]!]!)
  return w.params.reward === 'shaped' ? sum + cook.shaped.get(me) : sum
}

function goals(w: KitchenWorld): Goal[] {
  const { target } = w.params
  if (target === undefined) return []
  const served = Math.min(target, servedBy(kitchenOf(w)))
  return [
    {
      id: 'served',
      text: `Serve ${target} ordered ${target === 1 ? 'dish' : 'dishes'}`,
      progress: served / target,
      done: served === target,
    },
  ]
}

/**
 * A kitchen in which cooks fill pots, serve soups, and must not get into each other's way: Overcooked's rules, with further
 * sources, stations and recipes as data. Profile `new`: somebody starts a pot; `old`: it starts when it is full.
 */
export const kitchen = defineWorld({
  id: 'kitchen',
  version: 1,
  title: 'Kitchen',
  rules: told,
  params: kitchenParams,
  profiles: ['new', 'old'],
  validate: validateKitchen,
  information: () => 'perfect',
  components: C,
  observation: observationSchema,
  actions: {
    move: {
      text: 'Turn to a direction, and walk if the way is free',
      args: { dir: z.enum(DIRECTIONS) },
      apply(w, me, { dir }) {
        turn(kitchenOf(w), me, DIRECTION[dir])
      },
    },
    stay: { text: 'Stay where you are', args: {}, apply: () => undefined },
    interact: {
      text: 'Take, put, start, plate or serve, as what is in front of you allows',
      args: {},
      apply: (w, me) => interact(w, me),
    },
  },
  messages: {
    /** Asks somebody to do something: with an item, and perhaps at a place. */
    request: {
      do: z.enum(['bring', 'make', 'plate', 'serve', 'move-away', 'wait']),
      item: name.optional(),
      at: z.tuple([z.int(), z.int()]).optional(),
    },
    /** Tells what one does about a request, or what is ready where. */
    inform: {
      status: z.enum(['will-do', 'cannot', 'done', 'ready']),
      item: name.optional(),
      at: z.tuple([z.int(), z.int()]).optional(),
    },
  },
  setup,
  index: makeKitchen,
  systems: [{ id: 'settle', run: settle }],
  observe,
  describe,
  parse,
  format,
  vector,
  reward,
  goals,
  done: (w) => w.params.target !== undefined && servedBy(kitchenOf(w)) >= w.params.target,
})
