import { expect, test } from 'vitest'
import { startOf } from '../../../engine/index.js'
import { baseline } from '../../kernels/board/testing/baseline.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { greedyCollector } from './collector.js'
import { coinGameRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { coinGame } from './world.js'

const SMALL = { rows: 2, columns: 4, numCoinsPerColor: 1, episodeLength: 4 }

/** A row so full that deals come again. */
const FULL = { rows: 1, columns: 5, numCoinsPerColor: 1, episodeLength: 4 }
gameLaws({ beside: import.meta.url, world: coinGame, scenarios, params: [SMALL, FULL] })

const [UP, DOWN, LEFT, RIGHT, STAND] = [0, 1, 2, 3, 4]

/** Players at the left and right end of the upper row; coins a, b between them, c below the second. */
function played(...moves: (number | undefined)[]) {
  const game = coinGameRules(coinGame.params.parse({ ...SMALL, episodeLength: 6 }))
  const s = startOf(game)
  for (const outcome of [0, 1, 0, 3, 1, 2, 7]) game.apply(s, outcome)
  for (const move of moves) game.apply(s, move!)
  return { game, s, board: game.text(s).split('\n').slice(-4, -2).join('/') }
}

test('players take the coins that they step on, of any colour', () => {
  const { game, s, board } = played(RIGHT, LEFT)
  expect(board).toBe('| 01 |/|   c|')
  expect(game.observation(s, 1)).toContain('player1 0 1 0 ')
})

test('edges and other players are in the way', () => {
  expect(played(UP, RIGHT).board).toBe('|0ab1|/|   c|')
  expect(played(RIGHT, LEFT, RIGHT, LEFT).board).toBe('| 01 |/|   c|')
})

test.each([
  ['one coin of each: 1 + 1', [RIGHT, LEFT, STAND, STAND, STAND, STAND], [2, 2]],
  [
    'one of everybody’s colours and one of nobody’s: 1 + 0 − 1, 0 + 1 − 1',
    [RIGHT, DOWN, STAND, STAND, STAND, STAND],
    [0, 0],
  ],
  ['nothing', [STAND, STAND, STAND, STAND, STAND, STAND], [0, 0]],
])('at the end the coins count: %s', (_, moves, expected) => {
  const { game, s } = played(...moves)
  expect(game.returns(s)).toEqual(expected)
})

test('more coins than the field holds are refused', () => {
  expect(coinGame.validate!(coinGame.params.parse({ rows: 2, columns: 2 }))).toMatchObject([
    { path: 'numCoinsPerColor', expected: 'at most 4 together', got: '14' },
  ])
})

test.each([
  ['coinGame', 2],
  ['coinGameSmall', 3],
] as const)(
  '%s: those who take what they like are all better off than by chance',
  (name, players) => {
    const policies = Array.from({ length: players }, () => greedyCollector)
    const { means, randomMeans, better } = baseline(coinGame, scenarios[name], policies)
    expect(better).toBeGreaterThanOrEqual(95)
    expect(Math.min(...means)).toBeGreaterThan(Math.max(...randomMeans) + 5)
  },
  60_000,
)
