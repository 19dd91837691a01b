import { describe, expect, test } from 'vitest'
import {
  type AgentInput,
  createEpisode,
  createTurns,
  type Episode,
  type EpisodeState,
  parseScenarioFile,
  type Scenario,
} from '../../engine/index.js'
import { generateHousehold, household } from '../../worlds/index.js'
import { planner } from './planner.js'
import { lampLine } from './testing/lamps.js'

const never = new AbortController().signal

/** The same scenario with an action model of its own, for which nothing has been indexed yet. */
const afresh = (scenario: Scenario): Scenario => ({
  ...scenario,
  world: { ...scenario.world, model: (profile) => ({ ...scenario.world.model!(profile)! }) },
})
const seated = (scenario: Scenario): Scenario => ({
  ...scenario,
  agents: Object.fromEntries(
    Object.entries(scenario.agents).map(([name, spec]) => [name, { ...spec, policy: planner }]),
  ),
})
const begin = (scenario: Scenario): Episode => createEpisode(seated(scenario), { seed: 1 })

/** Lets planners play an episode on to its end. @returns the chain hash of each tick */
function playOn(
  episode: Episode,
  ticks = Number.POSITIVE_INFINITY,
  saved?: EpisodeState[],
): string[] {
  const turns = createTurns(episode)
  const chains: string[] = []
  while (episode.end === undefined && chains.length < ticks) {
    saved?.push(structuredClone(episode.save()))
    const inputs: AgentInput[] = episode.seats.map(({ index }) => {
      const { turn, close } = turns.open(index, never)
      return close(planner.decide(turn))
    })
    expect(inputs.flatMap((i) => i.failure ?? [])).toEqual([])
    chains.push(episode.step(inputs).chain)
  }
  return chains
}

const generated = (category: 'compound_collaboration' | 'compound_reasoning', profile: string) =>
  parseScenarioFile(
    { ...generateHousehold({ category, seed: 3, rooms: 3, objects: 30, agents: 2 }), profile },
    [household],
  ).scenario

describe.each([
  ['strict, together', generated('compound_collaboration', 'strict')],
  ['strict, each alone', generated('compound_reasoning', 'strict')],
  ['compat', generated('compound_collaboration', 'compat')],
  [
    'another world',
    lampLine({
      length: 9,
      lamps: [
        { id: 'twin', buttons: [0, 8] },
        { id: 'red', buttons: [5], after: 'twin' },
      ],
      wanted: ['red', 'twin'],
      starts: { ada: 4, bob: 6 },
    }),
  ],
])('a game of two planners: %s', (_, scenario) => {
  const saved: EpisodeState[] = []
  const chains = playOn(begin(afresh(scenario)), 40, saved)

  test('goes on the same from every tick, with nothing kept but what was saved', () => {
    expect(chains.length).toBeGreaterThan(8)
    for (const [tick, state] of saved.entries()) {
      const episode = begin(afresh(scenario))
      episode.restore(structuredClone(state))
      // A step from each, and to the end from some.
      const ticks = tick % 5 === 0 ? chains.length - tick : 1
      expect(playOn(episode, ticks)).toEqual(chains.slice(tick, tick + ticks))
    }
  })
  test('goes on the same from an earlier tick after having been played on', () => {
    const episode = begin(scenario)
    playOn(episode, 40)
    for (const tick of [saved.length >> 1, 1, saved.length - 1, 0]) {
      episode.restore(structuredClone(saved[tick]!))
      expect(playOn(episode, chains.length - tick)).toEqual(chains.slice(tick))
    }
  })
  test('is the same when two are played in turns in one process', () => {
    const [a, b] = [begin(scenario), begin(scenario)]
    for (let tick = 0; tick < chains.length; tick++) {
      expect(playOn(a, 1)).toEqual([chains[tick]])
      expect(playOn(b, 1)).toEqual([chains[tick]])
    }
  })
})
