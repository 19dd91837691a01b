import {
  CHANCE,
  type Chance,
  chanceOf,
  type Game,
  SIMULTANEOUS,
  startOf,
} from '../../engine/index.js'

/**
 * A place in a game's tree that goes down by moves and up again. A joint turn is walked as hidden moves one after the
 * other, in the order of the players; who has no legal move is passed over.
 */
export interface TreeCursor {
  /** Moves made since the start. */
  readonly depth: number
  /** The rules' state: in a joint turn the one before it. For reading only; it changes with the cursor. */
  readonly state: Int32Array
  /** The player to move, or `CHANCE` or `TERMINAL`. */
  readonly who: number
  /** Whether the move is one of a joint turn in which others have chosen already. */
  readonly isWithinJoint: boolean
  /** Legal moves of the player to move. */
  legal(): readonly number[]
  /** What chance may do. */
  chance(): Chance
  down(move: number): void
  up(): void
}

interface Stop {
  readonly state: Int32Array
  readonly joint: Int32Array
  who: number
  isJoint: boolean
  isWithin: boolean
}

/**
 * A cursor at the start of a game.
 *
 * @example
 * const at = cursorOf(game)
 * at.down(at.legal()[0]!)
 */
export function cursorOf(game: Game): TreeCursor {
  const make = (): Stop => ({
    state: new Int32Array(game.cells.length),
    joint: new Int32Array(game.players),
    who: CHANCE,
    isJoint: false,
    isWithin: false,
  })
  const stops: Stop[] = [make()]
  let depth = 0
  let now = stops[0]!
  now.state.set(startOf(game))
  settle(game, now)
  return {
    get depth() {
      return depth
    },
    get state() {
      return now.state
    },
    get who() {
      return now.who
    },
    get isWithinJoint() {
      return now.isWithin
    },
    legal: () => game.legal(now.state, now.who),
    chance: () => chanceOf(game, now.state),
    down(move) {
      depth += 1
      let next = stops[depth]
      if (next === undefined) {
        next = make()
        stops.push(next)
      }
      next.state.set(now.state)
      if (now.isJoint) {
        next.joint.set(now.joint)
        chooseIn(game, now.who, move, next)
      } else {
        game.apply(next.state, move)
        settle(game, next)
      }
      now = next
    },
    up() {
      depth -= 1
      now = stops[depth]!
    },
  }
}

/** Finds who is to move in a state that was just reached. */
function settle(game: Game, stop: Stop): void {
  stop.isWithin = false
  stop.who = game.turn(stop.state)
  stop.isJoint = stop.who === SIMULTANEOUS
  if (!stop.isJoint) return
  stop.joint.fill(-1)
  stop.who = -1
  passOn(game, stop)
}

/** Notes one player's move in a joint turn, which is made when nobody else is left. */
function chooseIn(game: Game, player: number, move: number, stop: Stop): void {
  stop.joint[player] = move
  stop.who = player
  stop.isJoint = true
  stop.isWithin = true
  passOn(game, stop)
}

function passOn(game: Game, stop: Stop): void {
  for (let p = stop.who + 1; p < game.players; p++) {
    if (game.legal(stop.state, p).length === 0) continue
    stop.who = p
    return
  }
  game.applyJoint!(stop.state, stop.joint)
  settle(game, stop)
}
