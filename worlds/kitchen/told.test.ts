import { expect, test } from 'vitest'
import { told } from './told.js'

test('what it is about is told by what ends it and what is rewarded', () => {
  expect(told({ target: undefined, reward: 'sparse' })).toContain('until the last tick')
  expect(told({ target: 1, reward: 'sparse' })).toContain('once 1 ordered dish was served')
  expect(told({ target: 6, reward: 'sparse' })).toContain('once 6 ordered dishes were served')
  expect(told({ target: 6, reward: 'sparse' })).not.toContain('little reward')
  expect(told({ target: 6, reward: 'shaped' })).toContain('little reward')
})
