import { describe, expect, test } from 'vitest'
import { createEpisode } from '../engine/index.js'
import { legalDriver } from './kit/driver.js'
import { toScenario, unseated } from './kit/subject.js'
import { shipped, worldNamed } from './registry.js'

const registry = await shipped()
const idOf = (world: unknown): string => String(world).replace(/@\d+$/, '')
const scenarios = [...registry.scenarios.values()].map((s) =>
  unseated(
    toScenario(
      typeof s.world === 'object' && s.world !== null && 'id' in s.world
        ? worldNamed(registry, String(s.world.id))
        : worldNamed(registry, idOf(s.world)),
      s,
    ),
  ),
)

const TICKS = 12

/** Chain and state hashes, from the setup on. */
function chains(episode: ReturnType<typeof createEpisode>, driver: string): string[] {
  const drive = legalDriver(driver)
  const out = [episode.first?.chain ?? '', episode.hash()]
  for (let i = 0; i < TICKS && episode.end === undefined; i++) {
    out.push(episode.step(drive(episode)).chain, episode.hash())
  }
  return out
}

describe('an episode that is reset goes on as a new one', () => {
  test.each(scenarios.map((s) => [s.id, s] as const))('%s', (_, scenario) => {
    for (const track of [true, false]) {
      const used = createEpisode(scenario, { seed: 'before', track })
      chains(used, 'before')
      for (const seed of ['1', '2', '1']) {
        used.reset(seed)
        expect(chains(used, seed)).toEqual(chains(createEpisode(scenario, { seed, track }), seed))
      }
    }
  })
})
