import { expect, test } from 'vitest'
import { CHANCE, chanceOf, probability, startOf, TERMINAL } from '../../../engine/index.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { randomStates } from '../../kernels/board/testing/play.js'
import { iteratedRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { iteratedPrisonersDilemma } from './world.js'

gameLaws({
  beside: import.meta.url,
  world: iteratedPrisonersDilemma,
  scenarios,
  params: [
    { terminationProbability: 0, maxGameLength: 3 },
    { terminationProbability: 1 },
    { terminationProbability: 0.1, maxGameLength: 40 },
  ],
})

test('after each round chance goes on or stops', () => {
  const game = iteratedRules({ terminationProbability: 0.125, maxGameLength: 9999 })
  const s = startOf(game)
  game.applyJoint!(s, [0, 1])
  expect(game.turn(s)).toBe(CHANCE)
  const chance = chanceOf(game, s)
  expect(chance).toEqual({ outcomes: [0, 1], weights: [7, 1] })
  expect(probability(chance, 1)).toBe(0.125)
  game.apply(s, 0)
  game.applyJoint!(s, [1, 1])
  game.apply(s, 1)
  expect(game.turn(s)).toBe(TERMINAL)
  expect(game.returns(s)).toEqual([1, 11])
  expect(game.informationState(s, 1)).toBe('us:DD op:CD')
})

test('there are no more rounds than allowed, whatever chance says', () => {
  const game = iteratedRules({ terminationProbability: 0, maxGameLength: 3 })
  const last = [...randomStates(game, 1)].at(-1)!
  expect(game.observation(last, 0)).toMatch(/^us:[CD]{3} op:[CD]{3}$/)
})

test('games last as long as they should on average', () => {
  const game = iteratedRules({ terminationProbability: 0.25, maxGameLength: 1000 })
  let rounds = 0
  for (let seed = 0; seed < 2000; seed++)
    rounds += (game.view!([...randomStates(game, seed)].at(-1)!, 0) as { round: number }).round
  expect(rounds / 2000).toBeGreaterThan(3.7)
  expect(rounds / 2000).toBeLessThan(4.3)
})
