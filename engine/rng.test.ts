import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEpisode, createStreams } from './index.js'
import { doing, type Lane, laneEpisode, laneScenario, places } from './testing/lane.js'

const three = (seed: string, label: string): number[] => {
  const rng = createStreams(seed, {}, false).stream(label)
  return [rng.float(), rng.int(1000), rng.int(2)]
}

describe('a stream', () => {
  it('gives the same values for the same seed and label, in every release', () => {
    expect(three('7', 'setup')).toMatchInlineSnapshot(`
      [
        0.06902297749184072,
        163,
        0,
      ]
    `)
    expect(three('7', 'system:grow')).toMatchInlineSnapshot(`
      [
        0.874631934100762,
        198,
        0,
      ]
    `)
    expect(three('8', 'setup')).toMatchInlineSnapshot(`
      [
        0.9042965308763087,
        842,
        1,
      ]
    `)
    expect(
      createStreams('7', {}, false).stream('deck').shuffle([1, 2, 3, 4, 5, 6, 7]),
    ).toMatchInlineSnapshot(`
      [
        1,
        7,
        2,
        6,
        4,
        3,
        5,
      ]
    `)
  })

  it('is not moved by draws from others', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c')), (labels) => {
        const streams = createStreams('7', {}, false)
        const drawn = labels.map((label) => [label, streams.stream(label).float()] as const)
        const alone = createStreams('7', {}, false).stream('b')
        expect(drawn.filter(([label]) => label === 'b').map(([, v]) => v)).toEqual(
          labels.filter((label) => label === 'b').map(() => alone.float()),
        )
      }),
    )
  })

  it('goes on exactly where it was saved', () => {
    fc.assert(
      fc.property(fc.nat({ max: 50 }), fc.nat({ max: 50 }), (before, after) => {
        const streams = createStreams('7', {}, true)
        const held = streams.stream('a')
        for (let i = 0; i < before; i++) streams.stream(i % 3 === 0 ? 'b' : 'a').float()
        const state = JSON.parse(JSON.stringify(streams.save()))
        const expected = Array.from({ length: 9 }, () => [
          streams.stream('a').float(),
          streams.stream('b').int(6),
        ])
        for (let i = 0; i < after; i++) streams.stream(i % 2 === 0 ? 'c' : 'b').float()
        streams.restore(state)
        expect(Array.from({ length: 9 }, () => [held.float(), streams.stream('b').int(6)])).toEqual(
          expected,
        )
        const fresh = createStreams('7', {}, true)
        fresh.restore(state)
        expect(fresh.save()).toEqual(state)
        expect(
          Array.from({ length: 9 }, () => [fresh.stream('a').float(), fresh.stream('b').int(6)]),
        ).toEqual(expected)
      }),
    )
  })

  it('stays within what is asked', () => {
    const rng = createStreams('7', {}, false).stream('a')
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4294967296 }),
        fc.integer({ min: -50, max: 50 }),
        (n, from) => {
          const i = rng.int(n)
          expect(Number.isInteger(i) && i >= 0 && i < n).toBe(true)
          const r = rng.range(from, from + 3)
          expect(r >= from && r <= from + 3).toBe(true)
          expect(rng.pick([from])).toBe(from)
          expect([rng.chance(0), rng.chance(1)]).toEqual([false, true])
        },
      ),
    )
    const list = Object.freeze([1, 2, 3, 4, 5])
    expect(rng.shuffle(list).sort()).toEqual(list)
  })

  it('needs a seed', () => {
    expect(() => createStreams('', {}, false)).toThrow('seed/empty')
    expect(() => createEpisode(laneScenario(), { seed: '' })).toThrow('seed/empty')
  })

  it('is the same for the seed 7 and the seed "7"', () => {
    const chain = (seed: number | string) => {
      const episode = laneEpisode(
        { systems: [(w: Lane) => w.emit('luck', w.rng.float())] },
        {},
        { seed },
      )
      return episode.step([]).chain
    }
    expect(chain(7)).toBe(chain('7'))
    expect(chain(7)).not.toBe(chain(8))
  })
})

describe('draws', () => {
  it('land in the frame, by stream, in the order in which the streams were first drawn from', () => {
    const deal = (w: Lane): void => {
      w.stream('deck').int(52)
      w.rng.int(3)
      w.stream('deck').int(51)
    }
    const episode = laneEpisode({ systems: [deal] })
    const { draws } = episode.step([doing('roll'), doing('roll')])
    expect(draws.map((d) => [d.stream, d.values.length])).toEqual([
      ['action:roll', 2],
      ['world:deck', 2],
      ['system:0', 1],
    ])
    expect(draws[0]!.values).toEqual(places(episode))
    expect(episode.step([]).draws.map((d) => d.stream)).toEqual(['world:deck', 'system:0'])
  })
})

describe('a tape', () => {
  const rolling = (tape: readonly number[]) =>
    laneEpisode({}, {}, { tapes: { 'action:roll': tape } })

  it('gives its outcomes in order, and the frame shows them', () => {
    const episode = rolling([3, 1, 5])
    expect(episode.step([doing('roll'), doing('roll')]).draws).toEqual([
      { stream: 'action:roll', values: [3, 1] },
    ])
    expect(places(episode)).toEqual([3, 1])
    episode.step([doing('roll')])
    expect(places(episode)).toEqual([5, 1])
  })

  it('is found again at its place after a restore', () => {
    const episode = rolling([3, 1, 5])
    episode.step([doing('roll')])
    const other = rolling([3, 1, 5])
    other.restore(episode.save())
    other.step([doing('roll')])
    expect(places(other)).toEqual([1, 0])
  })

  it('plays a recorded run again: its draws, fed back, give the same chain', () => {
    const recorded = laneEpisode()
    const tape: number[] = []
    const chains: string[] = []
    for (let i = 0; i < 20; i++) {
      const frame = recorded.step([doing('roll'), doing('roll')])
      for (const d of frame.draws) tape.push(...d.values)
      chains.push(frame.chain)
    }
    const again = laneEpisode({}, {}, { seed: 'another', tapes: { 'action:roll': tape } })
    expect(chains.map(() => again.step([doing('roll'), doing('roll')]).chain)).toEqual(chains)
  })

  it('says where it has run out, or cannot be', () => {
    expect(() => rolling([]).step([doing('roll')])).toThrow(
      /tape\/exhausted.*tapes.action:roll\[0\]/s,
    )
    for (const bad of [6, -1, 0.5, NaN])
      expect(() => rolling([bad]).step([doing('roll')])).toThrow('tape/out-of-range')
  })

  it('of other streams changes nothing, also when a stream is called like a method of objects', () => {
    const streams = createStreams('7', { deck: [1] }, false)
    expect(streams.stream('constructor').int(1)).toBe(0)
  })
})
