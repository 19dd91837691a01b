import {
  components,
  f64,
  type Game,
  i32,
  type Seat,
  TERMINAL,
  type World,
} from '../../../engine/index.js'

/** Each cell of a game's state is an entity of its name; each agent has one for what it chose and got. */
export const C = components({
  Cell: { value: i32 },
  Player: {
    /** 1 + the move it chose in a joint turn that is not yet made, or 0. */
    choice: i32,
    /** Its return so far. */
    total: f64,
    /** What this tick brought. */
    gain: f64,
  },
})

export type Table = World<typeof C>

/** What is derived from the state for one episode. */
export interface Board {
  readonly game: Game
  /** Entity of the first cell; the others follow. */
  readonly first: number
  /** By player: its entity. */
  readonly players: readonly number[]
  /** The column that `cells` is a part of. */
  values: ArrayLike<number>
  /** The state as the store has it: for reading only. */
  cells: Int32Array
  /** Where rules write. */
  readonly scratch: Int32Array
  readonly moves: Int32Array
  /** By player: the list with it alone. */
  readonly alone: readonly (readonly number[])[]
}

export const boardOf = (w: Table): Board => w.index as Board

/** The game's state as it stands. It is a view of the store: do not write it or keep it. */
export function cellsOf(w: Table): Int32Array {
  const board = boardOf(w)
  const values = w.c.Cell.value.values as Int32Array
  if (values !== board.values) {
    board.values = values
    board.cells = values.subarray(board.first, board.first + board.scratch.length)
  }
  return board.cells
}

/** A state's cells for rules to change; {@link commit} puts the changes into the store. */
export function draftOf(w: Table): Int32Array {
  const { scratch } = boardOf(w)
  scratch.set(cellsOf(w))
  return scratch
}

/** Writes the cells that rules have changed, and what players have gained by it. */
export function commit(w: Table): void {
  const { game, first, scratch } = boardOf(w)
  const cells = cellsOf(w)
  const { value } = w.c.Cell
  for (let i = 0; i < scratch.length; i++) {
    if (scratch[i] !== cells[i]) value.set(first + i, scratch[i]!)
  }
  if (game.rewards === 'each' || game.turn(scratch) === TERMINAL) score(w, game.returns(scratch))
}

function score(w: Table, returns: readonly number[]): void {
  const { players } = boardOf(w)
  const { total, gain } = w.c.Player
  for (let i = 0; i < players.length; i++) {
    const me = players[i]!
    const now = returns[i]!
    const gained = now - total.get(me)
    if (gain.get(me) !== gained) gain.set(me, gained)
    if (gained !== 0) total.set(me, now)
  }
}

/** The player that a seat is: games number them in seat order. */
export const playerOf = (seat: Seat): number => seat.index
