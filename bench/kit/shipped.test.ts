import { describe, expect, test, vi } from 'vitest'
import { isScenario, shipped } from '../registry.js'
import { conform } from './conform.js'

vi.setConfig({ testTimeout: 30_000 })

// Every world that ships, as `worlds/index.ts` exports it: a new one is checked here without being named. What takes long
// or needs files of the world (its invariants, golden playthrough, baseline) is in the world's own tests:
//   for (const c of conform(world, { scenarios, invariants, golden, baseline, readme })) it(c.name, c.run)
const { worlds, scenarios } = await shipped()

describe.each([...worlds.values()])('the world $id', (world) => {
  const own = [...scenarios.values()].filter((s) =>
    isScenario(s) ? s.world.id === world.id : String(s['world']).startsWith(`${world.id}@`),
  )
  test('has scenarios', () => {
    expect(own.length).toBeGreaterThan(0)
  })
  const options = { scenarios: own.slice(0, 4), seeds: [1], ticks: 12 }
  for (const { name, run } of conform(world, options)) test(name, run)
})
