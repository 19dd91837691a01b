import { type Layout, TIED } from './state.js'

type Draw = (n: number) => number

/** A search gives up after so many steps; what is true is then left as it is. */
const PATIENCE = 20_000

/** A bid to draw: whose, in which round. */
interface Slot {
  readonly round: number
  readonly who: number
  /** Whether it is the last one of its round. */
  readonly isLast: boolean
}

/** Draws other bids for all but one player, such that the same players win the same rounds. */
export function redeal(
  layout: Layout,
  players: number,
  s: Int32Array,
  player: number,
  int: Draw,
): void {
  const t = s.slice()
  const others = Array.from({ length: players }, (_, p) => p).filter((p) => p !== player)
  const slots = slotsOf(layout, t, player, others, int)
  for (const { round, who } of slots) put(layout, players, t, round, who, -1)
  let patience = PATIENCE
  const search = (i: number): boolean => {
    const slot = slots[i]
    if (slot === undefined) return true
    patience -= 1
    for (const card of shuffled(t[layout.hand + slot.who]!, int)) {
      if (patience < 0) return false
      put(layout, players, t, slot.round, slot.who, card)
      if (fits(layout, players, t, slot) && search(i + 1)) return true
      put(layout, players, t, slot.round, slot.who, -1)
    }
    return false
  }
  if (search(0)) s.set(t)
}

/** What is to be drawn: rounds in which little can be bid first, and in each its winner first. */
function slotsOf(
  layout: Layout,
  s: Int32Array,
  player: number,
  others: readonly number[],
  int: Draw,
): Slot[] {
  const all = (1 << Math.max(layout.played(s), 1)) - 1
  const rounds = shuffled(layout.played(s) === 0 ? 0 : all, int)
  const room = (round: number): number => {
    const own = layout.bidAt(s, round, player)
    const winner = layout.winnerAt(s, round)
    if (winner === TIED) return others.length === 1 ? 0 : own
    return winner === player ? own : layout.cells.length - own
  }
  rounds.sort((a, b) => room(a) - room(b))
  return rounds.flatMap((round) => {
    const winner = layout.winnerAt(s, round)
    const order = others.filter((p) => p === winner).concat(others.filter((p) => p !== winner))
    return order.map((who, i) => ({ round, who, isLast: i === order.length - 1 }))
  })
}

/** Puts a bid down, or with -1 takes it back into the hand. */
function put(
  { bids, hand, bidAt }: Layout,
  players: number,
  s: Int32Array,
  round: number,
  who: number,
  card: number,
): void {
  const before = bidAt(s, round, who)
  if (before >= 0) s[hand + who]! |= 1 << before
  if (card >= 0) s[hand + who]! &= ~(1 << card)
  s[bids + round * players + who] = card + 1
}

/** Whether the bids of a round so far can go with who won it. */
function fits(layout: Layout, players: number, s: Int32Array, { round, isLast }: Slot): boolean {
  const winner = layout.winnerAt(s, round)
  let best = -1
  let holders = 0
  for (let p = 0; p < players; p++) {
    const bid = layout.bidAt(s, round, p)
    if (bid > best) [best, holders] = [bid, 0]
    if (bid === best && bid >= 0) holders += 1
  }
  if (winner === TIED) return !isLast || holders > 1
  return layout.bidAt(s, round, winner) === best && holders === 1
}

function shuffled(bits: number, int: Draw): number[] {
  const out: number[] = []
  for (let i = 0; bits >> i !== 0; i++) if (((bits >> i) & 1) === 1) out.push(i)
  for (let i = out.length - 1; i > 0; i--) {
    const j = int(i + 1)
    const kept = out[i]!
    out[i] = out[j]!
    out[j] = kept
  }
  return out
}
