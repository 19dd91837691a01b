import { CHANCE, TERMINAL } from '../../../engine/index.js'
import { bitLists } from '../../kernels/board/index.js'
import type { Goofspiel } from './rules.js'
import type { Layout } from './state.js'

/** States and what players see of them, as OpenSpiel writes them. */
export function textsOf({ players, impInfo }: Goofspiel, layout: Layout) {
  const lists = bitLists()
  const everyone = Array.from({ length: players }, (_, p) => p)
  const words = (list: readonly (number | string)[]): string =>
    list.map((item) => `${item} `).join('')
  const upTo = (n: number, at: (i: number) => number): string =>
    words(Array.from({ length: n }, (_, i) => at(i)))
  const hand = (s: Int32Array, p: number): string =>
    `P${p} hand: ${words(lists(s[layout.hand + p]!).map((c) => c + 1))}\n`
  const bids = (s: Int32Array, p: number): string =>
    upTo(layout.played(s), (r) => layout.bidAt(s, r, p))
  const cards = (s: Int32Array): string =>
    `Point card sequence: ${upTo(layout.dealt(s), (r) => layout.cardAt(s, r) + 1)}\n`
  const winners = (s: Int32Array): string =>
    `Win sequence: ${upTo(layout.played(s), (r) => layout.winnerAt(s, r))}\n`
  const points = (s: Int32Array): string =>
    `Points: ${words(everyone.map((p) => s[layout.points + p]!))}\n`
  const card = (s: Int32Array): number =>
    layout.turn(s) === CHANCE ? 0 : layout.cardAt(s, layout.dealt(s) - 1) + 1
  const table = (s: Int32Array): string => {
    const left = lists(layout.undealt(s)).map((c) => c + 1)
    return `Current point card: ${card(s)}\nRemaining Point Cards: ${left.join('')}\n`
  }
  const hands = (s: Int32Array): string => everyone.map((p) => hand(s, p)).join('')
  return {
    state(s: Int32Array): string {
      const made = impInfo ? everyone.map((p) => `P${p} actions: ${bids(s, p)}\n`).join('') : ''
      return `${hands(s)}${made}${cards(s)}${points(s)}`
    },
    informationState(s: Int32Array, player: number): string {
      if (!impInfo) return `${cards(s)}${hands(s)}${winners(s)}${points(s)}`
      const made = `P${player} action sequence: ${bids(s, player)}\n`
      const over = `Terminal?: ${layout.turn(s) === TERMINAL ? 1 : 0}\n`
      return `${hand(s, player)}${made}${cards(s)}${winners(s)}${points(s)}${over}`
    },
    observation(s: Int32Array, player: number): string {
      return impInfo
        ? `${table(s)}${points(s)}${hand(s, player)}${winners(s)}`
        : `${table(s)}${hands(s)}${winners(s)}${points(s)}`
    },
    /** The point card that is bid for, or 0; the cards in the player's hand; everybody's points. */
    view: (s: Int32Array, player: number) => ({
      card: card(s),
      hand: lists(s[layout.hand + player]!).map((c) => c + 1),
      points: everyone.map((p) => s[layout.points + p]!),
    }),
  }
}
