import { expect, test } from 'vitest'
import { startOf } from '../../../engine/index.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { blottoRules, splitCount } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { blotto } from './world.js'

gameLaws({
  beside: import.meta.url,
  world: blotto,
  scenarios,
  params: [
    { coins: 3, turns: 'in-turn' },
    { coins: 3, fields: 1 },
    { players: 4, coins: 4, fields: 4 },
  ],
})

/** What all get for these splits. */
function returns(...splits: string[]): readonly number[] {
  const game = blottoRules({ players: splits.length, coins: 5, fields: 3 })
  const s = startOf(game)
  const move = (text: string, p: number): number =>
    game.legal(s, p).findIndex((m) => game.moveText(s, p, m) === text)
  game.applyJoint!(s, splits.map(move))
  return game.returns(s)
}

test.each([
  [
    ['[5,0,0]', '[0,2,3]'],
    [-1, 1],
  ],
  [
    ['[2,2,1]', '[2,1,2]'],
    [0, 0],
  ],
  [
    ['[1,2,2]', '[2,2,1]', '[0,0,5]'],
    [-1, 0.5, 0.5],
  ],
  [
    ['[5,0,0]', '[0,5,0]', '[3,1,1]'],
    [0, 0, 0],
  ],
  [
    ['[2,2,1]', '[1,1,3]', '[1,1,3]'],
    [1, -0.5, -0.5],
  ],
])('%j gives %j', (splits, expected) => {
  expect(returns(...splits)).toEqual(expected)
})

test('splits are counted without making them', () => {
  expect(splitCount(10, 3)).toBe(66)
  expect(blottoRules({ players: 2, coins: 4, fields: 5 }).moves).toBe(splitCount(4, 5))
})

test('too many splits are refused before they are made', () => {
  const problems = blotto.validate!(blotto.params.parse({ coins: 100, fields: 10 }))
  expect(problems[0]).toMatchObject({ path: 'params.coins', expected: 'at most 1024' })
})

test('a coin can lie on any of many fields', () => {
  const wide = blottoRules({ players: 2, coins: 1, fields: 1000 })
  expect(wide.moves).toBe(1000)
  const s = startOf(wide)
  expect(wide.moveText(s, 0, 0)).toMatch(/^\[0,0.*,1\]$/)
  expect(wide.moveText(s, 0, 999)).toMatch(/^\[1,0.*,0\]$/)
  const problems = blotto.validate!(blotto.params.parse({ coins: 1000, fields: 1000 }))
  expect(problems[0]).toMatchObject({ path: 'params.coins' })
})
