import { expect, test } from 'vitest'
import { reportLines } from './conform.node.js'

test('what is not built is counted apart, before the last line', () => {
  const gates = [
    { name: 'steps', passed: 3, failed: 1, first: 'step 7' },
    { name: 'rules', passed: 2, failed: 0, skipped: 'no scenes' },
  ]
  const notBuilt = [
    { name: 'hanabi', count: 4 },
    { name: 'go', count: 1 },
  ]
  expect(reportLines({ gates, notBuilt })).toEqual([
    'steps: 3 passed, 1 failed',
    '  first: step 7',
    'rules: 2 passed, 0 failed',
    '  skipped: no scenes',
    'not built: hanabi (4)',
    'not built: go (1)',
    '5 not built',
    '5 passed, 1 failed',
  ])
  expect(reportLines({ gates: [] })).toEqual(['0 passed, 0 failed'])
})
