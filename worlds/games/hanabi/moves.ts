export const COLORS = 'RYGWB'

export interface HanabiParams {
  readonly players: number
  readonly colors: number
  readonly ranks: number
  readonly handSize: number
  readonly maxInformationTokens: number
  readonly maxLifeTokens: number
}

/** A move by what it does. Targets are counted from the mover: 1 is the next player. Values are colours, or ranks from 0. */
export type HanabiMove =
  | { readonly kind: 'discard'; readonly slot: number }
  | { readonly kind: 'play'; readonly slot: number }
  | { readonly kind: 'color'; readonly target: number; readonly value: number }
  | { readonly kind: 'rank'; readonly target: number; readonly value: number }

/** All moves by id: discards, plays, hints of colours by target, hints of ranks by target. */
export function hanabiMoves(params: Omit<HanabiParams, 'maxInformationTokens' | 'maxLifeTokens'>) {
  const { players, colors, ranks, handSize } = params
  const moves: HanabiMove[] = []
  for (const kind of ['discard', 'play'] as const) {
    for (let slot = 0; slot < handSize; slot++) moves.push({ kind, slot })
  }
  for (const [kind, most] of [
    ['color', colors],
    ['rank', ranks],
  ] as const) {
    for (let target = 1; target < players; target++) {
      for (let value = 0; value < most; value++) moves.push({ kind, target, value })
    }
  }
  return moves
}

export function hanabiMoveText(move: HanabiMove): string {
  switch (move.kind) {
    case 'discard':
      return `(Discard ${move.slot})`
    case 'play':
      return `(Play ${move.slot})`
    case 'color':
      return `(Reveal player +${move.target} color ${COLORS[move.value]})`
    case 'rank':
      return `(Reveal player +${move.target} rank ${move.value + 1})`
  }
}

/** Copies of a card of a rank, from 0, in each colour. */
export function copiesOf(rank: number, ranks: number): number {
  if (rank === 0) return 3
  return rank === ranks - 1 ? 1 : 2
}

/** Cards in the deck. */
export function deckSize({ colors, ranks }: Pick<HanabiParams, 'colors' | 'ranks'>): number {
  let n = 0
  for (let rank = 0; rank < ranks; rank++) n += colors * copiesOf(rank, ranks)
  return n
}
