import { describe, test, vi } from 'vitest'
import { isPolicy } from '../../agents/index.js'
import { type AnyWorld, isCoactError, type Policy } from '../../engine/index.js'
import { isScenario, type ScenarioData, shipped } from '../registry.js'
import { conformPolicy } from './policy.js'
import { toScenario } from './subject.js'

vi.setConfig({ testTimeout: 30_000 })

// Every policy that ships, on the first scenario that it can play.
const { worlds, scenarios, policies } = await shipped()

/** Scenarios one of each world, as they are found. */
function* firsts(): Generator<readonly [AnyWorld, ScenarioData]> {
  const seen = new Set<string>()
  for (const s of scenarios.values()) {
    const id = isScenario(s) ? s.world.id : String(s['world']).replace(/@.*$/, '')
    if (seen.has(id)) continue
    seen.add(id)
    yield [worlds.get(id)!, s as ScenarioData]
  }
}

function playable(policy: Policy): ScenarioData | undefined {
  for (const [world, data] of firsts()) {
    if (policy.world !== '*' && policy.world !== world.id) continue
    try {
      policy.fits?.(toScenario(world, data))
      return data
    } catch (e) {
      if (!isCoactError(e)) throw e
    }
  }
  return undefined
}

const single = [...policies.values()].filter(isPolicy)

describe.each(single)('the policy $id', (policy) => {
  const scenario = playable(policy)
  const options = { scenarios: scenario === undefined ? [] : [scenario], seeds: [1], ticks: 8 }
  test('has something to play', ({ expect }) => {
    expect(scenario).toBeDefined()
  })
  for (const { name, run } of conformPolicy(policy, options)) test(name, run)
})
