import { crc32 as zlib } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crc32 } from './crc.js'

test('the sum of "123456789" is the published one', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
  expect(crc32(new Uint8Array())).toBe(0)
})

test('the sum is zlib’s, taken at once or in parts, wherever the bytes stand', () => {
  const bytes = fc.uint8Array({ maxLength: 100 })
  fc.assert(
    fc.property(bytes, bytes, bytes, (before, a, b) => {
      const all = Uint8Array.from([...before, ...a, ...b])
      const middle = before.length + a.length
      const first = crc32(all, before.length, middle)
      expect(first).toBe(zlib(a))
      expect(crc32(all, middle, all.length, first)).toBe(zlib(Uint8Array.from([...a, ...b])))
    }),
  )
})
