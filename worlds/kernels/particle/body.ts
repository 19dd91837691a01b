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

/** What bodies are, as parallel arrays: the same all through an episode, and for all episodes of a scenario. */
export interface Shapes {
  readonly count: number
  readonly size: Float64Array
  readonly mass: Float64Array
  readonly thrust: Float64Array
  readonly maxSpeed: Float64Array
  readonly moves: Uint8Array
  /** Bodies that may push each other, two by two: a, b, a, b, … with a < b, ascending. */
  readonly pairs: Int32Array
}

/** What changes of bodies from tick to tick, as parallel arrays. */
export interface Motion {
  readonly x: Float64Array
  readonly y: Float64Array
  readonly vx: Float64Array
  readonly vy: Float64Array
  /** Forces of this tick: what drives a body goes in, contacts are added to it. */
  readonly fx: Float64Array
  readonly fy: Float64Array
}

export interface Bodies extends Shapes, Motion {}

/** The arrays of what some bodies are. */
export function createShapes(specs: readonly BodySpec[]): Shapes {
  const pairs: number[] = []
  for (const [a, one] of specs.entries()) {
    for (const [b, other] of specs.entries()) {
      if (b > a && one.collides && other.collides && (one.moves || other.moves)) pairs.push(a, b)
    }
  }
  return {
    count: specs.length,
    size: Float64Array.from(specs, (s) => s.size),
    mass: Float64Array.from(specs, (s) => s.mass),
    thrust: Float64Array.from(specs, (s) => s.thrust),
    maxSpeed: Float64Array.from(specs, (s) => s.maxSpeed),
    moves: Uint8Array.from(specs, (s) => (s.moves ? 1 : 0)),
    pairs: Int32Array.from(pairs),
  }
}

/** Bodies at rest in the origin. */
export const createMotion = (count: number): Motion => ({
  x: new Float64Array(count),
  y: new Float64Array(count),
  vx: new Float64Array(count),
  vy: new Float64Array(count),
  fx: new Float64Array(count),
  fy: new Float64Array(count),
})

/**
 * Makes the arrays of some bodies, all at rest in the origin.
 *
 * @example
 * const bodies = createBodies([{ name: 'disc', size: 0.15, collides: true, moves: true, mass: 1, thrust: 5, maxSpeed: Infinity }])
 */
export const createBodies = (specs: readonly BodySpec[]): Bodies => ({
  ...createShapes(specs),
  ...createMotion(specs.length),
})

/** Distance between the centres of two bodies. */
export function distance(b: Bodies, i: number, k: number): number {
  const dx = b.x[i]! - b.x[k]!
  const dy = b.y[i]! - b.y[k]!
  return Math.sqrt(dx * dx + dy * dy)
}

/** Whether two bodies touch: their centres are nearer than their radii together. */
export const touches = (b: Bodies, i: number, k: number): boolean =>
  distance(b, i, k) < b.size[i]! + b.size[k]!
