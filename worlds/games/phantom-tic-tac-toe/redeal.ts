import type { Game } from '../../../engine/index.js'

/** What a search for another past needs of the rules. */
interface Rules {
  readonly game: Game
  tries(s: Int32Array): readonly { readonly who: number; readonly cell: number }[]
  readonly isCounted: boolean
}

type Draw = (n: number) => number

/** A search gives up after so many steps; what is true is then left as it is. */
const PATIENCE = 20_000

/**
 * Replaces a game's past by another one in which the player has made the same tries with the same results: the other
 * player's tries are drawn in turn, going back when they lead to a result that the player has not seen.
 */
export function redeal(rules: Rules, s: Int32Array, player: number, int: Draw): void {
  const { game, tries, isCounted } = rules
  const past = tries(s)
  const own = past.filter(({ who }) => who === player).map(({ cell }) => cell)
  const isMine = (t: Int32Array, cell: number): boolean => ((t[player]! >> cell) & 1) === 1
  const now = game.turn(s)
  if (now < 0) return
  let patience = PATIENCE

  const search = (t: Int32Array, made: number): Int32Array | undefined => {
    patience -= 1
    if (patience < 0) return undefined
    const mover = game.turn(t)
    const count = tries(t).length
    const isNow = made === own.length && mover === now && (!isCounted || count === past.length)
    if (isNow && (mover === player || int(2) === 0)) return t
    const further = mover === player ? sameAsBefore(t, made) : another(t, made, count)
    return further ?? (isNow ? t : undefined)
  }
  const sameAsBefore = (t: Int32Array, made: number): Int32Array | undefined => {
    const cell = own[made]
    if (cell === undefined) return undefined
    const next = t.slice()
    game.apply(next, cell)
    return isMine(next, cell) === isMine(s, cell) ? search(next, made + 1) : undefined
  }
  const another = (t: Int32Array, made: number, count: number): Int32Array | undefined => {
    const who = game.turn(t)
    if (who < 0 || (isCounted && past[count]?.who !== who)) return undefined
    for (const cell of shuffled(game.legal(t, who), int)) {
      const isWanted = isMine(s, cell) && own.indexOf(cell) >= made
      if (isWanted) continue
      const next = t.slice()
      game.apply(next, cell)
      const found = search(next, made)
      if (found !== undefined) return found
    }
    return undefined
  }

  const other = search(new Int32Array(s.length), 0)
  if (other !== undefined) s.set(other)
}

function shuffled(list: readonly number[], int: Draw): number[] {
  const out = [...list]
  for (let i = out.length - 1; i > 0; i--) {
    const j = int(i + 1)
    const kept = out[i]!
    out[i] = out[j]!
    out[j] = kept
  }
  return out
}
