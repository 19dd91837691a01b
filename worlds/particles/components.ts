import { bool, components, f64, ref, u8, type World } from '../../engine/index.js'
import type { Params } from './params.js'

/** Numbers that a message may have. */
export const WORDS_MAX = 10

/** The state: bodies, what was last said, who is after what, and treasures with who holds them. */
export const C = components({
  Body: { x: f64, y: f64, vx: f64, vy: f64 },
  Voice: {
    c0: f64,
    c1: f64,
    c2: f64,
    c3: f64,
    c4: f64,
    c5: f64,
    c6: f64,
    c7: f64,
    c8: f64,
    c9: f64,
  },
  Aim: { goal: ref, key: ref },
  Treasure: { kind: u8, alive: bool },
  /** The kind of treasure that is held, counted from 1; 0 is none. */
  Cargo: { held: u8 },
})

export type Particles = World<typeof C, Params>
