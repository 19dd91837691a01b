import { expect, test } from 'vitest'
import { CHANCE, SIMULTANEOUS, startOf } from '../../../engine/index.js'
import { baseline } from '../../kernels/board/testing/baseline.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { applePicker, hunter } from './hunters.js'
import { monsterHuntRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { monsterHunt } from './world.js'

gameLaws({ beside: import.meta.url, world: monsterHunt, scenarios, params: [{ horizon: 1 }] })

const cell = (x: number, y: number): number => 5 * x + y

/** A joint stay when red, blue, the monster and both apples are on these cells. */
function stay(...places: readonly number[]) {
  const game = monsterHuntRules(2)
  const s = startOf(game)
  for (const place of places) game.apply(s, place)
  game.applyJoint!(s, [0, 0])
  return { game, s }
}
const FAR = [cell(0, 4), cell(1, 4)]

test('the monster comes a step nearer to the nearer player', () => {
  const { game, s } = stay(cell(0, 0), cell(4, 4), cell(3, 0), ...FAR)
  expect(game.turn(s)).toBe(SIMULTANEOUS)
  expect(game.view!(s, 0)).toMatchObject({ monster_pos: [2, 0] })
})

test.each([
  [
    'between the axes',
    [cell(0, 0), cell(4, 4), cell(1, 2)],
    [
      [cell(0, 2), 1],
      [cell(1, 1), 1],
    ],
  ],
  [
    'between players equally near',
    [cell(2, 0), cell(2, 4), cell(2, 2)],
    [
      [cell(2, 1), 2],
      [cell(2, 3), 2],
    ],
  ],
  [
    'between both',
    [cell(0, 2), cell(3, 3), cell(2, 2)],
    [
      [cell(1, 2), 2],
      [cell(2, 3), 1],
      [cell(3, 2), 1],
    ],
  ],
])('chance decides %s', (_, places, expected) => {
  const { game, s } = stay(...places, ...FAR)
  const { outcomes, weights } = game.chance!(s)
  expect(outcomes.map((o, i) => [o, weights![i]])).toEqual(expected)
})

test('the one whom it catches alone loses 2 and is put somewhere else', () => {
  const { game, s } = stay(cell(0, 0), cell(4, 4), cell(1, 0), ...FAR)
  expect(game.returns(s)).toEqual([-2, 0])
  expect(game.turn(s)).toBe(CHANCE)
  expect(game.chance!(s).outcomes).toHaveLength(21)
  game.apply(s, cell(2, 2))
  expect(game.view!(s, 0)).toMatchObject({ red_pos: [2, 2], monster_pos: [0, 0], red_monster: 1 })
})

test('two together get 5 each, and the monster is put somewhere else', () => {
  const { game, s } = stay(cell(0, 0), cell(0, 0), cell(1, 0), ...FAR)
  expect(game.returns(s)).toEqual([5, 5])
  game.apply(s, cell(3, 3))
  expect(game.view!(s, 0)).toMatchObject({ monster_pos: [3, 3], coop_monster: 1 })
})

test('an apple brings 2 to each who steps on it; two apples on one cell bring no more', () => {
  const apple = cell(0, 0)
  const { game, s } = stay(apple, apple, cell(4, 4), apple, apple)
  game.apply(s, game.chance!(s).outcomes[0]!)
  expect(game.returns(s)).toEqual([2, 2])
  expect(game.view!(s, 0)).toMatchObject({ apple1_pos: null, apple2_pos: null })
})

test('the monster eats apples that it steps on', () => {
  const { game, s } = stay(cell(0, 0), cell(4, 4), cell(3, 0), cell(2, 0), cell(0, 4))
  expect(game.returns(s)).toEqual([0, 0])
  expect(game.view!(s, 0)).toMatchObject({ apple1_pos: null, apple2_pos: [0, 4] })
})

test('hunters together get the monster again and again', () => {
  const { means, better } = baseline(monsterHunt, scenarios.monsterHunt, [hunter, hunter])
  expect(better).toBeGreaterThanOrEqual(95)
  expect(Math.min(...means)).toBeGreaterThan(120)
}, 60_000)

test('who only picks apples does well alone, whatever the other does', () => {
  const { means, better } = baseline(monsterHunt, scenarios.monsterHunt, [applePicker, undefined], {
    seats: [0],
  })
  expect(better).toBeGreaterThanOrEqual(95)
  expect(means[0]).toBeGreaterThan(25)
}, 60_000)
