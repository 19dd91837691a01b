import { z } from 'zod'
import {
  CHANCE,
  type Game,
  type Json,
  type Rejection,
  type Seat,
  SIMULTANEOUS,
  TERMINAL,
} from '../../../engine/index.js'
import { boardOf, cellsOf, playerOf, type Table } from './state.js'

/** What a player is told: texts as the rules give them, its legal moves, and the view as plain data where the game has one. */
export const observationSchema = z.object({
  player: z.int(),
  turn: z.enum(['you', 'another', 'everyone', 'chance', 'over']),
  observation: z.string(),
  informationState: z.string(),
  legal: z.array(z.object({ move: z.int(), text: z.string() })),
  returns: z.array(z.number()),
  view: z.unknown().optional(),
})

export type Observation = z.output<typeof observationSchema>

export function observe(w: Table, seat: Seat): Observation {
  const { game } = boardOf(w)
  const s = cellsOf(w)
  const player = playerOf(seat)
  return {
    player,
    turn: turnOf(game.turn(s), player),
    observation: game.observation(s, player),
    informationState: game.informationState(s, player),
    legal: legalMoves(w, player),
    returns: [...game.returns(s)],
    ...(game.view === undefined ? {} : { view: game.view(s, player) }),
  }
}

function turnOf(turn: number, player: number): Observation['turn'] {
  if (turn === player) return 'you'
  if (turn === SIMULTANEOUS) return 'everyone'
  if (turn === CHANCE) return 'chance'
  return turn === TERMINAL ? 'over' : 'another'
}

function legalMoves(w: Table, player: number): { move: number; text: string }[] {
  const { game } = boardOf(w)
  const s = cellsOf(w)
  return game.legal(s, player).map((move) => ({ move, text: game.moveText(s, player, move) }))
}

/** The rules, the observation and what was seen before in words, with every legal move by number and text. */
export function describe(w: Table, seat: Seat, rules: string): string {
  const { game } = boardOf(w)
  const { player, turn, observation, informationState, legal, returns } = observe(w, seat)
  const whose = {
    you: 'It is your turn.',
    another: 'It is not your turn.',
    everyone: 'All players choose at the same time.',
    chance: 'Chance moves next.',
    over: `The game is over. Returns: ${returns.join(', ')}.`,
  }[turn]
  const moves = legal.map(({ move, text }) => `  ${move}: ${text}`)
  const before = hasPast(game, cellsOf(w)) ? past(observation, informationState) : ''
  return [
    `${game.name}; you are player ${player} of ${game.players}.`,
    `Rules: ${rules}`,
    ...(observation.trim() === '' ? [] : [observation.trimEnd()]),
    ...(before === '' ? [] : [`So far: ${before}`]),
    whose,
    ...(moves.length === 0 ? [] : ['Legal moves, to be named by number or words:', ...moves]),
  ].join('\n')
}

/** Whether what was seen earlier matters beside what is seen now. */
const hasPast = (game: Game, s: Int32Array): boolean =>
  game.information === 'imperfect' || game.turn(s) === SIMULTANEOUS

/** How much of a long past is told. */
const MOST_PAST = 2000

/** What the information state says besides the observation, its end if it is long. */
function past(observation: string, informationState: string): string {
  const more = informationState.startsWith(observation)
    ? informationState.slice(observation.length)
    : informationState
  const text = more.trim()
  return text.length <= MOST_PAST ? text : `… ${text.slice(-MOST_PAST)}`
}

/** How many legal moves an answer to an unknown one lists. */
const MOST_LISTED = 20

/**
 * Reads a move by its number or its words, or as the list has it: `4`, `pass`, `4: Pass`. Signs around the words do not
 * matter where only one legal move has those words.
 */
export function parse(
  w: Table,
  text: string,
  seat: Seat,
  most: number,
): { readonly action: string; readonly args: { readonly move: number } } | Rejection {
  const legal = legalMoves(w, playerOf(seat))
  const move = numbered(text, legal) ?? worded(text, legal)
  if (move !== undefined && move < most) return { action: 'play', args: { move } }
  const known = legal.slice(0, MOST_LISTED).map((m) => `${m.move} (${m.text})`)
  const more = legal.length > MOST_LISTED ? `, … ${legal.length} in all` : ''
  return {
    reject: 'unknown-move',
    text: `There is no such move. Legal: ${known.join(', ') || 'none'}${more}`,
    data: { legal: legal.map((m) => m.move) as Json },
  }
}

type Moves = ReturnType<typeof legalMoves>

/** The number that a text is, or begins with when the words of that move follow. */
function numbered(text: string, legal: Moves): number | undefined {
  const [, digits, words] = /^\s*(\d{1,9})(?:\s*[:.)]\s*(.*))?\s*$/s.exec(text.slice(0, 1000)) ?? []
  if (digits === undefined) return undefined
  const move = Number(digits)
  if (words === undefined || words.trim() === '') return move
  return legal.some((m) => m.move === move && bare(m.text) === bare(words)) ? move : undefined
}

/** The legal move whose words these are. */
function worded(text: string, legal: Moves): number | undefined {
  const said = text.trim().toLowerCase()
  const exact = legal.find((m) => m.text.trim().toLowerCase() === said)
  if (exact !== undefined) return exact.move
  const alike = bare(text) === '' ? [] : legal.filter((m) => bare(m.text) === bare(text))
  return alike.length === 1 ? alike[0]!.move : undefined
}

/** Words without case and without signs around them. */
const bare = (text: string): string =>
  text
    .slice(0, 1000)
    .toLowerCase()
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/[^\p{L}\p{N}]+$/u, '')
    .replace(/\s+/g, ' ')
