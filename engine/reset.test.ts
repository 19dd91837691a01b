import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { feast, restless } from '../examples/bazaar.js'
import { windfall } from '../examples/harvest.js'
import {
  at,
  components,
  createEpisode,
  definePolicy,
  defineScenario,
  defineWorld,
  type Episode,
  i32,
  type Scenario,
} from './index.js'
import type { Run } from './run-state.js'

const C = components({ Die: { face: i32, sum: i32 } })

/** A die whose parameter says whether it is thrown before the first tick. */
const dice = defineWorld({
  id: 'dice',
  version: 1,
  params: z.object({
    early: z.boolean().default(false),
    fails: z.int().default(0),
    spills: z.boolean().default(false),
  }),
  components: C,
  observation: z.object({}),
  actions: { roll: { args: {}, apply: (w, me) => w.c.Die.face.set(me, 1 + w.rng.int(1000)) } },
  setup(w, { early }) {
    for (const seat of w.agents)
      w.spawn({ Die: { face: early ? w.stream('start').int(1000) : 0 } }, seat)
    w.emit('laid')
  },
  index: (w) => ({ first: w.each('Die')[0] }),
  systems: [
    function sum(w) {
      for (const e of w.each('Die')) w.c.Die.sum.add(e, w.c.Die.face.get(e))
      // Nobody lives there: a defect that only a tracked episode notices.
      if (w.params.spills) w.c.Die.sum.bulk()[60] = w.tick
      if (w.tick === w.params.fails) throw new Error('broken')
      if (w.tick % 3 === 0) w.spawn({ Die: {} }, `die ${w.tick}`)
    },
  ],
  observe: () => ({}),
  reward: (w, me) => w.c.Die.sum.get(me),
})
const table = (params: object, agents: object = { ada: {}, bob: {} }): Scenario =>
  defineScenario(dice, { params, agents: agents as { ada: object }, horizon: 12 })

type Driver = (episode: Episode) => Parameters<Episode['step']>[0]
const roll: Driver = ({ seats }) => seats.map(() => ({ do: [{ action: 'roll', args: {} }] }))
const wander: Driver = (episode) =>
  episode.seats.map(({ index }) => {
    const legal = episode.legal(index)
    return { do: [legal[(episode.tick * 7 + index * 3) % legal.length]!] }
  })

function play(episode: Episode, drive: Driver, ticks: number): void {
  for (let i = 0; i < ticks && episode.end === undefined; i++) episode.step(drive(episode))
}

/** Everything that can be asked of an episode, and of each of the ticks that follow. */
function future(episode: Episode, drive: Driver, ticks: number): unknown[] {
  const out: unknown[] = [episode.seed, episode.first, ...moment(episode)]
  for (let i = 0; i < ticks && episode.end === undefined; i++) {
    out.push(episode.step(drive(episode)), ...moment(episode))
  }
  return out
}

const moment = (episode: Episode): unknown[] => [
  episode.tick,
  episode.end,
  episode.hash(),
  episode.save(),
  episode.asked(),
  episode.goals(),
  episode.w.index,
  episode.seats.map(({ index, entity }) => [
    entity,
    episode.observe(index),
    episode.inbox(index),
    episode.last(index),
    episode.reward(index),
    episode.memory(index),
  ]),
]

const remembering = definePolicy(dice, {
  id: 'remembering',
  memory: () => ({ seen: 0 }),
  decide: ({ act }) => act.roll(),
})

const cases: readonly (readonly [name: string, scenario: Scenario, drive: Driver])[] = [
  ['setup that draws nothing', table({}), roll],
  ['setup that draws', table({ early: true }), roll],
  ['memory', table({}, { ada: remembering, bob: {} }), roll],
  ['names, relations, sets, attributes, documents, mail', feast, (e) => restless(e.tick + 1)],
  ['a harvest', windfall, wander],
]

describe('reset', () => {
  for (const [name, scenario, drive] of cases) {
    for (const track of [true, false]) {
      it(`makes of an episode what a new one would be: ${name}, ${track ? 'tracked' : 'untracked'}`, () => {
        fc.assert(
          fc.property(
            fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.nat(9)), {
              minLength: 1,
              maxLength: 4,
            }),
            (lives) => {
              const used = createEpisode(scenario, { seed: 'before', track })
              play(used, drive, 5)
              for (const [seed, ticks] of lives) {
                used.reset(seed)
                const fresh = createEpisode(scenario, { seed, track })
                expect(future(used, drive, ticks)).toEqual(future(fresh, drive, ticks))
              }
            },
          ),
          { numRuns: 12 },
        )
      })
    }
  }

  it('gives seeds that draw only while it runs their own luck', () => {
    const episode = createEpisode(table({}), { seed: 1 })
    const sums = [1, 2, 2, '2'].map((seed) => {
      episode.reset(seed)
      play(episode, roll, 3)
      return episode.reward(0)
    })
    expect(new Set(sums).size).toBe(2)
    expect(sums.slice(1)).toEqual([sums[1], sums[1], sums[1]])
  })

  it('plays tapes from their beginning', () => {
    const tapes = { 'action:roll': [7, 8, 9, 10], 'world:start': [3, 4] }
    const episode = createEpisode(table({ early: true }), { seed: 1, tapes })
    play(episode, roll, 2)
    episode.reset(1)
    expect(episode.w.c['Die']!['face']!.get(1)).toBe(3)
    play(episode, roll, 2)
    expect(episode.w.c['Die']!['face']!.get(1)).toBe(10)
  })

  it('mends an episode whose tick failed', () => {
    const scenario = table({ fails: 4 })
    for (const track of [true, false]) {
      const episode = createEpisode(scenario, { seed: 1, track })
      for (let life = 0; life < 3; life++) {
        expect(() => play(episode, roll, 9)).toThrow(/world\/threw[\s\S]*seed 1/)
        expect(() => episode.step([])).toThrow('episode/half-done')
        episode.reset(1)
        const fresh = createEpisode(scenario, { seed: 1, track })
        expect(future(episode, roll, 3)).toEqual(future(fresh, roll, 3))
      }
    }
  })

  it('leaves nothing of what was written where nobody lives', () => {
    for (const track of [true, false]) {
      const episode = createEpisode(table({ spills: true }), { seed: 1, track })
      const fresh = moment(episode)
      for (let life = 0; life < 3; life++) {
        if (track) expect(() => play(episode, roll, 1)).toThrow('column/entity')
        else play(episode, roll, 2)
        episode.reset(1)
        expect(moment(episode)).toEqual(fresh)
      }
    }
  })

  it('does not come to the end of the serials of causes', () => {
    const used = createEpisode(feast, { seed: 1 })
    const { clock } = (used as unknown as { run: Run }).run.store
    const fresh = createEpisode(feast, { seed: 1 })
    for (let tick = 1; tick <= 60; tick++) {
      if (tick % 10 === 0) clock.serial = 2 ** 30 - 30 + tick
      used.restore(used.save())
      expect(used.step(restless(tick))).toEqual(fresh.step(restless(tick)))
      expect(clock.serial).toBeLessThan(2 ** 30 + 100)
    }
  })

  it('refuses an empty seed and stays as it was', () => {
    const episode = createEpisode(table({}), { seed: 1 })
    play(episode, roll, 2)
    const before = moment(episode)
    expect(() => episode.reset('')).toThrow('seed/empty')
    expect(moment(episode)).toEqual(before)
    expect(episode.seed).toBe('1')
  })

  it('forgets an end and an abort', () => {
    const episode = createEpisode(table({}), { seed: 1 })
    play(episode, roll, 99)
    expect(episode.end).toBe('horizon')
    episode.reset(2)
    expect([episode.end, episode.asked()]).toEqual([undefined, [0, 1]])
    episode.abort()
    episode.reset(2)
    expect([episode.end, episode.asked()]).toEqual([undefined, [0, 1]])
  })
})

describe('an untracked episode', () => {
  it('saves what a tracked one does, at every tick', () => {
    const scripted = { ...feast, script: [...feast.script, at(1, (w) => w.emit('x'))] }
    const tracked = createEpisode(scripted, { seed: 3 })
    const untracked = createEpisode(scripted, { seed: 3, track: false })
    for (let tick = 1; tick <= 60; tick++) {
      tracked.step(restless(tick))
      untracked.step(restless(tick))
      const { chain: _, progress: __, ...state } = untracked.save()
      expect(tracked.save()).toMatchObject(state)
      if (tick % 7 === 0) {
        const other = createEpisode(scripted, { seed: 3 })
        other.restore(untracked.save())
        expect(other.hash()).toBe(tracked.hash())
      }
    }
    expect(untracked.hash()).toBe(tracked.hash())
  })
})
