import { expect, test } from 'vitest'
import {
  CHANCE,
  parseScenarioFile,
  SIMULTANEOUS,
  startOf,
  TERMINAL,
} from '../../../engine/index.js'
import { winsAgainstAnyMove } from '../../kernels/board/testing/duel.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { luck } from '../../kernels/board/testing/play.js'
import { matcher } from './matcher.js'
import { type Goofspiel, goofspielRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { goofspiel } from './world.js'

gameLaws({
  beside: import.meta.url,
  world: goofspiel,
  scenarios,
  params: [
    { numCards: 1 },
    { numCards: 6, numTurns: 3, impInfo: true, returnsType: 'point_difference' },
    { numCards: 5, players: 3, impInfo: true, egocentric: true, returnsType: 'total_points' },
    { numCards: 4, players: 4, pointsOrder: 'ascending', turns: 'in-turn' },
    { numCards: 13, impInfo: true },
  ],
  games: 8,
})

const rules = (params: Partial<Goofspiel> = {}) =>
  goofspielRules({
    numCards: 3,
    numTurns: -1,
    players: 2,
    pointsOrder: 'descending',
    impInfo: true,
    egocentric: false,
    returnsType: 'win_loss',
    ...params,
  })

/** Plays rounds of bids, by their values. */
function after(bids: readonly (readonly number[])[], params: Partial<Goofspiel> = {}) {
  const game = rules(params)
  const s = startOf(game)
  for (const round of bids)
    game.applyJoint!(
      s,
      round.map((b) => b - 1),
    )
  return { game, s }
}

test('the highest bid takes the points, and the last cards are played at once', () => {
  const { game, s } = after([
    [3, 1],
    [1, 2],
  ])
  expect(game.turn(s)).toBe(TERMINAL)
  expect(game.text(s)).toBe(
    'P0 hand: \nP1 hand: \nP0 actions: 2 0 1 \nP1 actions: 0 1 2 \nPoint card sequence: 3 2 1 \nPoints: 3 3 \n',
  )
  expect(game.returns(s)).toEqual([0, 0])
})

test('a tie for the highest bid takes nothing', () => {
  const { game, s } = after(
    [
      [3, 3],
      [1, 2],
    ],
    { returnsType: 'total_points' },
  )
  expect(game.returns(s)).toEqual([1, 2])
  expect(
    after(
      [
        [3, 3],
        [1, 2],
      ],
      { returnsType: 'point_difference' },
    ).game.returns(s),
  ).toEqual([-0.5, 0.5])
})

test('winners share, losers share', () => {
  const { game, s } = after(
    [
      [3, 3, 1],
      [1, 1, 2],
    ],
    { players: 3 },
  )
  expect(game.returns(s)).toEqual([-0.5, -0.5, 1])
})

test('a tie below the highest bid does not matter', () => {
  const { game, s } = after([[1, 1, 3]], { players: 3 })
  expect(game.observation(s, 0)).toContain('Win sequence: 2 \n')
})

test('in random order chance turns the point cards, the last one by itself', () => {
  const { game, s } = after([], { pointsOrder: 'random' })
  expect(game.turn(s)).toBe(CHANCE)
  game.apply(s, 1)
  expect(game.turn(s)).toBe(SIMULTANEOUS)
  game.applyJoint!(s, [0, 1])
  expect(game.chance!(s).outcomes).toEqual([0, 2])
  game.apply(s, 2)
  game.applyJoint!(s, [1, 2])
  expect(game.turn(s)).toBe(TERMINAL)
})

test('fewer rounds than cards leave cards in the hands', () => {
  const { game, s } = after([[2, 1]], { numTurns: 1 })
  expect(game.turn(s)).toBe(TERMINAL)
  expect(game.returns(s)).toEqual([1, -1])
})

test('whatever the other may have bid is drawn sooner or later', () => {
  const { game, s } = after(
    [
      [2, 1],
      [1, 3],
    ],
    { numCards: 5 },
  )
  const seen = new Set<string>()
  for (let i = 0; i < 500; i++) {
    const t = s.slice()
    game.redeal!(t, 0, luck(`bids/${i}`).int)
    seen.add(game.text(t).split('\n')[3]!)
  }
  expect([...seen].sort()).toEqual([1, 2, 3, 4].map((bid) => `P1 actions: 0 ${bid} `))
})

test('rounds that cannot be are refused', () => {
  const problems = goofspiel.validate!(goofspiel.params.parse({ numCards: 4, numTurns: 5 }))
  expect(problems).toMatchObject([{ path: 'params.numTurns' }])
})

test('matcher beats random moves', () => {
  const { scenario } = parseScenarioFile(scenarios.goofspiel, [goofspiel], 'goofspiel')
  expect(winsAgainstAnyMove(scenario, matcher)).toBeGreaterThanOrEqual(95)
})
