import { components, i16, i32, oneOf, ref, u8, u16, type World } from '../../engine/index.js'
import type { Params } from './params.js'

/** What crates are made of. */
export const KINDS = ['oak', 'tin', 'wool'] as const

/** The state: who is where and has what, and the crates, gates and lots of the yard. */
export const C = components(
  {
    /** `on` is what a worker puts a hand to in this tick, `hint` the gate that it believes in, counted from 1. */
    Worker: { x: i16, on: ref, hint: u8, coins: i32, earned: i32, told: i32, gain: i32 },
    /**
     * `number` is what it is called, never given twice; `code` is counted from 1, and 0 without a lock; `to` is who was awarded it;
     * `until` the last tick in which it is here, and 0 for ever.
     */
    Crate: { number: u16, x: i16, kind: oneOf(...KINDS), code: u8, heavy: u8, to: ref, until: i32 },
    /** The gate of a round behind which goods are has `goods` 1. */
    Gate: { index: u8, goods: u8 },
    /** `of` is who has it; 0 is the shed. `wants` is what it is worth to each worker, by seat. */
    Lot: { number: u16, of: ref },
    /** `things` is how many crates and lots there have been. */
    Yard: { things: u16, delivered: u16, broken: u16, isOpen: u8 },
  },
  { relations: { carry: { kinds: ['hand'] } } },
)

export type Depot = World<typeof C, Params>
