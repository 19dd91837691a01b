import { expect, test } from 'vitest'
import { planner } from '../../../agents/index.js'
import {
  type AgentInput,
  createEpisode,
  createStreams,
  createTurns,
  parseScenarioFile,
} from '../../../engine/index.js'
import { CATEGORIES, type GeneratedScenario, generateHousehold, household } from '../index.js'

const never = new AbortController().signal

/** The same scenario in which rooms, things and agents have one another's names, and no text says anything. */
function shuffled(file: GeneratedScenario, seed: number): GeneratedScenario {
  const { params, agents } = file
  const things = params.things!
  const ids = [...params.rooms.map((r) => r.id), ...things.map((t) => t.id), ...Object.keys(agents)]
  const rng = createStreams(String(seed), {}, false).stream('shuffle')
  const others = rng.shuffle(ids.slice())
  const as = (id: string): string => others[ids.indexOf(id)]!
  const placed = <T extends string | undefined>(place: T): T =>
    place?.replace(/:(.*)/, (_, id: string) => `:${as(id)}`) as T
  return {
    ...file,
    params: {
      ...params,
      description: '',
      background: '',
      rooms: params.rooms.map((r) => ({
        ...r,
        id: as(r.id),
        name: as(r.id),
        links: r.links!.map(as),
      })),
      things: things.map((t) => ({
        ...t,
        id: as(t.id),
        name: as(t.id),
        at: placed(t.at),
        ...(t.door === undefined ? {} : { door: [as(t.door[0]), as(t.door[1])] as const }),
        properties: {},
      })) as never,
      bodies: Object.fromEntries(
        Object.entries(params.bodies!).map(([name, b]) => [
          as(name),
          { ...b, start: as(b.start!) },
        ]),
      ),
      tasks: params.tasks!.map((t) => ({
        ...t,
        text: 'something',
        checks: t.checks.map((c) => ({ ...c, thing: as(c.thing), place: placed(c.place) })),
      })),
    },
    agents: Object.fromEntries(Object.keys(agents).map((name) => [as(name), {}])),
  }
}

/** Lets planners play. @returns how many ticks they took, none when they did not get done */
function play(file: GeneratedScenario): number | undefined {
  const { scenario } = parseScenarioFile(JSON.parse(JSON.stringify(file)), [household])
  const agents = Object.fromEntries(
    Object.entries(scenario.agents).map(([name, spec]) => [name, { ...spec, policy: planner }]),
  )
  const episode = createEpisode({ ...scenario, agents }, { seed: 1, track: false })
  const turns = createTurns(episode)
  while (episode.end === undefined) {
    const inputs: AgentInput[] = episode.seats.map(({ index }) => {
      const { turn, close } = turns.open(index, never)
      return close(planner.decide(turn))
    })
    episode.step(inputs)
  }
  return episode.goals().every((g) => g.done) ? episode.tick : undefined
}

const cases = Array.from({ length: 40 }, (_, i) => ({
  category: CATEGORIES[i % CATEGORIES.length]!,
  seed: 100 + i,
  travel: i % 2 === 0 ? ('links' as const) : ('anywhere' as const),
}))

test.each(cases)('planners need no names to go by: $category $seed $travel', (given) => {
  const file = generateHousehold({ ...given, rooms: 4, objects: 40 })
  const plain = play(file)
  const renamed = play(shuffled(file, given.seed))
  expect([plain, renamed], 'ticks').toEqual([expect.any(Number), expect.any(Number)])
  // Whichever of equals comes first by name is tried first, so that luck differs.
  expect(renamed!).toBeLessThan(2 * plain! + 30)
})
