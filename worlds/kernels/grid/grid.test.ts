import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  besides,
  cellsWith,
  DIRECTIONS,
  DX,
  DY,
  distancesFrom,
  isBorder,
  movesClash,
  placeOf,
  readTerrain,
  strides,
  UNREACHED,
} from './index.js'

const ROWS = ['#####', '#a b#', '# # #', '#####']
const terrain = readTerrain(ROWS)
const open = Uint8Array.from(terrain.codes, (c) => Number(c !== 35))

describe('terrain', () => {
  it('is read row by row; short rows end in blanks', () => {
    expect([terrain.width, terrain.height]).toEqual([5, 4])
    expect(cellsWith(terrain, 'b')).toEqual([8])
    expect(placeOf(5, 8)).toEqual([3, 1])
    expect(String.fromCharCode(...readTerrain(['ab', 'c']).codes)).toBe('abc ')
  })

  it('has a border', () => {
    const inner = [...terrain.codes.keys()].filter((cell) => !isBorder(terrain, cell))
    expect(inner).toEqual([6, 7, 8, 11, 12, 13])
  })

  it('has four directions, as steps in cells and in places', () => {
    const step = strides(5)
    DIRECTIONS.forEach((_, d) => {
      expect(placeOf(5, 12 + step[d]!)).toEqual([2 + DX[d]!, 2 + DY[d]!])
    })
  })
})

describe('distances', () => {
  it('are the fewest steps over open cells', () => {
    const steps = distancesFrom(open, strides(5), [6])
    expect([6, 7, 8, 11, 13].map((cell) => steps[cell])).toEqual([0, 1, 2, 1, 3])
    expect([steps[12], steps[0]]).toEqual([UNREACHED, UNREACHED])
    expect(besides(open, strides(5), 12)).toEqual([7, 13, 11])
    expect(distancesFrom(open, strides(5), [0, 6, 13])[8]).toBe(1)
  })
})

describe('moves', () => {
  it('clash when two want one cell, or change places', () => {
    expect(movesClash([1, 3], [2, 2], 2)).toBe(true)
    expect(movesClash([1, 2], [2, 1], 2)).toBe(true)
    expect(movesClash([1, 2], [2, 2], 2)).toBe(true)
    expect(movesClash([1, 2], [2, 3], 2)).toBe(false)
    // Three in a circle get past each other.
    expect(movesClash([1, 2, 3], [2, 3, 1], 3)).toBe(false)
    expect(movesClash([1, 2, 9, 9], [1, 2, 1, 1], 2)).toBe(false)
  })

  it('that do not clash leave everybody in a cell of its own', () => {
    const cells = fc.uniqueArray(fc.nat(8), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(cells, fc.array(fc.nat(8), { minLength: 5, maxLength: 5 }), (from, to) => {
        const wanted = to.slice(0, from.length)
        const clash = movesClash(from, wanted, from.length)
        const meet = new Set(wanted).size < wanted.length
        const swap = from.some((a, i) =>
          from.some((b, j) => i !== j && wanted[i] === b && wanted[j] === a),
        )
        expect(clash).toBe(meet || swap)
      }),
    )
  })
})
