import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startOf, TERMINAL } from '../../../engine/index.js'
import { formOf, MATRICES } from './matrix.js'
import { normalFormRules } from './normal-form.js'
import { turnBased } from './turn-based.js'

const joint = normalFormRules(formOf(MATRICES.mp3))
const game = turnBased(joint)
const sides = fc.integer({ min: 0, max: 1 })

test('choosing one after the other comes to the same as choosing at once', () => {
  fc.assert(
    fc.property(fc.tuple(sides, sides, sides), (made) => {
      const [s, at] = [startOf(game), startOf(joint)]
      for (const [p, move] of made.entries()) {
        expect(game.turn(s)).toBe(p)
        game.apply(s, move)
      }
      joint.applyJoint!(at, made)
      expect(game.turn(s)).toBe(TERMINAL)
      expect(game.returns(s)).toEqual(joint.returns(at))
      expect(game.text(s)).toBe(joint.text(at))
    }),
  )
})

test('only the player itself sees what it has chosen', () => {
  const s = startOf(game)
  game.apply(s, 1)
  game.apply(s, 0)
  expect(game.text(s)).toMatch(/^Partial joint action: 1 0 \n/)
  const seen = [0, 1, 2].map((p) => game.informationState(s, p).split('\n').slice(0, -1))
  expect(seen).toEqual([
    ['Current player: 2', "Observer's action this turn: 1"],
    ['Current player: 2', "Observer's action this turn: 0"],
    ['Current player: 2'],
  ])
})
