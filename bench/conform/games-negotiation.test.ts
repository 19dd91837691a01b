import { expect, test } from 'vitest'
import { settingOf } from './games-negotiation.js'
import type { RecordedPlay } from './games-rows.js'

const recorded = (...texts: string[]): RecordedPlay => ({
  kind: 'play',
  source: 'shipped',
  game: 'negotiation',
  tolerance: 1e-9,
  steps: texts.map((text) => ({
    shown: { history: [], terminal: false, player: -1, text },
    chosen: 0,
  })),
})

test('the setting is read from the first state that has one', () => {
  const text =
    'Max steps: 5\nItem pool: 0 1 4\nAgent 0 util vec: 2 9 4\nAgent 1 util vec: 1 9 10\nCurrent player: 0\n'
  expect(settingOf(recorded('Initial chance node', text))).toEqual({
    maxSteps: 5,
    pool: [0, 1, 4],
    values: [
      [2, 9, 4],
      [1, 9, 10],
    ],
  })
})

test('without such a state there is none', () => {
  expect(settingOf(recorded('Initial chance node'))).toBe(undefined)
})
