import { expect, test } from 'vitest'
import { harvest } from '../examples/harvest.js'
import {
  createEpisode,
  createTurns,
  defineScenario,
  defineTeamPolicy,
  defineUniversalTeamPolicy,
} from './index.js'

const scenario = defineScenario(harvest, { agents: { ada: {}, bob: {} } })
const turnOf = (agent: number) =>
  createTurns(createEpisode(scenario, { seed: 1 })).open(agent, () => new AbortController().signal)
    .turn

test('a team policy knows the types of its world', () => {
  const pair = defineTeamPolicy(harvest, {
    id: 'pair',
    memory: () => ({ n: 0 }),
    decideMany: (turns) =>
      Object.fromEntries(
        turns.map(({ agent, act, obs, memory }) => {
          memory.n += obs.apples.length
          // @ts-expect-error an unknown action
          void act.drink
          return [agent, act.eat()]
        }),
      ),
  })
  expect(pair).toMatchObject({ kind: 'policy', seats: 'many', world: 'harvest' })
  // @ts-expect-error a policy of another world
  expect(() => defineScenario({ ...harvest, id: 'other' }, { agents: { a: pair } })).not.toThrow()
})

test.each([
  ['at once', <T>(x: T) => x],
  ['later', <T>(x: T) => Promise.resolve(x)],
])('asked for one seat it decides for that one, %s', async (_, give) => {
  const policy = defineUniversalTeamPolicy({
    id: 'few',
    decideMany: (turns) => {
      expect(turns).toHaveLength(1)
      return give({ bob: { text: 'eat' } })
    },
  })
  expect(await policy.decide(turnOf(1))).toEqual({ text: 'eat' })
  expect(await policy.decide(turnOf(0))).toBeUndefined()
})
