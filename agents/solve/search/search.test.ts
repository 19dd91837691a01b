import { describe, expect, test } from 'vitest'
import {
  createEpisode,
  createStreams,
  createTurns,
  defineScenario,
  type Game,
  startOf,
} from '../../../engine/index.js'
import { ticTacToe, ticTacToeRules } from '../../../worlds/index.js'
import { guessing, matrixGame } from '../testing/games.js'
import { alphaBeta } from './alpha-beta.js'
import { episodeField, gameField } from './field.js'
import { mcts } from './mcts.js'

const rng = (seed: number) => createStreams(`${seed}`, {}, false).stream('test')

/** Tic-tac-toe after some moves. */
const board = (...moves: readonly number[]): Int32Array => {
  const s = startOf(ticTacToeRules)
  for (const move of moves) ticTacToeRules.apply(s, move)
  return s
}

describe('alpha-beta', () => {
  test('sees that tic-tac-toe is a draw', () => {
    const { value, isExact, depth } = alphaBeta(gameField(ticTacToeRules, board()), {
      nodes: 1_000_000,
    })
    expect({ value, isExact, depth }).toEqual({ value: 0, isExact: true, depth: 9 })
  })

  test('prefers early wins and late losses', () => {
    // x wins at 6 at once (0, 3, 6); later wins exist, too.
    expect(alphaBeta(gameField(ticTacToeRules, board(0, 1, 3, 4)), {}).best).toBe(
      ticTacToeRules.legal(board(0, 1, 3, 4), 0).indexOf(6),
    )
    // o is lost against the fork at 0, 8, 2, but blocks one of the lines rather than lose at once.
    const forked = board(0, 4, 8, 6, 2)
    const { best, value } = alphaBeta(gameField(ticTacToeRules, forked), {})
    expect(value).toBeLessThan(-0.999)
    expect([1, 5]).toContain(ticTacToeRules.legal(forked, 1)[best])
  })

  test('stops at the depth it is given, and near the number of positions', () => {
    const shallow = alphaBeta(gameField(ticTacToeRules, board()), { depth: 2 })
    expect(shallow).toMatchObject({ depth: 2, isExact: false, value: 0 })
    const few = alphaBeta(gameField(ticTacToeRules, board()), { nodes: 500 })
    expect(few.isExact).toBe(false)
    expect(few.nodes).toBeLessThanOrEqual(501)
    expect(few.depth).toBeGreaterThan(1)
  })

  test('leaves the field as it was', () => {
    const field = gameField(ticTacToeRules, board(4))
    alphaBeta(field, { nodes: 100 })
    expect(field.who()).toBe(1)
    expect(field.legal(1)).toHaveLength(8)
  })

  test('averages over chance, and refuses joint turns', () => {
    const wager: Game = {
      ...guessing,
      information: 'perfect',
      turn: (s) => (s[1] === 0 ? 0 : s[0] === 0 ? -1 : -4),
      legal: (s) => (s[1] === 0 ? [0, 1] : []),
      apply(s, move) {
        s[s[1] === 0 ? 1 : 0] = 1 + move
      },
    }
    // Betting that the guess is wrong: at odds of 3 to 1 for coin 0, guess 1 brings ½.
    const { best, value } = alphaBeta(gameField(wager, startOf(wager)), {})
    expect(best).toBe(1)
    expect(value).toBeCloseTo(0.5, 5)
    const joint = matrixGame([[1]], [[-1]])
    expect(() =>
      alphaBeta(
        { ...gameField(joint, startOf(joint)), who: () => (field++ === 0 ? 0 : -2), move() {} },
        { depth: 3 },
      ),
    ).toThrow('solve/joint-turn')
  })
})

let field = 0

describe('a copy of an episode', () => {
  const scenario = defineScenario(ticTacToe, { agents: { ada: {}, bob: {} }, horizon: 20 })

  test('is searched like the rules themselves', () => {
    const episode = createEpisode(scenario, { seed: 0 })
    const { turn } = createTurns(episode).open(0, new AbortController().signal)
    const overCopy = alphaBeta(episodeField(turn.simulation!()), { depth: 4 })
    const overRules = alphaBeta(gameField(turn.game!, turn.position!()), { depth: 4 })
    expect(overCopy).toEqual(overRules)
    const luck = (f: typeof episodeField) =>
      mcts(f(turn.simulation!()), 0, rng(1), { simulations: 30 })
    expect(luck(episodeField)).toEqual(
      mcts({ ...gameField(turn.game!, turn.position!()), maxReturn: Infinity }, 0, rng(1), {
        simulations: 30,
      }),
    )
    expect(episode.tick).toBe(0)
  })
})

describe('mcts', () => {
  test('proves a win and stops', () => {
    const found = mcts(gameField(ticTacToeRules, board(0, 3, 1, 4)), 0, rng(1), {
      simulations: 1000,
    })
    expect(ticTacToeRules.legal(board(0, 3, 1, 4), 0)[found.best]).toBe(2)
    expect(found.simulations).toBeLessThan(50)
  })

  test('comes to block', () => {
    const s = board(0, 8, 1)
    const found = mcts(gameField(ticTacToeRules, s), 1, rng(3), { simulations: 500 })
    expect(ticTacToeRules.legal(s, 1)[found.best]).toBe(2)
  })

  test('does not take a little that is sure for much that is likely', () => {
    // Move 0 ends the game and brings 1. Move 1 goes on to a pick among six, all but one of which bring 8.
    const gamble: Game = {
      ...ticTacToeRules,
      players: 1,
      moves: 6,
      utility: 'general-sum',
      minReturn: 0,
      maxReturn: 10,
      turn: (s) => (s[0] === 0 || (s[0] === 2 && s[1] === 0) ? 0 : -4),
      legal: (s) => (s[0] === 0 ? [0, 1] : [0, 1, 2, 3, 4, 5]),
      apply(s, move) {
        s[s[0] === 0 ? 0 : 1] = move + 1
      },
      returns: (s) => [s[0] === 1 ? 1 : s[1]! > 1 ? 8 : 0],
    }
    const found = mcts(gameField(gamble, new Int32Array(9)), 0, rng(1), { simulations: 6 })
    expect(found.best).toBe(1)
    const all = mcts(gameField(gamble, new Int32Array(9)), 0, rng(1), { simulations: 500 })
    expect(all.best).toBe(1)
    expect(all.simulations).toBeLessThan(50)
  })

  test('one simulation is enough to choose a move', () => {
    const { best, visits } = mcts(gameField(ticTacToeRules, board()), 0, rng(1), { simulations: 1 })
    expect(best).toBe(0)
    expect(visits).toHaveLength(9)
  })

  test('in joint turns each player finds its dominant move', () => {
    const prisoners = matrixGame(
      [
        [5, 0],
        [10, 1],
      ],
      [
        [5, 10],
        [0, 1],
      ],
    )
    for (const me of [0, 1]) {
      const found = mcts(gameField(prisoners, startOf(prisoners)), me, rng(me), {
        simulations: 400,
        uctC: 4,
      })
      expect(found.best).toBe(1)
      expect(found.visits[0]! + found.visits[1]!).toBe(399)
    }
  })
})
