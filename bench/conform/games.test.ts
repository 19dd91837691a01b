import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { games } from './games.node.js'
import { changed, freshKuhn, gridPlay, shippedKuhn } from './testing/plays.js'
import type { ConformReport } from './types.js'

const own = mkdtempSync(join(tmpdir(), 'coact-games-'))
afterAll(() => rmSync(own, { recursive: true, force: true }))

let folders = 0
/** Runs the suite on files that lie in a folder of their own: texts, bytes, or values for lines. */
async function run(files: Readonly<Record<string, unknown>>): Promise<ConformReport> {
  const dir = join(own, String(folders++))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(dir, name, '..'), { recursive: true })
    const isRaw = typeof content === 'string' || content instanceof Uint8Array
    const lines = () => (content as unknown[]).map((v) => JSON.stringify(v)).join('\n')
    writeFileSync(join(dir, name), isRaw ? content : lines())
  }
  return games.run(dir, {})
}

const counts = ({ gates }: ConformReport) => gates.map((g) => [g.name, g.passed, g.failed])
const first = async (value: unknown): Promise<string | undefined> =>
  (await run({ 'traces/some.jsonl': [value] })).gates[0]!.first

const PLAYS = 'recorded plays, state by state'
const UNREADABLE = 'records that cannot be read'

describe('what agrees with the record', () => {
  test('passes, from plain and packed files and any of the folders', async () => {
    const line = JSON.stringify(freshKuhn())
    const report = await run({
      'traces/a.jsonl': [freshKuhn(), freshKuhn()],
      'traces/b.jsonl.gz': gzipSync(line),
      'traces/c.jsonl': [shippedKuhn()],
      'c.jsonl': [gridPlay()],
      'exact/perft.jsonl': [
        { game: 'kuhn_poker(players=2)', leaves_at_depth_1_to_n: [3, 6, 12, 24, 12, 0] },
      ],
    })
    expect(counts(report)).toEqual([
      [PLAYS, 3, 0],
      ['playthroughs shipped with the reference', 1, 0],
      ['grid games of VS-Bench, step by step', 1, 0],
      ['histories by length', 1, 0],
    ])
  })
  test('is counted by game, too', async () => {
    const { tables } = await run({ 'a.jsonl': [freshKuhn(), gridPlay()] })
    expect(tables![0]!.rows).toEqual([
      ['kuhn_poker(players=2)', 1, 0],
      ['vsbench_coin_dilemma', 1, 0],
    ])
  })
  test('is taken once when it lies there plain and packed', async () => {
    const line = JSON.stringify(freshKuhn())
    expect(counts(await run({ 'a.jsonl': line, 'a.jsonl.gz': gzipSync(line) }))).toEqual([
      [PLAYS, 1, 0],
    ])
  })
})

describe('a difference is found, with file, line and step:', () => {
  test.each([
    ['steps.2.state', '1 2 b', 'step 2, state: expected "1 2 b", got "1 2"'],
    ['steps.3.current_player', 0, 'step 3, current player: expected 0, got 1'],
    ['steps.3.terminal', true, 'step 3, terminal: expected true, got false'],
    ['steps.3.history', [1, 2, 1], 'step 3, history: expected [1,2,1], got [1,2,0]'],
    ['steps.2.legal_actions', [0], 'step 2, legal moves: expected [[0],[]], got [[0,1],[]]'],
    ['steps.2.legal_action_strings', ['Pass', 'Raise'], 'step 2, moves in words'],
    ['steps.1.legal_actions', [0, 1], 'step 1, outcomes: expected [0,1], got [0,2]'],
    ['steps.1.legal_action_strings', ['0', '2'], 'step 1, outcomes in words'],
    ['steps.1.chance_outcomes.0', [0, 0.4], 'step 1, chances'],
    ['steps.3.information_state_strings', ['1p', '1p'], 'step 3, information states'],
    ['steps.3.observation_strings', ['111', '221'], 'step 3, observations'],
    ['steps.4.rewards', [1, -1], 'step 4, rewards: expected [1,-1], got [-1,1]'],
    ['steps.4.returns', [-2, 2], 'step 4, returns: expected [-2,2], got [-1,1]'],
    ['steps.1.chosen', 1, 'step 1: chance cannot give 1; it can give 0, 2'],
    ['steps.2.chosen', 2, 'step 2: player 0 cannot play 2; it can play 0, 1'],
    ['steps.3.chosen', undefined, 'step 3: the record has no move, and goes on'],
    ['num_distinct_actions', 3, 'distinct moves: expected 3, got 2'],
    ['game', 'kuhn_poker(players=1)', 'players'],
    ['game', 'kuhn_poker(cards=4)', 'cards'],
  ])('%s', async (path, to, message) => {
    const report = await run({
      'traces/some.jsonl': [freshKuhn(), changed(freshKuhn(), path, to)],
    })
    expect(counts(report)).toEqual([[PLAYS, 1, 1]])
    expect(report.gates[0]!.first).toContain('traces/some.jsonl:2')
    expect(report.gates[0]!.first).toContain(message)
  })
  test.each([
    ['steps.3.chosen', 1, 'step 4, history'],
    ['steps.4.Returns', [1, -1], 'step 4, returns'],
    ['steps.2.InformationStateString', { 0: '1', 1: '0' }, 'step 2, information states'],
  ])('%s of a shipped playthrough', async (path, to, message) => {
    expect(await first(changed(shippedKuhn(), path, to))).toContain(message)
  })
  test.each([
    ['steps.0.next_state.red_coin_pos', [1, 0], 'chance cannot lead to'],
    ['steps.0.next_state.blue_pos', [4, 3], 'chance cannot lead to'],
    ['steps.0.next_state.red_coop', 0, 'chance cannot lead to'],
    ['steps.0.next_state.truncated', false, 'chance cannot lead to'],
    ['steps.0.rewards', [0, 0], 'step 0, rewards: expected [0,0], got [1,0]'],
    ['steps.0.done', false, 'step 0, done'],
    ['returns', [0, 0], 'returns: expected [0,0], got [1,0]'],
  ])('%s of a grid game', async (path, to, message) => {
    expect(await first(changed(gridPlay(), path, to))).toContain(message)
  })
  test.each([
    [{ game: 'kuhn_poker', leaves_at_depth_1_to_n: [3, 7] }, 'leaves: expected [3,7], got [3,6]'],
    [
      { game: 'tic_tac_toe', value_player0: 1, distinct_states_incl_terminal: 5478 },
      'value for player 0: expected 1, got 0',
    ],
    [
      { game: 'tic_tac_toe', value_player0: 0, distinct_states_incl_terminal: 5477 },
      'states: expected 5477, got 5478',
    ],
  ])('%j', async (row, message) => {
    expect(await first(row)).toContain(message)
  })
})

describe('what cannot be looked at', () => {
  test('is not built when its world is not there, and neither passes nor fails', async () => {
    const strange = { ...freshKuhn(), game: 'backgammon(hyper=True)' }
    const report = await run({
      'a.jsonl': [strange, strange],
      'b.jsonl': [{ game: 'go', leaves_at_depth_1_to_n: [361] }],
    })
    expect(report.gates).toEqual([])
    expect(report.notBuilt).toEqual([
      { name: 'backgammon', count: 2 },
      { name: 'go', count: 1 },
    ])
  })
  test.each([
    ['some.jsonl', '{"game": "kuhn_po', 'some.jsonl:1'],
    ['some.jsonl', `${JSON.stringify(freshKuhn())}\n\n[1`, 'some.jsonl:3'],
    ['some.jsonl', '{"what": "is this"}', 'some.jsonl:1: no record: its fields are what'],
    ['some.jsonl', '7', 'some.jsonl:1: no record: it is no object'],
    ['some.jsonl', '{"game": "kuhn_poker", "steps": []}', 'some.jsonl:1'],
    ['some.jsonl', '{"game": "kuhn poker(", "leaves_at_depth_1_to_n": [1]}', 'game-string'],
    ['some.jsonl.gz', gzipSync('{}').subarray(0, 12), 'some.jsonl.gz'],
    ['some.json', '[{"game": "x"}, ', 'some.json'],
    ['some.json', '[{"game": "x"}]', 'some.json[0]: no record: its fields are game'],
  ])('fails with its place: %s with %s', async (name, text, place) => {
    const { gates } = await run({ [name]: text })
    const found = gates.find((g) => g.name === UNREADABLE)
    expect([found?.passed, found?.failed]).toEqual([0, 1])
    expect(found?.first).toContain(place)
  })
  test('is asked for when there is nothing at all', async () => {
    await expect(run({ 'notes.txt': 'none' })).rejects.toThrow(/conform\/no-traces/)
    await expect(games.run(join(own, 'nowhere'), {})).rejects.toThrow(/conform\/no-such-path/)
  })
})

test('an interrupt stops it', async () => {
  const dir = join(own, 'stop')
  mkdirSync(dir)
  writeFileSync(join(dir, 'a.jsonl'), JSON.stringify(freshKuhn()))
  expect((await games.run(dir, { signal: AbortSignal.abort() })).gates).toEqual([])
})

const recordings = process.env['COACT_CONFORMANCE_DIR']
const why = recordings === undefined ? ' (skipped: COACT_CONFORMANCE_DIR is not set)' : ''

test.skipIf(recordings === undefined)(
  `every recording agrees${why}`,
  async () => {
    const { gates } = await games.run(join(recordings!, 'games'), {})
    expect(gates.filter((g) => g.failed > 0)).toEqual([])
    expect(gates.length).toBeGreaterThanOrEqual(13)
  },
  300_000,
)
