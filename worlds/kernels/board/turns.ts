import {
  type ActionCall,
  CHANCE,
  chanceOf,
  drawOutcome,
  type Seat,
  SIMULTANEOUS,
} from '../../../engine/index.js'
import { boardOf, cellsOf, commit, draftOf, playerOf, type Table } from './state.js'

const NOBODY: readonly number[] = Object.freeze([])

/** Who is asked: the player to move, all with a legal move in a joint turn, nobody when chance is to move. */
export function asked(w: Table): readonly number[] {
  const { game, alone } = boardOf(w)
  const s = cellsOf(w)
  const turn = game.turn(s)
  if (turn >= 0) return alone[turn]!
  if (turn !== SIMULTANEOUS) return NOBODY
  return w.agents.map(playerOf).filter((p) => game.legal(s, p).length > 0)
}

/** Does a move at once in a player's turn; in a joint turn it is kept until all have chosen. */
export function play(w: Table, me: number, seat: Seat, move: number): { readonly text: string } {
  const { game } = boardOf(w)
  const s = cellsOf(w)
  const text = game.moveText(s, playerOf(seat), move)
  if (game.turn(s) === SIMULTANEOUS) w.c.Player.choice.set(me, move + 1)
  else {
    game.apply(draftOf(w), move)
    commit(w)
  }
  return { text }
}

/** Makes the joint move that everybody chose, or lets chance move when nobody was asked. */
export function resolve(w: Table): void {
  const { game } = boardOf(w)
  if (w.asked.length === 0) {
    const s = cellsOf(w)
    if (game.turn(s) !== CHANCE) return
    const outcome = drawOutcome(chanceOf(game, s), w.stream('chance'))
    game.apply(draftOf(w), outcome)
    commit(w)
  } else if (takeChoices(w)) {
    game.applyJoint!(draftOf(w), boardOf(w).moves)
    commit(w)
  }
}

/** Collects what was chosen in a joint turn; false when the turn was a single player's, who has moved already. */
function takeChoices(w: Table): boolean {
  const { players, moves } = boardOf(w)
  const { choice } = w.c.Player
  let chosen = false
  for (let i = 0; i < players.length; i++) {
    const at = players[i]!
    moves[i] = choice.get(at) - 1
    if (moves[i]! < 0) continue
    choice.set(at, 0)
    chosen = true
  }
  return chosen
}

/** The default of an agent that gave no legal move: the first. */
export function firstMove(w: Table, seat: Seat): ActionCall | undefined {
  const move = boardOf(w).game.legal(cellsOf(w), playerOf(seat))[0]
  return move === undefined ? undefined : { action: 'play', args: { move } }
}
