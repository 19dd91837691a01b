import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { log } from '../../engine/index.js'
import {
  alphaRank,
  alphaRankPopulations,
  bimatrix,
  eloRatings,
  eloUpdate,
  expectedPayoffs,
  expectedScore,
  fictitiousPlay,
  mixtureGap,
  nashEquilibria,
  projectedReplicator,
  pureEquilibria,
  rankedBy,
  replicator,
  replicatorDerivative,
  replicatorDerivatives,
  replicatorPopulations,
  riskAverseBestResponse,
  riskAverseEquilibrium,
  stationary,
} from './index.js'
import { project } from './meta.js'

const rps = [
  [0, -1, 1],
  [1, 0, -1],
  [-1, 1, 0],
]
const prisoners = bimatrix([
  [5, 0],
  [10, 1],
])
const staghunt = bimatrix([
  [2, 0],
  [1, 1],
])
const sexes = bimatrix(
  [
    [3, 0],
    [0, 2],
  ],
  [
    [2, 0],
    [0, 3],
  ],
)
const pennies = bimatrix(
  [
    [1, -1],
    [-1, 1],
  ],
  [
    [-1, 1],
    [1, -1],
  ],
)

const near = (got: readonly number[], wanted: readonly number[], digits = 9): void => {
  expect(got).toHaveLength(wanted.length)
  for (const [i, value] of wanted.entries()) expect(got[i]).toBeCloseTo(value, digits)
}

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0)

const smallMatrix = fc.integer({ min: 2, max: 4 }).chain((n) =>
  fc.array(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: n, maxLength: n }), {
    minLength: n,
    maxLength: n,
  }),
)

describe('payoffs', () => {
  test('are expected over mixtures', () => {
    near(
      expectedPayoffs(prisoners, [
        [0.5, 0.5],
        [0.5, 0.5],
      ]),
      [4, 4],
    )
    near(
      expectedPayoffs(sexes, [
        [1, 0],
        [0.25, 0.75],
      ]),
      [0.75, 0.5],
    )
  })

  test('tables that do not fit are refused', () => {
    expect(() => bimatrix([[1, 2], [3]])).toThrow('theory/shape')
    expect(() => bimatrix([[1, 2]], [[1], [2]])).toThrow('theory/shape')
    expect(() => nashEquilibria({ shape: [1, 1, 1], values: [[0], [0], [0]] })).toThrow(
      'theory/players',
    )
  })
})

describe('replicator dynamics', () => {
  test('rock, paper, scissors', () => {
    near(replicatorDerivative(rps, [0.5, 0.3, 0.2]), [-0.05, 0.09, -0.04], 12)
    const states = replicator(rps, [0.5, 0.3, 0.2], { steps: 10 })
    expect(states).toHaveLength(11)
    near(states[1]!, [0.4995, 0.3009, 0.1996], 12)
    near(states[10]!, [0.49473336854620426, 0.3091050802008798, 0.196161551252916], 12)
  })

  test('two populations of prisoners come to defect', () => {
    const start = [
      [0.6, 0.4],
      [0.3, 0.7],
    ]
    near(replicatorDerivatives(prisoners, start).flat(), [-0.528, 0.528, -0.714, 0.714], 12)
    const states = replicatorPopulations(prisoners, start, { steps: 1000 })
    expect(states[1000]![0]![1]).toBeGreaterThan(0.9999)
  })

  test('shares keep adding up to 1', () => {
    fc.assert(
      fc.property(smallMatrix, (matrix) => {
        const start = matrix.map(() => 1 / matrix.length)
        for (const x of replicator(matrix, start, { steps: 20 })) expect(sum(x)).toBeCloseTo(1, 9)
      }),
    )
  })
})

describe('stationary distributions', () => {
  test('of two states', () => {
    near(
      stationary([
        [0, log(0.1)],
        [log(0.3), 0],
      ]),
      [0.75, 0.25],
      12,
    )
  })

  test('rare transitions are told from impossible ones', () => {
    near(
      stationary([
        [0, -5000],
        [-5000 + log(3), 0],
      ]),
      [0.75, 0.25],
      9,
    )
    expect(() =>
      stationary([
        [0, log(0.1)],
        [-Infinity, 0],
      ]),
    ).toThrow('theory/reducible')
  })

  test('what flows in flows out', () => {
    const entry = fc.double({ min: 0.01, max: 1, noNaN: true })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(entry, entry, entry, entry), { minLength: 4, maxLength: 4 }),
        (rows) => {
          const p = rows.map((row) => row.map((v) => v / (sum(row) + 1)))
          const pi = stationary(p.map((row) => row.map(log)))
          for (let j = 0; j < 4; j++) {
            let into = 0
            let out = 0
            for (let i = 0; i < 4; i++) {
              if (i === j) continue
              into += pi[i]! * p[i]![j]!
              out += pi[j]! * p[j]![i]!
            }
            expect(into).toBeCloseTo(out, 12)
          }
        },
      ),
    )
  })
})

describe('α-rank', () => {
  test('a cycle is all alike, for any α', () => {
    for (const alpha of [0.1, 1, 10, Infinity])
      near(alphaRank(rps, { alpha }), [1 / 3, 1 / 3, 1 / 3])
    for (const alpha of [0.1, 10, Infinity])
      near(alphaRankPopulations(pennies, { alpha }), [0.25, 0.25, 0.25, 0.25])
  })

  test('prisoners defect', () => {
    near(alphaRankPopulations(prisoners, { alpha: 0.1 }), [0, 0.0073373, 0.0073373, 0.9853254], 6)
    near(alphaRankPopulations(prisoners, { alpha: 10 }), [0, 0, 0, 1])
    expect(rankedBy(alphaRankPopulations(prisoners))[0]).toBe(3)
  })

  test('the limit is near what a large α gives in a game without ties', () => {
    const matrix = [
      [1, 3, 0],
      [0, 2, 4],
      [5, 1, 2],
    ]
    const limit = alphaRank(matrix, { epsilon: 1e-9 })
    near(alphaRank(matrix, { alpha: 200 }), limit, 6)
  })

  test('coordination has two absorbing profiles, which share evenly', () => {
    const coordination = bimatrix([
      [1, 0],
      [0, 1],
    ])
    for (const alpha of [1, 10, 1000, Infinity])
      near(alphaRankPopulations(coordination, { alpha, epsilon: 1e-9 }), [0.5, 0, 0, 0.5], 6)
    near(
      alphaRank(
        [
          [1, 0],
          [0, 1],
        ],
        { alpha: 1000 },
      ),
      [0.5, 0.5],
    )
  })

  test('a strategy that is never worse is played most', () => {
    const matrix = [
      [2, 2],
      [1, 1],
    ]
    expect(alphaRank(matrix, { alpha: 1 })[0]).toBeGreaterThan(0.999)
  })

  test('options must make sense', () => {
    expect(() => alphaRank(rps, { alpha: 0 })).toThrow(/alpha 0/)
    expect(() => alphaRank(rps, { m: 1 })).toThrow(/m 1/)
    expect(() => alphaRankPopulations(pennies, { epsilon: 0 })).toThrow(/epsilon 0/)
  })
})

describe('Nash equilibria', () => {
  test('of the battle of the sexes', () => {
    const all = nashEquilibria(sexes)
    expect(all).toHaveLength(3)
    near(all[2]!.mixtures.flat(), [0.6, 0.4, 0.4, 0.6], 12)
    near(all[2]!.values, [1.2, 1.2], 12)
    expect(pureEquilibria(sexes)).toEqual([
      [0, 0],
      [1, 1],
    ])
  })

  test('of zero-sum and of dominated games', () => {
    expect(nashEquilibria(pennies).map((e) => e.mixtures)).toEqual([
      [
        [0.5, 0.5],
        [0.5, 0.5],
      ],
    ])
    expect(pureEquilibria(pennies)).toEqual([])
    expect(nashEquilibria(prisoners).map((e) => e.mixtures)).toEqual([
      [
        [0, 1],
        [0, 1],
      ],
    ])
    near(
      nashEquilibria(bimatrix(rps)).flatMap((e) => e.mixtures.flat()),
      Array.from({ length: 6 }, () => 1 / 3),
    )
  })

  test('three players', () => {
    const values = [0, 1, 2].map((p) =>
      Array.from({ length: 8 }, (_, n) => {
        const bits = [n >> 2, (n >> 1) & 1, n & 1]
        return bits.every((b) => b === bits[0]) ? 1 + bits[p]! : 0
      }),
    )
    expect(pureEquilibria({ shape: [2, 2, 2], values })).toEqual([
      [0, 0, 0],
      [1, 1, 1],
    ])
  })

  test('nobody gains by leaving any that is found, and one is found', () => {
    fc.assert(
      fc.property(smallMatrix, smallMatrix, (a, b) => {
        fc.pre(a.length === b.length)
        const payoffs = bimatrix(a, b)
        const all = nashEquilibria(payoffs)
        expect(all.length).toBeGreaterThan(0)
        for (const { mixtures } of all) expect(mixtureGap(payoffs, mixtures)).toBeCloseTo(0, 6)
      }),
    )
  })

  test('too many strategies are refused', () => {
    const big = Array.from({ length: 11 }, () => Array.from({ length: 11 }, () => 0))
    expect(() => nashEquilibria(bimatrix(big))).toThrow('theory/too-large')
  })
})

describe('meta-solvers', () => {
  test('fictitious play and projected replicator dynamics come near equilibria', () => {
    const scissors = bimatrix(
      [
        [0, -1, 2],
        [1, 0, -1],
        [-2, 1, 0],
      ],
      [
        [0, 1, -2],
        [-1, 0, 1],
        [2, -1, 0],
      ],
    )
    expect(mixtureGap(scissors, fictitiousPlay(scissors, { iterations: 5000 }))).toBeLessThan(0.1)
    const slow = projectedReplicator(scissors, { iterations: 20_000, dt: 0.01 })
    expect(mixtureGap(scissors, slow)).toBeLessThan(0.1)
    near(fictitiousPlay(prisoners, { iterations: 10_000 }).flat(), [0, 1, 0, 1], 3)
  })

  test('no strategy dies out', () => {
    const x = projectedReplicator(prisoners, { iterations: 5000, dt: 0.1, gamma: 0.3 })
    expect(x[0]![0]).toBeGreaterThanOrEqual(0.1 - 1e-12)
    expect(x[0]![0]).toBeLessThan(0.11)
    expect(() => projectedReplicator(prisoners, { iterations: 1, gamma: 2 })).toThrow(
      'theory/options',
    )
  })

  test('projection gives the nearest mixture', () => {
    near(project([0.5, 0.7]), [0.4, 0.6], 12)
    near(project([2, 0, -1]), [1, 0, 0], 12)
    near(project([1, 0], 0.1), [0.9, 0.1], 12)
  })
})

describe('Elo', () => {
  test('one game at a time', () => {
    expect(eloUpdate(1000, 1000, 1)).toEqual([1016, 984])
    expect(eloUpdate(1000, 1000, 0.5)).toEqual([1000, 1000])
    expect(expectedScore(1400, 1000)).toBeCloseTo(10 / 11, 12)
  })

  test('two players: the ratio of wins gives the difference', () => {
    near(
      eloRatings(
        [
          [0, 2],
          [1, 0],
        ],
        [],
        { smoothing: 0 },
      ),
      [400 * (log(2) / log(10)), 0],
      5,
    )
    near(
      eloRatings(
        [
          [0, 0],
          [0, 0],
        ],
        [
          [0, 4],
          [4, 0],
        ],
      ),
      [0, 0],
    )
  })

  test('first and last of this table are equal, and above the second', () => {
    const [a, b, c] = eloRatings([
      [0, 4, 2],
      [1, 0, 2],
      [3, 3, 0],
    ])
    expect(a).toBeCloseTo(c!, 5)
    expect(b).toBe(0)
    expect(a).toBeGreaterThan(10)
  })

  test('a player that never won is still rated', () => {
    const [a, b] = eloRatings([
      [0, 10],
      [0, 0],
    ])
    expect(a).toBeGreaterThan(1000)
    expect(b).toBe(0)
    expect(() => eloRatings([[0, 1]])).toThrow('theory/shape')
  })
})

describe('risk-averse equilibria', () => {
  const hunt = [
    [2, 0],
    [1, 1],
  ]

  test('the stag hunt: p = (2q − 1) / (8 γ q (1 − q)), kept between 0 and 1', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 1, max: 50 }),
        (percent, tenths) => {
          const [q, gamma] = [percent / 100, tenths / 10]
          const p = Math.min(1, Math.max(0, (2 * q - 1) / (8 * gamma * q * (1 - q))))
          const { mixture, objective } = riskAverseBestResponse(hunt, [q, 1 - q], { gamma })
          expect(mixture[0]).toBeCloseTo(p, 9)
          expect(objective).toBeCloseTo(1 + p * (2 * q - 1) - gamma * p * p * 4 * q * (1 - q), 9)
        },
      ),
    )
  })

  test('no mixture does better', () => {
    fc.assert(
      fc.property(
        smallMatrix,
        fc.array(fc.nat(100), { minLength: 4, maxLength: 4 }),
        (matrix, weights) => {
          const n = matrix.length
          const w = weights.slice(0, n).map((v) => v + 1)
          const y = matrix.map(() => 1 / n)
          const best = riskAverseBestResponse(matrix, y, { gamma: 0.7 })
          const x = w.map((v) => v / sum(w))
          const outcomes = y.map((_, c) => sum(x.map((p, r) => p * matrix[r]![c]!)))
          const mean = sum(outcomes) / n
          const variance = sum(outcomes.map((v) => (v - mean) ** 2)) / n
          expect(best.objective).toBeGreaterThanOrEqual(mean - 0.7 * variance - 1e-9)
        },
      ),
    )
  })

  test('hunters who mind variance go for the hare', () => {
    const { mixtures, gaps } = riskAverseEquilibrium(staghunt, { gamma: 1, iterations: 2000 })
    expect(mixtures[0][1]).toBeGreaterThan(0.99)
    expect(Math.max(...gaps)).toBeLessThan(0.01)
    const seen = riskAverseBestResponse(hunt, [1, 0], { gamma: 5, epsilon: 0.1 })
    expect(seen.mixture[0]).toBeCloseTo((2 * 0.9 - 1) / (8 * 5 * 0.9 * 0.1), 9)
    expect(() => riskAverseBestResponse(hunt, [1, 0], { gamma: -1 })).toThrow('theory/options')
  })
})
