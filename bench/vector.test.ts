import { describe, expect, test } from 'vitest'
import { actionCatalog, createEpisode, type Episode, vector } from '../engine/index.js'
import { toScenario } from './kit/subject.js'
import { isScenario, shipped, worldNamed } from './registry.js'

const EPISODES = 3
const STEPS = 40

const registry = await shipped()
const read = (given: Parameters<typeof toScenario>[1]): ReturnType<typeof toScenario> =>
  isScenario(given)
    ? given
    : toScenario(worldNamed(registry, String(given['world']).replace(/@\d+$/, '')), given)
const scenarios = [...registry.scenarios.values()].map(read).filter((s) => s.world.vector)

/** Lets chance and the world move until an agent is asked. */
function settle(episode: Episode): void {
  while (episode.end === undefined && episode.asked().length === 0) episode.step([])
}

describe('a vector goes as its episodes do one by one', () => {
  test('in worlds that have one', () => {
    expect(new Set(scenarios.map((s) => s.world.id)).size).toBeGreaterThan(1)
  })
  test.each(scenarios.map((s) => [s.id, s] as const))(
    '%s',
    (_, scenario) => {
      const v = vector(scenario, { episodes: EPISODES, seed: 7 })
      const { idOf } = actionCatalog(scenario.world)
      const agents = v.agents.length
      const ids = new Int16Array(EPISODES * agents)
      const alone: Episode[] = []
      for (let n = 0; n < STEPS; n++) {
        for (let e = 0; e < EPISODES; e++) {
          if (n === 0 || alone[e]!.end !== undefined) {
            // The vector's step after an end began the next one.
            alone[e] = createEpisode(v.scenario, { seed: v.seedOf(e) })
            settle(alone[e]!)
          } else {
            alone[e]!.stepIds(ids.subarray(e * agents, (e + 1) * agents))
            settle(alone[e]!)
          }
          const episode = alone[e]!
          expect(v.dones[e]).toBe(episode.end === undefined || n === 0 ? 0 : 1)
          for (const seat of episode.seats) {
            const row = e * agents + seat.index
            const seen = new Float32Array(v.length)
            scenario.world.vector!.write(episode.w, seat.entity, seat, seen)
            const told = v.observations.subarray(row * v.length, (row + 1) * v.length)
            expect(seen.findIndex((n, i) => n !== told[i])).toBe(-1)
            const asked = episode.asked().includes(seat.index)
            expect(v.asked[row]).toBe(asked ? 1 : 0)
            const mask = v.masks.subarray(row * v.actions, (row + 1) * v.actions)
            const legal = [...mask.keys()].filter((id) => mask[id] === 1)
            if (asked) expect(legal).toEqual(idsOf(episode.legal(seat.index).map(idOf)))
            else expect(legal).toEqual([])
            ids[row] = asked ? (legal[(n * 5 + row * 3) % legal.length] ?? -1) : -1
          }
        }
        v.step(ids)
      }
    },
    60_000,
  )
})

/** Not every legal action has an id. */
const idsOf = (ids: readonly number[]): number[] =>
  ids.filter((id) => id >= 0).sort((a, b) => a - b)
