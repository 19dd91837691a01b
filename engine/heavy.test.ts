import { describe, expect, it } from 'vitest'
import { feast, restless } from '../examples/bazaar.js'
import { windfall } from '../examples/harvest.js'
import {
  type AgentInput,
  at,
  createEpisode,
  type Episode,
  type Frame,
  type Scenario,
} from './index.js'
import { throughJson } from './testing/bytes.js'
import { type Lane, laneEpisode } from './testing/lane.js'

type Driver = (tick: number, episode: Episode) => AgentInput[]

/** Saves after every tick, writes the state as bytes, and goes on from them in an episode that knows nothing else. */
function heavy(scenario: Scenario, decide: Driver, ticks: number): void {
  const steady = createEpisode(scenario, { seed: 7 })
  let shaken = createEpisode(scenario, { seed: 7 })
  for (let tick = 1; tick <= ticks && steady.end === undefined; tick++) {
    const state = throughJson(shaken.save())
    shaken = createEpisode(scenario, { seed: 7 })
    shaken.restore(state)
    const inputs = decide(tick, steady)
    const expected = steady.step(inputs)
    const got = shaken.step(inputs)
    if (got.chain !== expected.chain || text(got) !== text(expected)) {
      expect(got, `tick ${tick}`).toEqual(expected)
      expect.fail(`tick ${tick} differs in the order of something`)
    }
    if (tick % 100 === 0) expectSameState(shaken, steady)
  }
  expect(shaken.save()).toEqual(steady.save())
  expect(shaken.end).toBe(steady.end)
}

const text = (frame: Frame): string => JSON.stringify({ ...frame, inputs: null })

function expectSameState(a: Episode, b: Episode): void {
  expect(a.hash()).toBe(b.hash())
  expect(a.save()).toEqual(b.save())
  expect(a.asked()).toEqual(b.asked())
  for (const { index } of a.seats) {
    expect(a.observe(index)).toEqual(b.observe(index))
    expect(a.inbox(index)).toEqual(b.inbox(index))
    expect(a.memory(index)).toEqual(b.memory(index))
    expect(a.last(index)).toEqual(b.last(index))
    expect(a.reward(index)).toBe(b.reward(index))
  }
}

const wander: Driver = (tick, episode) =>
  episode.seats.map((seat) => ({
    do: [
      episode.legal(seat.index)[(tick * 7 + seat.index * 3) % episode.legal(seat.index).length]!,
    ],
  }))

describe('saving and restoring at every tick', () => {
  it('changes nothing in 3,000 ticks of spawning, removing, moving, marking, talking and remembering', () => {
    heavy(feast, (tick) => restless(tick), 3000)
  }, 60_000)

  it('changes nothing in a harvest', () => {
    heavy(windfall, wander, 300)
  })
})

describe('going back', () => {
  it('repeats what followed, in the episode that went on as in another', () => {
    const episode = createEpisode(feast, { seed: 7 })
    const states = [episode.save()]
    const chains: string[] = []
    for (let tick = 1; tick <= 200; tick++) {
      chains.push(episode.step(restless(tick)).chain)
      states.push(episode.save())
    }
    for (const from of [150, 3, 199, 0, 77]) {
      episode.restore(states[from]!)
      expect(episode.tick).toBe(from)
      for (let tick = from + 1; tick <= 200; tick++)
        expect(episode.step(restless(tick)).chain).toBe(chains[tick - 1])
    }
  })

  it('gives agents back the bodies that they had', () => {
    const swap = at(2, (w: Lane) => {
      const [ada] = w.agents
      w.remove(ada!.entity)
      w.spawn({ Walker: { x: 5 } }, ada)
      w.spawn({ Walker: { x: 6 } }, ada)
    })
    const episode = laneEpisode({}, { script: [swap] as never })
    episode.step([])
    const state = episode.save()
    const before = episode.seats[0]!.entities
    episode.step([])
    expect(episode.seats[0]!.entities).not.toEqual(before)
    episode.restore(state)
    expect(episode.seats[0]!.entities).toEqual(before)
    expect(episode.observe(0)).toEqual({ x: 0 })
  })

  it('leaves the saved state as it was', () => {
    const episode = createEpisode(feast, { seed: 7 })
    for (let tick = 1; tick <= 30; tick++) episode.step(restless(tick))
    const state = episode.save()
    const before = throughJson(state)
    for (let tick = 31; tick <= 60; tick++) episode.step(restless(tick))
    episode.restore(state)
    for (let tick = 31; tick <= 60; tick++) episode.step(restless(tick))
    expect(throughJson(state)).toEqual(before)
  })

  it('brings an ended episode back to life', () => {
    const episode = createEpisode(feast, { seed: 7 })
    const start = episode.save()
    episode.abort()
    expect(episode.asked()).toEqual([])
    episode.restore(start)
    expect(episode.end).toBeUndefined()
    expect(episode.asked()).toEqual([0, 1, 2, 3])
    expect(episode.step([]).tick).toBe(1)
  })

  it('refuses the state of another world', () => {
    const state = createEpisode(windfall, { seed: 7 }).save()
    expect(() => createEpisode(feast, { seed: 7 }).restore(state)).toThrow(/episode\/state/)
  })
})

describe('an untracked run', () => {
  it('has the hash of a tracked one at every tick, the first included', () => {
    const tracked = createEpisode(feast, { seed: 7 })
    const untracked = createEpisode(feast, { seed: 7, track: false })
    expect(untracked.hash()).toBe(tracked.first?.state)
    for (let tick = 1; tick <= 400; tick++) {
      const { state } = tracked.step(restless(tick))
      untracked.step(restless(tick))
      if (tick % 3 === 0) expect(untracked.hash(), `tick ${tick}`).toBe(state)
      if (tick % 50 === 0)
        expect(throughJson(untracked.save().store)).toEqual(throughJson(tracked.save().store))
    }
  })

  it('can be saved and gone on with in a tracked one', () => {
    const untracked = createEpisode(feast, { seed: 7, track: false })
    const tracked = createEpisode(feast, { seed: 7 })
    for (let tick = 1; tick <= 50; tick++) untracked.step(restless(tick))
    for (let tick = 1; tick <= 50; tick++) tracked.step(restless(tick))
    const other = createEpisode(feast, { seed: 7 })
    other.restore(untracked.save())
    for (let tick = 51; tick <= 100; tick++)
      expect(other.step(restless(tick)).state).toBe(tracked.step(restless(tick)).state)
  })
})
