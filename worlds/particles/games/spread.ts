import { z } from 'zod'
import { distance } from '../../kernels/particle/index.js'
import { defineGame, landmarks, several } from '../game.js'
import { leastDistance, touched } from '../measures.js'
import {
  heard,
  ownPosition,
  ownVelocity,
  type Pen,
  part,
  put,
  put2,
  waysToLandmarks,
  waysToOthers,
} from '../pen.js'
import { all, type Scene } from '../scene.js'
import { scattered } from '../start.js'

const options = {
  agents: z.int().min(1).max(32).default(3).describe('Agents, and as many landmarks'),
  localRatio: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('How much of the reward is an agent’s own; the rest is for all'),
  landmarkNeighbours: z
    .int()
    .min(1)
    .max(32)
    .optional()
    .describe('See only so many landmarks, the nearest'),
  agentNeighbours: z
    .int()
    .min(1)
    .max(32)
    .optional()
    .describe('See only so many agents, the nearest'),
}

/** Agents cover landmarks without running into each other. Source: MPE2 `simple_spread_v3`. */
export const spread = defineGame({
  id: 'spread',
  title: 'Cover the landmarks',
  text: {
    agent: 'All together, cover every landmark: one of you on each. Do not run into each other.',
  },
  options,
  layout: ({ agents }) => ({
    agents: several(agents, 'agent', { size: 0.15, collides: true }),
    landmarks: landmarks(agents, 'landmark', {}),
    words: 2,
  }),
  draw: (layout, rng) => ({ bodies: scattered(rng, layout.agents.length * 2, 1) }),
  observe(s, me, pen) {
    const landmarkNeighbours = s.params['landmarkNeighbours'] as number | undefined
    const agentNeighbours = s.params['agentNeighbours'] as number | undefined
    ownVelocity(pen, s, me)
    ownPosition(pen, s, me)
    if (landmarkNeighbours === undefined) waysToLandmarks(pen, s, me)
    else nearestWays(pen, s, me, nearest(s, me, all(s, 'landmark')), landmarkNeighbours, 'landmark')
    if (agentNeighbours === undefined) {
      waysToOthers(pen, s, me)
      for (let i = 0; i < s.agents; i++) if (i !== me) heard(pen, s, i)
    } else {
      const near = nearest(s, me, all(s, 'agent'))
      nearestWays(pen, s, me, near, agentNeighbours, 'agent')
      for (let n = 0; n < agentNeighbours; n++) {
        part(pen, 'heard from near agent', n)
        const from = near[n]
        for (let k = 0; k < s.words; k++)
          put(pen, from === undefined ? 0 : s.said[from * s.words + k]!)
      }
    }
  },
  reward(s, out) {
    const localRatio = s.params['localRatio'] as number
    const agents = all(s, 'agent')
    let far = 0
    for (let l = s.agents; l < s.count; l++) far -= leastDistance(s, l, agents)
    // An agent touches itself.
    for (let i = 0; i < s.agents; i++) {
      out[i] = far * (1 - localRatio) + (1 - touched(s, i, agents)) * localRatio
    }
  },
})

/** Some bodies without the agent itself, by distance; the earlier of two as near. */
function nearest(s: Scene, me: number, of: readonly number[]): readonly number[] {
  return of
    .filter((i) => i !== me)
    .map((i) => ({ i, d: distance(s, me, i) }))
    .sort((a, b) => a.d - b.d)
    .map(({ i }) => i)
}

/** Where the nearest few are; zeros for those that there are not. */
function nearestWays(
  pen: Pen,
  s: Scene,
  me: number,
  near: readonly number[],
  count: number,
  what: string,
): void {
  for (let n = 0; n < count; n++) {
    part(pen, `to near ${what}`, n)
    const i = near[n]
    if (i === undefined) put2(pen, 0, 0)
    else put2(pen, s.x[i]! - s.x[me]!, s.y[i]! - s.y[me]!)
  }
}
