import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { readLines } from '../lines.node.js'
import { overcooked } from './overcooked.node.js'

const recordings = process.env['COACT_CONFORMANCE_DIR']
const why = recordings === undefined ? ' (skipped: COACT_CONFORMANCE_DIR is not set)' : ''
const dir = join(recordings ?? '', 'overcooked')

const own = mkdtempSync(join(tmpdir(), 'coact-conform-'))
afterAll(() => rmSync(own, { recursive: true, force: true }))

/** A folder with some files. */
function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const made = mkdtempSync(join(own, 'dir-'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(made, name), content)
  return made
}

/** Two cooks in a small room; the first takes an onion and puts it in the pot. */
const trace = () => {
  const p = (x: number, facing: number, held: string | null) => [x, 1, facing, held]
  const other = [3, 2, 0, null]
  const last = {
    p: [p(2, 0, null), other],
    o: [[2, 0, ['soup', ['onion'], -1]]],
  }
  const text = JSON.stringify({ t: 5, ...last })
  return {
    id: 'by-hand',
    config: {
      layout: 'by-hand',
      terrain: ['XXPXX', 'O   O', 'X   X', 'XDXSX'],
      starts: [
        [1, 1],
        [3, 2],
      ],
      all_orders: [['onion', 'onion', 'onion']],
      bonus_orders: [],
      order_bonus: 2,
      old_dynamics: false,
      shaping: { PLACEMENT_IN_POT_REW: 3, DISH_PICKUP_REWARD: 3, SOUP_PICKUP_REWARD: 5 },
      recipe: {},
    },
    start: { p: [p(1, 0, null), other], o: [] },
    actions: [
      [3, 4],
      [5, 4],
      [2, 4],
      [0, 4],
      [5, 4],
    ],
    sparse: [0, 0, 0, 0, 0] as unknown[],
    shaped: [0, 0, 0, 0, [3, 0]] as unknown[],
    events: [
      0,
      { onion_pickup: [0], useful_onion_pickup: [0] },
      0,
      0,
      { potting_onion: [0], optimal_onion_potting: [0], viable_onion_potting: [0] },
    ] as unknown[],
    states: [
      { p: [p(1, 3, null), other] },
      { p: [p(1, 3, 'onion'), other] },
      { p: [p(2, 2, 'onion'), other] },
      { p: [p(2, 0, 'onion'), other] },
      last,
    ] as { p: unknown[]; o?: unknown }[],
    total_sparse: 0,
    final_sha256: createHash('sha256').update(text).digest('hex'),
  }
}

const lines = (...values: unknown[]): string => values.map((v) => JSON.stringify(v)).join('\n')

describe('the suite of kitchens', () => {
  it('takes one file alone, plain or packed', async () => {
    const dir = folder({ 'a.jsonl': lines(trace()), 'b.jsonl.gz': gzipSync(lines(trace())) })
    for (const name of ['a.jsonl', 'b.jsonl.gz']) {
      const { gates } = await overcooked.run(join(dir, name), {})
      expect(gates.map((g) => [g.passed, g.failed])).toEqual(Array(7).fill([1, 0]))
    }
  })

  it.each([
    ['an action too few', { actions: [[3, 4], [5], [2, 4], [0, 4], [5, 4]] }, /tick 2 .*\[5\]$/],
    [
      'no action',
      {
        actions: [
          [3, 4],
          [5, 4],
          [2, 4],
          [0, 4],
          [5, 9],
        ],
      },
      /tick 5 .*\[5,9\]$/,
    ],
    [
      'words',
      {
        actions: [
          [3, 4],
          [5, 4],
          ['2', 4],
          [0, 4],
          [5, 4],
        ],
      },
      /tick 3 /,
    ],
    ['no hash', { final_sha256: undefined }, /final_sha256 is no string/],
    ['no total', { total_sparse: '0' }, /total_sparse is no number/],
  ])('refuses a trace with %s, even where nothing would come of it', async (_, change, first) => {
    const { gates } = await overcooked.run(
      folder({ 'a.jsonl': lines({ ...trace(), ...change }, trace()) }),
      {},
    )
    expect([gates[0]!.passed, gates[0]!.failed, gates[1]!.passed]).toEqual([1, 1, 1])
    expect(gates[0]!.first).toMatch(/^a\.jsonl, line 1: /)
    expect(gates[0]!.first).toMatch(first)
  })

  it('plays a trace again, plain or packed, and agrees with it in all it compares', async () => {
    for (const files of [
      { 'a.jsonl': lines(trace()) },
      { 'a.jsonl.gz': gzipSync(lines(trace())) },
      { 'a.jsonl': lines(trace()), 'a.jsonl.gz': gzipSync(lines(trace())) },
    ]) {
      const { gates } = await overcooked.run(folder(files), {})
      expect(gates.map((g) => [g.passed, g.failed, g.first])).toEqual(
        Array.from({ length: 7 }, () => [1, 0, undefined]),
      )
    }
  })

  it('finds what differs, in its own gate, with trace, tick, and both sides', async () => {
    const [state, sparse, shaped, events, ending] = Array.from({ length: 5 }, trace)
    state!.states[1]!.p = trace().states[0]!.p
    sparse!.sparse[2] = [20, 0]
    shaped!.shaped[4] = 0
    events!.events[1] = { onion_pickup: [0] }
    ending!.final_sha256 = '0'.repeat(64)
    for (const [i, changed] of [state, sparse, shaped, events, ending].entries()) {
      const { gates } = await overcooked.run(folder({ 'a.jsonl': lines(changed) }), {})
      expect(gates.slice(1, 6).map((g) => g.failed)).toEqual([0, 1, 2, 3, 4].map((j) => +(j === i)))
      expect(gates[1 + i]!.first).toMatch(/^by-hand tick \d+: expected .+, got /)
      // Without tracking there are no events to compare.
      expect(gates[6]!.failed).toBe(i === 3 ? 0 : 1)
    }
  })

  it('counts damaged lines as failed, with file and line, and goes on', async () => {
    const text = `${lines(trace())}\n{"id": \n${lines({ id: 'other' }, trace())}`
    const { gates } = await overcooked.run(folder({ 'b.jsonl': text }), {})
    expect([gates[0]!.passed, gates[0]!.failed]).toEqual([2, 2])
    expect(gates[0]!.first).toMatch(/^b\.jsonl, line 2: /)
    expect(gates[1]!.passed).toBe(2)
  })

  it('counts a trace that cannot be played as failed', async () => {
    const torn = trace()
    torn.config.terrain = ['XXX']
    const { gates } = await overcooked.run(folder({ 'c.jsonl': lines(torn, trace()) }), {})
    expect([gates[1]!.passed, gates[1]!.failed]).toEqual([1, 1])
    expect(gates[1]!.first).toContain('by-hand: cannot be played')
  })

  it('refuses a folder with nothing in it to compare', async () => {
    await expect(overcooked.run(folder({ 'd.txt': 'no' }), {})).rejects.toThrow(
      /conform\/no-traces/,
    )
    await expect(overcooked.run(folder({ 'd.jsonl': 'no' }), {})).rejects.toThrow(
      /conform\/no-traces[\s\S]*d\.jsonl, line 1/,
    )
  })
})

describe.skipIf(recordings === undefined)(
  `the kitchen against its recorded reference${why}`,
  () => {
    it('agrees in every gate on every recording', async () => {
      const { gates } = await overcooked.run(dir, {})
      expect(gates.map((g) => [g.passed, g.failed, g.first, g.skipped])).toEqual(
        [152, 145, 145, 145, 145, 145, 145, 2, 4, 49].map((n) => [n, 0, undefined, undefined]),
      )
    }, 120_000)

    it('needs no more than some of the files', async () => {
      const some = (await readLines(join(dir, 'overcooked_traces.jsonl.gz'))).slice(0, 2)
      const { gates } = await overcooked.run(folder({ 'some.jsonl': lines(...some) }), {})
      expect(gates.map((g) => [g.passed, g.failed])).toEqual(
        Array.from({ length: 7 }, () => [2, 0]),
      )
    })
  },
)
