import { describe, expect, it } from 'vitest'
import { createEpisode, type Episode, parseScenarioFile } from '../../engine/index.js'
import { format, parse } from './grammar.js'
import { kitchen, kitchenScenarios } from './index.js'
import { observationSchema } from './observe.js'
import { kitchenParams } from './params.js'
import { outcomes, play, ROOM, start } from './testing/play.js'
import { LAYER, layersOf, vector } from './vector.js'

const episodes = Object.entries(kitchenScenarios).map(
  ([id, file]) =>
    [id, createEpisode(parseScenarioFile(file, [kitchen], id).scenario, { seed: 1 })] as const,
)

describe('what a cook sees', () => {
  it.each(episodes)('in %s fits its schema, and can be said in words', (_, episode) => {
    for (let tick = 0; tick < 30; tick++) {
      episode.stepIds(episode.seats.map((s) => (tick * 7 + s.index * 3) % 6))
      for (const { index } of episode.seats) {
        expect(observationSchema.safeParse(episode.observe(index)).error).toBe(undefined)
        expect(episode.observe(index)).toMatchObject({ me: index })
        expect(episode.describe(index)).toContain('Commands: MOVE')
      }
    }
  })

  it('is where all are and what they hold, what lies about, and how far pots are', () => {
    const episode = start({ ...ROOM, time: { all: 9 } })
    play(episode, 'w!en!!', '.')
    expect(episode.observe(1)).toMatchObject({
      tick: 6,
      me: 1,
      players: [
        { name: 'ada', at: [2, 1], facing: 'n', holds: null },
        { name: 'bob', at: [3, 1], facing: 'n', holds: null },
      ],
      counters: [],
      stations: [{ at: [2, 0], station: 'pot', contents: ['onion'], state: 'working', left: 8 }],
      orders: [{ soup: ['onion', 'onion', 'onion'], value: 20, time: 9, bonus: false }],
    })
    const words = episode.describe(0)
    expect(words).toContain('You are ada, at (2,1), facing north: a pot. You hold nothing.')
    expect(words).toContain('The pot at (2,0): onion; ready in 8 ticks.')
    expect(words).toContain('  O.12O')
  })

  it('tells in words the rules of what there is, and of nothing else', () => {
    const pots = start(ROOM).describe(0)
    expect(pots).toMatch(/A pot takes up to 3 .* INTERACT with empty hands starts it;/)
    expect(pots).toContain(
      '. floor, X counter, O onions, D dishes, P pot, S serving window; digits',
    )
    expect(pots).not.toContain('At a station')
    expect(start(ROOM, { profile: 'old' }).describe(0)).toContain('it starts when it is full')
    const bakery = start({
      grid: ['XXVXX', 'p1 2X', 'XXDSX'],
      sources: { p: 'potato' },
      stations: { oven: { symbol: 'V', does: 'bake' } },
      recipes: [{ makes: 'jacket-potato', at: 'oven', from: ['potato'] }],
      menu: [{ item: 'jacket-potato' }],
    }).describe(0)
    expect(bakery).toContain('At a station INTERACT with empty hands starts a complete recipe')
    expect(bakery).toContain('S serving window, p potato, V oven (bake); digits')
    expect(bakery).not.toMatch(/A pot|tomatoes/)
  })

  it('hides nothing', () => {
    expect(kitchen.information!(kitchenParams.parse({}))).toBe('perfect')
  })
})

describe('commands', () => {
  it('are read in capitals or not, and written as they are read', () => {
    for (const call of [
      { action: 'move', args: { dir: 'n' } },
      { action: 'move', args: { dir: 'w' } },
      { action: 'stay', args: {} },
      { action: 'interact', args: {} },
    ])
      expect(parse(undefined, format(call.action, call.args))).toEqual(call)
    expect(parse(undefined, '  move  Up ')).toEqual({ action: 'move', args: { dir: 'n' } })
  })

  it.each([
    ['', 'empty-command'],
    ['MOVE', 'bad-format'],
    ['MOVE around', 'bad-format'],
    ['MOVE north twice', 'bad-format'],
    ['STAY here', 'bad-format'],
    ['DANCE', 'unknown-command'],
  ])('%j is %s', (text, code) => {
    expect(parse(undefined, text)).toMatchObject({ reject: code })
  })

  it('do what they say', () => {
    const episode = start(ROOM)
    const frame = episode.step([{ do: [{ text: 'move west' }] }, { do: [{ text: 'jump' }] }])
    expect(outcomes(frame)).toEqual(['ok', 'unknown-command'])
    expect(outcomes(episode.step([{ do: [{ text: 'INTERACT' }] }]))).toEqual(['took'])
  })
})

describe('a kitchen as numbers', () => {
  const numbers = (episode: Episode, agent: number): Float32Array => {
    const { w, seats } = episode
    const out = new Float32Array(vector.length(w.params as never, seats.length))
    vector.write(w as never, seats[agent]!.entity, seats[agent]!, out)
    return out
  }

  it('has one length for a layout, and numbers from 0 to 1', () => {
    for (const [, episode] of episodes) {
      const all = episode.seats.map((s) => numbers(episode, s.index))
      for (const out of all) {
        expect(out.length).toBe(all[0]!.length)
        expect(out.every((v) => v >= 0 && v <= 1)).toBe(true)
      }
    }
  })

  it('shows oneself and others apart, and tells every change', () => {
    const episode = start({ ...ROOM, time: { all: 4 } })
    const cells = 20
    const at = (out: Float32Array, layer: number): number[] =>
      [...out.subarray(layer * cells, (layer + 1) * cells).entries()]
        .filter(([, v]) => v > 0)
        .map(([cell]) => cell)
    expect(at(numbers(episode, 0), LAYER.self)).toEqual([6])
    expect(at(numbers(episode, 1), LAYER.self)).toEqual([8])
    expect(at(numbers(episode, 1), LAYER.others)).toEqual([6])
    expect(at(numbers(episode, 0), LAYER.pot)).toEqual([2])
    const seen = new Set([numbers(episode, 0).join()])
    // Each of these ticks changes something: turning, taking, walking, turning, potting, starting, cooking until it is done.
    for (const deed of ['w', '!', 'e', 'n', '!', '!', '.', '.', '.']) {
      play(episode, deed)
      seen.add(numbers(episode, 0).join())
    }
    expect(seen.size).toBe(10)
    expect(at(numbers(episode, 0), LAYER.ready)).toEqual([2])
    expect(layersOf(episode.w.params as never) * cells).toBe(numbers(episode, 0).length)
  })
})
