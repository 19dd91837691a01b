import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { againLine } from './again.js'
import { jsonDocument, printable, printableLines } from './printable.js'

const nasty = fc.string({
  unit: fc.constantFrom(
    '\u001b',
    '\u0007',
    '\u009b',
    '\u202e',
    '\u2028',
    '\ud800',
    '\u{e0041}',
    '\n',
    '\r',
    '\t',
    '[',
    'a',
    'é',
    '🜁',
  ),
})
const UNSAFE = /\p{Cc}|\p{Surrogate}|[\u202a-\u202e\u2028\u2029\u2066-\u2069\u{e0000}-\u{e007f}]/u

describe('text from anywhere', () => {
  test('does nothing to a terminal', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(printable(text)).not.toMatch(UNSAFE)
        expect(printableLines(text).replaceAll('\n', '')).not.toMatch(UNSAFE)
      }),
    )
  })
  test('stays as it is where it is harmless', () => {
    expect(printable('GOTO küche_1 – “now” 🜁')).toBe('GOTO küche_1 – “now” 🜁')
    expect(printable('a\u001b[2J\nb')).toBe('a\\u{1b}[2J b')
  })
  test('is cut where it is long', () => {
    expect(printable('x'.repeat(999))).toBe(`${'x'.repeat(199)}…`)
  })
  test('is the same document in JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(nasty, fc.array(nasty)), (value) => {
        const text = jsonDocument(value)
        expect(text.replaceAll('\n', '')).not.toMatch(UNSAFE)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})

describe('the line that reproduces', () => {
  test.each([[['run', 'a b.json', '--agents', 'ada=x', "it's", '$HOME', '*', '']]])(
    'is read by a shell as %j',
    (words) => {
      const { line } = againLine(words)
      const script = line.replace(
        /^coact/,
        `"${process.execPath}" -e "console.log(JSON.stringify(process.argv.slice(1)))" --`,
      )
      expect(JSON.parse(execFileSync('sh', ['-c', script], { encoding: 'utf8' }))).toEqual(words)
    },
  )
  test('has the seed, once', () => {
    expect(againLine(['run', 'x']).with('seed', '7')).toBe('coact run x --seed 7')
    expect(againLine(['run', 'x', '--seed=3']).with('seed', '3')).toBe('coact run x --seed=3')
    expect(againLine(['run', 'x', '-s', '3']).with('seed', '3')).toBe('coact run x -s 3')
  })
})
