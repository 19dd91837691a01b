import { z } from 'zod'
import { touches } from '../../kernels/particle/index.js'
import { defineGame, landmarks, several } from '../game.js'
import { leastDistance, outside, touched, touchingPairs } from '../measures.js'
import {
  heard,
  ownPosition,
  ownVelocity,
  type Pen,
  part,
  put,
  put2,
  way,
  waysToLandmarks,
} from '../pen.js'
import { all, type Scene } from '../scene.js'
import { scattered } from '../start.js'

const options = {
  good: z.int().min(0).max(32).default(2).describe('Prey'),
  adversaries: z.int().min(1).max(32).default(4).describe('Chasers, the leader among them'),
  obstacles: z.int().min(0).max(32).default(1),
  food: z.int().min(0).max(32).default(2),
  forests: z.int().min(0).max(32).default(2),
}

const CHASER = { size: 0.075, collides: true, thrust: 3, maxSpeed: 1 }

/** Chasers with a leader, who sees all and speaks; prey, food, and forests to hide in. Source: MPE2 `simple_world_comm_v3`. */
export const worldComm = defineGame({
  id: 'world-comm',
  title: 'Hunt with a leader',
  text: {
    leader:
      'Catch the prey together: touch it. You see into the forests and speak to your hunters. Inside a forest is told as 1, outside as -1.',
    adversary:
      'Catch the prey together: touch it. Your leader sees into the forests and speaks to you. Whom you do not see is told as (0, 0); inside is 1, outside -1.',
    good: 'Do not let the chasers touch you, stay within 0.9 of the middle, eat: touch food. Nobody but the leader sees into a forest. Whom you do not see is told as (0, 0); inside is 1, outside -1.',
  },
  options,
  layout: (o) => ({
    agents: [
      ...several(1, 'leadadversary', { ...CHASER, role: 'leader', speaks: true }),
      ...several(o.adversaries - 1, 'adversary', { ...CHASER, role: 'adversary' }),
      ...several(o.good, 'agent', {
        role: 'good',
        size: 0.045,
        collides: true,
        thrust: 4,
        maxSpeed: 1.3,
      }),
    ],
    landmarks: [
      ...landmarks(o.obstacles, 'landmark', { size: 0.2, collides: true }),
      ...landmarks(o.food, 'food', { size: 0.03 }),
      ...landmarks(o.forests, 'forest', { size: 0.3 }),
    ],
    words: 4,
  }),
  draw: (layout, rng) => ({
    bodies: [
      ...scattered(rng, layout.agents.length, 1),
      ...scattered(rng, layout.landmarks.length, 0.9),
    ],
  }),
  observe(s, me, pen) {
    const isGood = s.roles[me] === 'good'
    ownVelocity(pen, s, me)
    ownPosition(pen, s, me)
    waysToLandmarks(pen, s, me)
    for (let i = 0; i < s.agents; i++) {
      if (i === me) continue
      if (sees(s, me, i)) way(pen, s, me, i)
      else {
        part(pen, 'to', s.names[i])
        put2(pen, 0, 0)
      }
    }
    if (isGood) forestsAbout(pen, s, me)
    for (const prey of all(s, 'good')) {
      if (prey === me) continue
      part(pen, 'velocity of', s.names[prey])
      if (sees(s, me, prey)) put2(pen, s.vx[prey]!, s.vy[prey]!)
      else put2(pen, 0, 0)
    }
    if (isGood) return
    forestsAbout(pen, s, me)
    heard(pen, s, 0)
  },
  reward(s, out) {
    const prey = all(s, 'good')
    const food = all(s, 'food')
    const caught = 5 * chasersOn(s, prey)
    for (let i = 0; i < s.agents; i++) {
      if (s.roles[i] === 'good') {
        out[i] = -5 * chasersOn(s, [i]) - 2 * outside(s, i) + 2 * touched(s, i, food)
        if (food.length > 0) out[i]! -= 0.05 * leastDistance(s, i, food)
      } else {
        out[i] = caught
        if (prey.length > 0) out[i]! -= 0.1 * leastDistance(s, i, prey)
      }
    }
  },
})

/** How often chasers and prey touch. */
const chasersOn = (s: Scene, prey: readonly number[]): number =>
  touchingPairs(s, prey, all(s, 'leader')) + touchingPairs(s, prey, all(s, 'adversary'))

/** Whether an agent sees another: both in one forest, or both in none; the leader sees all. */
function sees(s: Scene, me: number, other: number): boolean {
  if (s.roles[me] === 'leader') return true
  let hidden = false
  for (const f of all(s, 'forest')) {
    const mine = touches(s, me, f)
    const its = touches(s, other, f)
    if (mine && its) return true
    if (mine || its) hidden = true
  }
  return !hidden
}

function forestsAbout(pen: Pen, s: Scene, me: number): void {
  for (const f of all(s, 'forest')) {
    part(pen, 'inside', s.names[f])
    put(pen, touches(s, me, f) ? 1 : -1)
  }
}
