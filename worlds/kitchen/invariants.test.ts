import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createEpisode,
  createStreams,
  type Episode,
  parseScenarioFile,
} from '../../engine/index.js'
import { EVENTS } from './events.js'
import { kitchen, kitchenScenarios } from './index.js'
import { shown } from './testing/play.js'

const IDS = 6
const shelf = Object.entries(kitchenScenarios).map(([id, file]) => ({
  id,
  scenario: parseScenarioFile(file, [kitchen], id).scenario,
}))
const kitchens = fc.constantFrom(...shelf)

/** Actions that get something done more often than chance would: interactions are more likely. */
function anyIds(seed: number, players: number, ticks: number): number[][] {
  const rng = createStreams(String(seed), {}, false).stream('anything')
  return Array.from({ length: ticks }, () =>
    Array.from({ length: players }, () => (rng.int(5) < 2 ? 5 : rng.int(IDS))),
  )
}

interface Columns {
  readonly Cook: Readonly<Record<string, { get(e: number): number }>>
  readonly Item: Readonly<Record<string, { get(e: number): number }>>
}
const columns = (episode: Episode): Columns => episode.w.c as unknown as Columns

/** Where each item is: a cell, or a cook's hands; twice if it is in two places. */
function places(episode: Episode): string[] {
  const { Cook, Item } = columns(episode)
  const inCells = Array.from(episode.w.each('Item'))
    .filter((e) => Item['cell']!.get(e) >= 0)
    .map((e) => `cell ${Item['cell']!.get(e)}`)
  const inHands = episode.seats
    .filter((s) => Cook['holds']!.get(s.entity) !== 0)
    .map((s) => `hands of ${s.name}`)
  return [...inCells, ...inHands]
}

/** How many items there are more after an action, by its note and what it found. */
function change(note: string | undefined, wasLoose: boolean, hadMix: boolean): number {
  if (note === 'took') return wasLoose ? 0 : 1
  if (note === 'took-back') return 0
  if (note === 'potted' || note === 'added') return hadMix ? -1 : 0
  return note === 'plated' || note === 'served' ? -1 : 0
}

describe('in every kitchen, whatever is done', () => {
  it('nothing is in two places, and no two are in one', () => {
    fc.assert(
      fc.property(kitchens, fc.nat(), ({ scenario }, seed) => {
        const episode = createEpisode(scenario, { seed: 1, track: false })
        for (const ids of anyIds(seed, episode.seats.length, 150)) {
          if (episode.end !== undefined) break
          episode.stepIds(ids)
          const all = places(episode)
          expect(new Set(all).size).toBe(all.length)
          expect(all.length).toBe(episode.w.count('Item'))
          const { p, o } = shown(episode)
          expect(new Set(p.map(([x, y]) => `${x},${y}`)).size).toBe(p.length)
          const rows = (scenario.params as { readonly grid: readonly string[] }).grid
          for (const [x, y] of p) expect(rows[y]![x]).toMatch(/[ 1-9]/)
          for (const [x, y] of o) expect(rows[y]![x]).not.toMatch(/[ 1-9]/)
          expect(all.length).toBe(p.filter(([, , , held]) => held !== null).length + o.length)
        }
      }),
      { numRuns: 12 },
    )
  })

  it('items come from sources only, and go by merging and serving only', () => {
    fc.assert(
      fc.property(kitchens, fc.nat(), ({ scenario }, seed) => {
        const episode = createEpisode(scenario, { seed: 1 })
        const { Cook, Item } = columns(episode)
        const width = (scenario.params as { readonly grid: readonly string[] }).grid[0]!.length
        const ahead = (e: number): number =>
          Cook['cell']!.get(e) + [-width, width, 1, -1][Cook['facing']!.get(e)]!
        for (const ids of anyIds(seed, episode.seats.length, 150)) {
          if (episode.end !== undefined) break
          const before = episode.w.count('Item')
          // One at a time, so that what each finds is what was there before the tick.
          const agent = ids.indexOf(5)
          const alone = ids.map((id, i) => (id !== 5 || i === agent ? id : 4))
          const cell = agent < 0 ? -1 : ahead(episode.seats[agent]!.entity)
          const there = Array.from(episode.w.each('Item')).find(
            (e) => Item['cell']!.get(e) === cell,
          )
          const parts = there === undefined ? 0 : Item['second']!.get(there)
          const frame = episode.stepIds(alone)
          const record = frame.actions.find((a) => a.action === 'interact')
          const expected =
            record?.note === 'took-back'
              ? Number(parts !== 0)
              : change(record?.note, there !== undefined, there !== undefined)
          expect(episode.w.count('Item') - before).toBe(record === undefined ? 0 : expected)
        }
      }),
      { numRuns: 12 },
    )
  })

  it('an episode that is saved and loaded at every tick goes as one that never was', () => {
    fc.assert(
      fc.property(kitchens, fc.nat(), fc.boolean(), ({ scenario }, seed, track) => {
        const options = { seed: 1, track }
        const plain = createEpisode(scenario, options)
        let heavy = createEpisode(scenario, options)
        for (const ids of anyIds(seed, plain.seats.length, 80)) {
          if (plain.end !== undefined) break
          const other = createEpisode(scenario, options)
          other.restore(heavy.save())
          heavy = other
          const a = plain.stepIds(ids)
          const b = heavy.stepIds(ids)
          expect([b.chain, b.rewards, heavy.hash()]).toEqual([a.chain, a.rewards, plain.hash()])
          expect(heavy.observe(0)).toEqual(plain.observe(0))
        }
      }),
      { numRuns: 10 },
    )
  })

  it('the same is the same, and tracking changes nothing', () => {
    fc.assert(
      fc.property(kitchens, fc.nat(), ({ scenario }, seed) => {
        const all = [true, true, false].map((track) => createEpisode(scenario, { seed: 7, track }))
        for (const ids of anyIds(seed, all[0]!.seats.length, 100)) {
          if (all[0]!.end !== undefined) break
          const frames = all.map((e) => e.stepIds(ids))
          expect(frames[1]).toEqual(frames[0])
          expect([frames[2]!.rewards, all[2]!.hash()]).toEqual([frames[0]!.rewards, all[0]!.hash()])
        }
      }),
      { numRuns: 10 },
    )
  })

  it('nonsense is refused with a verdict and changes nothing', () => {
    const nonsense = fc.oneof(
      fc.anything(),
      fc.record({
        action: fc.constantFrom('move', 'stay', 'interact', 'fly'),
        args: fc.anything(),
      }),
      fc.record({
        text: fc.oneof(fc.string(), fc.constantFrom('MOVE up!', 'interact now', 'MOVE')),
      }),
      fc.record({ id: fc.oneof(fc.integer({ min: 6 }), fc.double(), fc.string()) }),
    )
    fc.assert(
      fc.property(kitchens, fc.array(nonsense, { maxLength: 6 }), ({ scenario }, given) => {
        const episode = createEpisode(scenario, { seed: 1 })
        const before = JSON.stringify(shown(episode).o)
        const frame = episode.step([{ do: given as never }])
        for (const a of frame.actions) {
          if (a.verdict === 'ok') expect(['move', 'stay', 'interact']).toContain(a.action)
          else expect(a.verdict).toMatch(/^[a-z]+(-[a-z]+)*$/)
        }
        if (frame.actions.every((a) => a.verdict !== 'ok'))
          expect(JSON.stringify(shown(episode).o)).toBe(before)
      }),
      { numRuns: 200 },
    )
  })

  it('only known things happen', () => {
    const known = new Set([...EVENTS, 'delivery', 'item_pickup', 'item_drop', 'goal'])
    for (const { scenario } of shelf) {
      const episode = createEpisode(scenario, { seed: 1 })
      for (const ids of anyIds(3, episode.seats.length, 100))
        for (const e of episode.end === undefined ? episode.stepIds(ids).events : [])
          expect(known).toContain(e.type)
    }
  })
})
