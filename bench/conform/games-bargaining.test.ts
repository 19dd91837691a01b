import { expect, test } from 'vitest'
import { instancesOf } from './games-bargaining.js'
import type { RecordedPlay, RecordedState } from './games-rows.js'

const lines = (ball: number): string =>
  `Pool:    Book: 1, Hat: 2, Basketball: ${ball}\nP0 vals: Book: 8, Hat: 1, Basketball: 0\nP1 vals: Book: 4, Hat: 0, Basketball: 2\n`
const instance = (ball: number) => ({
  pool: [1, 2, ball],
  values: [
    [8, 1, 0],
    [4, 0, 2],
  ],
})
const recorded = (...states: Partial<RecordedState>[]): RecordedPlay => ({
  kind: 'play',
  source: 'fresh',
  game: 'bargaining',
  tolerance: 0,
  steps: states.map((s) => ({
    shown: { terminal: false, player: -1, history: [], text: '', ...s },
    chosen: 0,
  })),
})

test('all instances are read from the words of chance’s outcomes', () => {
  const legalTexts = [3, 1].map((ball) => `Sample game instance:\n${lines(ball)}`)
  expect(instancesOf(recorded({ legal: [0, 1], legalTexts }))).toEqual([instance(3), instance(1)])
})

test('without these, the one that was chosen stands in for all', () => {
  const play = recorded({ legal: [0, 1, 2] }, { text: `${lines(3)}Agreement reached? 0\n` })
  expect(instancesOf(play)).toEqual([instance(3), instance(3), instance(3)])
})

test('nothing is made up', () => {
  expect(instancesOf(recorded({ text: 'Initial chance node' }))).toBe(undefined)
})
