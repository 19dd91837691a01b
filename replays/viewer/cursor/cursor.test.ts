import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAddress, writeAddress } from './address.js'
import { advance, type Cursor, faster, INITIAL, PACE, PANELS, SPEEDS } from './cursor.js'
import { createKept } from './kept.js'
import { KEYS } from './keys.js'
import { createStore } from './store.js'

const extent = { first: 0, last: 100 }

describe('an address', () => {
  const agents = [{ name: 'ada' }, { name: 'bob & co' }]
  test('tells the lasting part of a cursor, and is read as that', () => {
    const cursors = fc.record({
      tick: fc.nat(1e8),
      selected: fc.option(fc.nat(1e6), { nil: undefined }),
      panel: fc.constantFrom(...PANELS),
      eyes: fc.option(fc.nat(1), { nil: undefined }),
      agent: fc.nat(1),
      loop: fc.option(fc.tuple(fc.nat(1e6), fc.nat(1e6)), { nil: undefined }),
    })
    const names = fc.option(fc.string(), { nil: undefined })
    fc.assert(
      fc.property(cursors, names, (cursor, file) => {
        const { tick, selected, loop, eyes, panel } = cursor
        const read = readAddress(writeAddress(cursor, agents, { file }))
        const name = eyes === undefined ? undefined : agents[eyes]!.name
        expect(read).toMatchObject({ file, tick, selected, loop, eyes: name })
        expect(read.panel ?? 'now').toBe(panel)
      }),
    )
  })
  test('of any text is read as something', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { tick } = readAddress(text)
        expect(tick === undefined || Number.isSafeInteger(tick)).toBe(true)
      }),
    )
  })
  test('looks like this', () => {
    const cursor = { ...INITIAL, tick: 120, selected: 42, panel: 'messages' } as const
    expect(writeAddress(cursor, agents, {})).toBe('#t=120&sel=e42&panel=messages')
  })
})

describe('a cursor that plays', () => {
  const playing = { ...INITIAL, playing: true }
  test('goes as many ticks in a second as its pace and speed say', () => {
    let c = { ...playing, speed: 2 }
    for (let i = 0; i < 50; i++) c = { ...c, ...advance(c, 20, extent) }
    expect(c.tick + c.part).toBeCloseTo(2 * PACE)
  })
  test('stops at the end', () => {
    expect(advance({ ...playing, tick: 100 }, 20, extent)).toEqual({
      tick: 100,
      part: 0,
      playing: false,
    })
  })
  test('begins again where it loops, and stays within', () => {
    let c: Cursor = { ...playing, tick: 50, loop: [10, 12] }
    const seen = new Set<number>()
    for (let i = 0; i < 200; i++) {
      c = { ...c, ...advance(c, 20, extent) }
      if (i > 0) seen.add(c.tick)
    }
    expect([...seen].filter((t) => t < 10 || t > 12)).toEqual([])
    expect(seen.size).toBe(3)
  })
  test('has speeds from slowest to fastest', () => {
    expect(faster(1, 1)).toBe(2)
    expect(faster(64, 1)).toBe(64)
    expect(faster(SPEEDS[0], -1)).toBe(SPEEDS[0])
  })
})

describe('keys', () => {
  test('mean one thing each', () => {
    const all = KEYS.flatMap(({ keys }) => keys)
    expect(new Set(all).size).toBe(all.length)
  })
})

describe('a store', () => {
  test('tells of what changed, and of nothing else', () => {
    const store = createStore({ a: 1, b: 2 })
    const told: unknown[] = []
    const end = store.watch((now, before) => told.push([now, before]))
    store.set({ a: 1 })
    store.set({ b: 3 })
    end()
    store.set({ b: 4 })
    expect(told).toEqual([
      [
        { a: 1, b: 3 },
        { a: 1, b: 2 },
      ],
    ])
  })
})

describe('kept moments', () => {
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 20; i++) await Promise.resolve()
  }
  test('never queue: the newest wish goes first, older ones are dropped', async () => {
    const asked: number[] = []
    const answer = new Map<number, () => void>()
    const kept = createKept(
      (tick) => {
        asked.push(tick)
        return new Promise((resolve) => answer.set(tick, () => resolve({ tick } as never)))
      },
      () => {},
    )
    for (let t = 1; t <= 1000; t++) kept.look(t, 0)
    expect(asked).toEqual([1, 2, 3])
    answer.get(1)!()
    await settle()
    expect(asked).toEqual([1, 2, 3, 1000])
    expect(kept.peek(1)).toEqual({ tick: 1 })
  })
  test('are few, however far one goes', async () => {
    const kept = createKept(
      async (tick) => ({ tick }) as never,
      () => {},
    )
    for (let t = 0; t < 500; t++) {
      kept.look(t, 1)
      await settle()
    }
    const held = Array.from({ length: 502 }, (_, t) => kept.peek(t)).filter((m) => m !== undefined)
    expect(held.length).toBeLessThan(60)
    expect(kept.peek(499)).toEqual({ tick: 499 })
  })
  test('are asked for once more after other eyes, and not again where they failed', async () => {
    let count = 0
    const kept = createKept(
      async () => {
        count += 1
        throw { code: 'x', message: 'x' }
      },
      () => {},
    )
    kept.look(5, 0)
    await settle()
    kept.look(5, 0)
    await settle()
    expect(count).toBe(1)
    kept.clear()
    kept.look(5, 0)
    await settle()
    expect(count).toBe(2)
  })
})
