import { describe, expect, test } from 'vitest'
import {
  type CoactError,
  type Policy,
  parseScenarioFile,
  startOf,
  TERMINAL,
} from '../../../engine/index.js'
import { MATRICES } from '../../kernels/board/index.js'
import { anyMove, returnsOf } from '../../kernels/board/testing/duel.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import {
  iteratedPrisonersDilemma,
  iteratedPrisonersDilemmaScenarios,
} from '../iterated-prisoners-dilemma/index.js'
import { ticTacToe, ticTacToeScenarios } from '../tic-tac-toe/index.js'
import { repeatedRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { alwaysCooperate, alwaysDefect, grim, pavlov, titForTat } from './strategies.js'
import { repeatedGame } from './world.js'

gameLaws({
  beside: import.meta.url,
  world: repeatedGame,
  scenarios,
  params: [
    { stageGame: 'mp3', numRepetitions: 20 },
    { stageGame: 'rps', numRepetitions: 5, turns: 'in-turn' },
    { stageGame: { rows: ['A'], columns: ['B'], payoffs: [[[0.5, 1]]] }, numRepetitions: 5 },
  ],
})

test('pay-offs add up, and the last round is seen', () => {
  const game = repeatedRules(MATRICES.pd, 2)
  const s = startOf(game)
  expect(game.observation(s, 0)).toBe('')
  game.applyJoint!(s, [0, 1])
  game.applyJoint!(s, [1, 1])
  expect(game.turn(s)).toBe(TERMINAL)
  expect(game.returns(s)).toEqual([1, 11])
  expect(game.observation(s, 0)).toBe('Defect Defect ')
  expect(game.informationState(s, 0)).toBe('Cooperate Defect ;Defect Defect ;')
})

const { scenario } = parseScenarioFile(scenarios.repeatedPrisonersDilemma, [repeatedGame], 'pd')
const meet = (a: Policy, b: Policy, seed = 0) => returnsOf(scenario, [a, b], seed)

describe('in ten rounds of the prisoner’s dilemma', () => {
  test.each([
    [titForTat, alwaysDefect, [9, 19]],
    [titForTat, titForTat, [50, 50]],
    [grim, alwaysDefect, [9, 19]],
    [grim, pavlov, [50, 50]],
    [pavlov, alwaysDefect, [5, 55]],
    [pavlov, alwaysCooperate, [50, 50]],
    [alwaysDefect, alwaysCooperate, [100, 0]],
  ])('%# $id', (a, b, returns) => {
    expect(meet(a, b)).toEqual(returns)
  })

  test.each([
    [alwaysDefect, 95],
    [grim, 90],
  ])('%# $id gets more than random moves', (policy, least) => {
    let won = 0
    for (let seed = 0; seed < 100; seed++) {
      const [own, other] = meet(policy, anyMove, seed)
      if (own! > other!) won += 1
    }
    expect(won).toBeGreaterThanOrEqual(least)
  })
})

test('grim does not forgive, tit for tat does', () => {
  const once: Policy = {
    ...alwaysCooperate,
    id: 'once',
    decide: ({ tick }) => ({ action: 'play', args: { move: tick === 3 ? 1 : 0 } }),
  }
  expect(meet(titForTat, once)).toEqual([50, 50])
  expect(meet(grim, once)).toEqual([2 * 5 + 0 + 7 * 10, 2 * 5 + 10])
})

test('strategies play where chance ends the game as well, and nowhere else', () => {
  const { scenario: iterated } = parseScenarioFile(
    iteratedPrisonersDilemmaScenarios.iteratedPrisonersDilemma,
    [iteratedPrisonersDilemma],
    'ipd',
  )
  const [a, b] = returnsOf(iterated, [alwaysDefect, alwaysCooperate], 5)
  expect(a! % 10).toBe(0)
  expect(b).toBe(0)
  const other = parseScenarioFile(ticTacToeScenarios.ticTacToe, [ticTacToe], 'ttt').scenario
  expect(() => titForTat.fits!(other)).toThrowError(
    expect.objectContaining<Partial<CoactError>>({ code: 'policy/world' }),
  )
})
