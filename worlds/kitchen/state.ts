import { components, f64, i16, i32, ref, u8, u16, type World } from '../../engine/index.js'
import type { KitchenParams } from './params.js'

/** A soup or mix that nobody has begun to cook: it is ready in no tick. */
export const NEVER = 0x7fffffff

/** The cell of an item in somebody's hands. */
export const IN_HANDS = -1

/** What a reward without limit is kept as in columns, which hold finite numbers. */
export const UNLIMITED = Number.MAX_VALUE

/** Cooks, and the items they move. A cell is y · width + x. */
export const C = components({
  Cook: {
    cell: i16,
    /** 0 north, 1 south, 2 east, 3 west. */
    facing: u8,
    /** The item in hand. */
    holds: ref,
    /** What this cook earned in this tick by deliveries, and by the shaped reward. */
    sparse: f64,
    shaped: f64,
    /** Deliveries that were worth something, and all that they were worth. */
    served: i32,
    earned: f64,
  },
  Item: {
    kind: u16,
    cell: i16,
    /** What a soup or mix is made of, in the order in which it was added. */
    first: u16,
    second: u16,
    third: u16,
    /** The tick after which cooking began: it has gone on for `tick - began` ticks. */
    began: i32,
    /** A mix that is being worked on: 1 + the position of its recipe. */
    recipe: u16,
  },
})

export type KitchenWorld = World<typeof C, KitchenParams>
