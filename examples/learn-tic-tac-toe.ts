// Learns tic-tac-toe by playing against itself: a table of what each board is worth to whoever has just moved, improved by
// temporal differences (Sutton and Barto, Reinforcement Learning, 2018, sections 1.5 and 6.5). Some seconds.
import { createStreams, type VectorEpisodes, vector } from 'coact'
import { ticTacToe } from 'coact/worlds'

const EPISODES = 32
const GAMES = 120_000
const RATE = 0.1
const EXPLORE = 0.2

const CELLS = 9
const POWERS = Array.from({ length: CELLS }, (_, cell) => 3 ** cell)
/** By board: the return that a player may expect who has just made the move that led to it. */
const worth = new Float32Array(3 ** CELLS)
const dice = createStreams('learn', {}, false).stream('choices')

/** The board that a row sees as a number: a digit for each cell, 0 empty, 1 cross, 2 nought. */
function boardOf({ observations, length }: VectorEpisodes, row: number): number {
  let board = 0
  for (let cell = 0; cell < CELLS; cell++) {
    const nought = observations[row * length + CELLS + cell]!
    const cross = observations[row * length + 2 * CELLS + cell]!
    board += (cross + 2 * nought) * POWERS[cell]!
  }
  return board
}

/** The board after a move of the row's player; even rows have the crosses. */
const after = (board: number, row: number, cell: number): number =>
  board + (1 + (row % 2)) * POWERS[cell]!

/** The legal move that leads to the best board. */
function best({ masks, actions }: VectorEpisodes, row: number, board: number): number {
  let move = -1
  for (let cell = 0; cell < CELLS; cell++) {
    if (masks[row * actions + cell] === 0) continue
    if (move < 0 || worth[after(board, row, cell)]! > worth[after(board, row, move)]!) move = cell
  }
  return move
}

function anyMove({ masks, actions }: VectorEpisodes, row: number): number {
  const legal = [...masks.subarray(row * actions, (row + 1) * actions).keys()]
  return dice.pick(legal.filter((cell) => masks[row * actions + cell] === 1))
}

/** Plays games against itself. What a board was worth moves towards what came of it. */
function train(games: number): void {
  const view = vector(ticTacToe, { episodes: EPISODES, seed: 1, autoReset: 'same-step' })
  const ids = new Int16Array(view.asked.length)
  /** By row: the board after its player's latest move, or -1. */
  const latest = new Int32Array(view.asked.length).fill(-1)
  const learn = (row: number, target: number): void => {
    const board = latest[row]!
    if (board >= 0) worth[board]! += RATE * (target - worth[board]!)
  }
  for (let played = 0; played < games; ) {
    for (let row = 0; row < ids.length; row++) {
      if (view.asked[row] === 0) continue
      const board = boardOf(view, row)
      const move = best(view, row, board)
      learn(row, worth[after(board, row, move)]!)
      ids[row] = dice.chance(EXPLORE) ? anyMove(view, row) : move
      latest[row] = after(board, row, ids[row]!)
    }
    view.step(ids)
    for (let row = 0; row < ids.length; row++) {
      if (view.dones[row >> 1] === 0) continue
      learn(row, view.rewards[row]!)
      latest[row] = -1
      played += row % 2
    }
  }
}

/** Shares of games won, drawn and lost in a seat against a player that does anything. */
function measure(seat: 0 | 1, games: number): { win: number; draw: number; loss: number } {
  const view = vector(ticTacToe, { episodes: EPISODES, seed: 2, autoReset: 'same-step' })
  const ids = new Int16Array(view.asked.length)
  const count = { win: 0, draw: 0, loss: 0 }
  let played = 0
  for (; played < games; ) {
    for (let row = 0; row < ids.length; row++) {
      if (view.asked[row] === 0) continue
      ids[row] = row % 2 === seat ? best(view, row, boardOf(view, row)) : anyMove(view, row)
    }
    view.step(ids)
    for (let e = 0; e < EPISODES; e++) {
      if (view.dones[e] === 0) continue
      played += 1
      const reward = view.rewards[2 * e + seat]!
      count[reward > 0 ? 'win' : reward < 0 ? 'loss' : 'draw'] += 1
    }
  }
  return { win: count.win / played, draw: count.draw / played, loss: count.loss / played }
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`.padStart(7)

function report(when: string): number {
  const seats = [0, 1] as const
  const losses = seats.map((seat) => {
    const { win, draw, loss } = measure(seat, 2000)
    const who = seat === 0 ? 'crosses' : 'noughts'
    console.log(
      `${when}, ${who}: won ${percent(win)}, drawn ${percent(draw)}, lost ${percent(loss)}`,
    )
    return loss
  })
  return Math.max(...losses)
}

report('before')
train(GAMES)
const lost = report('after ')
if (lost > 0.01) throw new Error(`It has not learned: it loses ${percent(lost)} of its games`)
