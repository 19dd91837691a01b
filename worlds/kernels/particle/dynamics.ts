import { exp, log1p } from '../../../engine/index.js'
import type { Bodies } from './body.js'

/** How bodies move. */
export interface Dynamics {
  /** Length of a tick. */
  readonly dt: number
  /** Share of its speed that a body loses in each tick. */
  readonly damping: number
  /** Force of a contact for each unit of penetration. */
  readonly contactForce: number
  /** How soft contacts are: the length over which the force sets in. */
  readonly contactMargin: number
  /** Whether a body moves with the speed it had (`position`), or with the one that this tick's forces give it (`velocity`). */
  readonly first: 'position' | 'velocity'
}

/** Below this exponent `exp` gives exactly 0, so a contact has exactly no force: skipping it changes no bit. */
const EXP_IS_ZERO_BELOW = -745.1332191019412
/** Below 2⁻⁵⁴, `log1p(y)` is `y`. */
const LOG1P_IS_SAME_BELOW = 5.551115123125783e-17

/**
 * How deep a contact is: a smooth max(0, -gap), `k log(1 + exp(-gap / k))`. Exactly 0 from a gap of 745.14 k on.
 *
 * @param gap distance between two surfaces; negative when they overlap
 * @param k the contact margin
 */
export function penetration(gap: number, k: number): number {
  const x = -gap / k
  if (x < EXP_IS_ZERO_BELOW) return 0
  const y = exp(-Math.abs(x))
  return (Math.max(x, 0) + (y < LOG1P_IS_SAME_BELOW ? y : log1p(y))) * k
}

/**
 * Adds the forces of contacts to `fx`, `fy`. Pairs come in ascending order, so that sums are the same bit for bit. Bodies
 * with one centre have no direction in which to push each other, and do not.
 *
 * Source: MPE2's `World.get_collision_force`.
 */
export function addContacts(b: Bodies, { contactForce, contactMargin }: Dynamics): void {
  const { pairs, x, y, fx, fy, size, moves } = b
  for (let p = 0; p < pairs.length; p += 2) {
    const i = pairs[p]!
    const k = pairs[p + 1]!
    const dx = x[i]! - x[k]!
    const dy = y[i]! - y[k]!
    const d = Math.sqrt(dx * dx + dy * dy)
    const depth = penetration(d - (size[i]! + size[k]!), contactMargin)
    if (depth === 0 || d === 0) continue
    const cx = ((contactForce * dx) / d) * depth
    const cy = ((contactForce * dy) / d) * depth
    if (moves[i] === 1) {
      fx[i]! += cx
      fy[i]! += cy
    }
    if (moves[k] === 1) {
      fx[k]! -= cx
      fy[k]! -= cy
    }
  }
}

/**
 * Moves every body that can move by one tick, and clears the forces.
 *
 * Source: MPE2's `World.integrate_state`; with `first: 'velocity'` that of the original MPE.
 */
export function integrate(b: Bodies, { dt, damping, first }: Dynamics): void {
  const { count, x, y, vx, vy, fx, fy, mass, maxSpeed, moves } = b
  const kept = 1 - damping
  for (let i = 0; i < count; i++) {
    if (moves[i] === 1) {
      const ux = vx[i]!
      const uy = vy[i]!
      let wx = ux * kept + (fx[i]! / mass[i]!) * dt
      let wy = uy * kept + (fy[i]! / mass[i]!) * dt
      const speed = Math.sqrt(wx * wx + wy * wy)
      const max = maxSpeed[i]!
      if (speed > max) {
        wx = (wx / speed) * max
        wy = (wy / speed) * max
      }
      x[i]! += (first === 'position' ? ux : wx) * dt
      y[i]! += (first === 'position' ? uy : wy) * dt
      vx[i] = wx
      vy[i] = wy
    }
    fx[i] = 0
    fy[i] = 0
  }
}

/** One tick: the forces in `fx`, `fy` and those of contacts move the bodies. */
export function advance(b: Bodies, law: Dynamics): void {
  addContacts(b, law)
  integrate(b, law)
}
