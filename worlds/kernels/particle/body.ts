/** What a body is, all through an episode. */
export interface BodySpec {
  readonly name: string
  /** Radius. */
  readonly size: number
  /** Whether it pushes what it touches. */
  readonly collides: boolean
  readonly moves: boolean
  readonly mass: number
  /** Force at full thrust. */
  readonly thrust: number
  /** Greatest speed; Infinity for none. */
  readonly maxSpeed: number
}

/** Bodies as parallel arrays: what changes from tick to tick, then what does not. */
export interface Bodies {
  readonly count: number
  readonly x: Float64Array
  readonly y: Float64Array
  readonly vx: Float64Array
  readonly vy: Float64Array
  /** Forces of this tick: what drives a body goes in, contacts are added to it. */
  readonly fx: Float64Array
  readonly fy: Float64Array
  readonly size: Float64Array
  readonly mass: Float64Array
  readonly thrust: Float64Array
  readonly maxSpeed: Float64Array
  readonly moves: Uint8Array
  /** Bodies that may push each other, two by two: a, b, a, b, … with a < b, ascending. */
  readonly pairs: Int32Array
}

/**
 * Makes the arrays of some bodies, all at rest in the origin.
 *
 * @example
 * const bodies = createBodies([{ name: 'disc', size: 0.15, collides: true, moves: true, mass: 1, thrust: 5, maxSpeed: Infinity }])
 */
export function createBodies(specs: readonly BodySpec[]): Bodies {
  const count = specs.length
  const floats = (): Float64Array => new Float64Array(count)
  const pairs: number[] = []
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      const [one, other] = [specs[a]!, specs[b]!]
      if (one.collides && other.collides && (one.moves || other.moves)) pairs.push(a, b)
    }
  }
  return {
    count,
    x: floats(),
    y: floats(),
    vx: floats(),
    vy: floats(),
    fx: floats(),
    fy: floats(),
    size: Float64Array.from(specs, (s) => s.size),
    mass: Float64Array.from(specs, (s) => s.mass),
    thrust: Float64Array.from(specs, (s) => s.thrust),
    maxSpeed: Float64Array.from(specs, (s) => s.maxSpeed),
    moves: Uint8Array.from(specs, (s) => (s.moves ? 1 : 0)),
    pairs: Int32Array.from(pairs),
  }
}

/** Distance between the centres of two bodies. */
export function distance(b: Bodies, i: number, k: number): number {
  const dx = b.x[i]! - b.x[k]!
  const dy = b.y[i]! - b.y[k]!
  return Math.sqrt(dx * dx + dy * dy)
}

/** Whether two bodies touch: their centres are nearer than their radii together. */
export const touches = (b: Bodies, i: number, k: number): boolean =>
  distance(b, i, k) < b.size[i]! + b.size[k]!
