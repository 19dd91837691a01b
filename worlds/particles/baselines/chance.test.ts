import { expect, it } from 'vitest'
import { createStreams, type Rng } from '../../../engine/index.js'
import type { Vec } from './seen.js'
import { length, minus, plus, straight, times } from './steer.js'

const TICKS = 25
const STARTS = 200
const WALKS = 400
const THRUSTS: readonly Vec[] = [
  [0, 0],
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
]

/** How far an agent of `adversary` is from each landmark, summed over an episode. */
function distances(
  start: Vec,
  landmarks: readonly Vec[],
  thrust: (at: Vec, velocity: Vec) => Vec,
): number[] {
  let [at, velocity]: [Vec, Vec] = [start, [0, 0]]
  const sums = landmarks.map(() => 0)
  for (let t = 0; t < TICKS; t++) {
    const push = thrust(at, velocity)
    at = plus(at, times(velocity, 0.1))
    velocity = plus(times(velocity, 0.75), times(push, 0.5))
    for (const [i, l] of landmarks.entries()) sums[i]! += length(minus(l, at))
  }
  return sums
}

const anywhere = (rng: Rng): Vec => [2 * rng.float() - 1, 2 * rng.float() - 1]

/** How often one is nearer to a landmark than random walks are. */
const nearer = (own: readonly number[], walks: readonly (readonly number[])[]): number =>
  walks.reduce((n, walk) => n + walk.filter((far, i) => far > own[i]!).length, 0) /
  (walks.length * own.length)

/** Places to wait at: a grid, and the line between the landmarks. */
const places = ([a, b]: readonly Vec[]): Vec[] => [
  ...Array.from(
    { length: 625 },
    (_, i): Vec => [(i % 25) * 0.1 - 1.2, Math.floor(i / 25) * 0.1 - 1.2],
  ),
  ...Array.from({ length: 21 }, (_, i) => plus(a!, times(minus(b!, a!), i / 20))),
]

it('no place to wait is nearer to a goal that is not known than random play in 95 of 100 games', () => {
  const rng = createStreams('chance', {}, false).stream('starts')
  let sum = 0
  for (let n = 0; n < STARTS; n++) {
    const start = anywhere(rng)
    const landmarks = [anywhere(rng), anywhere(rng)]
    const walks = Array.from({ length: WALKS }, () =>
      distances(start, landmarks, () => rng.pick([...THRUSTS])),
    )
    // Chosen by one half of the walks, judged by the other.
    const [known, fresh] = [walks.slice(0, WALKS / 2), walks.slice(WALKS / 2)]
    const waits = places(landmarks).map((place) => {
      const own = distances(start, landmarks, (at, v) => straight(minus(place, at), v))
      return { own, odds: nearer(own, known) }
    })
    const best = waits.reduce((a, b) => (b.odds > a.odds ? b : a))
    sum += nearer(best.own, fresh)
  }
  expect(sum / STARTS).toBeGreaterThan(0.91)
  expect(sum / STARTS).toBeLessThan(0.945)
})
