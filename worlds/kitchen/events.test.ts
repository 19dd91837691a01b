import { describe, expect, it } from 'vitest'
import { createEpisode } from '../../engine/index.js'
import { kitchenEvents } from './index.js'
import type { KitchenInput } from './params.js'
import { events, play, scenarioOf, start } from './testing/play.js'

const O = 'onion' as const
const T = 'tomato' as const

/** Two cooks beside a pot, a pile of each kind, and a counter. */
const GRID = ['XXPXXX', 'O1 2TX', 'D    S', 'XXXXXX']
type At = [number, number]

interface Scene {
  readonly ada?: string
  readonly bob?: string
  readonly pot?: readonly (typeof O | typeof T)[]
  readonly tick?: number
  readonly counter?: string
  readonly adaAt?: At
  readonly facing?: 'n' | 's' | 'e' | 'w'
  readonly params?: KitchenInput
}

/** What ada's interaction makes of a scene. */
function act(scene: Scene): { readonly events: string[]; readonly shaped: number } {
  const items = [
    ...(scene.pot === undefined
      ? []
      : [{ at: [2, 0] as At, item: { soup: [...scene.pot], tick: scene.tick ?? -1 } }]),
    ...(scene.counter === undefined ? [] : [{ at: [1, 3] as At, item: scene.counter }]),
  ]
  const holds = (thing: string | undefined) => (thing === undefined ? {} : { holds: thing })
  const episode = start({
    grid: GRID,
    orders: [[O, O, O]],
    reward: 'shaped',
    ...scene.params,
    start: {
      players: [
        { at: scene.adaAt ?? [1, 2], facing: scene.facing ?? 'w', ...holds(scene.ada) },
        { at: [4, 2], facing: 'n', ...holds(scene.bob) },
      ],
      items,
    },
  })
  const [frame] = play(episode, '!')
  return { events: events(frame!), shaped: frame!.rewards[0]! }
}

const onions: Scene = { adaAt: [1, 1], facing: 'w' }
const toPot: Scene = { adaAt: [2, 1], facing: 'n' }
const toCounter: Scene = { adaAt: [1, 2], facing: 's' }

describe('picking up', () => {
  it('an onion is useful, unless all pots are full and nobody else has a dish', () => {
    expect(act(onions).events).toEqual(['onion_pickup ada', 'useful_onion_pickup ada'])
    const full = { ...onions, pot: [O, O, O] }
    expect(act(full).events).toEqual(['onion_pickup ada'])
    expect(act({ ...full, bob: 'dish' }).events).toContain('useful_onion_pickup ada')
    expect(act({ ...onions, pot: [O], tick: 3 }).events).toEqual(['onion_pickup ada'])
  })

  it('a tomato from its pile is told by nothing, from a counter it is', () => {
    expect(act({ adaAt: [3, 1], facing: 'e' }).events).toEqual([])
    expect(act({ ...toCounter, counter: 'tomato' }).events).toEqual([
      'tomato_pickup ada',
      'useful_tomato_pickup ada',
    ])
  })

  it('a dish is useful and rewarded while there are fewer dishes than pots that need one', () => {
    expect(act({}).events).toEqual(['dish_pickup ada'])
    const wanted = act({ pot: [O] })
    expect(wanted).toEqual({ events: ['dish_pickup ada', 'useful_dish_pickup ada'], shaped: 3 })
    expect(act({ pot: [O, O, O], tick: 5 }).shaped).toBe(3)
    expect(act({ pot: [O], bob: 'dish' })).toEqual({ events: ['dish_pickup ada'], shaped: 0 })
    expect(act({ pot: [O], counter: 'dish' })).toEqual({ events: ['dish_pickup ada'], shaped: 0 })
    // A full pot that nobody has started does not count.
    expect(act({ pot: [O, O, O] }).shaped).toBe(0)
  })

  it('is never useful where there are not two', () => {
    const episode = start({ grid: ['XPX', 'O1D', 'XSX'], reward: 'shaped' })
    expect(play(episode, 'w!').map(events).at(-1)).toEqual(['onion_pickup ada'])
  })
})

describe('putting down', () => {
  it('an ingredient is useful when all pots are full and nobody else has a dish', () => {
    expect(act({ ...toCounter, ada: O }).events).toEqual(['onion_drop ada'])
    const full = { ...toCounter, ada: T, pot: [O, O, O] }
    expect(act(full).events).toEqual(['tomato_drop ada', 'useful_tomato_drop ada'])
    expect(act({ ...full, bob: 'dish' }).events).toEqual(['tomato_drop ada'])
  })

  it('a dish is useful when no pot is full and nobody else has an onion', () => {
    const down = { ...toCounter, ada: 'dish' }
    expect(act(down).events).toEqual(['dish_drop ada', 'useful_dish_drop ada'])
    expect(act({ ...down, bob: O }).events).toEqual(['dish_drop ada'])
    expect(act({ ...down, pot: [O], tick: 1 }).events).toEqual(['dish_drop ada'])
  })
})

describe('potting', () => {
  const params = { orders: [[O, O, O], [T]], value: { orders: [20, 5] } }

  it('is rewarded, and told by what it did to what the soup can be worth', () => {
    expect(act({ ...toPot, ada: O, pot: [O], params })).toEqual({
      events: ['optimal_onion_potting ada', 'potting_onion ada', 'viable_onion_potting ada'],
      shaped: 3,
    })
    expect(act({ ...toPot, ada: T, params }).events).toEqual([
      'potting_tomato ada',
      'viable_tomato_potting ada',
    ])
    expect(act({ ...toPot, ada: T, pot: [O], params }).events).toEqual([
      'catastrophic_tomato_potting ada',
      'potting_tomato ada',
    ])
    expect(act({ ...toPot, ada: O, pot: [O, T], params }).events).toEqual([
      'optimal_onion_potting ada',
      'potting_onion ada',
      'useless_onion_potting ada',
    ])
  })

  it('and plating pay by their weights', () => {
    const shaping = { potting: 1.5, dish: 7, soup: 11 }
    expect(act({ ...toPot, ada: O, params: { shaping } }).shaped).toBe(1.5)
    expect(act({ pot: [O], params: { shaping } }).shaped).toBe(7)
    const plated = act({ ...toPot, ada: 'dish', pot: [O], tick: 20, params: { shaping } })
    expect(plated).toEqual({ events: ['soup_pickup ada'], shaped: 11 })
  })

  it('looks at pots as they were when the tick began', () => {
    // Both take a dish in one tick. Ada's own potting in that tick makes no difference to bob.
    const episode = start({
      grid: ['XXPXXX', 'O1 2DX', 'D    S', 'XXXXXX'],
      orders: [[O, O, O]],
      reward: 'shaped',
      start: {
        players: [
          { at: [2, 1], facing: 'n', holds: O },
          { at: [3, 1], facing: 'e' },
        ],
      },
    })
    expect(events(play(episode, '!', '!')[0]!)).not.toContain('useful_dish_pickup bob')
  })
})

describe('events', () => {
  it('have the 25 names of the reference', () => {
    expect(new Set(kitchenEvents).size).toBe(25)
  })

  it('and all else about them are not made where nothing is tracked', () => {
    const episode = createEpisode(scenarioOf({ grid: GRID }), { seed: 1, track: false })
    expect(play(episode, 'w!').flatMap((f) => f.events)).toEqual([])
  })

  it('pay both in the team by its sparse rewards, and each by its own shaped ones', () => {
    const given = (reward: 'sparse' | 'shaped') =>
      start({
        grid: GRID,
        orders: [[T]],
        reward,
        start: {
          players: [
            { at: [4, 2], facing: 'e', holds: { soup: [T], tick: 20 } },
            { at: [2, 1], facing: 'n', holds: O },
          ],
        },
      })
    expect(play(given('sparse'), '!', '!')[0]!.rewards).toEqual([20, 20])
    expect(play(given('shaped'), '!', '!')[0]!.rewards).toEqual([20, 23])
  })
})
