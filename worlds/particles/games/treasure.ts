import { z } from 'zod'
import type { Rng } from '../../../engine/index.js'
import { distance, touches } from '../../kernels/particle/index.js'
import { defineGame, landmarks, several } from '../game.js'
import { touched } from '../measures.js'
import { oneHot, ownPosition, ownVelocity, type Pen, part, put2 } from '../pen.js'
import { all, type Scene } from '../scene.js'
import { between, scattered } from '../start.js'

const HALF = 0.95
/** Where treasures are that were found. */
const AWAY = -999

const options = {
  collectors: z.int().min(1).max(32).default(6),
  deposits: z.int().min(1).max(32).default(2).describe('Deposits, and as many kinds of treasure'),
  treasures: z.int().min(1).max(32).default(6),
}

const BODY = { thrust: 1.5, maxSpeed: 1 }

/** Collectors bring treasures to the deposits of their kinds, which move too. Source: MPE2 `collect_treasure_v1`. */
export const treasure = defineGame({
  id: 'treasure',
  title: 'Collect treasures',
  text: {
    collector:
      'Touch a treasure to take it, one at a time, and bring it to the deposit of its kind. Do not run into other collectors. What has no kind is gone for now.',
    deposit: 'Be where the collectors need you: they bring treasures of your kind to you.',
  },
  options,
  layout: ({ collectors, deposits, treasures }) => ({
    agents: [
      ...several(collectors, 'collector', { ...BODY, role: 'collector' }),
      ...several(deposits, 'deposit', { ...BODY, role: 'deposit', size: 0.075, mass: 2.25 }).map(
        (d, kind) => ({ ...d, kind }),
      ),
    ],
    landmarks: landmarks(treasures, 'treasure', { size: 0.025 }),
    words: 2,
  }),
  draw(layout, rng) {
    const kinds = layout.agents.filter((a) => a.role === 'deposit').length
    const agents = scattered(rng, layout.agents.length, 1)
    const treasures = layout.landmarks.map(() => ({
      type: rng.int(kinds),
      alive: true,
      ...scattered(rng, 1, HALF)[0]!,
    }))
    return { bodies: [...agents, ...treasures] }
  },
  observe(s, me, pen) {
    const kinds = all(s, 'deposit').length
    ownPosition(pen, s, me)
    ownVelocity(pen, s, me)
    if (s.roles[me] === 'collector') {
      part(pen, 'holding')
      oneHot(pen, kinds, s.held[me]!)
    }
    others(pen, s, me, kinds)
    treasures(pen, s, me, kinds)
  },
  reward(s, out) {
    const collectors = all(s, 'collector')
    const deposits = all(s, 'deposit')
    const shared = 5 * finds(s) + 5 * deliveries(s)
    for (const i of collectors) {
      out[i] = shared - 5 * (touched(s, i, collectors) - 1) - 0.1 * wayAhead(s, i)
    }
    for (const i of deposits) out[i] = shared - 0.1 * wayToCustomers(s, i)
  },
  after(s, rng) {
    collect(s, rng)
    for (const i of all(s, 'collector')) {
      if (s.held[i]! < 0) continue
      for (const d of all(s, 'deposit')) {
        if (s.kind[d] === s.held[i] && touches(s, i, d)) {
          s.held[i] = -1
          break
        }
      }
    }
  },
})

/** Treasures are taken by the first empty collector that touches them; those that were taken are there again, elsewhere. */
function collect(s: Scene, rng: Rng): void {
  for (const t of all(s, 'treasure')) {
    if (s.alive[t] === 0) {
      s.x[t] = between(rng, -HALF, HALF)
      s.y[t] = between(rng, -HALF, HALF)
      s.kind[t] = rng.int(all(s, 'deposit').length)
      s.alive[t] = 1
      continue
    }
    for (const i of all(s, 'collector')) {
      if (s.held[i]! >= 0 || !touches(s, i, t)) continue
      s.held[i] = s.kind[t]!
      s.alive[t] = 0
      s.x[t] = AWAY
      s.y[t] = AWAY
      break
    }
  }
}

/** Pairs of a treasure that is there and an empty collector that touch. */
function finds(s: Scene): number {
  let n = 0
  for (const i of all(s, 'collector')) {
    if (s.held[i]! >= 0) continue
    for (const t of all(s, 'treasure')) if (s.alive[t] === 1 && touches(s, i, t)) n += 1
  }
  return n
}

/** Pairs of a collector and the deposit of the kind that it holds that touch. */
function deliveries(s: Scene): number {
  let n = 0
  for (const i of all(s, 'collector')) {
    for (const d of all(s, 'deposit')) if (s.held[i] === s.kind[d] && touches(s, i, d)) n += 1
  }
  return n
}

/** How far a collector is from the nearest treasure, or from the deposit of what it holds. */
function wayAhead(s: Scene, i: number): number {
  let least = Infinity
  if (s.held[i]! < 0) {
    for (const t of all(s, 'treasure')) {
      if (s.alive[t] === 1) least = Math.min(least, distance(s, i, t))
    }
  } else {
    for (const d of all(s, 'deposit')) {
      if (s.kind[d] === s.held[i]) least = Math.min(least, distance(s, i, d))
    }
  }
  return least === Infinity ? 0 : least
}

/** How far a deposit is from the nearest collector who holds its kind, or from the middle of all collectors. */
function wayToCustomers(s: Scene, d: number): number {
  const collectors = all(s, 'collector')
  let least = Infinity
  let [x, y] = [0, 0]
  for (const i of collectors) {
    if (s.held[i] === s.kind[d]) least = Math.min(least, distance(s, d, i))
    x += s.x[i]!
    y += s.y[i]!
  }
  if (least < Infinity) return least
  const dx = s.x[d]! - x / collectors.length
  const dy = s.y[d]! - y / collectors.length
  return Math.sqrt(dx * dx + dy * dy)
}

const order = new Int32Array(128)
const far = new Float64Array(128)

/** Sorts bodies into `order` by distance from an agent, the earlier first of two as near; what is away comes last. */
function sortByDistance(s: Scene, me: number, from: number, to: number): number {
  let n = 0
  for (let i = from; i < to; i++) {
    if (i === me) continue
    const isAway = i >= s.agents && s.alive[i] === 0
    const d = isAway ? Infinity : distance(s, me, i)
    let at = n
    while (at > 0 && far[at - 1]! > d) {
      far[at] = far[at - 1]!
      order[at] = order[at - 1]!
      at -= 1
    }
    far[at] = d
    order[at] = i
    n += 1
  }
  return n
}

function others(pen: Pen, s: Scene, me: number, kinds: number): void {
  const n = sortByDistance(s, me, 0, s.agents)
  for (let k = 0; k < n; k++) {
    const i = order[k]!
    part(pen, 'to near agent', k)
    put2(pen, s.x[i]! - s.x[me]!, s.y[i]! - s.y[me]!)
    part(pen, 'velocity of near agent', k)
    put2(pen, s.vx[i]!, s.vy[i]!)
    part(pen, 'deposit kind of near agent', k)
    oneHot(pen, kinds, s.kind[i]!)
    part(pen, 'held by near agent', k)
    oneHot(pen, kinds, s.held[i]!)
  }
}

function treasures(pen: Pen, s: Scene, me: number, kinds: number): void {
  const n = sortByDistance(s, me, s.agents, s.count)
  for (let k = 0; k < n; k++) {
    const t = order[k]!
    const isThere = s.alive[t] === 1
    part(pen, 'to near treasure', k)
    put2(pen, isThere ? s.x[t]! - s.x[me]! : 0, isThere ? s.y[t]! - s.y[me]! : 0)
    part(pen, 'kind of near treasure', k)
    oneHot(pen, kinds, isThere ? s.kind[t]! : -1)
  }
}
