import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonFlaws } from './json-text.js'

const parses = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('a flaw is named with its line and column', () => {
  test.each([
    ['', 1, 1, 'the text ends; expected a value'],
    ['{\n  "a": 1,\n}', 3, 1, 'expected a name in quotes'],
    ['{ "a": 1\n  "b": 2 }', 2, 3, 'expected a comma or }'],
    ['[1, 2', 1, 6, 'the text ends'],
    ['[1 2]', 1, 4, 'expected a comma or ]'],
    ['[1,]', 1, 4, 'expected a value'],
    ['{ "a" 1 }', 1, 7, 'expected a colon'],
    ['{ a: 1 }', 1, 3, 'expected a name or }'],
    ["{ 'a': 1 }", 1, 3, 'expected a name or }'],
    ['[01]', 1, 3, 'expected a comma or ]'],
    ['[NaN]', 1, 2, 'expected a value'],
    ['"a\nb"', 1, 3, 'line break'],
    ['"\\x"', 1, 2, 'wrong escape'],
    ['{"a', 1, 4, 'without its closing quote'],
    ['1 // one', 1, 3, 'something follows'],
    ['{"a": {"ada": 1,\n "ada": 2}}', 2, 2, 'the name "ada" occurs twice'],
    ['{"a": 1, "\\u0061": 2}', 1, 10, 'occurs twice'],
    ['{"__proto__": 1}', 1, 2, 'reserved'],
    ['['.repeat(101), 1, 101, 'nested more than 100 deep'],
  ])('%j', (text, line, column, message) => {
    expect(jsonFlaws(text)).toMatchObject([
      { line, column, message: expect.stringContaining(message) },
    ])
  })
  test('names that occur twice are all found', () => {
    expect(jsonFlaws('{"a":1,"a":2,"b":[{"c":1,"c":1}]}').map((f) => f.column)).toEqual([8, 26])
  })
})

test('what JSON writes has no flaw', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(jsonFlaws(text.replaceAll('__proto__', 'p'))).toEqual([])
    }),
  )
})

test('a damaged text has a flaw exactly when it no longer parses', () => {
  const damaged = fc.tuple(
    fc.json({ maxDepth: 3 }),
    fc.nat(),
    fc.constantFrom(...'{}[],:"\\ 0-.e\ntn'),
  )
  fc.assert(
    fc.property(damaged, ([text, at, put]) => {
      const i = at % (text.length + 1)
      const broken = text.slice(0, i) + put + text.slice(i + 1)
      const syntax = jsonFlaws(broken).filter((f) => !/twice|reserved/.test(f.message))
      expect(syntax.length === 0).toBe(parses(broken))
    }),
    { numRuns: 2000 },
  )
})
