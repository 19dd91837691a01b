import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { feast } from '../examples/bazaar.js'
import { type AgentInput, createEpisode, type Frame, isCoactError } from './index.js'
import { throughJson } from './testing/bytes.js'
import { doing, type Lane, laneEpisode } from './testing/lane.js'

const KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'length',
  'hasOwnProperty',
  '',
  'do',
  'say',
  'id',
  'text',
  'action',
]
const key = fc.constantFrom(...KEYS)
const odd = fc.constantFrom<unknown[]>(
  undefined,
  null,
  NaN,
  -0,
  10n,
  Symbol('s'),
  () => 1,
  new Map([[1, 2]]),
  new Date(0),
  Object.create(null),
  '\ud800',
  '\u0000\u001b[2J\u202e',
  'x'.repeat(1_000_000),
  JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
  nested(20_000),
  cyclic(),
)

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value }
  return value
}
function cyclic(): unknown {
  const value: Record<string, unknown> = {}
  value['self'] = [value]
  return value
}

const rubbish: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ noUnicodeString: false }) },
  { weight: 2, arbitrary: odd },
  { weight: 1, arbitrary: key },
  { weight: 1, arbitrary: fc.dictionary(key, fc.oneof(fc.jsonValue(), odd)) },
)
const or = <T>(sound: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 3, arbitrary: sound }, { weight: 1, arbitrary: rubbish })
const listOf = (item: fc.Arbitrary<unknown>) => or(fc.array(item, { maxLength: 12 }))
const fields = (shape: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record(shape, { requiredKeys: [] })

const action = or(
  fc.oneof(
    fields({
      action: or(fc.constantFrom('step', 'jump', 'grab', 'roll', 'shout', 'take', 'sell')),
      args: or(fc.dictionary(fc.oneof(key, fc.constantFrom('by', 'to', 'what')), rubbish)),
    }),
    fields({ text: or(fc.string()) }),
    fields({ id: or(fc.integer({ min: -2, max: 20 })) }),
  ),
)
const message = or(
  fields({
    to: or(fc.constantFrom('all', 'team', 'ada', 'bob')),
    type: or(fc.constantFrom('text', 'offer')),
    body: rubbish,
  }),
)
const patch = or(
  fields({
    op: or(fc.constantFrom('replace', 'add', 'remove')),
    path: or(fc.array(fc.oneof(fc.string(), key, fc.nat(), fc.constant(4e9)), { maxLength: 3 })),
    value: rubbish,
  }),
)
const anyInput = or(
  fields({
    do: listOf(action),
    say: listOf(message),
    memory: listOf(patch),
    why: or(fc.string()),
    failure: or(fields({ type: or(fc.constant('timeout')), message: or(fc.string()) })),
  }),
)

const world = {
  parse: (_: Lane, text: string) =>
    text.length > 2 ? { action: 'shout', args: { what: text.slice(0, 9) } } : { reject: 'mumbled' },
}

/** What a frame tells, without the inputs: those may hold anything. */
const told = ({ inputs: _, ...frame }: Frame): string => JSON.stringify(frame)

describe('whatever agents send', () => {
  it('never throws, becomes verdicts that can be written down, and leaves the others alone', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyInput, anyInput), { minLength: 1, maxLength: 5 }),
        (ticks) => {
          const episode = laneEpisode(world)
          const twin = laneEpisode(world)
          for (const inputs of ticks) {
            const frame = episode.step(inputs as AgentInput[])
            expect(twin.step(inputs as AgentInput[]).chain).toBe(frame.chain)
            const written = told(frame)
            expect(told(JSON.parse(written))).toBe(written)
            for (const m of frame.messages)
              expect(JSON.stringify(m.body).length).toBeLessThan(10_000)
          }
          expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
          const state = throughJson(episode.save())
          const other = laneEpisode(world)
          other.restore(state)
          expect(other.hash()).toBe(episode.hash())
          expect(other.save()).toEqual(episode.save())
          expect(other.step([doing('grab')]).chain).toBe(episode.step([doing('grab')]).chain)
        },
      ),
      { numRuns: 400 },
    )
  }, 60_000)

  it('may be a trap', () => {
    const trap = new Proxy(
      {},
      { get: () => expect.fail('sprung'), ownKeys: () => expect.fail('sprung') },
    )
    const frame = laneEpisode().step([trap as AgentInput, { say: [trap as never] }])
    expect(frame.inputs[0]).toEqual({
      failure: { type: 'bad-decision', message: 'The input cannot be read' },
    })
    expect(frame.messages[0]?.verdict).toBe('bad-message')
  })

  it('does not hinder an agent that behaves', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const episode = laneEpisode()
        const { actions } = episode.step([input as AgentInput, doing('step', { by: 'right' })])
        expect(actions.filter((a) => a.agent === 1)).toMatchObject([
          { action: 'step', verdict: 'ok' },
        ])
      }),
      { numRuns: 200 },
    )
  })

  it('comes back the same when a frame’s inputs, written as JSON, are given again', () => {
    const json = fc.jsonValue().map((v) => JSON.parse(JSON.stringify(v)) as AgentInput)
    fc.assert(
      fc.property(fc.array(json, { maxLength: 4 }), (inputs) => {
        const frame = createEpisode(feast, { seed: 7 }).step(inputs)
        const again = createEpisode(feast, { seed: 7 }).step(
          JSON.parse(JSON.stringify(frame.inputs)),
        )
        expect(again).toEqual(frame)
      }),
      { numRuns: 100 },
    )
  })
})

describe('whatever a caller gives', () => {
  it('throws at most a CoactError', () => {
    fc.assert(
      fc.property(rubbish, (given) => {
        const episode = laneEpisode()
        for (const call of [
          () => episode.step(given as never),
          () => episode.observe(given as never),
          () => episode.legal(given as never),
        ]) {
          try {
            call()
          } catch (e) {
            expect(isCoactError(e), String(e)).toBe(true)
          }
        }
      }),
      { numRuns: 200 },
    )
  })
})
