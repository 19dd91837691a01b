import { describe, expect, test } from 'vitest'
import type { Json } from '../../../engine/index.js'
import { keysOf } from './keys.js'
import { knownIn } from './known.js'
import { blankOf, fieldOf, isBare } from './schema.js'
import type { LegalTold } from './told.js'

const field = (schema: Json): unknown => fieldOf(schema, schema)

describe('a schema', () => {
  test.each([
    [{ const: 3 }, { kind: 'fixed', value: 3 }],
    [{ type: 'null' }, { kind: 'fixed', value: null }],
    [
      { type: 'string', enum: ['n', 's'] },
      { kind: 'choice', options: ['n', 's'] },
    ],
    [{ anyOf: [{ const: 'a' }, { enum: [1, 2] }] }, { kind: 'choice', options: ['a', 1, 2] }],
    [
      { type: 'string', minLength: 1, maxLength: 9 },
      { kind: 'text', least: 1, most: 9 },
    ],
    [
      { type: 'integer', minimum: 0, maximum: 8 },
      { kind: 'number', isWhole: true, least: 0, most: 8 },
    ],
    [{ type: 'number' }, { kind: 'number', isWhole: false, least: undefined, most: undefined }],
    [{ type: 'boolean' }, { kind: 'flag' }],
    [{ type: 'object', additionalProperties: { type: 'number' } }, { kind: 'json' }],
    [
      { type: 'object', properties: {} },
      { kind: 'group', parts: [] },
    ],
    [{}, { kind: 'json' }],
    [true, { kind: 'json' }],
    [{ $ref: '#/nowhere' }, { kind: 'json' }],
    [{ $ref: '#' }, { kind: 'json' }],
  ] as const)('%j is shown as %j', (schema, expected) => {
    expect(field(schema as Json)).toEqual(expected)
  })

  test('of a list says how long it may be', () => {
    const of = { type: 'string' }
    expect(field({ type: 'array', items: of, minItems: 1, maxItems: 3 })).toMatchObject({
      kind: 'list',
      least: 1,
      most: 3,
    })
    expect(field({ type: 'array', prefixItems: [of, of] })).toMatchObject({ least: 2, most: 2 })
    // However many items somebody wants, a form has no more than it can show.
    expect(field({ type: 'array', items: of, minItems: 1e9 })).toMatchObject({
      least: 64,
      most: 64,
    })
  })

  test('is followed through references, and not for ever', () => {
    const root = { $defs: { dir: { enum: ['n', 's'] }, loop: { $ref: '#/$defs/loop' } } }
    expect(fieldOf({ $ref: '#/$defs/dir' }, root)).toMatchObject({ kind: 'choice' })
    expect(fieldOf({ $ref: '#/$defs/loop' }, root)).toEqual({ kind: 'json' })
    const self: Json = {
      type: 'object',
      properties: { more: { $ref: '#' } },
      required: ['more'],
    }
    expect(JSON.stringify(blankOf(self, self)).length).toBeLessThan(200)
  })

  test('begins with what cannot be otherwise', () => {
    const schema: Json = {
      type: 'object',
      properties: {
        kind: { const: 'bid' },
        side: { enum: ['buy', 'sell'] },
        price: { type: 'integer' },
        hidden: { type: 'boolean' },
        items: { type: 'array', items: { type: 'string' }, minItems: 1 },
        note: { type: 'string' },
      },
      required: ['kind', 'side', 'price', 'hidden', 'items'],
    }
    expect(blankOf(schema, schema)).toEqual({
      kind: 'bid',
      side: 'buy',
      hidden: false,
      items: [null],
    })
    expect([isBare(schema), isBare({ type: 'object', properties: {} })]).toEqual([false, true])
  })
})

const legal = (action: string, args: Record<string, string | number>): LegalTold => ({
  call: { action, args },
  label: action,
})

describe('keys of buttons', () => {
  test('are the numbers of moves, or count, and leave alone what the viewer does', () => {
    const moves = [3, 0, 7].map((move) => legal('play', { move }))
    expect(keysOf(moves, false)).toEqual(['3', '0', '7'])
    expect(keysOf(moves, true)).toEqual([undefined, undefined, undefined])
    const others = Array.from({ length: 30 }, (_, i) => legal('goto', { to: `room_${i}` }))
    const counted = keysOf(others, false)
    expect(counted.slice(0, 11)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', 'b', 'g'])
    expect(counted.at(-1)).toBe(undefined)
    expect(keysOf(others, true).slice(0, 3)).toEqual(['9', 'b', 'g'])
    expect(keysOf([legal('play', { move: 12 })], false)).toEqual(['1'])
  })
})

test('what a text may mean: what is legal, and the names of what is seen', () => {
  const known = knownIn(
    {
      obs: {
        rooms: [{ id: 'kitchen', name: 'The Kitchen', links: ['hall'] }],
        text: 'A longer text',
      },
      legal: [legal('goto', { to: 'hall' }), legal('grab', { thing: 'cup' })],
    } as never,
    { seats: [{ name: 'ada' }] } as never,
  )
  expect(known.of('goto', 'to')).toEqual(['hall'])
  expect(known.of('goto', '__proto__')).toEqual([])
  expect(known.names).toEqual(['ada', 'kitchen', 'hall', 'The Kitchen'])
})
