import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { bytesSource, openReplay, type Replay } from '../../replays/index.js'
import { draw } from './draw.js'
import { keysIn } from './keys.js'
import { readable } from './print.js'
import { beginStepping, press, type Stepping } from './stepper.js'
import { recordGrabbing, startGrabbing } from './testing/grab.js'
import { frameText, tellFrame, tellTurn } from './told.js'

const TICKS = 150
const QUITS = ['q', '\u0003', '\u0004']
let bytes: Uint8Array
let replay: Replay
beforeAll(async () => {
  bytes = await recordGrabbing(startGrabbing(1), TICKS)
  replay = await openReplay(bytesSource(bytes))
})

/** Types keys, as a terminal sends them. */
async function type(sent: string, from: Stepping = beginStepping(replay)): Promise<Stepping> {
  let now = from
  for (const key of keysIn(sent)) now = await press(now, key, replay)
  return now
}
const lines = async (now: Stepping, columns = 200, rows = 40) =>
  (await draw(now, replay, { columns, rows })).join('\n')

describe('keys', () => {
  test.each([
    ['n \u001b[C', 3],
    ['nnnb\u001b[D', 1],
    ['b', 0],
    ['\u001b[F', TICKS],
    ['\u001b[Fn', TICKS],
    ['\u001b[F\u001b[H', 0],
    ['g42\r', 42],
    ['g4x\u007f2\r', 42],
    ['g42\u001b', 0],
    ['g999\r', 0],
    ['g-1\r', 0],
    ['m', 7],
    ['mmm', 7],
    ['g20\rM', 7],
    ['c', 6],
    ['cc', 12],
    ['g12\rC', 6],
    ['r', 4],
    ['rr', 6],
    ['g6\rR', 4],
    ['aar', 4],
    ['ar', 0],
  ])('%j leads to tick %i', async (sent, tick) => {
    expect((await type(sent)).tick).toBe(tick)
  })
  test('say when there is nothing to go to', async () => {
    expect((await type('b')).note).toBe('tick 0 is the first')
    expect((await type('M')).note).toBe('no message before this tick')
    expect((await type('ac')).note).toBe('no conflict of ada after this tick')
    expect((await type('gx\r')).note).toBe('a tick is a whole number')
    expect((await type('eeve\r')).note).toMatch(/There is no entity "eve"/)
    expect((await type('wada\r')).note).toMatch(/such as: ada Body.x/)
    expect((await type('wada Hand.ful\r')).note).toMatch(/nearest: Hand.full/)
    expect((await type('bn')).note).toBe('')
  })
  test('quit, by each of the ways', async () => {
    for (const sent of [...QUITS, 'g1\u0003']) expect((await type(sent)).isOver).toBe(true)
    expect((await type('gq')).isOver).toBe(false)
  })
  test('are read as terminals send them, and nothing else is', () => {
    expect(keysIn('a\u001bOC\u001b[1;5C\u001b[200~😀\u0007\u001b[Aé\r\n')).toEqual([
      ...['a', 'right', '😀', 'up', 'é', 'enter', 'enter'],
    ])
    expect(keysIn('\u001b\u001b')).toEqual(['escape', 'escape'])
    expect(keysIn('x'.repeat(1e6)).length).toBe(4096)
  })
})

describe('the page', () => {
  test('tells what happened and what changed, from old to new', async () => {
    const page = await lines(await type('g6\r'))
    expect(page).toMatch(/^grabbing · tick 6 of 150 · everything$/m)
    expect(page).toMatch(/6 {2}ada {2}grab → ok/)
    expect(page).toMatch(/6 {2}bob {2}grab → conflict: ada was first/)
    expect(page).toMatch(/Hand\.full of ada: 1 → 2 {2}\(action:ada:grab\)/)
    expect(page).toMatch(/attributes\.lucky of #3: \d+ {2}\(system:luck\)/)
    expect(page).toMatch(/6 {2}rewards: ada 2, bob 0|6 {2}rewards: ada 2/)
  })
  test("shows an agent's own view: what it saw, its mail, what it did, and nothing of others", async () => {
    const page = await lines(await type('ag8\r'))
    expect(page).toMatch(/tick 8 of 150 · the view of ada/)
    expect(page).toMatch(/8 {2}bob said to ada: "/)
    expect(page).toMatch(/8 {2}saw: \{"tick":7\}/)
    expect(page).not.toMatch(/bob {2}(grab|rest)|lucky/)
    expect(await lines(await type('aag8\r'))).not.toMatch(/saw|said/)
  })
  test('keeps an entity, or the answer to a question, beside the frames', async () => {
    const cup = await type('g6\re3\r')
    expect(await lines(cup)).toMatch(/entity 3[\s\S]*Cup \{"takenAt":6\}/)
    expect(await lines(await type('gg\u007f9\r', cup))).toMatch(/Cup \{"takenAt":9\}/)
    const why = await type('g8\rwada Hand.full\r')
    expect(await lines(why)).toMatch(
      /why ada Hand\.full:\n {2}Hand\.full: 1 → 2\n {2}at tick 6, by action:ada:grab: grab/,
    )
    expect(await lines(await type('\u001b', why))).not.toMatch(/why ada/)
    expect(await lines(await type('?'))).toMatch(/next tick with a message/)
  })
  test('shows what is typed, and scrolls', async () => {
    expect(await lines(await type('g12'))).toMatch(/^tick: 12$/m)
    const top = await lines(await type('g6\r'), 80, 5)
    expect(top).toMatch(/^\[\d more ↓\] n\/b step/m)
    expect(await lines(await type('\u001b[B', await type('g6\r')), 80, 5)).not.toBe(top)
  })
  test('does nothing to the terminal, whatever is in the file', async () => {
    for (const sent of ['g7\r', 'g8\ra', 'aag7\r', 'g7\re\u202e\u0007x\r']) {
      const page = await lines(await type(sent))
      expect(page).toMatch(/tick [78]/)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
      expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
    }
    expect(await lines(await type('g7\r'))).toContain('\\u{1b}[2J')
  })
  test('fits any terminal, after any keys', async () => {
    const key = fc.oneof(
      fc.constantFrom(...Array.from('nbgmcraewMCR?0123456789\r\u001b\u007f a')),
      fc.constantFrom('\u001b[A', '\u001b[B', '\u001b[F', '\u001b[99;1', 'ada Hand.full\r'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(key, { maxLength: 30 }),
        fc.nat(120),
        fc.nat(30),
        async (sent, columns, rows) => {
          const now = await type(
            Array.from(sent.join(''))
              .filter((c) => !QUITS.includes(c))
              .join(''),
          )
          const page = await draw(now, replay, { columns, rows })
          expect(page.length).toBeLessThanOrEqual(rows)
          for (const line of page) expect(Array.from(line).length).toBeLessThanOrEqual(columns)
          expect(now.tick).toBeGreaterThanOrEqual(0)
          expect(now.tick).toBeLessThanOrEqual(TICKS)
          expect(now.isOver).toBe(false)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('frames as data', () => {
  test('name what changed, and are JSON', async () => {
    const told = await tellFrame(replay, await replay.frame(6))
    expect(JSON.parse(JSON.stringify(told))).toMatchObject({
      tick: 6,
      changes: expect.arrayContaining([
        { what: 'Hand.full', entity: 1, value: 2, cause: 'action:ada:grab' },
      ]),
    })
    const turn = await tellTurn(replay, await replay.frame(8), 0)
    expect(turn).toMatchObject({ agent: 'ada', asked: true, mail: [{ from: 'bob' }], reward: 2 })
  })
  test('that are damaged are told and passed over', async () => {
    const cut = bytes.slice()
    const broken = await openReplay({
      ...bytesSource(cut),
      // The file is damaged after it was opened: the state of tick 100 is in the second of three groups.
      read: async (offset, length) => cut.slice(Number(offset), Number(offset + length)),
    })
    for (let i = Math.floor(cut.length * 0.3); i < cut.length * 0.75; i += 50) cut[i]! ^= 0x55
    for (const [from, to] of [
      [0, TICKS],
      [TICKS, 0],
    ] as const) {
      const [good, bad]: [number[], number[]] = [[], []]
      for await (const read of readable(broken, from, to))
        ('damage' in read ? bad : good).push(read.tick)
      expect(good.length + bad.length).toBe(TICKS + 1)
      expect(bad.length).toBeGreaterThan(0)
      expect(good).toContain(0)
    }
  })
  test('of any tick are text that is safe', async () => {
    for await (const frame of replay.frames(0, 20)) {
      for (const line of await frameText(replay, frame)) expect(line).not.toMatch(/\p{Cc}/u)
    }
  })
})
