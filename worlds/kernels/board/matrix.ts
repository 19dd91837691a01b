import { z } from 'zod'
import type { Problem } from '../../../engine/index.js'
import type { NormalForm } from './normal-form.js'

/** A game in normal form as a table. */
export interface Matrix {
  readonly name: string
  /** By player: what its moves are called. */
  readonly moves: readonly (readonly string[])[]
  /** What each player gets, by the moves of all in lexicographic order. */
  readonly payoffs: readonly (readonly number[])[]
}

/** Pay-offs of a game that both see alike: the column player has the transposed table. */
const symmetric = (name: string, moves: readonly string[], own: readonly number[]): Matrix => ({
  name,
  moves: [moves, moves],
  payoffs: own.map((gain, i) => {
    const n = moves.length
    return [gain, own[(i % n) * n + Math.floor(i / n)]!]
  }),
})

const RPS = ['Rock', 'Paper', 'Scissors']
const COIN = ['Heads', 'Tails']

/** Games of OpenSpiel by short names, and the trust dilemma. Rows are player 0's. */
export const MATRICES = {
  pd: symmetric('matrix_pd', ['Cooperate', 'Defect'], [5, 0, 10, 1]),
  sh: symmetric('matrix_sh', ['Stag', 'Hare'], [2, 0, 1, 1]),
  bos: {
    name: 'matrix_bos',
    moves: [
      ['Bach', 'Stravinsky'],
      ['Bach', 'Stravinsky'],
    ],
    payoffs: [
      [3, 2],
      [0, 0],
      [0, 0],
      [2, 3],
    ],
  },
  cd: symmetric('matrix_cd', ['Dare', 'Chicken'], [0, 4, 1, 3]),
  coordination: symmetric('matrix_coordination', ['Left', 'Right'], [1, 0, 0, 1]),
  mp: {
    name: 'matrix_mp',
    moves: [COIN, COIN],
    payoffs: [
      [1, -1],
      [-1, 1],
      [-1, 1],
      [1, -1],
    ],
  },
  rps: symmetric('matrix_rps', RPS, [0, -1, 1, 1, 0, -1, -1, 1, 0]),
  brps: symmetric('matrix_brps', RPS, [0, -25, 50, 25, 0, -5, -50, 5, 0]),
  rpsw: symmetric(
    'matrix_rpsw',
    [...RPS, 'Water'],
    [0, -1, 1, 0, 1, 0, -1, 0, -1, 1, 0, 0, 0, 0, 0, 0],
  ),
  shapleys: symmetric('matrix_shapleys_game', RPS, [0, 0, 1, 1, 0, 0, 0, 1, 0]),
  mp3: {
    name: 'matching_pennies_3p',
    moves: [COIN, COIN, COIN],
    payoffs: Array.from({ length: 8 }, (_, i) => {
      const [a, b, c] = [i >> 2, (i >> 1) & 1, i & 1]
      return [a === b ? 1 : -1, b === c ? 1 : -1, c !== a ? 1 : -1]
    }),
  },
  'trust-dilemma': symmetric('matrix_trust_dilemma', ['Stag', 'Hare'], [4, -50, 3, 1]),
} as const satisfies Readonly<Record<string, Matrix>>

const payoff = z.number().min(-1e9).max(1e9)
const moveNames = z.array(z.string().min(1).max(40)).min(1).max(32)

/** Parameters that name a game of {@link MATRICES} or give a table: `payoffs[row][column]` is what both players get. */
export const matrixSchema = z.union([
  z.enum(Object.keys(MATRICES) as [keyof typeof MATRICES]),
  z.strictObject({
    rows: moveNames,
    columns: moveNames,
    payoffs: z.array(z.array(z.tuple([payoff, payoff]))),
  }),
])

type Choice = z.output<typeof matrixSchema>

/** The table that parameters choose. */
export function matrixOf(choice: Choice): Matrix {
  if (typeof choice === 'string') return MATRICES[choice]
  const { rows, columns, payoffs } = choice
  const table = payoffs.map((row) => row.map((both) => both.join(',')).join(' ')).join(';')
  return {
    name: `matrix_game(columns=${columns.join(';')},payoffs=${table},rows=${rows.join(';')})`,
    moves: [rows, columns],
    payoffs: payoffs.flat(),
  }
}

/** What is wrong with a table: it must have a pair for each row and column. */
export function matrixProblems(choice: Choice, path: string): readonly Problem[] {
  if (typeof choice === 'string') return []
  const { rows, columns, payoffs } = choice
  const right = payoffs.length === rows.length && payoffs.every((r) => r.length === columns.length)
  if (right) return []
  return [
    {
      path: `${path}.payoffs`,
      message: 'The table does not fit the moves',
      expected: `${rows.length} rows of ${columns.length} pairs`,
      got: `rows of ${payoffs.map((r) => r.length).join(', ')} pairs`,
    },
  ]
}

/** A table as a game in normal form, with texts as OpenSpiel has them. */
export function formOf({ name, moves, payoffs }: Matrix): NormalForm {
  const all = payoffs.flat()
  const at = (made: readonly number[]): readonly number[] => {
    let i = 0
    for (let p = 0; p < moves.length; p++) i = i * moves[p]!.length + made[p]!
    return payoffs[i]!
  }
  return {
    name: name.includes('(') ? name : `${name}()`,
    counts: moves.map((names) => names.length),
    utility: utilityOf(payoffs),
    minReturn: Math.min(...all),
    maxReturn: Math.max(...all),
    payoffs: at,
    moveText: (player, move) => moves[player]![move]!,
    text: (made) =>
      moves.length === 2 ? tableText({ name, moves, payoffs }, made, at) : plainText(made, at),
  }
}

function utilityOf(payoffs: Matrix['payoffs']): NormalForm['utility'] {
  const sums = payoffs.map((all) => all.reduce((a, b) => a + b, 0))
  if (sums.every((sum) => sum === 0)) return 'zero-sum'
  if (payoffs.every((all) => new Set(all).size === 1)) return 'identical'
  return new Set(sums).size === 1 ? 'constant-sum' : 'general-sum'
}

type At = NormalForm['payoffs']

function tableText({ moves, payoffs }: Matrix, made: readonly number[], at: At): string {
  const isOver = made.length > 0
  const [rows, columns] = moves as [readonly string[], readonly string[]]
  const open = (names: readonly string[]): string =>
    isOver ? '' : names.map((name) => `${name} `).join('')
  const past = isOver ? `History: ${made.join(', ')}\nReturns: ${at(made).join(',')}\n` : ''
  const table = rows.map((_, r) =>
    columns.map((_, c) => `${payoffs[r * columns.length + c]!.join(',')} `).join(''),
  )
  const head = `Terminal? ${isOver}\n${past}Row actions: ${open(rows)}\nCol actions: ${open(columns)}`
  return `${head}\nUtility matrix:\n${table.join('\n')}\n`
}

const plainText = (made: readonly number[], at: At): string =>
  `Normal form game default NFGState::ToString. ${
    made.length === 0
      ? 'Non-terminal'
      : `Terminal, history: ${made.join(', ')}, returns: ${at(made).join(',')}`
  }`

/** The table as a sentence for players: `Pay-offs to players 0 and 1: Stag, Stag: 2, 2; …`. */
export function payoffWords({ moves, payoffs }: Matrix): string {
  const players = moves.map((_, p) => p).join(', ')
  const lines = payoffs.map((gains, i) => {
    const made = moves.map(() => '')
    for (let p = moves.length - 1, rest = i; p >= 0; p--) {
      const names = moves[p]!
      made[p] = names[rest % names.length]!
      rest = Math.floor(rest / names.length)
    }
    return `${made.join(' and ')} bring ${gains.join(' and ')}`
  })
  return `Choices of players ${players}, and what they bring to each: ${lines.join('; ')}.`
}
