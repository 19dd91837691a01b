import { CHANCE, type Game, type Json } from '../../../engine/index.js'
import { COLORS, hanabiMoveText } from './moves.js'
import { handOf, kindText, type Layout, score, unpack } from './table.js'

/** The texts of Hanabi, as OpenSpiel and the Hanabi learning environment have them, and the view as data. */
export function textsOf(
  at: Layout,
  turnOf: (s: Int32Array) => number,
): Pick<Game, 'text' | 'moveText' | 'informationState' | 'observation'> & {
  view(s: Int32Array, player: number): Json
} {
  const { players, colors, ranks, handSize, maxInformationTokens } = at.params
  const bits = (mask: number, n: number, name: (i: number) => string): string => {
    let out = ''
    for (let i = 0; i < n; i++) if ((mask & (1 << i)) !== 0) out += name(i)
    return out
  }
  const allowedColors = (s: Int32Array, slot: number) =>
    bits(s[at.colors + slot]!, colors, (i) => COLORS[i]!)
  const allowedRanks = (s: Int32Array, slot: number) =>
    bits(s[at.ranks + slot]!, ranks, (i) => String(i + 1))
  const knowledge = (s: Int32Array, slot: number): string => {
    const c = allowedColors(s, slot)
    const r = allowedRanks(s, slot)
    const named = s[at.named + slot]!
    return `${(named & 1) === 0 ? 'X' : c}${(named & 2) === 0 ? 'X' : r}|${c}${r}`
  }
  const hand = (s: Int32Array, player: number, isOpen: boolean): string => {
    let out = turnOf(s) === player ? 'Cur player\n' : ''
    for (let i = 0; i < handOf(at, s, player); i++) {
      const slot = player * handSize + i
      const card = isOpen ? kindText(s[at.card + slot]! - 1, ranks) : 'XX'
      out += `${card} || ${knowledge(s, slot)}\n`
    }
    return out
  }
  const discards = (s: Int32Array): string[] =>
    Array.from({ length: at.discards.count(s) }, (_, i) => kindText(at.discards.at(s, i), ranks))
  /** @param me whose hand is hidden and comes first; -1 for none */
  const table = (s: Int32Array, me: number): string => {
    const first = Math.max(0, me)
    const hands = Array.from({ length: players }, (_, i) => {
      const p = (first + i) % players
      return hand(s, p, p !== me)
    })
    const fireworks = Array.from({ length: colors }, (_, c) => `${COLORS[c]}${s[at.firework + c]} `)
    return [
      `Life tokens: ${s[at.lives]}\nInfo tokens: ${s[at.hints]}\n`,
      `Fireworks: ${fireworks.join('')}\nHands:\n${hands.join('-----\n')}`,
      `Deck size: ${s[at.deck]}\nDiscards:${discards(s)
        .map((card) => ` ${card}`)
        .join('')}`,
    ].join('')
  }
  const seen = (packed: number): string => {
    const { move, shown, fits } = unpack(at, packed)
    const what = hanabiMoveText(move)
    if (move.kind === 'discard') return `${what} ${kindText(shown, ranks)}`
    if (move.kind === 'play') return `${what} ${kindText(shown, ranks)} ${fits ? 'fits' : 'fails'}`
    return `${what} ${bits(shown, handSize, (i) => String(i))}`
  }
  const story = (s: Int32Array): string =>
    Array.from({ length: at.history.count(s) }, (_, i) => seen(at.history.at(s, i))).join('; ')
  return {
    text: (s) => table(s, -1),
    moveText: (_, player, move) =>
      player === CHANCE ? `(Deal ${kindText(move, ranks)})` : hanabiMoveText(at.moves[move]!),
    informationState: (s, player) => `${table(s, player)}\nMoves: ${story(s)}`,
    observation: (s, player) => table(s, player),
    view: (s, player) => ({
      players,
      colors: COLORS.slice(0, colors),
      ranks,
      handSize,
      lives: s[at.lives]!,
      hints: s[at.hints]!,
      maxHints: maxInformationTokens,
      score: score(at, s),
      deck: s[at.deck]!,
      fireworks: [...s.subarray(at.firework, at.firework + colors)],
      discards: discards(s),
      last: at.history.count(s) === 0 ? null : seen(at.history.at(s, at.history.count(s) - 1)),
      hands: Array.from({ length: players }, (_, i) => {
        const p = (player + i) % players
        return Array.from({ length: handOf(at, s, p) }, (__, k) => ({
          card: i === 0 ? null : kindText(s[at.card + p * handSize + k]! - 1, ranks),
          colors: allowedColors(s, p * handSize + k),
          ranks: allowedRanks(s, p * handSize + k),
        }))
      }),
    }),
  }
}
