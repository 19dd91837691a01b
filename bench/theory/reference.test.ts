import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  alphaRank,
  alphaRankPopulations,
  bimatrix,
  type Matrix,
  replicator,
  replicatorDerivative,
  replicatorDerivatives,
  replicatorPopulations,
  riskAverseBestResponse,
} from './index.js'

const folder = process.env['COACT_CONFORMANCE_DIR']
const read = <T>(file: string): readonly T[] =>
  JSON.parse(readFileSync(join(folder!, 'games', 'exact', file), 'utf8')) as T[]

interface EgtRow {
  readonly game: string
  readonly what: string
  readonly m?: number
  readonly alpha?: number
  readonly pi?: readonly number[]
  readonly start?: readonly number[]
  readonly states?: readonly (readonly number[])[]
  readonly derivative_at_start?: readonly number[]
}

interface RiskRow {
  readonly opponent_stag_prob: string
  readonly gamma: string
  readonly best_response_stag_prob: string
  readonly objective: string
}

const rps: Matrix = [
  [0, -1, 1],
  [1, 0, -1],
  [-1, 1, 0],
]
const tables = {
  matrix_pd: bimatrix([
    [5, 0],
    [10, 1],
  ]),
  matrix_mp: bimatrix(
    [
      [1, -1],
      [-1, 1],
    ],
    [
      [-1, 1],
      [1, -1],
    ],
  ),
}

const near = (got: readonly number[], wanted: readonly number[], within: number): void => {
  expect(got).toHaveLength(wanted.length)
  for (const [i, value] of wanted.entries()) expect(Math.abs(got[i]! - value)).toBeLessThan(within)
}

/** A rational number as text. */
const rational = (text: string): number => {
  const [above, below = '1'] = text.split('/')
  return Number(above) / Number(below)
}

const why = folder === undefined ? ' (skipped: COACT_CONFORMANCE_DIR is not set)' : ''

describe.skipIf(folder === undefined)(`the reference${why}`, () => {
  test('α-rank', () => {
    const rows = read<EgtRow>('egt_reference.json').filter((r) => r.what === 'alpharank')
    expect(rows.length).toBeGreaterThan(5)
    for (const { game, m, alpha, pi } of rows) {
      const options = { m: m!, alpha: alpha! }
      const got =
        game === 'rps'
          ? alphaRank(rps, options)
          : alphaRankPopulations(tables[game as keyof typeof tables], options)
      near(got, pi!, 1e-6)
    }
  })

  test('replicator dynamics', () => {
    const rows = read<EgtRow>('egt_reference.json').filter((r) => r.what.startsWith('replicator'))
    expect(rows.length).toBe(3)
    for (const { game, start, states, derivative_at_start } of rows) {
      const after = [0, 1, 10, 100, 1000]
      if (game === 'rps') {
        near(replicatorDerivative(rps, start!), derivative_at_start!, 1e-9)
        const all = replicator(rps, start!, { steps: 1000 })
        for (const [i, t] of after.entries()) near(all[t]!, states![i]!, 1e-9)
      } else {
        const payoffs = tables[game as keyof typeof tables]
        const both = [start!.slice(0, 2), start!.slice(2)]
        near(replicatorDerivatives(payoffs, both).flat(), derivative_at_start!, 1e-9)
        const all = replicatorPopulations(payoffs, both, { steps: 1000 })
        for (const [i, t] of after.entries()) near(all[t]!.flat(), states![i]!, 1e-9)
      }
    }
  })

  test('mean-variance responses in the stag hunt', () => {
    const table = read<{ readonly rows?: readonly RiskRow[] }>('bruteforce.json').find(
      (r) => r.rows,
    )
    expect(table?.rows).toHaveLength(20)
    for (const row of table!.rows!) {
      const q = rational(row.opponent_stag_prob)
      const hunt = [
        [2, 0],
        [1, 1],
      ]
      const { mixture, objective } = riskAverseBestResponse(hunt, [q, 1 - q], {
        gamma: rational(row.gamma),
      })
      near(
        [mixture[0]!, objective],
        [rational(row.best_response_stag_prob), rational(row.objective)],
        1e-9,
      )
    }
  })
})
