import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../engine/index.js'
import { sampleOf } from './sample.js'
import { answerReader } from './schema.js'
import { scrubber } from './scrub.js'
import { MOVE } from './testing/ask.js'
import { jsonTexts, withoutThinking } from './text.js'

describe('JSON in a text', () => {
  test('is found wherever it stands, whatever is around it', () => {
    const object = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean()))
    const around = fc.string().filter((s) => !/[{}"`<]/.test(s))
    fc.assert(
      fc.property(object, around, around, (value, before, after) => {
        const text = `${before}${JSON.stringify(value)}${after}`
        const found = [...jsonTexts(text)].some((json) => {
          try {
            return JSON.stringify(JSON.parse(json)) === JSON.stringify(value)
          } catch {
            return false
          }
        })
        expect(found).toBe(true)
      }),
    )
  })
  test('that never ends is looked for only so long', () => {
    expect([...jsonTexts('{"a":'.repeat(100_000))].length).toBeLessThan(100)
    expect([...jsonTexts('{}'.repeat(100_000))].length).toBeLessThan(100)
  })
})

describe('thinking', () => {
  test.each([
    ['<think>a</think>b', 'b', 'a'],
    ['\n<thinking>\na\n</thinking>\n\nb', 'b', 'a'],
    ['a</think>b', 'b', 'a'],
    ['<think>never done', '', 'never done'],
    ['I use <think> as a word', 'I use <think> as a word', undefined],
    ['plain', 'plain', undefined],
  ])('is parted from %j', (text, answer, reasoning) => {
    expect(withoutThinking(text)).toEqual({
      text: answer,
      ...(reasoning === undefined ? {} : { reasoning }),
    })
  })
})

describe('a sample of a schema', () => {
  test.each<Json>([
    MOVE,
    {
      type: 'object',
      properties: {
        list: { type: 'array', minItems: 2, items: { type: 'integer', minimum: 3 } },
        maybe: { anyOf: [{ type: 'string', minLength: 4 }, { type: 'null' }] },
        both: { type: ['boolean', 'null'] },
        deep: { type: 'object', properties: { x: { const: 'y' } }, required: ['x'] },
      },
      required: ['list', 'maybe', 'both', 'deep'],
    },
  ])('fits it', (schema) => {
    expect(answerReader(schema).problem(sampleOf(schema))).toBeUndefined()
  })
  test('of a schema without end ends', () => {
    const schema: Record<string, unknown> = { type: 'object', required: ['a'] }
    schema['properties'] = { a: schema }
    expect(JSON.stringify(sampleOf(schema as Json)).length).toBeLessThan(200)
  })
})

describe('secrets', () => {
  test('are taken out as they are, in addresses, and escaped', () => {
    const secret = 'a"b/c=d+e f\\g'
    const scrub = scrubber([secret, 'none'])
    const text = `${secret} ${encodeURIComponent(secret)} ${JSON.stringify(secret)} none`
    expect(scrub.text(text)).toBe('*** *** "***" none')
    expect(scrub.json({ [secret]: [{ k: `x${secret}` }] })).toEqual({ '***': [{ k: 'x***' }] })
  })
  test('of others are taken out of errors too', () => {
    expect(
      scrubber([]).text('https://ada:pw@host/v1 Bearer abcdefghijkl sk-abcdefghij0123456789'),
    ).toBe('https://***@host/v1 Bearer *** sk-***')
  })
})
