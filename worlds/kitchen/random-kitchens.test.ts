import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEpisode, createStreams, type Episode } from '../../engine/index.js'
import type { KitchenInput } from './index.js'
import { kitchenParams } from './params.js'
import { scenarioOf, shown } from './testing/play.js'
import { validateKitchen } from './validate.js'

const INSIDE = [...'          XXXPODTaVB']
const EDGE = [...'XXXXXPODTaVBS']

/** A kitchen of any shape: walls about it, anything in it, one to nine players, and a recipe book of three dishes. */
function anyKitchen(seed: number): KitchenInput {
  const rng = createStreams(String(seed), {}, false).stream('kitchen')
  const [width, height] = [5 + rng.int(6), 4 + rng.int(5)]
  const cells = Array.from({ length: width * height }, (_, cell) => {
    const [x, y] = [cell % width, Math.floor(cell / width)]
    const isEdge = x === 0 || y === 0 || x === width - 1 || y === height - 1
    return rng.pick(isEdge ? EDGE : INSIDE)
  })
  cells.splice(0, 5, ...'SDOPa')
  const floor = [...cells.keys()].filter((cell) => cells[cell] === ' ')
  rng.shuffle(floor)
  const players = floor.slice(0, 1 + rng.int(9))
  for (const [i, cell] of players.entries()) cells[cell] = String(i + 1)
  const place = (cell: number): [number, number] => [cell % width, Math.floor(cell / width)]
  const full = [...cells.keys()].filter((cell) => cells[cell] === 'X' && rng.int(3) === 0)
  const pots = [...cells.keys()].filter((cell) => cells[cell] === 'P' && rng.int(2) === 0)
  const time = rng.int(4)
  return {
    grid: Array.from({ length: height }, (_, y) =>
      cells.slice(y * width, (y + 1) * width).join(''),
    ),
    sources: { a: 'apple' },
    stations: { oven: { symbol: 'V', does: 'bake' }, board: { symbol: 'B', does: 'chop' } },
    recipes: [
      { makes: 'slices', at: 'board', from: ['apple'], time },
      { makes: 'pie', at: 'oven', from: ['slices', 'apple', 'slices'], time: 2, plated: true },
      { makes: 'chutney', at: 'oven', from: ['apple', 'onion'], time: 0 },
    ],
    menu: [{ item: 'apple', value: 1 }],
    time: { all: time },
    value: { all: rng.int(40) - 10 },
    shaping: { potting: rng.int(3) - 1, dish: rng.int(3), soup: 0 },
    start: {
      players: players.map((cell) => ({
        at: place(cell),
        facing: rng.pick(['n', 's', 'e', 'w'] as const),
        ...(rng.int(2) === 0 ? {} : { holds: rng.pick(['onion', 'dish', 'apple', 'tomato']) }),
      })),
      items: [
        ...full.map((cell) => ({ at: place(cell), item: rng.pick(['onion', 'dish', 'slices']) })),
        ...pots.map((cell) => ({
          at: place(cell),
          item: {
            soup: rng.pick([['onion'], ['tomato', 'onion', 'onion']] as const).slice(),
            tick: rng.int(4) - 1,
          },
        })),
      ],
    },
    reward: rng.pick(['sparse', 'shaped'] as const),
    target: 1 + rng.int(4),
  } as KitchenInput
}

/** What is wrong with where everybody and everything is. */
function misplaced(episode: Episode, grid: readonly string[]): string | undefined {
  const { p, o } = shown(episode)
  const standing = p.map(([x, y]) => `${x},${y}`)
  if (new Set(standing).size < p.length) return `two stand in one cell: ${standing.join(' ')}`
  if (p.some(([x, y]) => !/[ 1-9]/.test(grid[y]![x]!))) return `in a wall: ${standing.join(' ')}`
  const lying = o.map(([x, y]) => `${x},${y}`)
  if (new Set(lying).size < o.length) return `two lie in one cell: ${lying.join(' ')}`
  if (o.some(([x, y]) => !/[XPVB]/.test(grid[y]![x]!))) return `lies nowhere: ${lying.join(' ')}`
  const held = p.filter(([, , , item]) => item !== null).length
  const all = episode.w.count('Item' as never)
  return held + o.length === all ? undefined : `${held} held, ${o.length} lie, ${all} are there`
}

describe('in any kitchen, whatever is done', () => {
  it('everybody and everything is somewhere, once, and numbers stay numbers', () => {
    fc.assert(
      fc.property(fc.nat(), fc.boolean(), (seed, old) => {
        const params = anyKitchen(seed)
        expect(validateKitchen(kitchenParams.parse(params))).toEqual([])
        const scenario = scenarioOf(params, { profile: old ? 'old' : 'new' })
        const episode = createEpisode(scenario, { seed: 1 })
        const other = createEpisode(scenario, { seed: 1, track: false })
        const rng = createStreams(String(seed), {}, false).stream('anything')
        expect(misplaced(episode, params.grid!)).toBe(undefined)
        for (let tick = 0; tick < 80 && episode.end === undefined; tick++) {
          const ids = episode.seats.map(() => (rng.int(5) < 2 ? 5 : rng.int(6)))
          const frame = episode.stepIds(ids)
          expect(misplaced(episode, params.grid!)).toBe(undefined)
          expect(frame.rewards.every(Number.isFinite)).toBe(true)
          // Restored in its midst, an episode goes on as the other does.
          if (tick % 16 === 7) other.restore(other.save())
          expect(other.stepIds(ids).rewards).toEqual(frame.rewards)
        }
        expect(other.hash()).toBe(episode.hash())
      }),
      { numRuns: 40 },
    )
  })
})
