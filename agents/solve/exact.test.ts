import { describe, expect, test } from 'vitest'
import { kuhnPokerRules, ticTacToeRules } from '../../worlds/index.js'
import { countTree, historiesByLength } from './count.js'
import { bestResponse, expectedReturns, exploitability, nashConv, nashGap } from './exact.js'
import { firstActionPolicy, profileFrom, uniformPolicy } from './tabular.js'
import { guessing, matrixGame } from './testing/games.js'
import { buildTree } from './tree.js'
import { gameValue } from './value.js'

const kuhn = kuhnPokerRules(2)
const prisoners = matrixGame(
  [
    [5, 0],
    [10, 1],
  ],
  [
    [5, 10],
    [0, 1],
  ],
)

describe('the size of games', () => {
  test("Kuhn's poker", () => {
    expect(countTree(kuhn)).toMatchObject({
      decisionNodes: 24,
      chanceNodes: 4,
      terminals: 30,
      informationStates: [6, 6],
      depth: 5,
      returns: [-2, 2],
    })
    expect(historiesByLength(kuhn, 6)).toEqual([3, 6, 12, 24, 12, 0])
  })

  test('a joint turn is two hidden moves in the tree, and one step in histories', () => {
    const tree = buildTree(prisoners)
    expect([...tree.who]).toEqual([0, 1, -4, -4, 1, -4, -4])
    expect(tree.sets.map(({ player, nodes }) => [player, nodes])).toEqual([
      [0, [0]],
      [1, [1, 4]],
    ])
    expect(countTree(prisoners)).toMatchObject({ decisionNodes: 3, terminals: 4 })
    expect(historiesByLength(prisoners, 2)).toEqual([4, 0])
  })

  test('a tree that is too large is refused with its bounds', () => {
    expect(() => buildTree(ticTacToeRules, { nodesMax: 1000 })).toThrow(
      /at most 1000 nodes.*up to 9 moves/s,
    )
    expect(() => countTree(kuhn, { nodesMax: 10 })).toThrow('solve/too-large')
    expect(() => historiesByLength(kuhn, 6, { nodesMax: 10 })).toThrow('solve/too-large')
  })

  test('states that look the same must have the same moves', () => {
    const broken = {
      ...kuhn,
      informationState: () => 'x',
      legal: (s: Int32Array, p: number) => kuhn.legal(s, p).slice(s[2]! > 0 ? 1 : 0),
    }
    expect(() => buildTree(broken)).toThrow('solve/inconsistent')
  })
})

describe('tic-tac-toe', () => {
  test('is a draw, and has 5478 positions', () => {
    expect(gameValue(ticTacToeRules)).toEqual({ values: [0, 0], positions: 5478 })
  })

  test('a position past the limit ends the search', () => {
    expect(() => gameValue(ticTacToeRules, { positionsMax: 100 })).toThrow('solve/too-large')
  })

  test('games with hidden information are not solved by position', () => {
    expect(() => gameValue(kuhn)).toThrow('solve/not-perfect')
  })
})

describe('expected returns and best responses', () => {
  test('chance is weighted', () => {
    const uniform = uniformPolicy(guessing)
    expect(expectedReturns(guessing, uniform)).toEqual([0, 0])
    expect(expectedReturns(guessing, firstActionPolicy(guessing))).toEqual([-0.5, 0.5])
    const best = bestResponse(guessing, uniform, 1)
    expect(best.value).toBe(0.5)
    expect(best.policy).toEqual(new Map([['0', [1, 0]]]))
  })

  test("uniform play in Kuhn's poker", () => {
    const gap = nashGap(kuhn, uniformPolicy(kuhn))
    expect(gap.returns[0]).toBeCloseTo(1 / 8, 12)
    expect(gap.bestResponses[0]).toBeCloseTo(1 / 2, 12)
    expect(gap.bestResponses[1]).toBeCloseTo(5 / 12, 12)
    expect(gap.nashConv).toBeCloseTo(11 / 12, 12)
    expect(exploitability(kuhn, uniformPolicy(kuhn))).toBeCloseTo(11 / 24, 12)
    expect(nashConv(kuhn, firstActionPolicy(kuhn))).toBeCloseTo(2, 12)
  })

  test("a member of the family of equilibria of Kuhn's poker cannot be exploited", () => {
    const bets: Record<string, number> = {
      ...{ '0': 0.2, '1': 0, '2': 0.6, '0pb': 0, '1pb': 0.2 + 1 / 3, '2pb': 1 },
      ...{ '0p': 1 / 3, '1p': 0, '2p': 1, '0b': 0, '1b': 1 / 3, '2b': 1 },
    }
    const profile = profileFrom(buildTree(kuhn), ({ text }) => [1 - bets[text]!, bets[text]!])
    expect(nashConv(kuhn, profile)).toBeCloseTo(0, 12)
    expect(expectedReturns(kuhn, profile)[0]).toBeCloseTo(-1 / 18, 12)
  })

  test('a best response earns exactly what it promises, for three players too', () => {
    for (const players of [2, 3]) {
      const tree = buildTree(kuhnPokerRules(players))
      const uniform = uniformPolicy(tree)
      for (let p = 0; p < players; p++) {
        const { value, policy } = bestResponse(tree, uniform, p)
        const mixed = uniform.map((table, q) => (q === p ? policy : table))
        expect(expectedReturns(tree, mixed)[p]).toBeCloseTo(value, 12)
      }
    }
  })

  test('the dilemma of prisoners has a gap but no exploitability', () => {
    expect(nashConv(prisoners, uniformPolicy(prisoners))).toBe(3)
    expect(nashConv(prisoners, firstActionPolicy(prisoners))).toBe(10)
    expect(() => exploitability(prisoners, uniformPolicy(prisoners))).toThrow(
      /solve\/not-constant-sum.*nashConv/s,
    )
  })

  test('exploitability counts from the constant that returns add up to', () => {
    const shifted = matrixGame(
      [
        [2, 0],
        [0, 2],
      ],
      [
        [0, 2],
        [2, 0],
      ],
      'constant-sum',
    )
    expect(exploitability(shifted, uniformPolicy(shifted))).toBe(0)
    expect(exploitability(shifted, firstActionPolicy(shifted))).toBe(1)
  })

  test('a table without an information state, or with wrong numbers, is refused', () => {
    const [first, second] = uniformPolicy(kuhn)
    expect(() => expectedReturns(kuhn, [first!, new Map()])).toThrow('solve/policy')
    const odd = new Map(second).set('0p', [0.5, 0.6])
    expect(() => expectedReturns(kuhn, [first!, odd])).toThrow(/"0p".*0.5, 0.6/s)
    expect(() => bestResponse(kuhn, [first!, second!], 2)).toThrow('solve/player')
  })
})
