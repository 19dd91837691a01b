import { expect, test } from 'vitest'
import { startOf } from '../../../engine/index.js'
import { MATRICES } from '../../kernels/board/index.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { matrixRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { matrixGame } from './world.js'

const own = {
  rows: ['Up', 'Down'],
  columns: ['Left', 'Middle', 'Right'],
  payoffs: [
    [
      [1, 0],
      [0, 2],
      [0, 1],
    ],
    [
      [0, 3],
      [0.5, 1],
      [2, 0],
    ],
  ],
}

gameLaws({
  beside: import.meta.url,
  world: matrixGame,
  scenarios,
  params: [
    ...Object.keys(MATRICES).map((game) => ({ game })),
    { game: own },
    { game: 'mp3', turns: 'in-turn' },
  ],
})

/** The pay-offs of all pairs of moves of two players, by rows. */
function table(name: keyof typeof MATRICES): string {
  const game = matrixRules(MATRICES[name])
  const s = startOf(game)
  const [up, across] = [game.legal(s, 0), game.legal(s, 1)]
  const rows = up.map((row) =>
    across.map((column) => {
      s.fill(0)
      game.applyJoint!(s, [row, column])
      return game.returns(s).join(',')
    }),
  )
  return rows.map((row) => row.join(' ')).join(' / ')
}

test.each([
  ['pd', '5,5 0,10 / 10,0 1,1', 'general-sum'],
  ['sh', '2,2 0,1 / 1,0 1,1', 'general-sum'],
  ['bos', '3,2 0,0 / 0,0 2,3', 'general-sum'],
  ['cd', '0,0 4,1 / 1,4 3,3', 'general-sum'],
  ['coordination', '1,1 0,0 / 0,0 1,1', 'identical'],
  ['mp', '1,-1 -1,1 / -1,1 1,-1', 'zero-sum'],
  ['rps', '0,0 -1,1 1,-1 / 1,-1 0,0 -1,1 / -1,1 1,-1 0,0', 'zero-sum'],
  ['brps', '0,0 -25,25 50,-50 / 25,-25 0,0 -5,5 / -50,50 5,-5 0,0', 'zero-sum'],
  ['shapleys', '0,0 0,1 1,0 / 1,0 0,0 0,1 / 0,1 1,0 0,0', 'general-sum'],
  ['trust-dilemma', '4,4 -50,3 / 3,-50 1,1', 'general-sum'],
] as const)('%s pays %s', (name, payoffs, utility) => {
  expect(table(name)).toBe(payoffs)
  expect(matrixRules(MATRICES[name]).utility).toBe(utility)
})

test('three players match pennies in a ring, the third against the first', () => {
  const game = matrixRules(MATRICES.mp3)
  const s = startOf(game)
  game.applyJoint!(s, [0, 0, 1])
  expect(game.returns(s)).toEqual([1, -1, 1])
  expect(game.text(s)).toBe(
    'Normal form game default NFGState::ToString. Terminal, history: 0, 0, 1, returns: 1,-1,1',
  )
})

test('a table that does not fit its moves is refused', () => {
  const game = { ...own, payoffs: own.payoffs.slice(1) }
  expect(matrixGame.validate!(matrixGame.params.parse({ game }))).toMatchObject([
    { path: 'params.game.payoffs', expected: '2 rows of 3 pairs', got: 'rows of 3 pairs' },
  ])
  expect(matrixGame.validate!(matrixGame.params.parse({ game: own }))).toEqual([])
})
