import { COLORS, copiesOf } from './moves.js'

/** A card as its hand shows it: what hints allow, and its face where one sees it. */
export interface Card {
  readonly card: string | null
  readonly colors: string
  readonly ranks: string
}

/** What a player sees, see `view` in the rules. Its own hand comes first, then the others in turn. */
export interface HanabiView {
  readonly players: number
  readonly colors: string
  readonly ranks: number
  readonly handSize: number
  readonly lives: number
  readonly hints: number
  readonly deck: number
  readonly fireworks: readonly number[]
  readonly discards: readonly string[]
  readonly hands: readonly (readonly Card[])[]
}

/** Whether a card, its rank from 0, is the next of its colour. */
export const isPlayable = (view: HanabiView, color: number, rank: number): boolean =>
  view.fireworks[color] === rank

/** Whether a card is played already, or stands behind one of which all copies are discarded. */
export function isUseless(view: HanabiView, color: number, rank: number): boolean {
  if (rank < view.fireworks[color]!) return true
  for (let r = view.fireworks[color]!; r < rank; r++) {
    const name = `${COLORS[color]}${r + 1}`
    if (view.discards.filter((d) => d === name).length === copiesOf(r, view.ranks)) return true
  }
  return false
}

/** How many of each colour and rank could still be a hidden card. */
export function kindsLeft(view: HanabiView, open: readonly (readonly Card[])[]): number[][] {
  const { ranks, fireworks, discards } = view
  const left = fireworks.map((height) =>
    Array.from({ length: ranks }, (_, rank) => copiesOf(rank, ranks) - (rank < height ? 1 : 0)),
  )
  for (const name of [...discards, ...open.flat().map(({ card }) => card!)]) {
    left[COLORS.indexOf(name[0]!)]![Number(name[1]) - 1]! -= 1
  }
  return left
}

/** How likely something holds of a card, as far as hints and the cards that one sees tell. */
export function likelihood(
  { colors, ranks }: Card,
  left: readonly (readonly number[])[],
  holds: (color: number, rank: number) => boolean,
): number {
  let all = 0
  let good = 0
  for (const letter of colors) {
    for (const digit of ranks) {
      const [color, rank] = [COLORS.indexOf(letter), Number(digit) - 1]
      const n = left[color]![rank]!
      all += n
      if (holds(color, rank)) good += n
    }
  }
  return all === 0 ? 0 : good / all
}
