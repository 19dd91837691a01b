import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDecision } from './decide.js'
import { limits } from './limits.js'

const move = { action: 'move', args: { dir: 'e' } }

describe('a decision may be', () => {
  test.each([
    ['nothing', undefined, {}],
    ['null', null, {}],
    ['an object without parts', {}, {}],
    ['a text command', 'go east', { do: [{ text: 'go east' }] }],
    ['a command', { text: 'go east' }, { do: [{ text: 'go east' }] }],
    ['an action', move, { do: [move] }],
    ['an action without arguments', { action: 'eat' }, { do: [{ action: 'eat', args: {} }] }],
    ['an action id', { id: 3 }, { do: [{ id: 3 }] }],
    ['a list', [move, 'wait'], { do: [move, { text: 'wait' }] }],
    ['an empty list', [], { do: [] }],
    [
      'all parts',
      { do: 'wait', say: { to: 'all', type: 'text', body: 'hi' }, memory: { n: 1 }, why: 'bored' },
      {
        do: [{ text: 'wait' }],
        say: [{ to: 'all', type: 'text', body: 'hi' }],
        memory: [{ op: 'replace', path: [], value: { n: 1 } }],
        why: 'bored',
      },
    ],
  ])('%s', (_, decision, input) => {
    expect(readDecision(decision)).toEqual(input)
  })
})

describe('what cannot be a decision is a failure that says why', () => {
  const cyclic: Record<string, unknown> = { action: 'move' }
  cyclic['args'] = cyclic
  const trap = {
    get action(): string {
      throw new Error('no peeking')
    },
  }
  class Fancy {
    do = 'wait'
  }
  const endless = Object.assign(['wait'], {
    *[Symbol.iterator]() {
      for (;;) yield 'wait'
    },
  })
  test('a list is read by position, whatever its iterator gives', () => {
    expect(readDecision(endless)).toEqual({ do: [{ text: 'wait' }] })
  })
  test.each([
    ['a number', 42, /number/],
    ['a function', () => 'wait', /function/],
    ['a symbol', Symbol('wait'), /symbol/],
    ['an unknown part', { d0: 'wait' }, /"d0"/],
    ['a message in place of an action', { to: 'all', type: 'text', body: 'hi' }, /"to"/],
    ['an action with a stray field', { ...move, why: 'x' }, /"why"/],
    ['an action that is a number', [1], /action/],
    ['a name that is no text', { action: 7 }, /texts/],
    ['an id that is no number', { id: 'push' }, /whole number/],
    ['cyclic arguments', cyclic, /args.*nested/],
    [
      'a function among the arguments',
      { action: 'move', args: { dir: () => 1 } },
      /args\.dir is a function/,
    ],
    [
      'a number that is not finite',
      { action: 'move', args: { n: [Number.NaN] } },
      /args\.n\.0 is NaN/,
    ],
    ['a big integer', { action: 'move', args: { n: 1n } }, /bigint/],
    ['a date', { do: [], memory: new Date(0) }, /memory is an instance/],
    ['a map', { memory: { seen: new Map() } }, /memory\.seen is an instance/],
    [
      'prototype keys',
      JSON.parse('{"action":"move","args":{"__proto__":{"x":1}}}'),
      /__proto__ has a reserved name/,
    ],
    ['a constructor key', { memory: { constructor: 1 } }, /reserved/],
    [
      'arguments of 1 MB',
      { action: 'move', args: { dir: 'x'.repeat(1 << 20) } },
      /args\.dir makes more than 16384/,
    ],
    [
      'too large a memory',
      { memory: ['x'.repeat(limits.MEMORY_JSON_CHARS_MAX)] },
      /memory\.0 makes more/,
    ],
    ['a getter that throws', trap, /no peeking/],
    [
      'a proxy that throws',
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('closed')
          },
        },
      ),
      /closed/,
    ],
    ['nine actions', new Array(9).fill('wait'), /9 actions/],
    [
      'a flood of messages',
      { say: new Array(1000).fill({ to: 'all', type: 'text', body: '' }) },
      /1000 messages/,
    ],
    ['a message without a body', { say: { to: 'all', type: 'text' } }, /body/],
    ['a reason that is no text', { why: 7 }, /why/],
  ])('%s', (_, decision, says) => {
    const { failure, ...rest } = readDecision(decision)
    expect(rest).toEqual({})
    expect(failure?.type).toBe('bad-decision')
    expect(failure?.message).toMatch(says)
    expect(failure!.message.length).toBeLessThanOrEqual(limits.FAILURE_MESSAGE_CHARS_MAX)
  })
  test('an instance of a class is read by its own fields', () => {
    expect(readDecision(new Fancy())).toEqual({ do: [{ text: 'wait' }] })
  })
})

describe('what is too long keeps enough to be refused by the world or the bus', () => {
  test('a command of 1 MB', () => {
    const { do: acts } = readDecision('x'.repeat(1 << 20))
    expect(acts).toEqual([{ text: 'x'.repeat(limits.ACTION_TEXT_CHARS_MAX + 1) }])
  })
  test('a message of 1 MB', () => {
    const { say } = readDecision({
      say: { to: 'y'.repeat(999), type: 'text', body: 'x'.repeat(1 << 20) },
    })
    expect(say?.[0]?.body).toBe('x'.repeat(limits.MESSAGE_BYTES_MAX + 1))
    expect(say?.[0]?.to.length).toBeLessThan(100)
  })
})

test('an input shares nothing with the decision and is exactly what JSON gives back', () => {
  const halves = fc.string({ unit: fc.constantFrom('\ud800', '\udc00', 'é', '-') })
  const own = fc.object({
    maxDepth: 2,
    maxKeys: 4,
    key: fc.oneof(fc.string(), halves),
    values: [halves, fc.double(), fc.boolean(), fc.constant(null), fc.constant(-0)],
  })
  fc.assert(
    fc.property(own, (args) => {
      const input = readDecision({ action: 'move', args })
      const text = JSON.stringify(input)
      expect(JSON.parse(text)).toStrictEqual(input)
      expect(new TextDecoder().decode(new TextEncoder().encode(text))).toBe(text)
    }),
  )
})

test('nothing that a policy returns makes it throw', () => {
  fc.assert(
    fc.property(
      fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withNullPrototype: true,
        withTypedArray: true,
        withSparseArray: true,
      }),
      (decision) => {
        const input = readDecision(decision)
        expect(JSON.parse(JSON.stringify(input))).toStrictEqual(input)
      },
    ),
  )
})
