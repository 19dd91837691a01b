import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  canonicalJson,
  type DocPatch,
  defineUniversalPolicy,
  type Episode,
  limits,
} from './index.js'
import { throughJson } from './testing/bytes.js'
import { type Lane, laneEpisode } from './testing/lane.js'

const policy = defineUniversalPolicy({
  id: 'thinker',
  memory: () => ({ seen: [1], mood: 'calm' }),
  decide: () => undefined,
})
const thinking = (): Episode => laneEpisode({}, { agents: { ada: policy, bob: {} } })
const remember = (episode: Episode, ...memory: DocPatch[]) => episode.step([{ memory }])

describe("an agent's memory", () => {
  it('begins as its policy says, a copy for each episode', () => {
    const shared = { list: [] as number[] }
    const sharing = defineUniversalPolicy({
      id: 'sharing',
      memory: () => shared,
      decide: () => undefined,
    })
    const episode = laneEpisode({}, { agents: { ada: sharing, bob: sharing } })
    shared.list.push(1)
    expect([episode.memory(0), episode.memory(1)]).toEqual([{ list: [] }, { list: [] }])
    expect(thinking().memory(1)).toBeUndefined()
  })

  it('must be plain data', () => {
    for (const memory of [() => new Date(0), () => ({ f: () => 1 }), () => expect.fail('no')]) {
      const odd = defineUniversalPolicy({ id: 'odd', memory, decide: () => undefined })
      expect(() => laneEpisode({}, { agents: { ada: odd } })).toThrow('policy/memory')
    }
  })

  it('changes by patches, which are in the frame with their cause', () => {
    const episode = thinking()
    const patches: DocPatch[] = [
      { op: 'add', path: ['seen', 1], value: 2 },
      { op: 'remove', path: ['mood'] },
    ]
    const frame = remember(episode, ...patches)
    expect(episode.memory(0)).toEqual({ seen: [1, 2] })
    expect(frame.diff.docs).toEqual([{ doc: 'memory:ada', patches, cause: 0 }])
    expect(frame.causes[0]).toBe('memory:ada')
  })

  it('can be made by an agent whose policy began without', () => {
    const episode = thinking()
    episode.step([null, { memory: [{ op: 'replace', path: [], value: { n: 1 } }] }])
    expect(episode.memory(1)).toEqual({ n: 1 })
  })

  it('cannot be changed from outside', () => {
    const episode = thinking()
    expect(() => (episode.memory(0) as { seen: number[] }).seen.push(9)).toThrow()
    const other = thinking()
    const state = throughJson(episode.save())
    other.restore(state)
    expect(() => (other.memory(0) as { seen: number[] }).seen.push(9)).toThrow()
  })

  it.each<[string, unknown]>([
    ['a place that is not there', { op: 'replace', path: ['a', 'b', 'c'], value: 1 }],
    ['a prototype', { op: 'add', path: ['__proto__', 'polluted'], value: 1 }],
    [
      'a prototype in a value',
      { op: 'add', path: ['x'], value: JSON.parse('{"__proto__":{"polluted":1}}') },
    ],
    ['a function', { op: 'add', path: ['x'], value: () => 1 }],
    ['a big integer', { op: 'add', path: ['x'], value: 10n }],
    ['too much', { op: 'add', path: ['x'], value: 'x'.repeat(limits.MEMORY_JSON_CHARS_MAX) }],
  ])('stays as it was when patched with %s, and an event says so', (_, patch) => {
    const episode = thinking()
    const frame = remember(episode, patch as DocPatch)
    expect(episode.memory(0)).toEqual({ seen: [1], mood: 'calm' })
    expect(frame.events).toMatchObject([{ type: 'memory-refused', data: { agent: 'ada' } }])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it.each<[string, unknown]>([
    ['is no list', { op: 'add' }],
    ['is no patch', ['add']],
    ['has no path', [{ op: 'add', value: 1 }]],
    ['has an unknown step', [{ op: 'move', path: [], value: 1 }]],
    ['goes far outside a list', [{ op: 'replace', path: ['seen', 4_000_000_000], value: 1 }]],
    ['makes a list of holes', [{ op: 'replace', path: ['seen', 'length'], value: 4_000_000_000 }]],
  ])('stays as it was when what comes %s, and the input is a failure', (_, memory) => {
    const episode = thinking()
    const frame = episode.step([{ memory: memory as DocPatch[] }])
    expect(episode.memory(0)).toEqual({ seen: [1], mood: 'calm' })
    expect(frame.inputs[0]?.failure?.type).toBe('bad-decision')
  })

  it('cannot grow beyond its limit by small steps', () => {
    const episode = thinking()
    const chunk = 'x'.repeat(Math.floor(0.3 * limits.MEMORY_JSON_CHARS_MAX))
    for (let i = 0; i < 6; i++) remember(episode, { op: 'add', path: [`k${i}`], value: chunk })
    expect(Object.keys(episode.memory(0) as object)).toEqual(['seen', 'mood', 'k0', 'k1', 'k2'])
  })
})

describe("the world's document", () => {
  const changed = (recipe: (d: Record<string, unknown>) => unknown) => {
    const episode = laneEpisode({ systems: [(w: Lane) => w.update(recipe as never)] })
    return [episode.step([]), episode] as const
  }

  it('begins with the defaults of its schema', () => {
    expect(laneEpisode().w.state).toEqual({ n: 0 })
  })

  it('takes a recipe that is an expression', () => {
    expect(changed((d) => Object.assign(d, { n: 5 }))[1].w.state).toEqual({ n: 5 })
  })

  it('keeps only what reads back the same: -0 is 0, undefined fields go', () => {
    const [, episode] = changed((d) => {
      d['n'] = -0
      d['list'] = [{ a: undefined, b: 1 }]
      d['gone'] = undefined
    })
    const state: unknown = episode.w.state
    expect(state).toStrictEqual({ n: 0, list: [{ b: 1 }] })
    expect(throughJson(state)).toStrictEqual(state)
  })

  it.each([NaN, Infinity, () => 1, 10n, new Date(0), new Map(), Symbol('s')])(
    'refuses %s',
    (value) => {
      expect(() => changed((d) => Object.assign(d, { n: value }))).toThrow('world/threw')
    },
  )
})

describe('canonical JSON', () => {
  it('is the same for equal values, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse())
        expect(canonicalJson(turned)).toBe(canonicalJson(value))
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
