import { handOf, type Layout, pack, shortOfCards } from './table.js'

/** Gives a card to the first player who lacks one. Nothing is known of it yet. */
export function deal(at: Layout, s: Int32Array, kind: number): void {
  const { handSize, colors, ranks } = at.params
  const player = shortOfCards(at, s)
  const slot = player * handSize + handOf(at, s, player)
  s[at.card + slot] = 1 + kind
  s[at.colors + slot] = (1 << colors) - 1
  s[at.ranks + slot] = (1 << ranks) - 1
  s[at.named + slot] = 0
  s[at.left + kind]! -= 1
  s[at.deck]! -= 1
}

/** A player's move. */
export function act(at: Layout, s: Int32Array, player: number, id: number): void {
  const move = at.moves[id]!
  if (s[at.deck] === 0) s[at.turns]! -= 1
  if (move.kind === 'discard') discard(at, s, player, move.slot, id)
  else if (move.kind === 'play') play(at, s, player, move.slot, id)
  else {
    const target = (player + move.target) % at.params.players
    const touched = hint(at, s, target, move.kind === 'color', move.value)
    s[at.hints]! -= 1
    at.history.push(s, pack(at, id, touched, false, false))
  }
}

function discard(at: Layout, s: Int32Array, player: number, slot: number, id: number): void {
  const kind = take(at, s, player, slot)
  at.discards.push(s, kind)
  s[at.hints]! += 1
  at.history.push(s, pack(at, id, kind, false, true))
}

/** The next card of its colour is added to the firework, any other costs a life. A finished firework brings a hint. */
function play(at: Layout, s: Int32Array, player: number, slot: number, id: number): void {
  const { ranks, maxInformationTokens } = at.params
  const kind = take(at, s, player, slot)
  const firework = at.firework + Math.floor(kind / ranks)
  const fits = s[firework] === kind % ranks
  const regained = fits && kind % ranks === ranks - 1 && s[at.hints]! < maxInformationTokens
  if (fits) {
    s[firework]! += 1
    if (regained) s[at.hints]! += 1
  } else {
    s[at.lives]! -= 1
    at.discards.push(s, kind)
  }
  at.history.push(s, pack(at, id, kind, fits, regained))
}

/** Takes a card out of a hand; younger ones move to the left. */
function take(at: Layout, s: Int32Array, player: number, slot: number): number {
  const { handSize } = at.params
  const first = player * handSize
  const kind = s[at.card + first + slot]! - 1
  for (const column of [at.card, at.colors, at.ranks, at.named]) {
    const from = column + first
    s.copyWithin(from + slot, from + slot + 1, from + handSize)
    s[from + handSize - 1] = 0
  }
  return kind
}

/** Tells a player which cards have a colour or rank, and so which have not. Gives the touched slots as bits. */
function hint(at: Layout, s: Int32Array, target: number, isColor: boolean, value: number): number {
  const { handSize } = at.params
  const column = isColor ? at.colors : at.ranks
  const bit = 1 << value
  let touched = 0
  for (let i = 0; i < handSize; i++) {
    const slot = target * handSize + i
    if (s[at.card + slot] === 0) break
    if (isTouched(at, s, slot, isColor, value)) {
      s[column + slot] = bit
      s[at.named + slot]! |= isColor ? 1 : 2
      touched |= 1 << i
    } else s[column + slot]! &= ~bit
  }
  return touched
}

/** Whether the card of a slot (counted through all hands) has a colour or rank. */
export function isTouched(
  at: Layout,
  s: Int32Array,
  slot: number,
  isColor: boolean,
  value: number,
): boolean {
  const kind = s[at.card + slot]! - 1
  if (kind < 0) return false
  const { ranks } = at.params
  return (isColor ? Math.floor(kind / ranks) : kind % ranks) === value
}
