import { expect, test } from 'vitest'
import { turnLevelAdvantages } from './index.js'

const rounded = (list: readonly number[]): number[] =>
  list.map((v) => Math.round(v * 1e9) / 1e9 + 0)

test('rewards are centred by role, added up from each turn on, and centred again', () => {
  const { baselines, games } = turnLevelAdvantages([
    { role: 'x', rewards: [0, 1] },
    { role: 'o', rewards: [0, 0, -1] },
    { role: 'x', rewards: [0, 0.5] },
  ])
  expect([...baselines]).toEqual([
    ['x', 0.375],
    ['o', -1 / 3],
  ])
  expect(games[0]!.centred).toEqual([-0.375, 0.625])
  expect(games[0]!.toGo).toEqual([0.25, 0.625])
  expect(games[2]!.toGo).toEqual([-0.25, 0.125])
  expect(rounded(games[0]!.advantages)).toEqual([0.0625, 0.4375])
  expect(rounded(games[1]!.toGo)).toEqual([0, -0.333333333, -0.666666667])
  expect(rounded(games[1]!.advantages)).toEqual([0.333333333, 0, -0.333333333])
})

test('a value that comes often counts once in the second mean', () => {
  const { games } = turnLevelAdvantages([
    { role: 0, rewards: [1] },
    { role: 0, rewards: [1] },
    { role: 0, rewards: [-2] },
  ])
  expect(games.map((g) => g.advantages)).toEqual([[1.5], [1.5], [-1.5]])
})

test('later rewards are discounted', () => {
  const { games } = turnLevelAdvantages([{ role: 0, rewards: [0, 0, 3, -3] }], { gamma: 0.5 })
  expect(games[0]!.toGo).toEqual([0.375, 0.75, 1.5, -3])
})

test.each([0, -1, 1.5, Number.NaN])('a discount of %d is refused', (gamma) => {
  expect(() => turnLevelAdvantages([], { gamma })).toThrow(/theory\/options/)
})
