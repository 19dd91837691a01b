import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { random } from '../../agents/index.js'
import { conform } from '../../bench/index.js'
import {
  createEpisode,
  type Frame,
  type Policy,
  parseScenarioFile,
  type Scenario,
  type World,
} from '../../engine/index.js'
import { particles, particlesScenarios, particlesScripted } from './index.js'
import { begin, bodies, body, play, scene, step } from './testing/play.js'

const scenarios = Object.entries(particlesScenarios).map(
  ([id, file]) => parseScenarioFile(file, [particles], id).scenario,
)
const named = (id: string): Scenario => scenarios.find((s) => s.id === `particles-${id}`)!

type Columns = Record<string, { readonly values: ArrayLike<number> }>

/** Where bodies are, for people to read in the transcript. */
function drawn(w: World, frame: Frame): string {
  const { Body } = w.c as unknown as { readonly Body: Columns }
  const at = [...w.each('Body' as never)].map((e) =>
    [Body['x'], Body['y']].map((column) => Number(column!.values[e]!.toFixed(3)) + 0).join(' '),
  )
  const rewards = frame.rewards.map((r) => Number(r.toFixed(3)) + 0)
  return `${at.join(' | ')}\nrewards ${rewards.join(' ')}`
}

describe('particles', () => {
  const checks = conform(particles, {
    scenarios,
    seeds: [1],
    ticks: 25,
    readme: new URL('README.md', import.meta.url),
    golden: {
      file: new URL('golden.txt', import.meta.url),
      scenario: named('reference'),
      seed: 7,
      policies: { '*': particlesScripted },
      draw: drawn,
    },
    invariants: {
      'no body is lost, none flies off': ({ c, each }) => {
        for (const e of each('Body')) {
          const all = [c.Body.x, c.Body.y, c.Body.vx, c.Body.vy].map((column) => column.get(e))
          if (!all.every((x) => Math.abs(x) < 1000)) return `body ${e}: ${all.join(', ')}`
        }
        return undefined
      },
      'what cannot move stays': ({ c, each, has }) => {
        const still = [...each('Body')].filter((e) => !has(e, 'Aim'))
        const moving = still.find((e) => c.Body.vx.get(e) !== 0 || c.Body.vy.get(e) !== 0)
        return moving === undefined ? undefined : `body ${moving}`
      },
    },
  })
  for (const { name, run } of checks) it(name, run, 120_000)

  it('has a scenario file for each of its scenarios', () => {
    const ids = scenarios.map((s) => (s.params as { scenario: string }).scenario)
    expect(ids.map((id) => `particles-${id}`)).toEqual(Object.keys(particlesScenarios))
    expect(ids).toHaveLength(12)
    for (const s of scenarios) {
      const { seats, w } = createEpisode(s, { seed: 1 })
      const roles = seats.map((seat) => particles.observe(w as never, seat.entity, seat).role)
      expect(roles).toEqual(seats.map((seat) => seat.role))
    }
  })
})

describe('an episode', () => {
  it.each(scenarios.map((s) => [s.id, s] as const))(
    '%s is the same untracked, by ids, and after being restored in its midst',
    (_, scenario) => {
      const [tracked, bare] = [true, false].map((track) =>
        createEpisode(scenario, { seed: 5, track }),
      )
      const ids = (tick: number): number[] =>
        tracked!.seats.map(({ index }) => {
          const legal = tracked!.legal(index).filter((a) => a.action === 'go')
          const { say, to } = legal[(tick * 7 + index * 3) % legal.length]!.args as {
            say: number
            to: string
          }
          return say * 5 + ['stay', 'left', 'right', 'down', 'up'].indexOf(to)
        })
      for (let tick = 1; tick <= 25; tick++) {
        const chosen = ids(tick)
        const before = bare!.save()
        bare!.stepIds(chosen.map(() => 0))
        bare!.restore(before)
        expect(bare!.stepIds(chosen).rewards).toEqual(tracked!.stepIds(chosen).rewards)
        expect(bare!.hash()).toBe(tracked!.hash())
      }
    },
  )

  it('begins where the parameters say, else where the seed does', () => {
    const at = (seed: number, params: Record<string, unknown>) =>
      createEpisode(scene(params, 3), { seed }).observe(0)
    expect(at(1, { scenario: 'spread' })).not.toEqual(at(2, { scenario: 'spread' }))
    const start = { bodies: bodies([0, 0], [1, 0], [2, 0], [0, 1], [1, 1], [2, 1]) }
    expect(at(1, { scenario: 'spread', start })).toEqual(at(2, { scenario: 'spread', start }))
  })

  it('draws starts within bounds, goals each about as often', () => {
    const goals = [0, 0, 0]
    for (let seed = 0; seed < 300; seed++) {
      const { w } = createEpisode(scene({ scenario: 'speaker-listener' }, 2), { seed })
      const { c, each } = w as unknown as Parameters<typeof particles.observe>[0]
      const all = [...each('Body')]
      for (const e of all) {
        expect(Math.abs(c.Body.x.get(e))).toBeLessThanOrEqual(1)
        expect(Math.abs(c.Body.y.get(e))).toBeLessThanOrEqual(1)
      }
      goals[all.indexOf(c.Aim.goal.get(all[0]!)) - 2]! += 1
    }
    for (const n of goals) expect(Math.abs(n - 100)).toBeLessThan(40)
  })

  it('keeps the observation of simple all there is, and of no other scenario', () => {
    const perfect = scenarios.filter((s) => particles.information!(s.params as never) === 'perfect')
    expect(perfect.map((s) => s.id)).toEqual(['particles-simple'])
  })
})

describe('whatever agents do', () => {
  const unit = fc.double({ min: 0, max: 1, noNaN: true })
  const near = fc.double({ min: -0.002, max: 0.002, noNaN: true })
  const crowd = fc.array(fc.tuple(near, near), { minLength: 10, maxLength: 10 })

  it.each(['spread', 'tag', 'world-comm'])(
    'a crowd in %s comes apart, and every number stays finite',
    (id) => {
      const { scenario, ...options } = named(id).params as { readonly scenario: string }
      const agents = Object.keys(named(id).agents).length
      fc.assert(
        fc.property(crowd, fc.array(unit, { minLength: 50, maxLength: 50 }), (places, numbers) => {
          const count = createEpisode(named(id), { seed: 1 }).w.count('Body' as never)
          const at = Array.from({ length: count }, (_, i) => places[i % 8]!)
          const episode = begin({ ...options, scenario, start: { bodies: bodies(...at) } }, agents)
          for (let t = 0; t < 10; t++) {
            const frame = step(
              episode,
              ...episode.seats.map(({ index }) => ({
                drive: { force: [0, 1, 2, 3, 4].map((k) => numbers[(t * 5 + index + k) % 50]!) },
              })),
            )
            expect(frame.rewards.every(Number.isFinite)).toBe(true)
          }
          for (let i = 0; i < count; i++) {
            for (const x of body(episode, i)) expect(Math.abs(x)).toBeLessThan(1000)
          }
        }),
        { numRuns: 20 },
      )
    },
  )
})

describe('parameters', () => {
  const problems = (params: unknown): string[] => {
    const parsed = particles.params.safeParse(params)
    if (!parsed.success) return parsed.error.issues.map((i) => i.path.join('.'))
    return particles.validate!(parsed.data).map((p) => p.path)
  }
  const two = bodies([0, 0], [1, 1])
  const four = bodies([0, 0], [1, 1], [1, 0], [0, 1])
  const moving = { ...four[3]!, v: [1, 0] }

  it.each([
    [{ scenario: 'chess' }, ['scenario']],
    [{ scenario: 'simple', agents: 2 }, ['']],
    [{ scenario: 'spread', agents: 0 }, ['agents']],
    [{ scenario: 'spread', localRatio: 2 }, ['localRatio']],
    [
      { scenario: 'simple', start: { bodies: [{ p: [0, NaN] }, { p: [0, 0] }] } },
      ['start.bodies.0.p.1'],
    ],
    [{ scenario: 'simple', start: { bodies: two.slice(1) } }, ['params.start.bodies']],
    [
      { scenario: 'simple', start: { bodies: [{ ...two[0]!, c: [1] }, two[1]] } },
      ['params.start.bodies.0.c'],
    ],
    [{ scenario: 'simple', start: { bodies: two, goals: [null, null] } }, ['params.start.goals']],
    [
      { scenario: 'simple', start: { bodies: two, goals: [1], key: 3 } },
      ['params.start.goals.0', 'params.start.key'],
    ],
    [
      { scenario: 'simple', start: { bodies: [{ ...two[0]!, holding: 0 }, two[1]] } },
      ['params.start.bodies.0.holding'],
    ],
    [{ scenario: 'tag', good: 0, adversaries: 0 }, ['params']],
    [
      { scenario: 'line', agents: 2, start: { bodies: four, goals: [0, null], key: 1 } },
      ['params.start.goals.0', 'params.start.key'],
    ],
    [
      { scenario: 'line', agents: 2, start: { bodies: [...four.slice(0, 3), moving] } },
      ['params.start.bodies.3.v'],
    ],
    [
      { scenario: 'line', agents: 2, start: { bodies: four.map((b) => ({ ...b, alive: true })) } },
      [0, 1, 2, 3].map((i) => `params.start.bodies.${i}.alive`),
    ],
    [
      {
        scenario: 'treasure',
        ...{ collectors: 1, deposits: 2, treasures: 1 },
        start: {
          bodies: [
            { ...four[0]!, holding: 2 },
            { ...four[1]!, type: 0 },
            { ...four[2]!, holding: null },
            { ...four[3]!, holding: 1, type: 1, alive: false },
          ],
        },
      },
      [0, 1, 3].map((i) => `params.start.bodies.${i}.${i === 1 ? 'type' : 'holding'}`),
    ],
    [{ scenario: 'simple', start: { bodies: two } }, []],
  ])('%j: what is wrong is told by its place', (params, expected) => {
    expect(problems(params)).toEqual(expected)
  })
})

describe('what agents read', () => {
  it('says who they are, what they are to do, what they see and how to act', () => {
    const params = {
      scenario: 'speaker-listener',
      start: { bodies: bodies([0, 0], [0, 0], [3, 4], [0, 1], [1, 0]), goals: [1, null] },
    }
    const episode = begin(params, 2)
    step(episode, { go: { say: 1 } })
    expect(episode.describe(1)).toBe(
      [
        'Speaker and listener. You are a1, listener. Go to the landmark that the speaker tells you of. Landmarks 0, 1 and 2 are red, green and blue.',
        'velocity: (0, 0)',
        'to landmark_0: (3, 4), distance 5, radius 0.04',
        'to landmark_1: (0, 1), distance 1, radius 0.04',
        'to landmark_2: (1, 0), distance 1, radius 0.04',
        'heard from speaker_0: (0, 1, 0): word 1',
        'Your radius is 0.075. In a tick you move by 0.1 of your velocity; a quarter of it is lost, full thrust adds 0.5. x grows to the right, y upwards.',
        'Commands: STAY, LEFT, RIGHT, DOWN, UP (full thrust), DRIVE and five numbers from 0 to 1 (nothing, left, right, down, up: parts of full thrust).',
      ].join('\n'),
    )
    expect(episode.describe(0)).toContain('Commands: SAY and a word from 0 to 2.')
  })

  it('says how fast one is, and which word one says by saying none', () => {
    const episode = begin({ scenario: 'world-comm' }, 6)
    expect(episode.describe(0)).toContain('full thrust adds 0.3, at most 1 is kept.')
    expect(episode.describe(0)).toContain(
      'SAY and a word from 0 to 3 behind (left out, you say word 0)',
    )
    step(episode, { go: { to: 'left' } })
    expect(episode.describe(1)).toContain('heard from leadadversary_0: (1, 0, 0, 0): word 0')
  })

  it('names the words of secrets and keys, to whom they are told', () => {
    const start = {
      bodies: bodies([0, 0], [0, 0], [0, 0], [1, 0], [0, 1]),
      goals: [1, 1, 1],
      key: 0,
    }
    const episode = begin({ scenario: 'crypto', start }, 3)
    const [eve, bob, alice] = [0, 1, 2].map((seat) => episode.describe(seat))
    expect(alice).toContain('the secret: (0, 1, 0, 0): word 1')
    expect(alice).toContain('the key: (1, 0, 0, 0): word 0')
    expect(bob).toContain('the key: (1, 0, 0, 0): word 0')
    expect(bob).not.toContain('word 1')
    expect(eve).not.toMatch(/: word/)
  })
})

describe('the scripted agents', () => {
  const total = (s: Scenario, seed: number, team: string, own: Policy, other: Policy): number => {
    const isOwn = (role: string): boolean =>
      Object.values(s.agents).some((a) => a.role === role && a.team === team)
    const sums = play(s, seed, (role) => (isOwn(role) ? own : other))
    return Object.values(s.agents).reduce((n, a, i) => n + (a.team === team ? sums[i]! : 0), 0)
  }
  const sides = scenarios.flatMap((s) =>
    [...new Set(Object.values(s.agents).map((a) => a.team))].map(
      (team) => [s.id, team, s] as const,
    ),
  )

  it.each(sides)('%s: %s get more than random ones in the same seats', (_, team, s) => {
    let [won, lost] = [0, 0]
    for (let seed = 1; seed <= 12; seed++) {
      const own = total(s, seed, team, particlesScripted, random)
      const other = total(s, seed, team, random, random)
      if (own > other) won += 1
      if (own < other) lost += 1
    }
    expect(won).toBeGreaterThan(6)
    expect(lost).toBeLessThan(3)
  })

  it('play by the original’s rules too', () => {
    const old = { ...named('spread'), profile: 'mpe@1' }
    expect(total(old, 1, 'all', particlesScripted, random)).toBeGreaterThan(
      total(old, 1, 'all', random, random) + 20,
    )
  })
})
