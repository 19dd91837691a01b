import { describe, expect, it } from 'vitest'
import { soupCode } from './items.js'
import { soupTables } from './orders.js'
import { type KitchenInput, kitchenParams } from './params.js'
import { events, held, outcomes, play, served, start } from './testing/play.js'

const O = 'onion' as const
const T = 'tomato' as const
const GRID = ['XPXX', 'O1 S', 'D  X', 'XXXX']
const tables = (given: KitchenInput) => soupTables(kitchenParams.parse({ grid: GRID, ...given }))
const value = (given: KitchenInput, ...soup: (typeof O | typeof T)[]): number =>
  tables(given).value[soupCode(soup)]!
const time = (given: KitchenInput, ...soup: (typeof O | typeof T)[]): number =>
  tables(given).time[soupCode(soup)]!

describe('what a soup is worth, and how long it cooks', () => {
  it('is 20 of each when nothing is said, and nothing is worth what nobody ordered', () => {
    const given = { orders: [[O, O, O]] }
    expect([value(given, O, O, O), time(given, O, O, O)]).toEqual([20, 20])
    expect([value(given, O, O), time(given, O, O)]).toEqual([0, 20])
  })

  it('holds for all nine soups when no orders are listed', () => {
    const { ordered } = tables({})
    expect(Array.from(ordered).filter((n) => n > 0).length).toBe(9)
  })

  it('does not mind the order of ingredients', () => {
    const given = { orders: [[O, T, T]] }
    expect([value(given, T, O, T), value(given, T, T, O)]).toEqual([20, 20])
  })

  it('goes by the same for all before by order, by order before by ingredient', () => {
    const orders = [[O, O], [T]]
    const byOrder = { orders, value: { orders: [7, 8] }, time: { orders: [3, 4] } }
    expect([value(byOrder, O, O), value(byOrder, T), time(byOrder, T)]).toEqual([7, 8, 4])
    const parts = { onion: 5, tomato: 3 }
    const all = { orders, value: { all: 1, orders: [7, 8], ...parts }, time: parts }
    expect([value(all, O, O), time(all, O, O), time(all, O, T)]).toEqual([1, 10, 8])
    const byPart = { orders, value: parts, time: { orders: [9, 9], ...parts } }
    expect([value(byPart, O, O), value(byPart, T)]).toEqual([10, 3])
    // A soup that was not ordered has no time of its order.
    expect([time(byPart, T), time(byPart, T, T)]).toEqual([9, 6])
    expect(value({ orders, value: { onion: 5 } }, O, O)).toBe(20)
  })

  it('counts several times for a bonus, without limit if so wished', () => {
    const given = { orders: [[O, T], [T]], bonus: [[T, O]] }
    expect([value(given, O, T), value(given, T)]).toEqual([40, 20])
    expect(value({ ...given, bonusFactor: 3 }, O, T)).toBe(60)
    expect(value({ ...given, bonusFactor: 'infinite' }, O, T)).toBe(Infinity)
  })

  it('tells the best that can still come of a soup', () => {
    const { best } = tables({ orders: [[O, O, O], [T]], value: { orders: [20, 5] } })
    const left = (...soup: (typeof O | typeof T)[]) => best[soupCode(soup)]
    expect([left(), left(O), left(O, O), left(T), left(O, T), left(T, T, T)]).toEqual([
      20, 20, 20, 5, 0, 0,
    ])
  })
})

describe('serving', () => {
  const ready = (soup: (typeof O | typeof T)[], given: KitchenInput = {}) =>
    start({
      grid: GRID,
      orders: [[O, O, O], [T]],
      ...given,
      start: { players: [{ at: [2, 1], facing: 'e', holds: { soup, tick: 20 } }] },
    })

  it('pays what was ordered', () => {
    const episode = ready([O, O, O])
    const [frame] = play(episode, '!')
    expect([outcomes(frame!), frame!.rewards, events(frame!)]).toEqual([
      ['served'],
      [20],
      ['soup_delivery ada'],
    ])
    expect([held(episode), served(episode)]).toEqual([null, 1])
    expect(play(episode, '.')[0]!.rewards).toEqual([0])
  })

  it('takes what nobody ordered for nothing', () => {
    const episode = ready([O, O])
    const [frame] = play(episode, '!')
    expect([frame!.rewards, events(frame!), served(episode)]).toEqual([
      [0],
      ['soup_delivery ada'],
      0,
    ])
    expect(held(episode)).toBe(null)
  })

  it('can be worth more than any number', () => {
    const episode = ready([T], { bonus: [[T]], bonusFactor: 'infinite' })
    const [frame] = play(episode, '!')
    expect(frame!.rewards).toEqual([Infinity])
    expect(frame!.events[0]!.data).toEqual({ agent: 'ada', sparse: 'infinite' })
  })

  it('takes soups only, and from full hands', () => {
    const grid = GRID
    const episode = start({
      grid,
      start: { players: [{ at: [2, 1], facing: 'e', holds: 'dish' }] },
    })
    expect(outcomes(play(episode, '!')[0]!)).toEqual(['not-on-menu'])
    expect(held(episode)).toBe('dish')
    const empty = start({ grid, start: { players: [{ at: [2, 1], facing: 'e' }] } })
    expect(outcomes(play(empty, '!')[0]!)).toEqual(['hands-empty'])
  })

  it('ends the episode when the target is met', () => {
    const episode = ready([O, O, O], { target: 1 })
    expect(episode.goals()).toMatchObject([{ id: 'served', progress: 0, done: false }])
    expect(play(episode, '!')[0]!.end).toBe('done')
    expect(episode.goals()).toMatchObject([{ id: 'served', progress: 1, done: true }])
  })
})
