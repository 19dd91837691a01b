import { describe, it } from 'vitest'
import { conform, conformPolicy, type ScenarioData } from '../../bench/index.js'
import { depot, depotCrew, depotScenarios } from './index.js'

const all = Object.values(depotScenarios) as ScenarioData[]

describe('the world depot', () => {
  const checks = conform(depot, {
    scenarios: all,
    mayFail: ['wrong-code'],
    invariants: {
      'nobody is outside': (w) => {
        const outside = [...w.each('Worker')].find((e) => {
          const x = w.c.Worker.x.get(e)
          return x < 0 || x >= w.params.length
        })
        return outside === undefined ? undefined : `worker ${outside} is outside`
      },
      'coins are neither made nor lost': (w) => {
        const before = w.params.workers.reduce((sum, { coins }) => sum + coins, 0)
        const now = [...w.each('Worker')].reduce((sum, e) => sum + w.c.Worker.coins.get(e), 0)
        return now === before ? undefined : `${now} coins, not ${before}`
      },
      'nobody carries more than it can': (w) => {
        const over = w.agents.find(
          ({ index, entity }) =>
            w.rel.carry.children(entity).length > (w.params.workers[index]?.hands ?? 0),
        )
        return over === undefined ? undefined : `${over.name} does`
      },
    },
    baseline: {
      policies: { '*': depotCrew },
      seeds: 20,
      better: ({ agents }) => Object.values(agents).reduce((sum, { reward }) => sum + reward, 0),
    },
    golden: {
      file: new URL('golden.txt', import.meta.url),
      seed: 1,
      policies: { '*': depotCrew },
      scenario: depotScenarios['depot-plan'] as ScenarioData,
      ticks: 60,
    },
    readme: new URL('README.md', import.meta.url),
  })
  for (const { name, run } of checks) it(name, run, 120_000)
})

describe('the policy depot-crew', () => {
  const checks = conformPolicy(depotCrew, { scenarios: all })
  for (const { name, run } of checks) it(name, run, 60_000)
})
