import { CHANCE, type Chance, type Game, SIMULTANEOUS, TERMINAL } from '../../../engine/index.js'

/** Cells on a side. */
const SIDE = 5
const CELLS = SIDE * SIDE
const MOVES = ['STAY', 'RIGHT', 'LEFT', 'UP', 'DOWN'] as const
const DX = [0, 1, -1, 0, 0]
const DY = [0, 0, 0, 1, -1]
const ALL: readonly number[] = Object.freeze([0, 1, 2, 3, 4])
const NONE: readonly number[] = Object.freeze([])

/** The piece that is the first player, and the second. */
export const RED = 0
export const BLUE = 1

/** Cells are numbered 5 x + y; x grows to the right, y upwards. */
export const xOf = (cell: number): number => Math.floor(cell / SIDE)
export const yOf = (cell: number): number => cell % SIDE
export const cellAt = (x: number, y: number): number => SIDE * x + y

/** By cell and move: the cell that it leads to; who would leave the board stays. */
const NEXT = Uint8Array.from({ length: CELLS * MOVES.length }, (_, i) => {
  const move = i % MOVES.length
  const cell = (i - move) / MOVES.length
  const clip = (n: number): number => Math.min(Math.max(n, 0), SIDE - 1)
  return cellAt(clip(xOf(cell) + DX[move]!), clip(yOf(cell) + DY[move]!))
})

/** Where a move leads to. @param move 0 stay, 1 right, 2 left, 3 up, 4 down */
export const stepFrom = (cell: number, move: number): number => NEXT[cell * MOVES.length + move]!

/** How many moves two cells are apart. */
export const apart = (a: number, b: number): number =>
  Math.abs(xOf(a) - xOf(b)) + Math.abs(yOf(a) - yOf(b))

/** What a game on the square consists of. */
export interface SquareSpec {
  readonly name: string
  /** Joint moves until the end. */
  readonly horizon: number
  /** Names of what stands on the board, the red and the blue player first. */
  readonly pieces: readonly string[]
  /** Names of what is counted. */
  readonly counters: readonly string[]
  /** Which pieces a piece must not be put onto. */
  avoids(piece: number): readonly number[]
  /** The least and most that one joint move brings a player. */
  readonly perMove: readonly [least: number, most: number]
  /** Chance turns that one joint move may bring, at most. */
  readonly chancesPerMove: number
  /** Players stand on their new cells: counts, and lifts with {@link Square.lift} what is to be put somewhere else. */
  resolve(s: Int32Array, q: Square): void
  /** Something that chance decides after the players' moves and before they are resolved. */
  readonly between?: {
    readonly name: string
    /** Begins it; true when chance has a say. */
    begin(s: Int32Array, q: Square): boolean
    chance(s: Int32Array, q: Square): Chance
    apply(s: Int32Array, q: Square, outcome: number): void
    text(outcome: number): string
  }
  /** What both players have got, from the counters. */
  returns(count: (i: number) => number): readonly [number, number]
}

/** A game's board and counters within its state. */
export interface Square {
  /** Where a piece stands. */
  at(s: Int32Array, piece: number): number
  put(s: Int32Array, piece: number, cell: number): void
  /** Takes a piece off the board: chance will put it somewhere. */
  lift(s: Int32Array, piece: number): void
  count(s: Int32Array, counter: number): void
}

/**
 * The rules of a game that two players, red and blue, play on 5 × 5 cells: both move at once and may share a cell, then it
 * is worked out what that brings, then chance puts what was taken onto free cells, one piece a turn. All is seen by both.
 *
 * Cells of the state: by piece 1 + its cell, or 0 while it is off the board; the counters; joint moves made; and whether
 * something is to be decided in between.
 */
export function squareGame(spec: SquareSpec): Game {
  const { pieces, counters, horizon, between, perMove } = spec
  const n = pieces.length
  const step = n + counters.length
  const pause = step + 1
  const q: Square = {
    at: (s, piece) => s[piece]! - 1,
    put: (s, piece, cell) => {
      s[piece] = cell + 1
    },
    lift: (s, piece) => {
      s[piece] = 0
    },
    count: (s, counter) => {
      s[n + counter]! += 1
    },
  }
  const lifted = (s: Int32Array): number => {
    for (let i = 0; i < n; i++) if (s[i] === 0) return i
    return -1
  }
  const turn = (s: Int32Array): number => {
    if (s[pause] !== 0 || lifted(s) >= 0) return CHANCE
    return s[step]! >= horizon ? TERMINAL : SIMULTANEOUS
  }
  const returns = (s: Int32Array): readonly number[] => spec.returns((i) => s[n + i]!)
  return {
    name: spec.name,
    players: 2,
    moves: MOVES.length,
    cells: [...pieces, ...counters, 'step', 'pause'],
    utility: 'general-sum',
    minReturn: perMove[0] * horizon,
    maxReturn: perMove[1] * horizon,
    information: 'perfect',
    rewards: 'each',
    longest: n + horizon * (1 + spec.chancesPerMove),
    start() {},
    turn,
    legal: (s) => (turn(s) === SIMULTANEOUS ? ALL : NONE),
    chance: (s) => (s[pause] !== 0 ? between!.chance(s, q) : free(spec, s, lifted(s))),
    apply(s, outcome) {
      if (s[pause] === 0) q.put(s, lifted(s), outcome)
      else {
        s[pause] = 0
        between!.apply(s, q, outcome)
        spec.resolve(s, q)
      }
    },
    applyJoint(s, moves) {
      for (const player of [RED, BLUE]) q.put(s, player, stepFrom(q.at(s, player), moves[player]!))
      s[step]! += 1
      if (between?.begin(s, q) === true) s[pause] = 1
      else spec.resolve(s, q)
    },
    returns,
    text: (s) => text(spec, s, lifted(s), s[pause] !== 0),
    moveText(s, player, move) {
      if (player !== CHANCE) return MOVES[move]!
      return s[pause] !== 0
        ? between!.text(move)
        : `${pieces[lifted(s)]} at [${xOf(move)}, ${yOf(move)}]`
    },
    informationState: (s) => text(spec, s, lifted(s), s[pause] !== 0),
    observation: (s) => text(spec, s, lifted(s), s[pause] !== 0),
    view: (s) => ({
      ...Object.fromEntries(pieces.map((name, i) => [name, place(s[i]! - 1)])),
      ...Object.fromEntries(counters.map((name, i) => [name, s[n + i]!])),
      step: s[step]!,
    }),
    tensor: {
      length: n * CELLS + 1,
      /** A plane of the board for each piece, one's own first, and how much of the game is over. */
      write(s, player, out) {
        for (let i = 0; i < n; i++) {
          const plane = i < 2 ? i ^ player : i
          if (s[i] !== 0) out[plane * CELLS + s[i]! - 1] = 1
        }
        out[n * CELLS] = s[step]! / horizon
      },
    },
  }
}

const place = (cell: number): [number, number] | null => (cell < 0 ? null : [xOf(cell), yOf(cell)])

/** Cells that a piece may be put onto. */
function free({ avoids }: SquareSpec, s: Int32Array, piece: number): Chance {
  let taken = 0
  for (const other of avoids(piece)) if (s[other] !== 0) taken |= 1 << (s[other]! - 1)
  const outcomes: number[] = []
  for (let cell = 0; cell < CELLS; cell++) if (((taken >> cell) & 1) === 0) outcomes.push(cell)
  return { outcomes }
}

/** `red [2, 0]` for each piece, then the counters. */
function text(spec: SquareSpec, s: Int32Array, lifted: number, pause: boolean): string {
  const { pieces, counters, horizon, between } = spec
  const n = pieces.length
  const places = pieces.map((name, i) => {
    const cell = s[i]! - 1
    return `${name} ${cell < 0 ? 'nowhere' : `[${xOf(cell)}, ${yOf(cell)}]`}`
  })
  const counts = counters.map((name, i) => `${name} ${s[n + i]}`)
  const next = pause ? [`next: ${between!.name}`] : lifted < 0 ? [] : [`next: ${pieces[lifted]}`]
  return [`step ${s[n + counters.length]} of ${horizon}`, ...places, ...counts, ...next].join('\n')
}
