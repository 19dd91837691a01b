import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openReplay } from '../../reader.js'
import { bytesSource } from '../../source.js'
import { fixtureBytes } from '../../testing/fixtures.node.js'
import type { Mark } from '../scene.js'
import { LANE_KINDS, type Overview } from '../tell.js'
import { answers, type Background, type Host, hostOf, openedOf } from './answer.js'
import { cap } from './cap.js'
import { namesIn } from './names.js'

const hostFor = async (world: string): Promise<Host> => {
  const bytes = fixtureBytes(`coact-1_0.1.0_${world}.mcap.gz`)
  return hostOf(await openReplay(bytesSource(bytes)), `${world}.mcap`, bytes.length)
}
const idle: Background = { turn: async () => true, tell: () => {} }
const WORLDS = ['household', 'kitchen', 'particles', 'kuhn-poker', 'harvest', 'bazaar', 'fork']

describe('what is sent', () => {
  test('of small data is the data', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        expect(JSON.stringify(cap(value))).toBe(JSON.stringify(value))
      }),
    )
  })
  test('is bounded, says what is left out, and reaches no prototype', () => {
    const long = cap('x'.repeat(10 << 20)) as string
    expect(long.length).toBeLessThan(21_000)
    expect(long).toMatch(/more characters\)$/)
    const list = cap(Array.from({ length: 10_000 }, (_, i) => i)) as unknown[]
    expect(list.at(-1)).toBe('… (9500 more)')
    const many = cap(Array.from({ length: 400 }, () => 'y'.repeat(20_000)))
    expect(JSON.stringify(many).length).toBeLessThan(400_000)
    const evil = cap(JSON.parse('{"__proto__":{"harmed":1}}')) as object
    expect(Object.getPrototypeOf(evil)).toBe(Object.prototype)
    expect(Object.keys(evil)).toEqual(['__proto__'])
    let deep: unknown = 1
    for (let i = 0; i < 100; i++) deep = [deep]
    expect(JSON.stringify(cap(deep))).toContain('…')
  })
})

describe.each(WORLDS)('a replay of %s', (world) => {
  test('has a picture of each tick, in its box, the same each time', async () => {
    const host = await hostFor(world)
    const { first, last } = openedOf(host)
    for (const tick of [first, Math.floor((first + last) / 2), last]) {
      const { scene } = await answers.moment(host, { tick }, idle)
      const [left, top, right, bottom] = scene.box
      expect(right > left && bottom > top).toBe(true)
      const marks = scene.layers.flatMap((l) => l.marks)
      expect(marks.length).toBeGreaterThan(2)
      for (const m of marks) expect(isIn(m, scene.box)).toBe(true)
      expect((await answers.moment(host, { tick }, idle)).scene).toEqual(scene)
    }
  })
  test('answers every question, in data that can be sent', async () => {
    const host = await hostFor(world)
    const { first, last, agents } = openedOf(host)
    const tick = Math.floor((first + last) / 2)
    const { rows } = await answers.entities(host, { tick }, idle)
    const id = rows[0]!.id
    const entity = await answers.entity(host, { tick, id }, idle)
    expect(entity.facts.length).toBeGreaterThan(0)
    const told = [
      openedOf(host),
      await answers.turn(host, { tick, agent: agents.length - 1 }, idle),
      await answers.talk(host, { tick }, idle),
      await answers.together(host, { from: first, to: tick }, idle),
      await answers.why(host, { tick, id, what: entity.facts[0]!.what }, idle),
      await answers.track(host, { tick, id, ticks: 10 }, idle),
      await answers.json(host, { tick, what: 'frame' }, idle),
      await answers.json(host, { tick, what: 'documents' }, idle),
      await answers.json(host, { tick, what: 'header' }, idle),
      await answers.moment(host, { tick, eyes: 0 }, idle),
    ]
    expect(structuredClone(told)).toEqual(told)
  })
})

const isIn = (
  m: Mark,
  [left, top, right, bottom]: readonly [number, number, number, number],
): boolean => m.kind === 'text' || (m.x >= left && m.x <= right && m.y >= top && m.y <= bottom)

describe('the overview', () => {
  test('counts what happened, whatever the width of its bins', async () => {
    const host = await hostFor('harvest')
    const { first, last } = openedOf(host)
    const sums = async (bins: number): Promise<number[]> => {
      const { lanes, read } = await answers.overview(
        host,
        { from: first, to: last, bins, of: 'whole' },
        idle,
      )
      expect(read).toBe(last - first + 1)
      return LANE_KINDS.map((_, k) =>
        lanes.reduce((sum, lane) => sum + lane[k]!.reduce((a, b) => a + b, 0), 0),
      )
    }
    const fine = await sums(10_000)
    let [done, rejected] = [0, 0]
    for await (const a of host.replay.actions()) {
      if (a.fallback === true) continue
      if (a.verdict === 'ok') done += 1
      else rejected += 1
    }
    expect(fine.slice(0, 2)).toEqual([done, rejected])
    expect(await sums(7)).toEqual(fine)
  })
  test('ends when nobody wants it, and tells how far it came', async () => {
    const host = await hostFor('harvest')
    let turns = 0
    const told: Overview[] = []
    const background = { turn: async () => turns++ < 1, tell: (so: Overview) => told.push(so) }
    const so = await answers.overview(
      host,
      { from: 0, to: 520, bins: 100, of: 'whole' },
      background,
    )
    expect(so.read).toBe(256)
    expect(told).toHaveLength(1)
  })
})

describe('finding', () => {
  test.each(['rejected', 'violation', 'event', 'progress', 'message', 'action'] as const)(
    '%s goes forth and back through the same ticks',
    async (what) => {
      const host = await hostFor('bazaar')
      const { first, last } = openedOf(host)
      const walk = async (from: number, step: 1 | -1): Promise<number[]> => {
        const found: number[] = []
        for (let at: number | null = from; at !== null; ) {
          at = await answers.find(host, { what, from: at, step }, idle)
          if (at !== null) found.push(at)
        }
        return found
      }
      const forth = await walk(first - 1, 1)
      expect((await walk(last + 1, -1)).reverse()).toEqual(forth)
      for (const tick of forth) expect(tick >= first && tick <= last).toBe(true)
    },
  )
})

test('names in an observation are its texts, its fields, and numbers of entities', () => {
  expect(namesIn({ things: [{ id: 'lamp' }, { id: 7, at: [1, 2] }], ada: 1 })).toEqual([
    'things',
    'id',
    'lamp',
    '#7',
    'at',
    'ada',
  ])
})
