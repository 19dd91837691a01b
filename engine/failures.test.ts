import { describe, expect, it } from 'vitest'
import { at, CoactError, type Episode, type EpisodeOptions } from './index.js'
import { doing, type Lane, laneEpisode } from './testing/lane.js'

const boom = (): never => {
  throw new TypeError('boom')
}
const act = (apply: unknown, check?: unknown) => ({
  actions: { act: { args: {}, apply, ...(check === undefined ? {} : { check }) } },
})
const ada = (w: Lane): number => w.agents[0]!.entity

function thrownBy(act: () => unknown): CoactError {
  try {
    act()
  } catch (e) {
    if (e instanceof CoactError) return e
    throw e
  }
  return expect.fail('nothing was thrown')
}

const act1 = (world: object, given = {}, options: Partial<EpisodeOptions> = {}): CoactError => {
  const episode = laneEpisode(world, given, options)
  return thrownBy(() => episode.step([{ do: [{ action: 'act', args: {} }, { text: 'act' }] }]))
}

describe('world code that throws', () => {
  it.each<[string, string, object, object?]>([
    ['apply', 'tick 1, action:ada:act', act(boom)],
    ['check', 'tick 1, action:ada:act', act(() => {}, boom)],
    ['a system', 'tick 1, system:boom', { systems: [boom] }],
    ['a named system', 'tick 1, system:rain', { systems: [{ id: 'rain', run: boom }] }],
    ['reward', 'tick 1, end', { reward: boom }],
    ['parse', 'tick 1, ada', { ...act(() => {}), actionsPerTick: 2, parse: boom }],
    [
      'fallback',
      'tick 1, fallback:bob',
      {
        ...act(() => {}),
        fallback: (_: Lane, __: number, seat: { name: string }) => seat.name === 'bob' && boom(),
      },
    ],
    ['a script', 'tick 1, script:0', {}, { script: [at(1, boom)] }],
    ['a condition', 'tick 1, script:0', {}, { script: [{ when: boom, run() {} }] }],
  ])('in %s is named by place', (_, where, world, given) => {
    const e = act1(world, given)
    expect(e.code).toBe('world/threw')
    expect(e.detail).toMatchObject({ where, got: 'boom' })
    expect(e.detail.next).toContain('seed 7')
    expect(e.detail.data).toBeInstanceOf(TypeError)
  })

  it.each<[string, object]>([
    ['setup', { setup: boom }],
    ['index', { index: boom }],
    ['turns', { turns: boom }],
    ['done', { done: boom }],
    ['goals', { goals: boom }],
  ])('in %s is named when the episode is made', (where, world) => {
    expect(thrownBy(() => laneEpisode(world)).detail.where).toBe(`tick 0, ${where}`)
  })

  it.each<[string, (e: Episode) => unknown, object]>([
    ['observe', (e) => e.observe(0), { observe: boom }],
    ['describe', (e) => e.describe(0), { describe: boom }],
    ['legal', (e) => e.legal(0), act(() => {}, boom)],
  ])('in %s is named when it is asked', (where, ask, world) => {
    const episode = laneEpisode(world)
    expect(thrownBy(() => ask(episode)).detail.where).toBe(`tick 0, ${where}`)
    expect(episode.step([]).tick).toBe(1)
  })

  it('leaves an episode that goes on only from a restored state', () => {
    let broken = true
    const world = {
      systems: [
        (w: Lane) => {
          w.c.Walker.x.add(ada(w), 1)
          w.emit('moved')
          w.reads(1)
          w.rng.float()
          if (broken && w.tick === 2) boom()
        },
      ],
    }
    const episode = laneEpisode(world)
    episode.step([])
    const state = episode.save()
    expect(() => episode.step([{ say: [{ to: 'all', type: 'text', body: 'lost' }] }])).toThrow(
      'world/threw',
    )
    expect(() => episode.step([])).toThrow('episode/half-done')
    expect(() => episode.save()).toThrow('episode/half-done')
    broken = false
    const other = laneEpisode(world)
    other.restore(state)
    episode.restore(state)
    for (let i = 0; i < 3; i++)
      expect(episode.step([doing('grab')])).toEqual(other.step([doing('grab')]))
  })
})

describe('an action that changed something and was then rejected', () => {
  const late = { reject: 'too-late' }
  it.each<[string, (w: Lane, me: number) => unknown]>([
    ['a column', (w, me) => w.c.Walker.x.set(me, 3)],
    ['a column in bulk', (w, me) => void Object.assign(w.c.Walker.x.bulk(), { [me]: 3 })],
    ['membership', (w, me) => w.add(me, 'Coin')],
    ['a new entity', (w) => w.spawn({})],
    ['a removal', (w) => w.remove(w.entity('coin'))],
    ['a relation', (w, me) => w.rel.held.move(w.entity('coin'), me)],
    ['an attribute', (w, me) => w.attributes.set(me, 'tired', true)],
    ['the document', (w) => w.update((d) => void Object.assign(d, { n: 3 }))],
  ])('is a defect of the world: %s', (_, change) => {
    for (const track of [true, false]) {
      const e = act1(
        act((w: Lane, me: number) => {
          change(w, me)
          return late
        }),
        {},
        { track },
      )
      expect(e.code).toBe('world/rejected-after-write')
      expect(e.detail).toMatchObject({ where: 'lane.actions.act', got: 'too-late' })
    }
  })

  it('is fine when it only drew, read or told', () => {
    const episode = laneEpisode(
      act((w: Lane) => {
        w.rng.float()
        w.reads(1)
        w.emit('tried')
        return late
      }),
    )
    expect(episode.step([doing('act')]).actions[0]!.verdict).toBe('too-late')
  })
})

describe('between ticks a world can only be read', () => {
  it.each<[string, (w: Lane) => unknown]>([
    ['a column', (w) => w.c.Walker.x.set(ada(w), 3)],
    ['a column in bulk', (w) => w.c.Walker.x.bulk()],
    ['a new entity', (w) => w.spawn({})],
    ['a removal', (w) => w.remove(ada(w))],
    ['a component', (w) => w.add(ada(w), 'Coin')],
    ['a name', (w) => w.name(ada(w), 'ada')],
    ['a relation', (w) => w.rel.held.move(w.entity('coin'), ada(w))],
    ['an attribute', (w) => w.attributes.set(ada(w), 'tired', true)],
    ['the document', (w) => w.update((d) => void Object.assign(d, { n: 3 }))],
    ['a new text', (w) => w.intern('never seen')],
    ['a draw', (w) => w.rng.float()],
    ['a stream', (w) => w.stream('deck').float()],
    ['an event', (w) => w.emit('noticed')],
  ])('%s', (_, change) => {
    for (const track of [true, false]) {
      const episode = laneEpisode({ observe: change }, {}, { track })
      for (let i = 0; i < 3; i++) {
        const before = episode.hash()
        expect(thrownBy(() => episode.observe(0)).code).toBe('world/outside-step')
        expect(thrownBy(() => change(episode.w as unknown as Lane)).code).toBe('world/outside-step')
        expect(episode.hash()).toBe(before)
        episode.step([doing('step', { by: 'right' })])
      }
    }
  })

  it('also in the cells that were written last', () => {
    const setup = (w: Lane): void => {
      for (const seat of w.agents) w.spawn({ Walker: { x: 2 } }, seat)
    }
    const episode = laneEpisode({ setup, reward: (w: Lane, me: number) => w.c.Walker.x.add(me, 1) })
    const write = (): unknown =>
      (episode.w as unknown as Lane).c.Walker.x.set(ada(episode.w as unknown as Lane), 9)
    expect(write).toThrow('world/outside-step')
    episode.step([])
    expect(write).toThrow('world/outside-step')
  })

  it('looking at what is legal leaves no trace in the next action', () => {
    const world = act(
      () => {},
      (w: Lane) => w.reads(w.entity('coin')),
    )
    const [blind, sighted] = [false, true].map((look) => {
      const episode = laneEpisode(world)
      if (look) for (let i = 0; i < 5; i++) episode.legal(0)
      return episode.step([doing('act')])
    })
    expect(sighted).toEqual(blind)
  })
})

describe('callers', () => {
  const episode = laneEpisode()
  it.each<[string, () => unknown]>([
    ['episode/inputs', () => episode.step(undefined as never)],
    ['episode/inputs', () => episode.step({ 0: doing('grab') } as never)],
    ['agent/unknown', () => episode.observe(2)],
    ['agent/unknown', () => episode.legal(-1)],
    ['agent/unknown', () => episode.memory('ada' as never)],
    ['world/no-description', () => episode.describe(0)],
    [
      'world/threw',
      () =>
        laneEpisode({ systems: [(w: Lane) => w.emit('bad', { f: () => 1 } as never)] }).step([]),
    ],
  ])('are told %s', (code, call) => {
    expect(thrownBy(call).code).toBe(code)
  })
})
