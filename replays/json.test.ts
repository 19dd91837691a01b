import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { writeDigits, writeJson } from './json.js'
import { byteWriter, writeByte, written } from './varint.js'

/** After a byte that must stay, and with hardly any room. */
function textOf(write: (w: ReturnType<typeof byteWriter>) => void): string {
  const w = byteWriter(1)
  writeByte(w, 33)
  write(w)
  const text = new TextDecoder().decode(written(w))
  expect(text[0]).toBe('!')
  return text.slice(1)
}

const asUsual = (value: unknown): string => JSON.stringify(value) ?? 'null'

describe('JSON', () => {
  test('is what JSON.stringify gives', () => {
    const values = fc.anything({
      withBoxedValues: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSparseArray: true,
      withTypedArray: true,
      withUnicodeString: true,
    })
    fc.assert(
      fc.property(values, (value) => {
        expect(textOf((w) => writeJson(w, value))).toBe(asUsual(value))
      }),
    )
  })

  const deep = (levels: number): unknown => (levels === 0 ? 'x' : { a: [deep(levels - 1)] })
  class Point {
    readonly x = 1
  }
  test.each([
    ['"\\\u007f\u001f é \u2028', 'e\u0301'],
    ['\ud800', '\ud83d\ude00', '\udc00x'],
    [-0, 0, -1, 1e21, 1e-7, 0.1, 2 ** 31, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY],
    [undefined, null, true, false, () => 1, Symbol('s')],
    { a: undefined, b: () => 1, c: 1, 2: 'number', 'a"b': [] },
    { toJSON: () => 'mine' },
    [{ a: 1 }, { deep: { toJSON: () => ['deep'] } }],
    [new Date(0), new Point(), new Map([[1, 2]]), Object.create({ inherited: 1 })],
    ['x'.repeat(1024), 'y'.repeat(1025)],
    deep(20),
    deep(40),
    {},
    [],
    undefined,
  ])('of odd values too: %#', (value: unknown) => {
    expect(textOf((w) => writeJson(w, value))).toBe(asUsual(value))
  })

  test('is never deeper than readers read', () => {
    expect(textOf((w) => writeJson(w, deep(248)))).toBe(asUsual(deep(248)))
    expect(() => writeJson(byteWriter(), deep(249))).toThrow(RangeError)
    const brackets = [deep(70), '[{"\\"['.repeat(1000)]
    expect(textOf((w) => writeJson(w, brackets))).toBe(asUsual(brackets))
  })

  test('has none of a cycle or a bigint', () => {
    const cycle: Record<string, unknown> = {}
    cycle['self'] = cycle
    for (const value of [cycle, [1n]]) {
      expect(() => writeJson(byteWriter(), value)).toThrow(TypeError)
    }
  })
})

test('digits are those of the number', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (n) => {
      expect(textOf((w) => writeDigits(w, n))).toBe(String(n))
    }),
  )
})
