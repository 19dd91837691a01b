import { CoactError, type Game, startOf } from '../../../engine/index.js'
import type { Board, Table } from './state.js'

/** Lays the table: a cell for each number of the state, then a player for each agent. @throws CoactError `game/players` */
export function setup(w: Table, game: Game): void {
  if (w.agents.length !== game.players) {
    throw new CoactError('game/players', `${game.name} is for ${game.players} players`, {
      expected: `${game.players} agents`,
      got: String(w.agents.length),
      next: 'Change the agents of the scenario, or the parameter that says how many play.',
    })
  }
  const start = startOf(game)
  for (let i = 0; i < start.length; i++) w.spawn({ Cell: { value: start[i]! } }, game.cells[i]!)
  const returns = game.returns(start)
  for (const seat of w.agents) w.spawn({ Player: { total: returns[seat.index]! } }, seat)
}

/** What is derived after setup and after each restore. What holds no state is taken over from before. */
export function makeBoard(w: Table, game: Game): Board {
  const before = w.index as Board | undefined
  const first = w.each('Cell')[0] ?? 1
  const n = game.cells.length
  const { values } = w.c.Cell.value
  return {
    game,
    first,
    players: w.agents.map((seat) => seat.entity),
    values,
    cells: (values as Int32Array).subarray(first, first + n),
    scratch: before?.scratch ?? new Int32Array(n),
    moves: before?.moves ?? new Int32Array(game.players),
    alone: before?.alone ?? w.agents.map((seat) => Object.freeze([seat.index])),
  }
}
