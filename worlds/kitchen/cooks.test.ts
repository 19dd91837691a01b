import { describe, expect, it } from 'vitest'
import { random } from '../../agents/index.js'
import { definePolicy, parseScenarioFile, type Scenario } from '../../engine/index.js'
import { assign } from './cook/assign.js'
import { cook } from './cook/cook.js'
import { needsOf } from './cook/needs.js'
import { sceneOf } from './cook/scene.js'
import { kitchen, kitchenScenarios } from './index.js'
import type { KitchenView } from './observe.js'
import type { KitchenInput } from './params.js'
import { playWith, scenarioOf, served, start } from './testing/play.js'

const shelf = Object.entries(kitchenScenarios).map(
  ([id, file]) => [id, parseScenarioFile(file, [kitchen], id).scenario] as const,
)

/** Stands where it is, for ever. */
const pillar = definePolicy(kitchen, { id: 'pillar', decide: ({ act }) => act.stay() })

const O = ['onion', 'onion', 'onion'] as const
const kitchenOf = (grid: string[], more: KitchenInput = {}): Scenario =>
  scenarioOf({ grid, orders: [[...O]], ...more }, { horizon: 400 })

describe('cooks', () => {
  it.each(shelf)('deliver in %s, as much as is wanted', (_, scenario) => {
    const { episode } = playWith(scenario, [cook], { seed: 1 })
    const { target } = scenario.params as { readonly target?: number }
    expect(served(episode)).toBeGreaterThanOrEqual(target ?? 5)
    if (target !== undefined) expect(episode.end).toBe('done')
  })

  it('beat chance in every kitchen', () => {
    for (const [id, scenario] of shelf) {
      const ours = playWith(scenario, [cook], { seed: 1 }).reward
      for (const seed of [1, 2]) {
        const theirs = playWith({ ...scenario, horizon: 200 }, [random], { seed }).reward
        expect(ours, id).toBeGreaterThan(theirs)
      }
    }
  })

  it('do the same in the same kitchen, whatever the seed', () => {
    const scenario = shelf.find(([id]) => id === 'four-corners')![1]
    const chains = [1, 1, 2].map((seed) =>
      playWith({ ...scenario, horizon: 60 }, [cook], { seed, track: true }).frames.map((f) =>
        JSON.stringify(f.actions),
      ),
    )
    expect(chains[1]).toEqual(chains[0])
    expect(chains[2]).toEqual(chains[0])
  })

  it('know all that they do from what they see: they decide again what they decided', () => {
    const scenario = shelf.find(([id]) => id === 'through-the-hatch')![1]
    const { frames } = playWith({ ...scenario, horizon: 120 }, [cook], { seed: 1, track: true })
    for (const frame of frames) for (const a of frame.actions) expect(a.verdict).toBe('ok')
  })

  it.each([
    [
      'a passage with one bay',
      ['XXXXXXXXXXX', 'P1       2O', 'S   X X   D', 'XXXXX XXXXX', 'XXXXXXXXXXX'],
    ],
    ['a dead end at the pot', ['XPXXX', 'O X2O', 'X1  X', 'XDXSX']],
    ['a ring', ['XXXPXXX', 'O  1  O', 'D XXX S', 'X  2  X', 'XXXXXXX']],
  ])('get past each other in %s', (_, grid) => {
    const { episode } = playWith(kitchenOf(grid), [cook], { seed: 1 })
    expect(served(episode)).toBeGreaterThan(1)
  })

  it('work with up to nine', () => {
    const grid = ['XXOXXPPXXOXX', 'X1 2 3 4 5 X', 'D          S', 'X 6 7  8 9 X', 'XXDXXPPXXSXX']
    expect(served(playWith(kitchenOf(grid), [cook], { seed: 1 }).episode)).toBeGreaterThan(8)
  })

  it('walk around somebody who only stands there, and do the work alone', () => {
    const grid = ['XXOXPXX', 'X1    X', 'X  2  X', 'X     X', 'XXDXSXX']
    const { episode } = playWith(kitchenOf(grid), [cook, pillar], { seed: 1 })
    expect(served(episode)).toBeGreaterThan(2)
  })

  it.each([
    ['before one of two pots', ['XXTXPXX', 'X 1   X', 'O  X  S', 'X   2 X', 'XXDXPXX']],
    ['in one of two passages', ['XXOXXPXX', 'X1     X', 'X XXXX X', 'X   2  X', 'XXXDXSXX']],
  ])('do the work alone where somebody only stands there, %s', (_, grid) => {
    for (const profile of ['new', 'old'] as const) {
      const scenario = scenarioOf({ grid, orders: [[...O]] }, { profile, horizon: 400 })
      const { episode } = playWith(scenario, [cook, pillar], { seed: 1 })
      expect(served(episode)).toBeGreaterThan(3)
    }
  })

  it('get on with somebody who does anything at all', () => {
    const grid = ['XXOXPXX', 'X1    X', 'X     X', 'X   2 X', 'XXDXSXX']
    const { episode } = playWith(kitchenOf(grid), [cook, random], { seed: 3 })
    expect(served(episode)).toBeGreaterThan(0)
  })

  it('clear a pot that nothing good can come of', () => {
    for (const profile of ['new', 'old'] as const) {
      const scenario = scenarioOf(
        {
          grid: ['XXPXX', 'O1 2T', 'X   X', 'XDXSX'],
          orders: [[...O]],
          start: { items: [{ at: [2, 0], item: { soup: ['tomato'] } }] },
        },
        { profile, horizon: 200 },
      )
      expect(served(playWith(scenario, [cook], { seed: 1 }).episode)).toBeGreaterThan(0)
    }
  })

  it('ask for what only the other can bring, once', () => {
    const scenario = shelf.find(([id]) => id === 'jacket-potatoes')![1]
    const { frames } = playWith(scenario, [cook], { seed: 1, track: true })
    const said = frames.flatMap((f) => f.messages)
    expect(said[0]).toMatchObject({
      from: 'lou',
      to: 'kim',
      type: 'request',
      body: { do: 'bring', item: 'potato' },
      verdict: 'ok',
    })
    expect(said.length).toBeLessThan(frames.length / 4)
  })
})

describe('dividing the work', () => {
  const jobs = (params: KitchenInput) => {
    const view = start(params).observe(0) as KitchenView
    const scene = sceneOf(view, [], new Set())
    return assign(scene, needsOf(scene)).map((job) => job?.why)
  }

  it('sends each where it is nearest', () => {
    const grid = ['XXPXX', 'O1  O', 'X   X', 'X 2 X', 'XDXSX']
    expect(jobs({ grid, orders: [[...O]] })).toEqual(['fetch onion', 'fetch onion'])
    const begun = { at: [2, 0] as [number, number], item: { soup: [...O], tick: 15 } }
    expect(jobs({ grid, orders: [[...O]], start: { items: [begun] } })).toEqual([
      undefined,
      'fetch dish',
    ])
  })

  it('has what lies about taken before anything new is fetched', () => {
    const grid = ['XXPXX', 'O1  O', 'X  2X', 'XDXSX']
    const items = [{ at: [4, 2] as [number, number], item: 'onion' }]
    expect(jobs({ grid, orders: [['onion']], start: { items } })).toEqual([
      'fetch dish',
      'take onion',
    ])
  })

  it('has what is needed on the other side handed over', () => {
    const grid = ['XXXPX', 'O1X2X', 'D X S', 'XXXXX']
    const holds = { players: [{ at: [1, 1], holds: 'onion' }, { at: [3, 1] }] as never }
    expect(jobs({ grid, orders: [[...O]], start: holds })).toEqual(['hand over onion', undefined])
  })
})

describe('what somebody asks a cook for', () => {
  /** Asks for something in the first tick, and stands there. */
  const asks = (item: string) =>
    definePolicy(kitchen, {
      id: 'asks',
      decide: ({ act, say, tick }) => ({
        do: act.stay(),
        say: tick === 1 ? [say.all({ type: 'request', do: 'bring', item })] : [],
      }),
    })
  const grid = ['XXOXPXX', 'X 1  2X', 'X     T', 'X     X', 'XXDXSXX']
  const said = (item: string) =>
    playWith(kitchenOf(grid), [cook, asks(item)], { seed: 1, track: true })

  it('it brings to where it can be taken, and says so', () => {
    const { frames } = said('tomato')
    const words = frames.flatMap((f) => f.messages).filter((m) => m.from === 'ada')
    expect(words.map((m) => [m.type, m.to, m.body])).toEqual([
      ['inform', 'bob', { status: 'will-do', item: 'tomato' }],
      ['inform', 'bob', { status: 'done', item: 'tomato' }],
    ])
    const notes = frames.flatMap((f) => f.actions).filter((a) => a.agent === 0)
    expect(notes.some((a) => a.why === 'bring tomato' && a.note === 'put')).toBe(true)
  })

  it('it says when there is none', () => {
    const { frames, episode } = said('caviar')
    const words = frames.flatMap((f) => f.messages).filter((m) => m.from === 'ada')
    expect(words.map((m) => m.body)).toEqual([{ status: 'cannot', item: 'caviar' }])
    expect(served(episode)).toBeGreaterThan(2)
  })
})
