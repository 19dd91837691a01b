import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packedHistoryAt } from './history.js'

const histories = fc.integer({ min: 2, max: 1024 }).chain((base) =>
  fc.record({
    base: fc.constant(base),
    moves: fc.array(fc.integer({ min: 0, max: base - 1 }), { maxLength: 200 }),
  }),
)

test('a packed history gives back what went in', () => {
  fc.assert(
    fc.property(histories, ({ base, moves }) => {
      const history = packedHistoryAt(3, moves.length, base)
      const s = new Int32Array(3 + history.cells.length)
      for (const move of moves) history.push(s, move)
      expect(history.count(s)).toBe(moves.length)
      expect(moves.map((_, i) => history.at(s, i))).toEqual(moves)
      expect(history.text(s)).toBe(moves.join(', '))
      expect([...s.subarray(0, 3)]).toEqual([0, 0, 0])
    }),
  )
})
