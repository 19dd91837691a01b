import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type EpisodeState, limits } from '../engine/index.js'
import { feast } from '../examples/bazaar.js'
import { windfall } from '../examples/harvest.js'
import { openReplay } from './reader.js'
import { rowEntity, rowKey } from './rows.js'
import { bytesSource } from './source.js'
import type { StateTables } from './tables.js'
import { type Chaos, chaos, FIELD_KINDS, play, type Run, recorded } from './testing/runs.js'

/** A state in plain lists: zeros at the end of columns say nothing. */
function told({ columns, pairs, strings, docs }: StateTables): unknown {
  return {
    columns: columns.map(trimmed),
    pairs: pairs.map(({ count, ids, tags, values }) =>
      Array.from({ length: count }, (_, i) => [
        rowEntity(ids[i]!),
        rowKey(ids[i]!),
        tags[i],
        values[i],
      ]),
    ),
    strings,
    docs: JSON.parse(JSON.stringify(Object.fromEntries(docs))),
  }
}

function live({ store, docs }: EpisodeState): unknown {
  return {
    columns: store.columns.map(trimmed),
    pairs: store.pairs.map(({ entities, keys, tags, values }) =>
      Array.from(entities, (e, i) => [e, keys[i], tags[i], values[i]]),
    ),
    strings: store.strings,
    docs: JSON.parse(JSON.stringify(Object.fromEntries(docs))),
  }
}

function trimmed(column: ArrayLike<number>): number[] {
  const list = Array.from(column)
  while (list.length > 0 && list.at(-1) === 0) list.pop()
  return list
}

async function expectEqualStates(
  run: Run,
  bytes: Uint8Array,
  order: readonly number[],
): Promise<void> {
  const replay = await openReplay(bytesSource(bytes))
  for (const tick of order) {
    const { tables } = await replay.state(tick)
    expect(told(tables), `tick ${tick}`).toEqual(live(run.states[tick]!))
  }
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i)

/** The same ticks in an order that only looks like chance. */
const shuffled = (ticks: readonly number[], seed: number): number[] => {
  const place = (tick: number): number => Math.imul(tick + seed, 0x9e3779b1) ^ (tick << 13)
  return ticks.toSorted((a, b) => place(a) - place(b))
}

const anyChaos: fc.Arbitrary<Chaos> = fc.record({
  fields: fc.array(fc.constantFrom(...FIELD_KINDS), { maxLength: 8 }),
  relations: fc.nat(2),
  sets: fc.nat(2),
  changes: fc.nat(12),
  burst: fc.constantFrom(0, 100),
})

describe('the state in a file', () => {
  test('is the live state at every tick, forwards, backwards and in any order, in any world', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyChaos,
        fc.nat(1000),
        fc.integer({ min: 0, max: 150 }),
        async (world, seed, ticks) => {
          const run = play(chaos(world), ticks, { seed, decide: () => [] })
          const bytes = await recorded(run)
          const order = upTo(run.frames.length)
          await expectEqualStates(run, bytes, order)
          await expectEqualStates(run, bytes, shuffled(order, seed))
          await expectEqualStates(run, bytes, order.reverse())
        },
      ),
      { numRuns: 25 },
    )
  }, 60_000)

  test('is the live state wherever one jumps', async () => {
    const run = play(feast, 700)
    const order = upTo(300).map((i) => (i * 397) % run.frames.length)
    await expectEqualStates(run, await recorded(run), order)
  }, 30_000)

  test('can be read by names', async () => {
    const run = play(feast, 200)
    const replay = await openReplay(bytesSource(await recorded(run)))
    const { w } = run.episode
    const view = await replay.state(200)
    expect(view.entities('Good')).toEqual(Array.from(w.each('Good' as never)))
    for (const good of view.entities('Good')) {
      const seen = view.entity(good)
      const columns = w.c as unknown as Record<string, Record<string, { get(e: number): number }>>
      const carry = (
        w.rel as unknown as Record<
          string,
          { parent(e: number): number; children(e: number): number[] }
        >
      )['carry']!
      expect(seen.components['Good']).toEqual({
        kind: ['fig', 'rug', 'lamp'][columns['Good']!['kind']!.get(good)],
        worth: columns['Good']!['worth']!.get(good),
        age: columns['Good']!['age']!.get(good),
      })
      expect('Fresh' in seen.components).toBe(w.has(good, 'Fresh' as never))
      expect(seen.attributes).toEqual(Object.fromEntries(w.attributes.entries(good)))
      expect(seen.relations['carry']).toMatchObject({
        parent: carry.parent(good),
        children: carry.children(good),
      })
    }
    const [ada] = view.entities('Trader')
    expect(view.entity(ada!).owner).toBe('ada')
    expect(view.doc('world')).toEqual(JSON.parse(JSON.stringify(w.state)))
    expect(() => view.entity('nobody')).toThrow(/entity\/unknown/)
    expect(() => view.column('Good.wort')).toThrow(/Good.worth/)
  })

  test.each([
    ['a group, where whole states are small', 1, feast],
    ['a group and its base', 2, windfall],
  ])('needs only %s', async (_, groups, scenario) => {
    const run = play({ ...scenario, horizon: 400 }, 300)
    const bytes = await recorded(run)
    const reads: bigint[] = []
    const source = bytesSource(bytes)
    const replay = await openReplay({
      ...source,
      read: (offset, length) => {
        reads.push(length)
        return source.read(offset, length)
      },
    })
    reads.length = 0
    await replay.state(290)
    expect(reads).toHaveLength(groups)
    expect(Math.max(...reads.map(Number))).toBeLessThan(2 * limits.GROUP_BYTES_MAX)
  })
})

describe('frames in a file', () => {
  test('are the live frames', async () => {
    const run = play(feast, 300)
    const replay = await openReplay(bytesSource(await recorded(run)))
    const plain = (frame: unknown): unknown =>
      JSON.parse(
        JSON.stringify(frame, (_, v) => (ArrayBuffer.isView(v) ? Array.from(v as never) : v)),
      )
    for await (const frame of replay.frames()) {
      expect(plain(frame), `tick ${frame.tick}`).toEqual(plain(run.frames[frame.tick]))
    }
    expect(plain(await replay.frame(77))).toEqual(plain(run.frames[77]))
    const backwards: number[] = []
    for await (const frame of replay.frames(300, 0)) {
      expect(plain(frame), `tick ${frame.tick}`).toEqual(plain(run.frames[frame.tick]))
      backwards.push(frame.tick)
    }
    expect(backwards).toEqual(upTo(301).reverse())
    await expect(replay.frame(301)).rejects.toThrow(/replay\/no-tick/)
  })
})
