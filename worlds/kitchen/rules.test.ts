import { describe, expect, it } from 'vitest'
import { held, outcomes, play, ROOM, shown, start } from './testing/play.js'

/** One cook, everything within reach of the middle. */
const GALLEY = { grid: ['XPXX', 'O1 S', 'T  X', 'XDXX'], orders: [] }
const last = <T>(list: readonly T[]): T => list.at(-1)!

describe('walking', () => {
  it('turns, and walks where there is floor; a step against anything else only turns', () => {
    const episode = start(ROOM)
    play(episode, 's', 'n')
    expect(shown(episode).p).toEqual([
      [1, 2, 1, null],
      [3, 1, 0, null],
    ])
    play(episode, 'w', 'e')
    expect(shown(episode).p).toEqual([
      [1, 2, 3, null],
      [3, 1, 2, null],
    ])
  })

  it('does not turn whoever stays or acts', () => {
    const episode = start(ROOM)
    play(episode, 'w.!')
    expect(shown(episode).p[0]).toEqual([1, 1, 3, 'onion'])
  })

  it('stops everybody when two would meet, but all turn', () => {
    const grid = ['XXPXXX', 'O1 2 O', 'X    X', 'X 3  X', 'XDXSXX']
    const episode = start({ ...ROOM, grid })
    play(episode, 'e', 'w', 's')
    expect(shown(episode).p).toEqual([
      [1, 1, 2, null],
      [3, 1, 3, null],
      [2, 3, 1, null],
    ])
    play(episode, 'e', 'w', 'w')
    expect(shown(episode).p.map(([x, y]) => [x, y])).toEqual([
      [1, 1],
      [3, 1],
      [2, 3],
    ])
  })

  it('stops everybody when two would change places, but lets them follow each other', () => {
    const grid = ['XXPXXX', 'O12  O', 'X   3X', 'XDXSXX']
    const episode = start({ ...ROOM, grid })
    play(episode, 'e', 'w', 'w')
    expect(shown(episode).p.map(([x]) => x)).toEqual([1, 2, 4])
    play(episode, 'e', 'e', 'w')
    expect(shown(episode).p.map(([x]) => x)).toEqual([2, 3, 3])
  })
})

describe('hands', () => {
  it('hold one thing, taken from a pile that never ends', () => {
    const episode = start(GALLEY)
    expect(outcomes(last(play(episode, 'w!')))).toEqual(['took'])
    expect(held(episode)).toBe('onion')
    expect(outcomes(last(play(episode, '!')))).toEqual(['hands-full'])
    expect(held(episode)).toBe('onion')
  })

  it('put on free counters, and take from there', () => {
    const episode = start(GALLEY)
    play(episode, 'w!een')
    expect(outcomes(last(play(episode, '!')))).toEqual(['put'])
    expect(shown(episode).o).toEqual([[2, 0, 'onion']])
    expect(outcomes(last(play(episode, '!')))).toEqual(['took'])
    expect([held(episode), shown(episode).o]).toEqual(['onion', []])
  })

  it('do not put where something lies, and find nothing on floor and bare counters', () => {
    const episode = start({ ...GALLEY, start: { items: [{ at: [2, 0], item: 'dish' }] } })
    expect(outcomes(last(play(episode, 'w!een!')))).toEqual(['counter-taken'])
    const other = start(GALLEY)
    expect(outcomes(last(play(other, 'een!')))).toEqual(['hands-empty'])
    const facing = start({ ...GALLEY, start: { players: [{ at: [1, 2], facing: 'n' }] } })
    expect(outcomes(last(play(facing, '!')))).toEqual(['nothing-there'])
  })

  it('act in the order of the agents, each seeing what the one before did', () => {
    const grid = ['XXPXX', 'O X O', 'X1 2X', 'XDXSX']
    const items = [{ at: [2, 1] as [number, number], item: 'dish' }]
    const episode = start({
      ...ROOM,
      grid,
      start: {
        players: [
          { at: [1, 1], facing: 'e' },
          { at: [3, 1], facing: 'w' },
        ],
        items,
      },
    })
    expect(outcomes(play(episode, '!', '!')[0]!)).toEqual(['took', 'hands-empty'])
    expect(outcomes(play(episode, '!', '!')[0]!)).toEqual(['put', 'took'])
    expect([held(episode, 0), held(episode, 1)]).toEqual([null, 'dish'])
  })
})

describe('pots', () => {
  const soup = (tick: number, ...parts: string[]) => ['soup', parts, tick]

  it('take up to three ingredients, and nothing else', () => {
    const episode = start({ ...GALLEY, grid: ['XPXX', 'O1DS', 'T  X', 'XDXX'] })
    play(episode, 'w!n!w!n!w!n!w!n')
    expect(shown(episode).o).toEqual([[1, 0, soup(-1, 'onion', 'onion', 'onion')]])
    expect(outcomes(last(play(episode, '!')))).toEqual(['pot-full'])
    const other = start({ ...GALLEY, grid: ['XPXX', 'O1DS', 'T  X', 'XDXX'] })
    expect(outcomes(last(play(other, 'e!n!')))).toEqual(['not-ready'])
  })

  it('start by empty hands, count the tick in which they start, and stop when they are ready', () => {
    const episode = start({ ...GALLEY, time: { all: 3 } })
    play(episode, 'w!n!')
    expect(outcomes(last(play(episode, '!')))).toEqual(['started'])
    expect(shown(episode).o).toEqual([[1, 0, soup(1, 'onion')]])
    expect(outcomes(last(play(episode, '!')))).toEqual(['cooking'])
    play(episode, '......')
    expect(shown(episode).o).toEqual([[1, 0, soup(3, 'onion')]])
  })

  it('take nothing more once they cook, and nobody starts an empty one', () => {
    const episode = start(GALLEY)
    expect(outcomes(last(play(episode, '!')))).toEqual(['pot-empty'])
    play(episode, 'w!n!!w!n')
    expect(outcomes(last(play(episode, '!')))).toEqual(['pot-full'])
  })

  it('give a ready soup to whoever comes with a dish, and to nobody else', () => {
    const grid = ['XPXX', 'O1 S', 'D  X', 'XXXX']
    const episode = start({ ...GALLEY, grid, time: { all: 5 } })
    play(episode, 'w!n!!sw!n')
    expect(outcomes(last(play(episode, 'n')))).toEqual(['ok'])
    expect(outcomes(last(play(episode, '!')))).toEqual(['plated'])
    expect(held(episode)).toEqual(soup(5, 'onion'))
    expect(shown(episode).o).toEqual([])
  })

  it('of the old kind start by themselves when they are full, and by nobody', () => {
    const episode = start({ ...GALLEY, time: { all: 3 } }, { profile: 'old' })
    play(episode, 'w!n!')
    expect(outcomes(last(play(episode, '!')))).toEqual(['by-itself'])
    play(episode, 'w!n!w!n')
    expect(shown(episode).o).toEqual([[1, 0, soup(-1, 'onion', 'onion')]])
    play(episode, '!')
    expect(shown(episode).o).toEqual([[1, 0, soup(1, 'onion', 'onion', 'onion')]])
    play(episode, '.....')
    expect(shown(episode).o).toEqual([[1, 0, soup(3, 'onion', 'onion', 'onion')]])
  })

  it('of the old kind that begin full start in the first tick', () => {
    const items = [
      { at: [1, 0] as [number, number], item: { soup: ['onion', 'onion', 'tomato'] as const } },
    ]
    const given = { ...GALLEY, start: { items: items as never } }
    const episode = start(given, { profile: 'old' })
    expect(shown(episode).o).toEqual([[1, 0, soup(-1, 'onion', 'onion', 'tomato')]])
    play(episode, '.')
    expect(shown(episode).o).toEqual([[1, 0, soup(1, 'onion', 'onion', 'tomato')]])
    const other = start(given)
    play(other, '.')
    expect(shown(other).o).toEqual([[1, 0, soup(-1, 'onion', 'onion', 'tomato')]])
  })
})

describe('who begins where', () => {
  it('follows the digits, facing north, unless the parameters say otherwise', () => {
    const grid = ['XXPXX', 'O2 1O', 'X   X', 'XDXSX']
    expect(shown(start({ ...ROOM, grid })).p).toEqual([
      [3, 1, 0, null],
      [1, 1, 0, null],
    ])
    const episode = start({
      ...ROOM,
      start: {
        players: [
          { at: [2, 2], facing: 's', holds: 'dish' },
          { at: [1, 1], holds: { soup: ['onion'], tick: 20 } },
        ],
      },
    })
    expect(shown(episode).p).toEqual([
      [2, 2, 1, 'dish'],
      [1, 1, 0, ['soup', ['onion'], 20]],
    ])
  })
})

describe('what is taken', () => {
  it('is told, so that one can see who got what', () => {
    const items = [{ at: [2, 0] as [number, number], item: 'dish' }]
    const episode = start({ ...GALLEY, start: { items } })
    const frame = last(play(episode, 'en!'))
    expect(frame.actions[0]!.took).toBe(episode.w.each('Item')[0])
    expect(last(play(episode, '!')).actions[0]!.took).toBe(undefined)
  })
})
