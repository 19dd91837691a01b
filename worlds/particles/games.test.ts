import { describe, expect, it } from 'vitest'
import { begin, bodies, body, parts, step } from './testing/play.js'

/** A start with goals and the like. */
const start = (
  scenario: string,
  at: ReturnType<typeof bodies>,
  more: object = {},
  options = {},
) => ({
  scenario,
  ...options,
  start: { bodies: at, ...more },
})

/** The rewards of a tick in which nobody does anything, bodies being at rest. */
const rewards = (params: Record<string, unknown>, seats: number): number[] =>
  step(begin(params, seats)).rewards.map((r) => Math.round(r * 1e9) / 1e9 + 0)

describe('spread', () => {
  const at = bodies([0, 0], [0.2, 0], [3, 0], [0, 0], [0.2, 1], [3, 4])
  it('pays all for landmarks covered, and each for whom it touches', () => {
    const far = -(0 + 1 + 4)
    expect(rewards(start('spread', at), 3)).toEqual([far / 2 - 0.5, far / 2 - 0.5, far / 2])
    expect(rewards(start('spread', at, {}, { localRatio: 0 }), 3)).toEqual([far, far, far])
    expect(rewards(start('spread', at, {}, { localRatio: 1 }), 3)).toEqual([-1, -1, 0])
  })

  it('shows only the nearest few where it is asked to, and zeros for those that there are not', () => {
    const near = begin(
      start(
        'spread',
        bodies([0, 0], [0, 2], [0, -9], [1, 0]),
        {},
        { agents: 2, landmarkNeighbours: 1, agentNeighbours: 2 },
      ),
      2,
    )
    expect(parts(near, 0)).toEqual({
      velocity: [0, 0],
      position: [0, 0],
      'to near landmark 0': [1, 0],
      'to near agent 0': [0, 2],
      'to near agent 1': [0, 0],
      'heard from near agent 0': [0, 0],
      'heard from near agent 1': [0, 0],
    })
  })
})

describe('tag', () => {
  const params = (prey: readonly [number, number]) =>
    start('tag', bodies([0.5, 0], [0.5, 0.1], [-1, -1], prey, [9, 9], [9, -9]))
  it('pays all chasers for each that touches, and fines the prey', () => {
    expect(rewards(params([0.55, 0.05]), 4)).toEqual([20, 20, 20, -20])
    expect(rewards(params([0, 0]), 4)).toEqual([0, 0, 0, 0])
  })

  it.each([
    [0.9, 0],
    [0.95, 0.5],
    [1, 1],
    [1.5, Math.E],
    [9, 10],
  ])('fines prey at %d from the middle with %d', (x, fine) => {
    expect(rewards(params([0, -x]), 4)[3]).toBeCloseTo(-fine, 8)
  })

  it('lets obstacles push, and shows the speed of others who are prey', () => {
    const episode = begin(
      start('tag', bodies([0, 0], [3, 3], [3, -3], [-3, 0, 0.25, -0.5], [0.2, 0], [9, 9])),
      4,
    )
    expect(parts(episode, 0)['velocity of agent_0']).toEqual([0.25, -0.5])
    expect(parts(episode, 3)).not.toHaveProperty('velocity of agent_0')
    step(episode)
    expect(body(episode, 0)[2]).toBeLessThan(-0.5)
    expect(body(episode, 4)).toEqual([0.2, 0, 0, 0])
  })
})

describe('adversary and push', () => {
  it('pays the good for being near the goal while the adversary is far', () => {
    const at = bodies([3, 0], [0, 1], [0, 2], [0, 0], [5, 5])
    expect(rewards(start('adversary', at, { goals: [0, 0, 0] }), 3)).toEqual([-3, 2, 2])
    const episode = begin(start('adversary', at, { goals: [0, 0, 0] }), 3)
    expect(parts(episode, 1)['to the goal']).toEqual([0, -1])
    expect(parts(episode, 0)).not.toHaveProperty('to the goal')
  })

  it('shows the goal by colour and way to the one who is to get there', () => {
    const at = bodies([3, 0], [0, 1], [0, 0], [0, 4])
    const params = start('push', at, { goals: [1, 1] })
    expect(rewards(params, 2)).toEqual([3 - 5, -3])
    const episode = begin(params, 2)
    expect(parts(episode, 1)).toMatchObject({
      'to the goal': [0, 3],
      'own colour': [0.25, 0.25, 0.75],
      'colour of landmark_1': [0.1, 0.1, 0.9].map(Math.fround),
    })
    expect(Object.keys(parts(episode, 0))).toEqual([
      'velocity',
      'to landmark_0',
      'to landmark_1',
      'to agent_0',
    ])
  })
})

describe('crypto', () => {
  const params = start('crypto', bodies([0, 0], [0, 0], [0, 0], [1, 1], [1, 1]), {
    goals: [1, 1, 1],
    key: 0,
  })
  it.each([
    ['all are right', 1, 1, [0, 0, 0]],
    ['Eve errs', 0, 1, [-2, 2, 2]],
    ['Bob errs', 1, 3, [0, -2, -2]],
  ])('when %s', (_, eve, bob, expected) => {
    const episode = begin(params, 3)
    const frame = step(episode, { go: { say: eve } }, { go: { say: bob } }, { go: { say: 2 } })
    expect(frame.rewards).toEqual(expected)
  })

  it('counts silence as no error, and hides secret and key from Eve', () => {
    const episode = begin(params, 3)
    expect(step(episode).rewards).toEqual([0, 0, 0])
    step(episode, undefined, undefined, { go: { say: 3 } })
    expect(parts(episode, 0)).toEqual({ 'heard from alice_0': [0, 0, 0, 1] })
    expect(parts(episode, 1)['the key']).toEqual([1, 0, 0, 0])
    expect(parts(episode, 2)).toEqual({ 'the secret': [0, 1, 0, 0], 'the key': [1, 0, 0, 0] })
  })
})

describe('speaker-listener and reference', () => {
  const marks = [
    [0, 0],
    [0, 2],
    [0, 4],
  ] as const
  it('shows the goal to the speaker alone, and pays for the square of the distance', () => {
    const params = start('speaker-listener', bodies([9, 9], [3, 2], ...marks), { goals: [1, null] })
    expect(rewards(params, 2)).toEqual([-9, -9])
    expect(parts(begin(params, 2), 0)).toEqual({
      'colour of the goal': [0.15, 0.65, 0.15].map(Math.fround),
    })
  })

  it('pays for the other’s way to the goal that one knows, and half for both', () => {
    const params = start('reference', bodies([1, 0], [0, 1], ...marks), { goals: [2, 0] })
    expect(rewards(params, 2)).toEqual([-2.5, -1.5])
    expect(rewards({ ...params, localRatio: 1 }, 2)).toEqual([-3, -1])
  })
})

describe('world-comm', () => {
  // The leader, one hunter, two prey; an obstacle far off, food, two forests.
  const options = { adversaries: 2, food: 1 }
  const params = (prey: readonly [number, number], hunter: readonly [number, number] = [0, 0]) =>
    start(
      'world-comm',
      bodies([0.7, 0], hunter, prey, [0, 0.7], [9, 9], [0, 0.65], [-0.7, 0], [0.7, -5]),
      {},
      options,
    )

  it('hides those in a forest from those outside, but not from the leader', () => {
    const episode = begin(params([-0.7, 0.1]), 4)
    expect(parts(episode, 0)['to agent_0']).toEqual([-1.4, 0.1].map(Math.fround))
    expect(parts(episode, 1)['to agent_0']).toEqual([0, 0])
    expect(parts(episode, 1)['to agent_1']).toEqual([0, 0.7].map(Math.fround))
    expect(parts(episode, 2)['to adversary_0']).toEqual([0, 0])
    expect(parts(episode, 2)['inside forest_0']).toEqual([1])
    expect(parts(episode, 3)['inside forest_0']).toEqual([-1])
  })

  it('shows each other those in one forest', () => {
    const episode = begin(params([-0.7, 0.1], [-0.75, -0.1]), 4)
    expect(parts(episode, 1)['to agent_0']).toEqual([Math.fround(0.05), Math.fround(0.2)])
  })

  it('pays hunters for each touch and nearness, prey for food and for getting away', () => {
    const far = Math.sqrt(0.7 * 0.7 + 0.7 * 0.7)
    const [leader, hunter, caught, fed] = rewards(params([0.05, 0]), 4)
    expect(leader).toBeCloseTo(5 - 0.1 * 0.65, 9)
    expect(hunter).toBeCloseTo(5 - 0.1 * 0.05, 9)
    expect(caught).toBeCloseTo(-5 - 0.05 * Math.sqrt(0.05 * 0.05 + 0.65 * 0.65), 9)
    expect(fed).toBeCloseTo(2 - 0.05 * 0.05, 9)
    expect(far).toBeGreaterThan(0.9)
  })

  it('carries the leader’s words to the hunters alone', () => {
    const episode = begin(params([5, 5]), 4)
    step(episode, { go: { say: 3 } })
    expect(parts(episode, 1)['heard from leadadversary_0']).toEqual([0, 0, 0, 1])
    expect(parts(episode, 2)).not.toHaveProperty('heard from leadadversary_0')
  })
})

describe('line and formation', () => {
  it('pay nothing off for a full line, whoever stands where', () => {
    const at = bodies([0.75, 1], [0, 1], [0.5, 1], [0.25, 1], [0, 1], [0.75, 1])
    expect(rewards(start('line', at), 4)).toEqual([0, 0, 0, 0])
    const off = bodies([0.75, 1.4], [0, 1], [0.5, 1], [0.25, 1], [0, 1], [0.75, 1])
    expect(rewards(start('line', off), 4)[0]).toBeCloseTo(-0.1, 9)
  })

  it('pay nothing off for a full circle, however it is turned', () => {
    const at = bodies([1.3, 1.4], [0.6, 1.3], [0.7, 0.6], [1.4, 0.7], [1, 1])
    expect(rewards(start('formation', at), 4)[0]).toBeCloseTo(0, 9)
  })

  it('count a distance up to 2', () => {
    const at = bodies([50, 1], [0, 1], [0.5, 1], [0.25, 1], [0, 1], [0.75, 1])
    expect(rewards(start('line', at), 4)[0]).toBeCloseTo(-0.5, 9)
  })
})

describe('treasure', () => {
  const options = { collectors: 2, deposits: 2, treasures: 1 }
  const params = (treasure: readonly [number, number], more: object = {}) => {
    const at = bodies([0, 0], [0.5, 0], [0, 0.5], [3, 3], treasure)
    at[4] = { ...at[4]!, type: 0, alive: true, ...more }
    return start('treasure', at, {}, options)
  }

  it('is taken by the first that touches it, and is somewhere else in the tick after', () => {
    const episode = begin(params([0.05, 0]), 4, { tapes: { 'world:treasure': [0.5, 0.75, 1] } })
    step(episode)
    expect(parts(episode, 0)['holding']).toEqual([1, 0])
    expect(parts(episode, 1)['holding']).toEqual([0, 0])
    expect(parts(episode, 1)['to near treasure 0']).toEqual([0, 0])
    expect(body(episode, 4).slice(0, 2)).toEqual([-999, -999])
    step(episode)
    expect(body(episode, 4).slice(0, 2)).toEqual([0, -0.95 + 1.9 * 0.75])
    expect(parts(episode, 0)['kind of near treasure 0']).toEqual([0, 1])
  })

  it('is brought to the deposit of its kind', () => {
    const holding = (kind: number, at: readonly [number, number]) => {
      const p = params([0.9, 0.9])
      p.start.bodies[0] = { p: [...at], v: [0, 0], holding: kind }
      return begin(p, 4)
    }
    for (const [kind, empty] of [
      [0, [0, 0]],
      [1, [0, 1]],
    ] as const) {
      const episode = holding(kind, [0, 0.4])
      step(episode)
      expect(parts(episode, 0)['holding']).toEqual(empty)
    }
  })

  it('costs collectors who touch, and all for the way that is left', () => {
    const p = params([1, 0])
    const [one, other, deposit] = rewards(p, 4)
    expect([one, other]).toEqual([-0.1, -0.05])
    expect(deposit).toBeCloseTo(-0.1 * Math.sqrt(0.25 * 0.25 + 0.5 * 0.5), 9)
    p.start.bodies[1] = { p: [0.05, 0], v: [0, 0] }
    expect(rewards(p, 4)[0]).toBeCloseTo(-5.1, 9)
  })
})
