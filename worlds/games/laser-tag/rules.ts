import { CHANCE, type Game, SIMULTANEOUS, TERMINAL } from '../../../engine/index.js'
import { gameName } from '../../kernels/board/index.js'
import {
  type Arena,
  beside,
  GRID,
  type LaserTagParams,
  LEFT_OF,
  RIGHT_OF,
  readArena,
} from './arena.js'

const MOVES = [
  'left turn',
  'right turn',
  'move forward',
  'move backward',
  'step left',
  'step right',
  'stand',
  'step forward and left turn',
  'step forward and right turn',
  'fire',
] as const
const LEFT_TURN = 0
const RIGHT_TURN = 1
const BACKWARD = 3
const STEP_LEFT = 4
const STEP_RIGHT = 5
export const STAND = 6
const FORWARD_LEFT = 7
const FORWARD_RIGHT = 8
export const FIRE = 9
const ALL: readonly number[] = Object.freeze(MOVES.map((_, i) => i))
const NONE: readonly number[] = Object.freeze([])

/** Where things are in the state; each but `MOVED` is one cell a player. */
const AT = 0
const FACES = 2
const CHOSEN = 4
const TAGS = 6
const MOVED = 8
const CELLS = [
  'at.0',
  'at.1',
  'faces.0',
  'faces.1',
  'chosen.0',
  'chosen.1',
  'tags.0',
  'tags.1',
  'moved',
]

const SOUTH = 1
/** Outcomes below say who goes first; then come the places to begin on. */
const ORDERS = 2
const WHO = ['A', 'B'] as const
const FIRST_OR_SECOND: readonly number[] = Object.freeze([0, 1])
/** Games until the first tag have no last move of their own. */
const WITHOUT_END = 2_147_483_647

/**
 * Laser tag as in OpenSpiel's `laser_tag` (after Leibo et al. 2017 and Lanctot et al. 2017): two players, A and B, choose at
 * once, then chance says whose action is done first. A player turns, steps or fires straight ahead; a hit gives 1, takes the
 * other off until chance puts it on a place to begin, and undoes what it still had to do.
 *
 * Cells: by player 1 + its square (0: to be put somewhere), what it faces (0 north, 1 south, 2 east, 3 west), 1 + its chosen
 * move (0: none) and its tags; then joint moves done.
 */
export function laserTagRules({ horizon, zeroSum, grid }: LaserTagParams): Game {
  const arena = readArena(grid)
  const isOver = (s: Int32Array): boolean =>
    horizon < 0 ? s[TAGS]! + s[TAGS + 1]! > 0 : s[MOVED]! >= horizon
  const turn = (s: Int32Array): number => {
    if (isOver(s)) return TERMINAL
    return isPlacing(s) || s[CHOSEN] !== 0 ? CHANCE : SIMULTANEOUS
  }
  const text = (s: Int32Array): string =>
    `${gridText(arena, s)}Orientations: ${s[FACES]} ${s[FACES + 1]}\n${turn(s) === CHANCE ? 'Chance Node' : ''}`
  const most = horizon < 0 ? 1 : horizon
  return {
    name: gameName('laser_tag', {
      horizon: [horizon, 1000],
      zero_sum: [zeroSum, false],
      grid: [grid.replaceAll('\n', '\\n'), GRID.replaceAll('\n', '\\n')],
    }),
    players: 2,
    moves: MOVES.length,
    cells: CELLS,
    utility: zeroSum ? 'zero-sum' : 'general-sum',
    minReturn: zeroSum ? -most : 0,
    maxReturn: most,
    information: 'perfect',
    rewards: 'each',
    // Two to begin; then a joint move, an order and a new place each time.
    longest: horizon < 0 ? WITHOUT_END : 2 + 3 * horizon,
    start(s) {
      s.fill(SOUTH, FACES, FACES + 2)
    },
    turn,
    legal: (s) => (turn(s) === SIMULTANEOUS ? ALL : NONE),
    chance: (s) => ({ outcomes: isPlacing(s) ? freeSpawns(arena, s) : FIRST_OR_SECOND }),
    apply(s, outcome) {
      if (isPlacing(s)) s[AT + missing(s)] = 1 + arena.spawns[outcome - ORDERS]!
      else resolve(arena, s, outcome)
    },
    applyJoint(s, moves) {
      for (let p = 0; p < 2; p++) s[CHOSEN + p] = moves[p]! + 1
    },
    returns: (s) => returns(s, zeroSum),
    text,
    moveText(_, player, move) {
      if (player !== CHANCE) return MOVES[move]!
      return move < ORDERS
        ? `(${WHO[move]}'s action first)`
        : `(spawned at location #${move - ORDERS})`
    },
    informationState: (s) => `${text(s)}\nMoves: ${s[MOVED]}, tags: ${s[TAGS]} ${s[TAGS + 1]}`,
    observation: text,
    view: (s) => ({
      grid,
      at: [s[AT]! - 1, s[AT + 1]! - 1],
      faces: [s[FACES]!, s[FACES + 1]!],
      moved: s[MOVED]!,
    }),
    tensor: {
      length: 3 * arena.walls.length + 9,
      write: (s, player, out) => write(arena, s, player, most, out),
    },
  }
}

function returns(s: Int32Array, zeroSum: boolean): readonly number[] {
  const a = s[TAGS]!
  const b = s[TAGS + 1]!
  return zeroSum ? [a - b, b - a] : [a, b]
}

const isPlacing = (s: Int32Array): boolean => s[AT] === 0 || s[AT + 1] === 0

/** Who is to be put somewhere: B before A. */
const missing = (s: Int32Array): number => (s[AT + 1] === 0 ? 1 : 0)

function freeSpawns({ spawns }: Arena, s: Int32Array): number[] {
  const free: number[] = []
  for (let i = 0; i < spawns.length; i++) {
    const at = spawns[i]! + 1
    if (s[AT] !== at && s[AT + 1] !== at) free.push(ORDERS + i)
  }
  return free
}

/** Does both chosen actions in an order, the second only if the first was no hit. */
function resolve(arena: Arena, s: Int32Array, first: number): void {
  if (!act(arena, s, first)) act(arena, s, 1 - first)
  s[CHOSEN] = 0
  s[CHOSEN + 1] = 0
  s[MOVED]! += 1
}

/** Does one player's action; true when it hit the other. */
function act(arena: Arena, s: Int32Array, player: number): boolean {
  const move = s[CHOSEN + player]! - 1
  if (move === FIRE) return fire(arena, s, player)
  const from = { at: s[AT + player]! - 1, faces: s[FACES + player]! }
  const { at, faces } = moved(arena, from, move, s[AT + 1 - player]! - 1)
  s[AT + player] = at + 1
  s[FACES + player] = faces
  return false
}

/** Where somebody stands, and what it faces. */
export interface Stance {
  readonly at: number
  readonly faces: number
}

/** What comes of an action other than firing. Walls, edges and the other player stop a step, and the turn that goes with it. */
export function moved(arena: Arena, from: Stance, move: number, other: number): Stance {
  const { at, faces } = from
  if (move === LEFT_TURN) return { at, faces: LEFT_OF[faces]! }
  if (move === RIGHT_TURN) return { at, faces: RIGHT_OF[faces]! }
  if (move === STAND || move === FIRE) return from
  const to = beside(arena, at, heading(faces, move))
  if (to < 0 || arena.walls[to] === 1 || to === other) return from
  if (move === FORWARD_LEFT) return { at: to, faces: LEFT_OF[faces]! }
  return { at: to, faces: move === FORWARD_RIGHT ? RIGHT_OF[faces]! : faces }
}

/** The direction that a step leads in. */
function heading(facing: number, move: number): number {
  if (move === BACKWARD) return facing ^ 1
  if (move === STEP_LEFT) return LEFT_OF[facing]!
  return move === STEP_RIGHT ? RIGHT_OF[facing]! : facing
}

function fire(arena: Arena, s: Int32Array, player: number): boolean {
  if (!isInSight(arena, s[AT + player]! - 1, s[FACES + player]!, s[AT + 1 - player]! - 1))
    return false
  s[AT + 1 - player] = 0
  s[TAGS + player]! += 1
  return true
}

/** Whether a square lies straight ahead with no wall in between. */
export function isInSight(arena: Arena, from: number, facing: number, target: number): boolean {
  for (let at = beside(arena, from, facing); at >= 0; at = beside(arena, at, facing)) {
    if (at === target) return true
    if (arena.walls[at] === 1) return false
  }
  return false
}

function gridText({ rows, columns, walls }: Arena, s: Int32Array): string {
  let out = ''
  for (let i = 0; i < rows * columns; i++) {
    const who = s[AT] === i + 1 ? 'A' : s[AT + 1] === i + 1 ? 'B' : '.'
    out += walls[i] === 1 ? '*' : who
    if (i % columns === columns - 1) out += '\n'
  }
  return out
}

/** Planes of the grid for oneself, the other and the walls; what both face; how much of the game is over. */
function write(arena: Arena, s: Int32Array, player: number, most: number, out: Float32Array): void {
  const n = arena.walls.length
  for (let p = 0; p < 2; p++) {
    const plane = p === player ? 0 : 1
    if (s[AT + p] !== 0) out[plane * n + s[AT + p]! - 1] = 1
    out[3 * n + plane * 4 + s[FACES + p]!] = 1
  }
  out.set(arena.walls, 2 * n)
  out[3 * n + 8] = s[MOVED]! / most
}
