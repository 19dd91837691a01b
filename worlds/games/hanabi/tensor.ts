import type { Game } from '../../../engine/index.js'
import { copiesOf } from './moves.js'
import { handOf, type Layout, unpack } from './table.js'

/** Writes one part of the numbers from an offset on and gives the offset of the next. */
type Part = (s: Int32Array, me: number, out: Float32Array, from: number) => number

/**
 * The observation as numbers, laid out as the canonical encoder of the Hanabi learning environment does it (Bard et al. 2020):
 * the others' hands, the board, the discards, the last move, and what hints say of each card. Players are counted from the
 * observer on.
 */
export function tensorOf(at: Layout): NonNullable<Game['tensor']> {
  const parts = [hands(at), board(at), discards(at), lastMove(at), knowledge(at)]
  const length = parts.reduce((n, part) => part(new Int32Array(at.cells.length), 0, SCRAP, n), 0)
  return {
    length,
    write(s, me, out) {
      let from = 0
      for (const part of parts) from = part(s, me, out, from)
    },
  }
}

/** Writes into it are lost. */
const SCRAP = new Float32Array(0)

function hands(at: Layout): Part {
  const { players, handSize } = at.params
  return (s, me, out, from) => {
    let offset = from
    for (let i = 1; i < players; i++) {
      const first = at.card + ((me + i) % players) * handSize
      for (let k = 0; k < handSize; k++) {
        const card = s[first + k]!
        if (card !== 0) out[offset + card - 1] = 1
        offset += at.kinds
      }
    }
    for (let i = 0; i < players; i++) {
      if (handOf(at, s, (me + i) % players) < handSize) out[offset + i] = 1
    }
    return offset + players
  }
}

function board(at: Layout): Part {
  const { players, handSize, colors, ranks, maxInformationTokens, maxLifeTokens } = at.params
  const mostDeck = at.cards - players * handSize
  return (s, _me, out, from) => {
    let offset = from
    out.fill(1, offset, offset + Math.min(mostDeck, s[at.deck]!))
    offset += mostDeck
    for (let c = 0; c < colors; c++) {
      const height = s[at.firework + c]!
      if (height > 0) out[offset + height - 1] = 1
      offset += ranks
    }
    out.fill(1, offset, offset + s[at.hints]!)
    offset += maxInformationTokens
    out.fill(1, offset, offset + s[at.lives]!)
    return offset + maxLifeTokens
  }
}

function discards(at: Layout): Part {
  const { ranks } = at.params
  const starts: number[] = []
  let cards = 0
  for (let kind = 0; kind < at.kinds; kind++) {
    starts.push(cards)
    cards += copiesOf(kind % ranks, ranks)
  }
  return (s, _me, out, from) => {
    for (let i = 0; i < at.discards.count(s); i++) {
      let offset = from + starts[at.discards.at(s, i)]!
      while (out[offset] === 1) offset += 1
      out[offset] = 1
    }
    return from + cards
  }
}

const MOVE_KINDS = ['play', 'discard', 'color', 'rank']

function lastMove(at: Layout): Part {
  const { players, colors, ranks, handSize } = at.params
  const toTarget = players + MOVE_KINDS.length
  const toColor = toTarget + players
  const toRank = toColor + colors
  const toTouched = toRank + ranks
  const toSlot = toTouched + handSize
  const toCard = toSlot + handSize
  const toResult = toCard + at.kinds
  return (s, me, out, from) => {
    const n = at.history.count(s)
    if (n === 0) return from + toResult + 2
    const mover = ((n - 1) % players) - me + players
    const { move, shown, fits, regained } = unpack(at, at.history.at(s, n - 1))
    out[from + (mover % players)] = 1
    out[from + players + MOVE_KINDS.indexOf(move.kind)] = 1
    if (move.kind === 'play' || move.kind === 'discard') {
      out[from + toSlot + move.slot] = 1
      out[from + toCard + shown] = 1
      if (move.kind === 'play') {
        if (fits) out[from + toResult] = 1
        if (regained) out[from + toResult + 1] = 1
      }
      return from + toResult + 2
    }
    out[from + toTarget + ((mover + move.target) % players)] = 1
    out[from + (move.kind === 'color' ? toColor : toRank) + move.value] = 1
    for (let i = 0; i < handSize; i++) if ((shown & (1 << i)) !== 0) out[from + toTouched + i] = 1
    return from + toResult + 2
  }
}

function knowledge(at: Layout): Part {
  const { players, colors, ranks, handSize } = at.params
  return (s, me, out, from) => {
    let offset = from
    for (let i = 0; i < players * handSize; i++) {
      const slot = (me * handSize + i) % (players * handSize)
      const [colorBits, rankBits, named] = [
        s[at.colors + slot]!,
        s[at.ranks + slot]!,
        s[at.named + slot]!,
      ]
      for (let c = 0; c < colors; c++) {
        if ((colorBits & (1 << c)) === 0) continue
        for (let r = 0; r < ranks; r++) {
          if ((rankBits & (1 << r)) !== 0) out[offset + c * ranks + r] = 1
        }
        if ((named & 1) !== 0) out[offset + at.kinds + c] = 1
      }
      for (let r = 0; r < ranks; r++) {
        if ((named & 2) !== 0 && (rankBits & (1 << r)) !== 0)
          out[offset + at.kinds + colors + r] = 1
      }
      offset += at.kinds + colors + ranks
    }
    return offset
  }
}
