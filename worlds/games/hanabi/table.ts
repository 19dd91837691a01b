import { type History, historyAt } from '../../kernels/board/index.js'
import { COLORS, deckSize, type HanabiMove, type HanabiParams, hanabiMoves } from './moves.js'

/** Where things are in the state. Card kinds are colour * ranks + rank; in hands they count from 1, 0 is none. */
export interface Layout {
  readonly params: HanabiParams
  readonly cells: readonly string[]
  readonly moves: readonly HanabiMove[]
  readonly kinds: number
  /** Cards in the whole deck. */
  readonly cards: number
  /** First of: how many of each kind are left in the deck. */
  readonly left: number
  /** How many cards are left in the deck. */
  readonly deck: number
  /** First of: by colour, how many cards are played. */
  readonly firework: number
  readonly lives: number
  readonly hints: number
  /** Turns that are left once the deck is empty. */
  readonly turns: number
  /** First of: by player and slot, 1 + the card. Slots of a hand are filled from the left. */
  readonly card: number
  /** First of: by player and slot, the colours that hints allow, as bits. */
  readonly colors: number
  /** First of: by player and slot, the ranks that hints allow, as bits. */
  readonly ranks: number
  /** First of: by player and slot, what hints have named: 1 its colour, 2 its rank. */
  readonly named: number
  /** Cards on the discard pile, in their order. */
  readonly discards: History
  /** Players' moves with what everybody saw of them: see {@link pack}. */
  readonly history: History
}

/** An upper bound of the moves of players. */
export const mostMoves = (params: HanabiParams): number =>
  params.maxInformationTokens +
  2 * (deckSize(params) - params.players * params.handSize) +
  params.players

export function layoutOf(params: HanabiParams): Layout {
  const { players, colors, ranks, handSize } = params
  const kinds = colors * ranks
  const cards = deckSize(params)
  const slots = players * handSize
  const longest = mostMoves(params)
  const cells: string[] = []
  const room = (names: readonly string[]): number => cells.push(...names) - names.length
  const each = (what: string, n: number, name: (i: number) => string) =>
    room(Array.from({ length: n }, (_, i) => `${what}.${name(i)}`))
  const hand = (what: string) =>
    each(what, slots, (i) => `${Math.floor(i / handSize)}.${i % handSize}`)
  const list = (what: string, n: number): History => {
    const history = historyAt(cells.length, n)
    room(history.cells.map((c) => `${what}.${c}`))
    return history
  }
  return {
    params,
    cells,
    moves: hanabiMoves(params),
    kinds,
    cards,
    left: each('left', kinds, (kind) => kindText(kind, ranks)),
    deck: room(['deck']),
    firework: each('firework', colors, (c) => COLORS[c]!),
    lives: room(['lives']),
    hints: room(['hints']),
    turns: room(['turns']),
    card: hand('card'),
    colors: hand('colors'),
    ranks: hand('ranks'),
    named: hand('named'),
    discards: list('discards', cards),
    history: list('history', longest),
  }
}

export const kindText = (kind: number, ranks: number): string =>
  `${COLORS[Math.floor(kind / ranks)]}${(kind % ranks) + 1}`

/** Cards in a player's hand. */
export function handOf(at: Layout, s: Int32Array, player: number): number {
  const { handSize } = at.params
  let n = 0
  while (n < handSize && s[at.card + player * handSize + n] !== 0) n += 1
  return n
}

/** The first player whose hand is not full, or -1. */
export function shortOfCards(at: Layout, s: Int32Array): number {
  const { players, handSize } = at.params
  for (let p = 0; p < players; p++) if (s[at.card + (p + 1) * handSize - 1] === 0) return p
  return -1
}

export function score(at: Layout, s: Int32Array): number {
  if (s[at.lives] === 0) return 0
  let n = 0
  for (let c = 0; c < at.params.colors; c++) n += s[at.firework + c]!
  return n
}

/** A move as everybody saw it. */
export interface Seen {
  readonly move: HanabiMove
  /** The kind of the card that was played or discarded, or the slots that a hint touched as bits. */
  readonly shown: number
  /** Whether the card that was played fitted. */
  readonly fits: boolean
  /** Whether it brought a hint back. */
  readonly regained: boolean
}

/** A move with what everybody saw of it as one number. */
export const pack = (at: Layout, id: number, shown: number, fits: boolean, regained: boolean) =>
  id + at.moves.length * ((fits ? 1 : 0) + (regained ? 2 : 0) + 4 * shown)

export function unpack(at: Layout, packed: number): Seen {
  const seen = Math.floor(packed / at.moves.length)
  return {
    move: at.moves[packed % at.moves.length]!,
    shown: seen >> 2,
    fits: (seen & 1) !== 0,
    regained: (seen & 2) !== 0,
  }
}
