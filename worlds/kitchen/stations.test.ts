import { describe, expect, it } from 'vitest'
import type { Episode } from '../../engine/index.js'
import type { KitchenInput } from './params.js'
import { held, outcomes, play, served, shown, start } from './testing/play.js'

/** A board, an oven, carrots, bread and dishes around one cook. */
const BAKERY: KitchenInput = {
  grid: ['XBVXX', 'c1  S', 'e   X', 'XDXXX'],
  sources: { c: 'carrot', e: 'bread' },
  stations: {
    board: { symbol: 'B', does: 'chop' },
    oven: { symbol: 'V', does: 'bake' },
  },
  recipes: [
    { makes: 'chopped-carrot', at: 'board', from: ['carrot'], time: 2 },
    { makes: 'carrot-pie', at: 'oven', from: ['chopped-carrot', 'bread', 'bread'], plated: true },
  ],
  menu: [{ item: 'carrot-pie', value: 30 }],
}

const last = <T>(list: readonly T[]): T => list.at(-1)!
const stationAt = (episode: Episode, x: number) =>
  (
    episode.observe(0) as {
      stations: { at: number[]; state: string; left: number; makes: string | null }[]
    }
  ).stations.find((s) => s.at[0] === x)!

describe('stations', () => {
  it('work on what they are given, once somebody starts them', () => {
    const episode = start(BAKERY)
    play(episode, 'w!n')
    expect(outcomes(last(play(episode, '!')))).toEqual(['added'])
    expect(stationAt(episode, 1)).toMatchObject({ state: 'filling', makes: null })
    expect(outcomes(last(play(episode, '!')))).toEqual(['started'])
    expect(stationAt(episode, 1)).toMatchObject({
      state: 'working',
      left: 1,
      makes: 'chopped-carrot',
    })
    expect(outcomes(last(play(episode, '!')))).toEqual(['not-ready'])
    expect(stationAt(episode, 1)).toMatchObject({ state: 'ready', left: 0 })
    expect(outcomes(last(play(episode, '!')))).toEqual(['took'])
    expect([held(episode), shown(episode).o]).toEqual(['chopped-carrot', []])
  })

  it('take only what leads to one of their recipes', () => {
    const episode = start(BAKERY)
    // Raw carrots belong on the board, not in the oven.
    play(episode, 'w!en')
    expect(outcomes(last(play(episode, '!')))).toEqual(['no-recipe'])
    expect(held(episode)).toBe('carrot')
    const bread = start(BAKERY)
    play(bread, 'sw!nen!')
    expect(shown(bread).o).toEqual([[2, 0, ['soup', ['bread'], -1]]])
    expect(outcomes(last(play(bread, 'wsw!nen!')))).toEqual(['added'])
    expect(outcomes(last(play(bread, 'wsw!nen!')))).toEqual(['no-recipe'])
  })

  it('give back what was put in last while no recipe is complete', () => {
    const episode = start(BAKERY)
    play(episode, 'sw!nen!wsw!nen!')
    expect(shown(episode).o).toEqual([[2, 0, ['soup', ['bread', 'bread'], -1]]])
    expect(outcomes(last(play(episode, '!')))).toEqual(['took-back'])
    expect([held(episode), shown(episode).o]).toEqual(['bread', [[2, 0, ['soup', ['bread'], -1]]]])
    play(episode, '!')
    play(episode, '!')
    // Bread out of bread and bread: one in hand, none put back.
    expect(held(episode)).toBe('bread')
  })

  it('give plated work to a dish only, other work to empty hands only', () => {
    const episode = start({
      ...BAKERY,
      recipes: [
        { makes: 'toast', at: 'oven', from: ['bread'], time: 0, plated: true },
        { makes: 'chopped-carrot', at: 'board', from: ['carrot'], time: 0 },
      ],
      menu: [{ item: 'toast' }],
    })
    play(episode, 'sw!nen!!')
    expect(outcomes(last(play(episode, '!')))).toEqual(['needs-dish'])
    play(episode, 'wss!nen')
    expect(held(episode)).toBe('dish')
    expect(outcomes(last(play(episode, '!')))).toEqual(['plated'])
    expect(held(episode)).toBe('toast')
    const [frame] = play(episode, 'ee').concat(play(episode, '!')).slice(-1)
    expect([outcomes(frame!), frame!.rewards, served(episode)]).toEqual([['served'], [20], 1])
    expect(frame!.events.map((e) => e.type)).toContain('delivery')

    const board = start({
      ...BAKERY,
      recipes: [{ makes: 'chopped-carrot', at: 'board', from: ['carrot'], time: 0 }],
      menu: [{ item: 'chopped-carrot' }],
    })
    play(board, 'w!n!!ss!nn')
    expect(held(board)).toBe('dish')
    expect(outcomes(last(play(board, '!')))).toEqual(['needs-hands'])
  })

  it('are full while they work, and empty otherwise', () => {
    const episode = start(BAKERY)
    expect(outcomes(last(play(episode, '!')))).toEqual(['station-empty'])
    play(episode, 'w!n!!w!n')
    expect(outcomes(last(play(episode, '!')))).toEqual(['station-busy'])
    const dish = start({
      ...BAKERY,
      start: { players: [{ at: [2, 1], facing: 'n', holds: 'dish' }] },
    })
    expect(outcomes(last(play(dish, '!')))).toEqual(['station-empty'])
  })

  it('make what is on the menu, and the window takes nothing else', () => {
    const episode = start(BAKERY)
    play(episode, 'w!eee')
    expect(outcomes(last(play(episode, '!')))).toEqual(['not-on-menu'])
    expect(held(episode)).toBe('carrot')
  })
})
