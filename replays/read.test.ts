import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson, type Frame } from '../engine/index.js'
import { feast } from '../examples/bazaar.js'
import { openReplay, type Replay } from './reader.js'
import { blobSource, bytesSource } from './source.js'
import { chaos, FIELD_KINDS, play, type Run, recorded } from './testing/runs.js'
import { spanParts } from './walk.js'

const TICKS = 200
const run = play(feast, TICKS)
let replay: Replay
beforeAll(async () => {
  replay = await openReplay(bytesSource(await recorded(run)))
})

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

const tick = fc.integer({ min: 0, max: TICKS })

describe('frames', () => {
  test('read backwards are those read forwards', async () => {
    await fc.assert(
      fc.asyncProperty(tick, tick, async (from, to) => {
        const forward = await all(replay.frames(Math.min(from, to), Math.max(from, to)))
        const backward = await all(replay.frames(Math.max(from, to), Math.min(from, to)))
        expect(backward.reverse()).toEqual(forward)
        expect(forward.length).toBe(Math.abs(from - to) + 1)
      }),
      { numRuns: 15 },
    )
  })
  test('outside the file are refused, in both directions', async () => {
    await expect(all(replay.frames(TICKS + 1, 0))).rejects.toThrow(/replay\/no-tick/)
    await expect(all(replay.frames(0, TICKS + 1))).rejects.toThrow(/replay\/no-tick/)
    await expect(all(replay.frames(3, -1))).rejects.toThrow(/replay\/no-tick/)
    expect(() => replay.lines('/hashes', [0, TICKS + 1])).toThrow(/replay\/no-tick/)
  })
})

test('states read backwards are those read forwards', async () => {
  const seen: unknown[] = []
  const look = async (t: number) => JSON.stringify((await replay.state(t)).tables)
  for (let t = 0; t <= TICKS; t++) seen.push(await look(t))
  for (let t = TICKS; t >= 0; t--) expect(await look(t)).toBe(seen[t])
  expect(new Set(seen).size).toBeGreaterThan(TICKS / 2)
})

test('a blob reads as memory does', async () => {
  const blob = new Blob([(await recorded(run)) as Uint8Array<ArrayBuffer>])
  const other = await openReplay(blobSource(blob))
  expect(await other.frame(150)).toEqual(await replay.frame(150))
  expect((await other.at(150).entity('ada')).components).toEqual(
    (await replay.state(150)).entity('ada').components,
  )
})

describe('channels', () => {
  const actionsOf = (frames: readonly Frame[]) =>
    frames.flatMap((f) => f.actions.map((a) => ({ ...a, tick: f.tick })))

  test('give what the frames hold, in both directions', async () => {
    await fc.assert(
      fc.asyncProperty(tick, tick, async (from, to) => {
        const span = [from, to] as const
        const frames = await all(replay.frames(from, to))
        const [messages, actions] = [frames.flatMap((f) => f.messages), actionsOf(frames)]
        // A tick that is read backwards is read from its end.
        const inTurn = <T extends { readonly tick: number }>(list: T[]): T[] =>
          from > to ? list.reverse().sort((a, b) => b.tick - a.tick) : list
        expect(await all(replay.messages({ ticks: span }))).toEqual(inTurn(messages))
        expect(await all(replay.actions({ ticks: span }))).toEqual(inTurn(actions))
      }),
      { numRuns: 10 },
    )
  })
  test('are filtered', async () => {
    const actions = actionsOf(run.frames)
    /** Fields may come in another order. */
    const json = (list: readonly object[]) => list.map((item) => canonicalJson(item))
    const rejected = actions.filter((a) => a.verdict !== 'ok')
    expect(rejected.length).toBeGreaterThan(0)
    expect(json(await all(replay.actions({ ok: false })))).toEqual(json(rejected))
    const ofBob = actions.filter((a) => run.episode.seats[a.agent]!.name === 'bob')
    expect(ofBob.length).toBeGreaterThan(0)
    expect(json(await all(replay.actions({ agent: 'bob' })))).toEqual(json(ofBob))
    const sold = ofBob.filter((a) => a.action === 'sell' && a.verdict === 'ok')
    expect(json(await all(replay.actions({ agent: 'bob', action: 'sell', ok: true })))).toEqual(
      json(sold),
    )
    const said = run.frames.flatMap((f) => f.messages).filter((m) => m.from === 'ada')
    expect(said.length).toBeGreaterThan(0)
    expect((await all(replay.messages({ from: 'ada' }))).map((m) => m.id)).toEqual(
      said.map((m) => m.id),
    )
    expect(await all(replay.messages({ from: 'nobody' }))).toEqual([])
  })
  test('of calls are empty where there is none', async () => {
    expect(await all(replay.calls())).toEqual([])
  })
  test('are cut in two where a fork begins', () => {
    expect(spanParts([3, 9], 5)).toEqual([
      [false, [3, 5]],
      [true, [6, 9]],
    ])
    expect(spanParts([9, 3], 5)).toEqual([
      [true, [9, 6]],
      [false, [5, 3]],
    ])
    expect(spanParts([6, 9], 5)).toEqual([[true, [6, 9]]])
    expect(spanParts([5, 2], 5)).toEqual([[false, [5, 2]]])
  })
})

/** The last frame up to a tick whose diff has a cell, by looking at all of them. */
function lastChange({ frames }: Run, column: number, entity: number, until: number) {
  for (let t = until; t >= 0; t--) {
    const { diff, causes } = frames[t]!
    const change = diff.columns.find((c) => c.column === column)
    const at = change === undefined ? -1 : change.ids.indexOf(entity)
    if (at >= 0) return { tick: t, cause: causes[change!.causes[at]!]! }
  }
  return undefined
}

describe('why', () => {
  test('finds the last diff of a cell, as looking at every frame does', async () => {
    const wild = play(
      chaos({ fields: FIELD_KINDS.slice(0, 6), relations: 1, sets: 1, changes: 3, burst: 9 }),
      300,
      { decide: () => [{}, {}] },
    )
    const file = await openReplay(bytesSource(await recorded(wild)))
    const { columns } = file.info.header.layout
    const alive = columns.findIndex((c) => c.name === 'entity.alive')
    let cells = 0
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(columns.length - 1),
        async (until, entity, column) => {
          const { name, kind } = columns[column]!
          fc.pre(!name.startsWith('entity.') || name === 'entity.owner')
          const found = await file.why(entity, name, until)
          const cell = lastChange(wild, column, entity, until)
          const birth = lastChange(wild, alive, entity, until)
          if (cell === undefined || (birth !== undefined && birth.tick > cell.tick)) {
            expect(found?.tick).toBe(birth?.tick)
            return
          }
          expect(found).toMatchObject(cell)
          const { store } = wild.states[cell.tick]!
          if (kind === 'i32' && store.columns[alive]![entity] === 1) {
            cells += 1
            expect(found!.value).toBe(store.columns[column]![entity] ?? 0)
          }
        },
      ),
      { numRuns: 150, seed: 5 },
    )
    expect(cells).toBeGreaterThan(0)
  })
  test('names action, old and new value', async () => {
    const sold = (await all(replay.actions({ action: 'sell', ok: true }))).at(-1)!
    const { name, entity } = run.episode.seats[sold.agent]!
    const why = await replay.why(name, 'Trader.coins', sold.tick)
    expect(why).toMatchObject({
      tick: sold.tick,
      entity,
      what: 'Trader.coins',
      cause: `action:${name}:sell`,
      action: { action: 'sell', verdict: 'ok' },
    })
    const coins = async (t: number) =>
      (await replay.at(t).entity(name)).components['Trader']!['coins']
    expect([why!.old, why!.value]).toEqual([await coins(sold.tick - 1), await coins(sold.tick)])
    expect(why!.old).not.toBe(why!.value)
    expect(await replay.at(sold.tick).why(name, 'Trader.coins')).toEqual(why)
  })
  test('finds attributes, members, presence and components, and refuses what there is not', async () => {
    const state = await replay.state(TICKS)
    const good = state.entities('Good').find((e) => 'origin' in state.entity(e).attributes)!
    const origin = await replay.why(good, 'attributes.origin', TICKS)
    expect(origin).toMatchObject({ cause: 'system:arrive', what: 'attributes.origin' })
    expect(origin!.old).toBeUndefined()
    expect(origin!.value).toBe(state.entity(good).attributes['origin'])
    expect((await replay.why(good, 'Good', TICKS))!.cause).toMatch(/^system:/)
    const knower = state.entities('Trader').find((e) => state.entity(e).sets['knows']!.length > 0)!
    const [member] = state.entity(knower).sets['knows']!
    expect(await replay.why(knower, `knows.${member}`, TICKS)).toMatchObject({
      cause: 'system:gossip',
      value: true,
    })
    expect(await replay.why('ada', 'entity.alive', TICKS)).toMatchObject({
      tick: 0,
      cause: 'setup',
      value: 1,
    })
    expect(await replay.why('ada', 'attributes.never', TICKS)).toBeUndefined()
    await expect(replay.why('ada', 'Trader.coin', TICKS)).rejects.toThrow(
      /nearest: {2}Trader.coins/,
    )
    await expect(replay.why('eve', 'Trader.coins', TICKS)).rejects.toThrow(/entity\/unknown/)
    await expect(replay.why(-1, 'Trader.coins', TICKS)).rejects.toThrow(/entity\/unknown/)
  })
})
