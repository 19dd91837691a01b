import { conform, conformPolicy } from 'coact'
import { describe, it } from 'vitest'
import { greedy, harvest, windfall } from './harvest.js'

describe('the world harvest', () => {
  const checks = conform(harvest, {
    scenarios: [windfall],
    ticks: 120,
    mayFail: ['nothing-here'],
    invariants: {
      'everyone is in the field': (w) => {
        const { size } = w.params
        const outside = [...w.each('Body')].find((e) => {
          const [x, y] = [w.c.Body.x.get(e), w.c.Body.y.get(e)]
          return x < 0 || y < 0 || x >= size || y >= size
        })
        return outside === undefined ? undefined : `entity ${outside} is outside`
      },
    },
    baseline: {
      policies: { '*': greedy },
      seeds: 20,
      better: (result) => -result.ticks,
    },
  })
  for (const { name, run } of checks) it(name, run)
})

describe('the policy greedy', () => {
  for (const { name, run } of conformPolicy(greedy, { scenarios: [windfall] })) it(name, run)
})
