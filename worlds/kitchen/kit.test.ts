import { describe, it } from 'vitest'
import { conform, conformPolicy, type ScenarioData } from '../../bench/index.js'
import { cook } from './cook/cook.js'
import { kitchen, kitchenScenarios } from './index.js'

/** Everything that an interaction may find out only when it is tried. */
const MAY_FAIL = [
  'nothing-there',
  'hands-full',
  'hands-empty',
  'counter-taken',
  'pot-full',
  'pot-empty',
  'not-ready',
  'cooking',
  'by-itself',
  'not-for-pot',
  'not-on-menu',
  'station-empty',
  'station-busy',
  'needs-dish',
  'needs-hands',
  'no-recipe',
]

const some: readonly ScenarioData[] = [
  'after-the-rush',
  'self-lighting-stoves',
  'three-in-a-row',
  'carrot-patties',
].map((id) => kitchenScenarios[id] as ScenarioData)

describe('the world kitchen', () => {
  const checks = conform(kitchen, {
    scenarios: some,
    mayFail: MAY_FAIL,
    baseline: {
      policies: { '*': cook },
      seeds: 5,
      better: ({ agents }) => Object.values(agents)[0]!.reward,
    },
    readme: new URL('README.md', import.meta.url),
  })
  for (const { name, run } of checks) it(name, run, 60_000)
})

describe('the policy cook', () => {
  const checks = conformPolicy(cook, { scenarios: some })
  for (const { name, run } of checks) it(name, run, 60_000)
})
