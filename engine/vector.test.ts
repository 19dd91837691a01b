import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { harvest } from '../examples/harvest.js'
import {
  actionCatalog,
  components,
  createEpisode,
  definePolicy,
  defineScenario,
  defineWorld,
  type Episode,
  i32,
  type VectorEpisodes,
  vector,
  type World,
} from './index.js'

const C = components({ Walker: { at: i32, luck: i32 }, Wind: { blows: i32 } })
const paramsSchema = z.object({
  goal: z.int().default(4),
  /** The wind has the world to itself in every so many ticks. */
  wind: z.int().min(2).default(3),
  /** How often a race is over at once. */
  over: z.number().default(0),
})
type W = World<typeof C, z.output<typeof paramsSchema>>

const windy = (w: W): boolean => w.tick % w.params.wind === w.params.wind - 1

/** Walkers in turn, with a wind that pushes all of them: chance at the start, ticks that ask nobody, rewards for all. */
const race = defineWorld({
  id: 'race',
  version: 1,
  params: paramsSchema,
  components: C,
  observation: z.object({}),
  actions: {
    go: {
      args: { by: z.int().min(-1).max(2) },
      check: (w, me, { by }) => (w.c.Walker.at.get(me) + by < 0 ? { reject: 'edge' } : undefined),
      apply: (w, me, { by }) => w.c.Walker.at.add(me, by),
    },
    shout: { args: { what: z.string() }, apply: () => undefined },
    rest: { args: {}, apply: () => undefined },
  },
  turns: (w) => (windy(w) ? [] : [w.tick % w.agents.length]),
  setup(w, { over, goal }) {
    for (const seat of w.agents)
      w.spawn({ Walker: { at: w.rng.chance(over) ? goal : w.rng.int(2) } }, seat)
    w.spawn({ Wind: {} })
  },
  systems: [
    function blow(w) {
      if (w.asked.length > 0) return
      for (const e of w.each('Walker')) w.c.Walker.luck.set(e, w.rng.int(3))
    },
  ],
  fallback: () => ({ action: 'rest', args: {} }),
  observe: () => ({}),
  reward: (w, me) => (w.asked.length === 0 ? w.c.Walker.luck.get(me) : w.c.Walker.at.get(me)),
  done: (w) => [...w.each('Walker')].some((e) => w.c.Walker.at.get(e) >= w.params.goal),
  vector: {
    length: (_, agents) => agents + 1,
    write(w, me, _seat, out) {
      out[0] = w.c.Walker.luck.get(me)
      w.agents.forEach(({ entity }, i) => {
        out[i + 1] = w.c.Walker.at.get(entity)
      })
    },
  },
})
const catalog = actionCatalog(defineScenario(race, { agents: {} }).world)
const IDS = catalog.ids.length
const AGENTS = ['ada', 'bob', 'cleo']

/** The arrays as a trainer would keep them. */
const copyOf = (v: VectorEpisodes): object => ({
  observations: v.observations.slice(),
  masks: v.masks.slice(),
  asked: v.asked.slice(),
  rewards: v.rewards.slice(),
  dones: v.dones.slice(),
  truncations: v.truncations.slice(),
  finalObservations: v.finalObservations.slice(),
})

const idsOf = (v: VectorEpisodes, n: number): Int16Array =>
  Int16Array.from({ length: v.asked.length }, (_, i) => ((n * 7 + i * 13) % (v.actions + 2)) - 1)

/** The same, told by hand: one place, from episodes that are stepped one by one. */
function byHand(v: VectorEpisodes, e: number): { episode: Episode; early: number[] } {
  const episode = createEpisode(v.scenario, { seed: v.seedOf(e) })
  return { episode, early: pass(episode) }
}

function pass(episode: Episode): number[] {
  const sums = episode.seats.map(() => 0)
  while (episode.end === undefined && episode.asked().length === 0) {
    const { rewards } = episode.step([])
    rewards.forEach((r, a) => {
      sums[a]! += r
    })
  }
  return sums
}

function expectSeen(v: VectorEpisodes, e: number, episode: Episode): void {
  for (const { index: a, entity } of episode.seats) {
    const row = e * v.agents.length + a
    const at = episode.seats.map((s) => episode.w.c['Walker']!['at']!.get(s.entity))
    const luck = episode.w.c['Walker']!['luck']!.get(entity)
    expect([...v.observations.subarray(row * v.length, (row + 1) * v.length)]).toEqual([
      luck,
      ...at,
    ])
    const asked = episode.asked().includes(a)
    expect(v.asked[row]).toBe(asked ? 1 : 0)
    const legal = asked ? episode.legal(a).map(catalog.idOf) : []
    const mask = v.masks.subarray(row * v.actions, (row + 1) * v.actions)
    expect([...mask.keys()].filter((id) => mask[id] === 1)).toEqual(legal)
  }
}

describe('vector', () => {
  it('tells of every place what its episode would tell by itself', () => {
    const v = vector(race, { episodes: 3, seed: 7, agents: AGENTS, horizon: 9 })
    expect([v.episodes, v.agents, v.length, v.actions]).toEqual([3, AGENTS, 4, IDS])
    expect(v.seedOf(2)).toBe('7/2/0')
    const hands = [0, 1, 2].map((e) => byHand(v, e))
    hands.forEach(({ episode }, e) => {
      expectSeen(v, e, episode)
    })
    const ends = new Set<string | undefined>()
    for (let n = 0; n < 120; n++) {
      const ids = idsOf(v, n)
      v.step(ids)
      for (let e = 0; e < 3; e++) {
        const { episode, early } = hands[e]!
        const row = e * 3
        if (episode.end !== undefined) {
          hands[e] = byHand(v, e)
          expect([...v.rewards.subarray(row, row + 3), v.dones[e]]).toEqual([0, 0, 0, 0])
          expectSeen(v, e, hands[e]!.episode)
          continue
        }
        const asked = episode.asked()
        const given = episode.seats.map(({ index: a }) => (asked.includes(a) ? ids[row + a]! : -1))
        const { rewards } = episode.stepIds(given)
        const later = pass(episode)
        hands[e] = { episode, early: [0, 0, 0] }
        expect([...v.rewards.subarray(row, row + 3)]).toEqual(
          rewards.map((r, a) => early[a]! + r + later[a]!),
        )
        expect(v.dones[e]).toBe(episode.end === undefined ? 0 : 1)
        expect(v.truncations[e]).toBe(episode.end === 'horizon' ? 1 : 0)
        expectSeen(v, e, episode)
        ends.add(episode.end)
      }
    }
    expect([...ends].sort()).toEqual(['done', 'horizon', undefined].sort())
    expect(Number(v.seedOf(0).split('/')[2])).toBeGreaterThan(3)
  })

  it('gives the same arrays for the same seed and ids, also after other episodes', () => {
    fc.assert(
      fc.property(
        fc.nat(5),
        fc.nat(30),
        fc.constantFrom('next-step', 'same-step'),
        (seed, steps, autoReset) => {
          const make = (): VectorEpisodes =>
            vector(race, { episodes: 2, seed, agents: 2, horizon: 8, autoReset })
          const one = make()
          const two = make()
          for (let n = 0; n < steps; n++) two.step(idsOf(two, n + 3))
          two.reset()
          expect(copyOf(two)).toEqual(copyOf(one))
          for (let n = 0; n < 20; n++) {
            expect(copyOf(two.step(idsOf(two, n)))).toEqual(copyOf(one.step(idsOf(one, n))))
          }
          const other = make().reset(`${seed}x`)
          expect(other.seedOf(1)).toBe(`${seed}x/1/0`)
        },
      ),
    )
  })

  it('tells the same transitions whether the next episode begins in the same step or the next', () => {
    const next = transitions('next-step', 60)
    expect(transitions('same-step', 60)).toEqual(next)
    expect(next.filter(({ done }) => done === 1).length).toBeGreaterThan(5)
    expect(new Set(next.map(({ truncated }) => truncated))).toEqual(new Set([0, 1]))
  })

  it('passes over episodes that are over before anybody is asked', () => {
    const v = vector(race, { seed: 3, agents: 1, params: { over: 0.7 }, horizon: 4 })
    const seeds = new Set<string>()
    for (let n = 0; n < 40; n++) {
      seeds.add(v.seedOf(0))
      if (v.dones[0] === 0) expect([...v.asked]).toEqual([1])
      v.step([0])
    }
    const counts = [...seeds].map((seed) => Number(seed.split('/')[2]))
    expect(counts.at(-1)).toBeGreaterThan(counts.length)
    for (const seed of seeds) expect(createEpisode(v.scenario, { seed }).end).toBeUndefined()
    expect(() => vector(race, { seed: 3, agents: 1, params: { over: 1 } })).toThrow(
      'vector/nobody-asked',
    )
  })

  it('takes a mistaken id as the mistake of that agent', () => {
    const v = vector(race, { seed: 1, agents: 2, params: { goal: 99 } })
    const before = [...v.observations]
    for (const id of [-1, 99, Number.NaN, 1.5]) {
      v.reset().step([id, 0])
      expect([...v.observations]).toEqual(before)
      expect([...v.asked]).toEqual([0, 1])
    }
  })

  it('plays a scenario with its teams, script and horizon, and without its policies', () => {
    const quitter = definePolicy(race, {
      id: 'quitter',
      memory: () => ({ seen: 0 }),
      decide: () => {
        throw new Error('nobody asks a policy')
      },
    })
    const scenario = defineScenario(race, {
      params: { goal: 50 },
      agents: { ada: { policy: quitter, team: 'east' }, bob: { team: 'west', role: 'rival' } },
      horizon: 5,
    })
    const v = vector(scenario, { seed: 1 })
    expect(v.scenario.agents).toEqual({
      ada: { team: 'east', role: 'agent' },
      bob: { team: 'west', role: 'rival' },
    })
    const dones = Array.from({ length: 5 }, () => v.step([0, 0]).dones[0])
    expect(dones.filter((d) => d === 1)).toHaveLength(1)
    expect(v.scenario.horizon).toBe(5)
    const named = vector(race, { seed: 1, agents: { ada: { team: 'east' }, bob: {} } })
    expect(named.scenario.agents['ada']).toEqual({ team: 'east', role: 'agent' })
  })

  test.each<readonly [string, () => unknown]>([
    ['world/no-vector', () => vector(harvest, { seed: 1, agents: 2 })],
    ['vector/agents', () => vector(race, { seed: 1 })],
    ['vector/agents', () => vector(race, { seed: 1, agents: 0 })],
    ['vector/episodes', () => vector(race, { seed: 1, agents: 1, episodes: 0 })],
    ['vector/episodes', () => vector(race, { seed: 1, agents: 1, episodes: 1.5 })],
    ['vector/ids', () => vector(race, { seed: 1, agents: 2, episodes: 2 }).step([1, 1])],
    ['seed/empty', () => vector(race, { seed: '', agents: 1 })],
    ['seed/empty', () => vector(race, { seed: 1, agents: 1 }).reset('')],
    ['params/invalid', () => vector(race, { seed: 1, agents: 1, params: { wind: 0 } })],
    ['profile/unknown', () => vector(race, { seed: 1, agents: 1, profile: 'wild' })],
    ['world/threw[^]*seed 1/0/0', () => vector(broken(race), { seed: 1, agents: 1 })],
    ['vector/no-actions', () => vector(mute(race), { seed: 1, agents: 1 })],
  ])('refuses with %s', (code, make) => {
    expect(make).toThrow(new RegExp(code))
  })
})

/** What happened between one observation and the next, in one place; its ids follow from the step within the episode. */
function transitions(autoReset: 'next-step' | 'same-step', wanted: number) {
  const v = vector(race, { seed: 5, agents: 2, horizon: 6, autoReset })
  const out = []
  for (let k = 0; out.length < wanted; ) {
    if (v.asked.every((a) => a === 0)) {
      v.step([0, 0])
      continue
    }
    const seed = v.seedOf(0)
    const [before, masks] = [v.observations.slice(), v.masks.slice()]
    v.step(idsOf(v, k))
    const [done, truncated] = [v.dones[0], v.truncations[0]]
    const after = (done === 1 ? v.finalObservations : v.observations).slice()
    out.push({ seed, k, before, masks, rewards: v.rewards.slice(), done, truncated, after })
    k = done === 1 ? 0 : k + 1
  }
  return out
}

const broken = (world: typeof race): typeof race => ({
  ...world,
  vector: {
    length: () => 1,
    write() {
      throw new Error('no numbers today')
    },
  },
})

const mute = (world: typeof race): typeof race =>
  ({ ...world, actions: { shout: world.actions.shout } }) as unknown as typeof race
