import { CHANCE, type Game, TERMINAL } from '../../../engine/index.js'
import { gameName } from '../../kernels/board/index.js'
import { type CoinBoard, type CoinGameParams, coinBoard, publicText, stateText } from './board.js'

const MOVES = ['up', 'down', 'left', 'right', 'stand'] as const
const ALL: readonly number[] = Object.freeze([0, 1, 2, 3, 4])
const NONE: readonly number[] = Object.freeze([])
const DOWN = [-1, 1, 0, 0, 0]
const RIGHT = [0, 0, -1, 1, 0]

/**
 * The coin game of Raileanu et al. 2018 ("Modeling others using oneself"): chance gives each player a colour of its own, which
 * only it knows, and puts players and coins onto the field; players move in turn and take the coins they step on. At the end
 * each gets a² + b² − c², a being how many coins of its colour anybody took, b of the other players' colours, c of nobody's.
 *
 * Cells: see {@link CoinBoard}.
 */
export function coinGameRules(params: CoinGameParams): Game {
  const b = coinBoard(params)
  const most = b.coins * b.coins
  const setup = 2 * b.players + b.coins
  const turn = (s: Int32Array): number => {
    if (s[b.dealt]! < setup) return CHANCE
    const moves = b.moves(s)
    return moves >= b.episodeLength ? TERMINAL : moves % b.players
  }
  return {
    name: gameName('coin_game', {
      players: [b.players, 2],
      rows: [b.rows, 8],
      columns: [b.columns, 8],
      episode_length: [b.episodeLength, 20],
      num_extra_coin_colors: [b.numExtraCoinColors, 1],
      num_coins_per_color: [b.numCoinsPerColor, 4],
    }),
    players: b.players,
    moves: MOVES.length,
    cells: b.cells,
    utility: 'general-sum',
    minReturn: -most,
    maxReturn: most,
    information: 'imperfect',
    rewards: 'terminal',
    longest: setup + b.episodeLength,
    start() {},
    turn,
    legal: (s, player) => (turn(s) === player ? ALL : NONE),
    chance: (s) => ({ outcomes: s[b.dealt]! < b.players ? freeColors(b, s) : freeSquares(b, s) }),
    apply(s, move) {
      if (s[b.dealt]! < setup) deal(b, s, move)
      else walk(b, s, turn(s), move)
    },
    returns: (s) =>
      turn(s) === TERMINAL ? scores(b, s) : Array.from({ length: b.players }, () => 0),
    text: (s) => stateText(b, s),
    moveText: (_, player, move) => (player === CHANCE ? String(move) : MOVES[move]!),
    informationState: (s, player) => `${own(s, player)}; dealt ${s[b.dealt]}; ${b.history.text(s)}`,
    observation: (s, player) => `${own(s, player)}\n${publicText(b, s)}`,
    view: (s, player) => ({
      color: s[player] === 0 ? null : own(s, player),
      at: Array.from({ length: b.players }, (_, p) => s[b.at + p]! - 1),
      things: [...s.subarray(b.field, b.field + b.squares)].map((t) =>
        t > b.players ? t - 1 - b.players : null,
      ),
      columns: b.columns,
    }),
    tensor: {
      length: b.colors + (b.players + b.colors) * b.squares + b.players * b.colors + 1,
      write: (s, player, out) => write(b, s, player, out),
    },
    redeal: (s, player, int) => redeal(b, s, player, int),
  }
}

/** The colour that a player prefers; 0 before it is given one. */
const own = (s: Int32Array, player: number): number => Math.max(s[player]! - 1, 0)

function freeColors(b: CoinBoard, s: Int32Array): number[] {
  const free: number[] = []
  for (let c = 0; c < b.colors; c++) if (!s.subarray(0, b.players).includes(c + 1)) free.push(c)
  return free
}

function freeSquares(b: CoinBoard, s: Int32Array): number[] {
  const free: number[] = []
  for (let i = 0; i < b.squares; i++) if (s[b.field + i] === 0) free.push(i)
  return free
}

/** Deals a colour to the next player, or puts the next player or coin onto a square. */
function deal(b: CoinBoard, s: Int32Array, outcome: number): void {
  const n = s[b.dealt]!
  s[b.dealt] = n + 1
  if (n < b.players) {
    s[n] = outcome + 1
    return
  }
  b.history.push(s, outcome)
  const thing = n - b.players
  if (thing < b.players) {
    s[b.at + thing] = outcome + 1
    s[b.field + outcome] = thing + 1
  } else {
    const color = Math.floor((thing - b.players) / b.numCoinsPerColor)
    s[b.field + outcome] = 1 + b.players + color
  }
}

/** Moves a player unless the edge or another player is in the way. */
function walk(b: CoinBoard, s: Int32Array, player: number, move: number): void {
  b.history.push(s, move)
  const from = s[b.at + player]! - 1
  const row = Math.floor(from / b.columns) + DOWN[move]!
  const column = (from % b.columns) + RIGHT[move]!
  if (row < 0 || row >= b.rows || column < 0 || column >= b.columns) return
  const to = row * b.columns + column
  const thing = s[b.field + to]!
  if (thing > 0 && thing <= b.players) return
  if (thing > b.players) s[b.took + player * b.colors + thing - 1 - b.players]! += 1
  s[b.field + from] = 0
  s[b.field + to] = player + 1
  s[b.at + player] = to + 1
}

function scores(b: CoinBoard, s: Int32Array): number[] {
  const taken = Array.from({ length: b.colors }, (_, color) => {
    let n = 0
    for (let p = 0; p < b.players; p++) n += s[b.took + p * b.colors + color]!
    return n
  })
  const all = taken.reduce((a, n) => a + n, 0)
  let good = 0
  for (let p = 0; p < b.players; p++) good += taken[s[p]! - 1]!
  const bad = all - good
  return Array.from({ length: b.players }, (_, p) => {
    const mine = taken[s[p]! - 1]!
    return mine * mine + (good - mine) * (good - mine) - bad * bad
  })
}

/** The own colour, a plane of the field for each player and colour, coins taken, and how much of the game is over. */
function write(b: CoinBoard, s: Int32Array, player: number, out: Float32Array): void {
  if (s[player] !== 0) out[s[player]! - 1] = 1
  let at = b.colors
  for (let i = 0; i < b.squares; i++) {
    const thing = s[b.field + i]!
    if (thing !== 0) out[at + (thing - 1) * b.squares + i] = 1
  }
  at += (b.players + b.colors) * b.squares
  for (let i = 0; i < b.players * b.colors; i++) {
    out[at + i] = s[b.took + i]! / b.numCoinsPerColor
  }
  out[at + b.players * b.colors] = b.moves(s) / b.episodeLength
}

/** Gives all others another colour, as far as they have one. */
function redeal(b: CoinBoard, s: Int32Array, player: number, int: (n: number) => number): void {
  const known = Math.min(s[b.dealt]!, b.players)
  const left: number[] = []
  for (let c = 1; c <= b.colors; c++) if (c !== s[player]) left.push(c)
  for (let p = 0; p < known; p++) {
    if (p === player) continue
    s[p] = left.splice(int(left.length), 1)[0]!
  }
}
