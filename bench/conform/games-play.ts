import { type AnyWorld, CHANCE, chanceOf, probability, SIMULTANEOUS } from '../../engine/index.js'
import type { RecordedPlay, RecordedState } from './games-rows.js'
import { type GameTable, gameTable } from './games-table.js'

/** What an agent of a board game is shown, as far as recordings have it. */
interface Shown {
  readonly observation: string
  readonly informationState: string
  readonly legal: readonly { readonly move: number; readonly text: string }[]
  readonly returns: readonly number[]
}

/**
 * Plays a recorded play again and compares every state that was shown.
 *
 * @returns the first difference: the step, what was expected and what came; undefined when there is none
 */
export function replayPlay(
  world: AnyWorld,
  params: unknown,
  recorded: RecordedPlay,
): string | undefined {
  const table = gameTable(world, params, recorded.steps.length)
  const { game } = table
  const header = firstOf([
    ['players', recorded.players ?? game.players, game.players],
    ['distinct moves', recorded.moves ?? game.moves, game.moves],
  ])
  if (header !== undefined) return header
  const history: number[] = []
  for (const [i, { shown, chosen }] of recorded.steps.entries()) {
    if (shown !== undefined) {
      const difference = compareState(table, recorded, shown, history)
      if (difference !== undefined) return `step ${i}, ${difference}`
    }
    if (chosen === undefined) {
      const isLast = i === recorded.steps.length - 1
      return isLast ? undefined : `step ${i}: the record has no move, and goes on`
    }
    const problem = table.play(chosen)
    if (problem !== undefined) return `step ${i}: ${problem}`
    history.push(...(typeof chosen === 'number' ? [chosen] : chosen))
  }
  return undefined
}

type Pair = readonly [what: string, expected: unknown, got: unknown]

/** The first pair that differs, in words. Numbers may differ by the tolerance. */
export function firstOf(pairs: Iterable<Pair>, tolerance = 1e-9): string | undefined {
  for (const [what, expected, got] of pairs) {
    if (!isSame(expected, got, tolerance))
      return `${what}: expected ${brief(expected)}, got ${brief(got)}`
  }
  return undefined
}

const brief = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 400)

function isSame(a: unknown, b: unknown, tolerance: number): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= tolerance
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b
  return a.length === b.length && a.every((x, i) => isSame(x, b[i], tolerance))
}

function compareState(
  table: GameTable,
  { source, tolerance }: RecordedPlay,
  state: RecordedState,
  history: readonly number[],
): string | undefined {
  const text = source === 'shipped' ? bare : (t: string) => t
  return firstOf(statePairs(table, state, history, text), tolerance)
}

/** A text without the blanks at the ends of its lines, and without empty lines at its end. */
const bare = (text: string): string => text.replace(/[ \t]+$/gm, '').replace(/\n+$/, '')

function* statePairs(
  { game, episode, cells, gained }: GameTable,
  state: RecordedState,
  history: readonly number[],
  text: (t: string) => string,
): Generator<Pair> {
  const s = cells()
  const turn = game.turn(s)
  yield ['history', state.history, history]
  yield ['terminal', state.terminal, episode.end === 'done']
  yield ['current player', state.player, turn]
  yield ['state', text(state.text), text(game.text(s))]
  const players = episode.seats.map(({ index }) => index)
  const seen = players.map((p) => episode.observe(p) as Shown)
  const legal = seen.map((o) => o.legal.map(({ move }) => move))
  if (turn === CHANCE) yield* chancePairs(game, s, state)
  else if (!state.terminal) {
    const inTurn = (p: number): boolean => turn === SIMULTANEOUS || p === turn
    const lists =
      turn === SIMULTANEOUS ? state.legal : players.map((p) => (inTurn(p) ? state.legal : []))
    const texts = seen.map((o) => o.legal.map((m) => m.text))
    yield ['legal moves', lists, legal]
    if (state.legalTexts !== undefined)
      yield ['moves in words', state.legalTexts, turn === SIMULTANEOUS ? texts : texts[turn]]
    yield [
      'moves of the episode',
      legal,
      players.map((p) => episode.legal(p).map((c) => c.args['move'])),
    ]
  }
  yield ['who is asked', players.filter((p) => legal[p]!.length > 0), [...episode.asked()]]
  const { informationStates, observations } = state
  if (informationStates !== undefined)
    yield ['information states', informationStates, seen.map((o) => o.informationState)]
  if (observations !== undefined)
    yield ['observations', observations, seen.map((o) => o.observation)]
  if (state.rewards !== undefined) yield ['rewards', state.rewards, gained()]
  if (state.returns !== undefined) {
    yield ['returns', state.returns, game.returns(s)]
    for (const o of seen) yield ['returns as shown', state.returns, o.returns]
  }
}

function* chancePairs(
  game: GameTable['game'],
  s: Int32Array,
  { legal, legalTexts, chance }: RecordedState,
): Generator<Pair> {
  const can = chanceOf(game, s)
  if (legal !== undefined) yield ['outcomes', legal, can.outcomes]
  if (legalTexts !== undefined)
    yield ['outcomes in words', legalTexts, can.outcomes.map((o) => game.moveText(s, CHANCE, o))]
  if (chance !== undefined)
    yield ['chances', chance, can.outcomes.map((o, i) => [o, probability(can, i)])]
}
