import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  components,
  createEpisode,
  createTurns,
  defineScenario,
  defineWorld,
  type Episode,
  i32,
  type World,
} from './index.js'

const noSignal = (): AbortSignal => new AbortController().signal

/** Each tick chance adds to a pile; an agent adds what it likes. */
const pile = (information?: 'perfect' | 'imperfect') =>
  defineWorld({
    id: 'pile',
    version: 1,
    params: z.object({}),
    components: components({ Pile: { mine: i32, luck: i32 } }),
    observation: z.object({}),
    actions: {
      add: {
        args: { n: z.int().min(0).max(9) },
        apply: (w, me, { n }) => w.c.Pile.mine.add(me, n),
      },
    },
    setup(w) {
      for (const seat of w.agents) w.spawn({ Pile: {} }, seat)
    },
    systems: [(w) => w.c.Pile.luck.add(w.agents[0]!.entity, w.rng.int(1000))],
    observe: () => ({}),
    ...(information === undefined ? {} : { information: () => information }),
  })

const policy = {
  kind: 'policy',
  id: 'noter',
  version: 1,
  world: 'pile',
  decide: () => undefined,
} as const
const start = (information?: 'perfect' | 'imperfect'): Episode =>
  createEpisode(
    defineScenario(pile(information), {
      agents: {
        ada: { ...policy, memory: () => ({ of: 'ada' }) },
        bob: { ...policy, memory: () => ({ of: 'bob' }) },
      },
    }),
    { seed: 7 },
  )
const simulationOf = (episode: Episode, agent = 0) =>
  createTurns(episode).open(agent, noSignal()).turn.simulation
const luckOf = (episode: Episode): number => episode.w.c['Pile']!['luck']!.get(1)
const add = (n: number) => ({ do: [{ action: 'add', args: { n } }] })

describe('a simulation', () => {
  test('is given where the whole state is seen, and nowhere else', () => {
    expect(simulationOf(start('perfect'))).toBeTypeOf('function')
    expect(simulationOf(start('imperfect'))).toBe(undefined)
    expect(simulationOf(start())).toBe(undefined)
  })

  test('stands where the episode stands, and leaves it alone', () => {
    const episode = start('perfect')
    episode.step([add(3), add(4)])
    const before = episode.hash()
    const copy = simulationOf(episode)!()
    expect(copy.tick).toBe(1)
    expect(copy.observe(1)).toEqual(episode.observe(1))
    expect(luckOf(copy)).toBe(luckOf(episode))
    copy.step([add(9), add(9)])
    expect(copy.w.c['Pile']!['mine']!.get(1)).toBe(12)
    expect(episode.hash()).toBe(before)
    expect(episode.tick).toBe(1)
  })

  test('begins anew with each call, with the same luck in the same tick', () => {
    const simulation = simulationOf(start('perfect'))!
    const once = simulation()
    once.step([add(1), add(1)])
    const luck = luckOf(once)
    const again = simulation()
    expect([again.tick, luckOf(again)]).toEqual([0, 0])
    again.step([add(1), add(1)])
    expect(luckOf(again)).toBe(luck)
  })

  test('does not tell the luck that will come', () => {
    const episode = start('perfect')
    const copy = simulationOf(episode)!()
    copy.step([])
    episode.step([])
    expect(luckOf(copy)).not.toBe(luckOf(episode))
  })

  test('holds nothing that is private to others', () => {
    const episode = start('perfect')
    episode.step([{ say: [{ to: 'bob', type: 'text', body: 'psst' }] }, add(0)])
    expect(episode.inbox(1)).toHaveLength(1)
    const hers = simulationOf(episode, 0)!()
    expect([hers.memory(0), hers.memory(1), hers.inbox(1)]).toEqual([{ of: 'ada' }, undefined, []])
    const his = simulationOf(episode, 1)!()
    expect([his.memory(0), his.memory(1), his.inbox(1).length]).toEqual([
      undefined,
      { of: 'bob' },
      1,
    ])
  })

  test('is over with its turn', () => {
    const { turn, close } = createTurns(start('perfect')).open(0, noSignal())
    const simulation = turn.simulation!
    close(undefined)
    expect(() => simulation()).toThrow(/turn\/over/)
  })
})

test('who is asked for a tick is the same all through it', () => {
  const seen: (readonly number[])[] = []
  const C = components({ Body: { n: i32 } })
  const note = (w: World<typeof C>, me: number): void => {
    seen.push(w.asked)
    w.c.Body.n.add(me, 1)
  }
  const world = defineWorld({
    id: 'turnwise',
    version: 1,
    params: z.object({}),
    components: C,
    observation: z.object({}),
    actions: { go: { args: {}, apply: note } },
    turns: (w) => (w.each('Body').length === 0 ? [] : [w.c.Body.n.get(1) % 2]),
    setup(w) {
      for (const seat of w.agents) w.spawn({ Body: {} }, seat)
    },
    systems: [(w) => void seen.push(w.asked)],
    observe: () => ({}),
  })
  const episode = createEpisode(defineScenario(world, { agents: { ada: {}, bob: {} } }), {
    seed: 1,
  })
  episode.stepIds([0, -1])
  episode.stepIds([-1, 0])
  expect(seen).toEqual([[0], [0], [1], [1]])
})
