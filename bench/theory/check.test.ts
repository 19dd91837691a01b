import { describe, expect, test } from 'vitest'
import {
  alphaRank,
  alphaRankPopulations,
  bimatrix,
  eloRatings,
  eloUpdate,
  expectedPayoffs,
  fictitiousPlay,
  mixtureGap,
  nashEquilibria,
  type Payoffs,
  projectedReplicator,
  pureEquilibria,
  replicator,
  replicatorPopulations,
  riskAverseBestResponse,
  riskAverseEquilibrium,
  turnLevelAdvantages,
} from './index.js'

const even = [
  [0.5, 0.5],
  [0.5, 0.5],
]

/** All that takes payoffs of several players. */
const ofPayoffs: Readonly<Record<string, (payoffs: Payoffs) => unknown>> = {
  expectedPayoffs: (p) => expectedPayoffs(p, even),
  mixtureGap: (p) => mixtureGap(p, even),
  pureEquilibria,
  nashEquilibria,
  fictitiousPlay: (p) => fictitiousPlay(p, { iterations: 3 }),
  projectedReplicator: (p) => projectedReplicator(p, { iterations: 3 }),
  alphaRankPopulations: (p) => alphaRankPopulations(p),
  replicatorPopulations: (p) => replicatorPopulations(p, even, { steps: 3 }),
  riskAverseEquilibrium: (p) => riskAverseEquilibrium(p, { gamma: 1, iterations: 3 }),
}

/** All that takes the square table of one population. */
const ofSquares: Readonly<Record<string, (matrix: number[][]) => unknown>> = {
  'alphaRank in the limit': (m) => alphaRank(m),
  'alphaRank for finite α': (m) => alphaRank(m, { alpha: 2 }),
  replicator: (m) => replicator(m, [0.5, 0.5], { steps: 3 }),
}

describe.each(Object.entries(ofPayoffs))('%s', (_, of) => {
  test.each([Number.NaN, Infinity, -Infinity, 1e308])('refuses %d as a payoff', (bad) => {
    expect(() =>
      of({
        shape: [2, 2],
        values: [
          [0, bad, 0, 0],
          [0, 0, 0, 0],
        ],
      }),
    ).toThrow('theory/number')
  })

  test('refuses payoffs that do not fit the strategies', () => {
    expect(() =>
      of({
        shape: [2, 2],
        values: [
          [0, 0, 0],
          [0, 0, 0, 0],
        ],
      }),
    ).toThrow('theory/shape')
    expect(() => of({ shape: [2, 2], values: [[0, 0, 0, 0]] })).toThrow('theory/shape')
  })

  test('gives numbers where all payoffs are equal, and where they are far apart', () => {
    for (const p of [0, -7, 1e90]) {
      const all = bimatrix([
        [p, p],
        [p, p],
      ])
      expect(JSON.stringify(of(all))).not.toMatch(/null/)
    }
    expect(
      JSON.stringify(
        of(
          bimatrix([
            [1e6, -1e6],
            [1e-6, 0],
          ]),
        ),
      ),
    ).not.toMatch(/null/)
  })
})

describe.each(Object.entries(ofSquares))('%s', (_, of) => {
  test.each([Number.NaN, Infinity, -Infinity])('refuses %d as a payoff', (bad) => {
    expect(() =>
      of([
        [0, bad],
        [1, 0],
      ]),
    ).toThrow('theory/number')
  })

  test('refuses tables that are not square', () => {
    for (const table of [[], [[1, 2]], [[1], [2]], [[1, 2], [3]]])
      expect(() => of(table)).toThrow('theory/shape')
  })
})

describe('one strategy each', () => {
  const single = bimatrix([[3]])

  test('is what is played', () => {
    expect(alphaRank([[3]])).toEqual([1])
    expect(alphaRankPopulations(single, { alpha: 9 })).toEqual([1])
    expect(pureEquilibria(single)).toEqual([[0, 0]])
    expect(nashEquilibria(single)[0]!.values).toEqual([3, 3])
    expect(fictitiousPlay(single, { iterations: 2 })).toEqual([[1], [1]])
    expect(projectedReplicator(single, { iterations: 2 })).toEqual([[1], [1]])
    expect(replicator([[3]], [1], { steps: 2 }).at(-1)).toEqual([1])
    expect(riskAverseEquilibrium(single, { gamma: 1, iterations: 2 }).mixtures).toEqual([[1], [1]])
  })
})

describe('mixtures', () => {
  const table = [
    [1, 0],
    [0, 1],
  ]
  test.each([[[1]], [[1, 1]], [[Number.NaN, 1]], [[-0.5, 1.5]], [[0.5, 0.5, 0]]])(
    '%j are no probabilities of two strategies',
    (mixture) => {
      expect(() => replicator(table, mixture, { steps: 1 })).toThrow('theory/mixture')
      expect(() => expectedPayoffs(bimatrix(table), [mixture, [1, 0]])).toThrow('theory/mixture')
      expect(() => mixtureGap(bimatrix(table), [[1, 0], mixture])).toThrow('theory/mixture')
      expect(() => riskAverseBestResponse(table, mixture, { gamma: 1 })).toThrow('theory/mixture')
    },
  )

  test('are one for each player', () => {
    expect(() => mixtureGap(bimatrix(table), [[1, 0]])).toThrow('theory/mixture')
  })
})

test('steps and iterations are whole numbers, and steps have a length', () => {
  const payoffs = bimatrix([[1]])
  expect(() => replicator([[1]], [1], { steps: 1.5 })).toThrow('theory/options')
  expect(() => replicator([[1]], [1], { steps: 1, dt: Number.NaN })).toThrow('theory/options')
  expect(() => fictitiousPlay(payoffs, { iterations: 0 })).toThrow('theory/options')
  expect(() => projectedReplicator(payoffs, { iterations: Number.NaN })).toThrow('theory/options')
  expect(() => riskAverseEquilibrium(payoffs, { gamma: 1, iterations: 0 })).toThrow(
    'theory/options',
  )
})

describe('ratings', () => {
  const none = [
    [0, 0],
    [0, 0],
  ]

  test('refuse what no tournament brings', () => {
    for (const bad of [Number.NaN, Infinity, -1])
      expect(() =>
        eloRatings([
          [0, bad],
          [0, 0],
        ]),
      ).toThrow('theory/number')
    expect(() => eloRatings(none, none, { smoothing: -1 })).toThrow('theory/options')
    expect(() => eloUpdate(1000, Number.NaN, 1)).toThrow('theory/number')
    expect(() => eloUpdate(1000, 1000, 2)).toThrow('theory/options')
  })

  test('are even where nobody has played, smoothed or not', () => {
    expect(eloRatings(none)).toEqual([0, 0])
    expect(eloRatings(none, [], { smoothing: 0 })).toEqual([0, 0])
  })
})

test('turns are worth numbers', () => {
  expect(() => turnLevelAdvantages([{ role: 0, rewards: [1, Number.NaN] }])).toThrow(
    'theory/number',
  )
  expect(turnLevelAdvantages([{ role: 0, rewards: [] }]).games[0]!.advantages).toEqual([])
})
