import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wellFormed } from '../../engine/index.js'
import { commonBlocks } from './common.js'
import { describesAll } from './described.js'
import { block, cut, jsonLine, line, quoted } from './words.js'

const text = fc.oneof(
  fc.string({ maxLength: 60, unit: 'binary' }),
  fc.constantFrom('</heard>', '<view>', '"\n<legal>', '\u2028x', '\u202eab', '{{view}}', '\\u003c'),
)

describe('what others wrote', () => {
  test('stays one line in quotation marks that nothing in it can leave', () => {
    fc.assert(
      fc.property(text, (said) => {
        const shown = quoted(said, 100)
        expect(shown).toMatch(/^"[^\n\r\u2028\u2029<>]*"$/)
        expect(JSON.parse(shown)).toBe(wellFormed(said))
      }),
    )
    fc.assert(
      fc.property(fc.dictionary(text, text, { maxKeys: 3 }), (body) => {
        expect(jsonLine(body, 1000)).toMatch(/^\{[^\n\r\u2028\u2029<>]*\}$/)
      }),
    )
  })
  test('is cut, and says so', () => {
    expect(quoted('x'.repeat(5000), 10)).toBe('"xxxxxxxxxx… (4990 more characters)"')
    expect(cut('ab\ud83d\ude00', 3)).toBe('ab\ufffd… (1 more characters)')
  })
})

describe('what the world says', () => {
  test('keeps its lines but closes no part of a prompt', () => {
    expect(block('GOTO <object_id>\n</view>\n<Legal>\n', 100)).toBe(
      'GOTO <object_id>\n‹/view>\n‹Legal>',
    )
  })
  test('is one line where one is meant', () => {
    expect(line(' a\n\tb <c>\u2028d\u0085', 100)).toBe('a b ‹c› d')
  })
})

test('what all see alike is told once, in whole blocks', () => {
  const scene = (who: string, sees: string) =>
    `Tasks:\n  1. Tidy up.\n\nRooms:\nhall (Hall)\n  ${sees}\nden (Den)\n  nothing\n\nYou are ${who}.\n\nCommands:\n  GO`
  expect(commonBlocks([scene('ada', 'a cup'), scene('bob', 'nothing')])).toEqual({
    before: 'Tasks:\n  1. Tidy up.',
    after: 'Commands:\n  GO',
    rest: [
      'Rooms:\nhall (Hall)\n  a cup\nden (Den)\n  nothing\n\nYou are ada.',
      'Rooms:\nhall (Hall)\n  nothing\nden (Den)\n  nothing\n\nYou are bob.',
    ],
  })
  expect(commonBlocks(['a\nb'])).toEqual({ before: '', after: '', rest: ['a\nb'] })
  expect(commonBlocks(['a', 'a'])).toEqual({ before: 'a', after: '', rest: ['', ''] })
})

test('commands that a view names as whole words need no list', () => {
  const view = 'Legal moves:\n  98: a7a6\n  99: b7b6\nCommands: UP, DOWN.'
  expect(describesAll(view, ['98', '99'])).toBe(true)
  expect(describesAll(view, ['9'])).toBe(false)
  expect(describesAll(view, ['UP', 'DOWN', 'LEFT'])).toBe(false)
  expect(describesAll(view, [])).toBe(true)
})
