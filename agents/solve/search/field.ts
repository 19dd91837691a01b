import type { ActionCall, Episode, Rng } from '../../../engine/index.js'
import {
  CHANCE,
  chanceOf,
  drawOutcome,
  type Game,
  SIMULTANEOUS,
  TERMINAL,
} from '../../../engine/index.js'

/** A position in which searches try moves and from which they go back: a game's state, or a copy of an episode. */
export interface SearchField {
  readonly players: number
  /** The most that a player can get, or Infinity. */
  readonly maxReturn: number
  /** The player to move, or `CHANCE`, `SIMULTANEOUS` or `TERMINAL`. */
  who(): number
  /** Moves that a player may make now. */
  legal(player: number): readonly number[]
  /** What chance may give, with weights; undefined where only `draw` knows. */
  outcomes():
    | { readonly outcomes: readonly number[]; readonly weights?: readonly number[] }
    | undefined
  /** Lets chance move, by `rng` where `outcomes` tells what may come; the outcome's number, or 0 where it is not known. */
  draw(rng: Rng | undefined): number
  /** Makes the move of the player to move, or a chance outcome. */
  move(move: number): void
  /** Makes a joint move: one per player, -1 for those without a legal one. */
  joint(moves: ArrayLike<number>): void
  /** What each player has got so far. */
  returns(): readonly number[]
  /** Notes the position under a number, from 0. */
  mark(level: number): void
  /** Goes back to the position noted under a number. */
  back(level: number): void
}

/** A field over a game's rules. @param start is copied */
export function gameField(game: Game, start: Int32Array): SearchField {
  const s = start.slice()
  const marks: Int32Array[] = []
  return {
    players: game.players,
    maxReturn: game.maxReturn,
    who: () => game.turn(s),
    legal: (player) => game.legal(s, player),
    outcomes: () => chanceOf(game, s),
    draw(rng) {
      const outcome = drawOutcome(chanceOf(game, s), rng!)
      game.apply(s, outcome)
      return outcome
    },
    move: (move) => game.apply(s, move),
    joint: (moves) => game.applyJoint!(s, moves),
    returns: () => game.returns(s),
    mark(level) {
      const kept = marks[level]
      if (kept === undefined) marks[level] = s.slice()
      else kept.set(s)
    },
    back: (level) => s.set(marks[level]!),
  }
}

/**
 * A field over a copy of an episode. A move is a position in the list of an agent's legal actions, -1 to do nothing where
 * it has none; returns are the rewards
 * since the copy was taken. The luck of the copy is drawn once: going back brings back the same.
 */
export function episodeField(episode: Episode): SearchField {
  let legal: (readonly ActionCall[] | undefined)[] = []
  let gained = episode.seats.map(() => 0)
  const marks: {
    readonly state: ReturnType<Episode['save']>
    readonly gained: readonly number[]
  }[] = []
  const actions = (player: number): readonly ActionCall[] => {
    let list = legal[player]
    if (list === undefined) {
      list = episode.legal(player)
      legal[player] = list
    }
    return list
  }
  const step = (moves: ArrayLike<number>): void => {
    const inputs = episode.seats.map((_, i) => {
      const move = moves[i] ?? -1
      return move < 0 ? {} : { do: [actions(i)[move]!] }
    })
    episode.step(inputs)
    legal = []
    for (let i = 0; i < gained.length; i++) gained[i]! += episode.reward(i)
  }
  const nobody: readonly number[] = []
  const nothing: readonly number[] = [-1]
  const choices = (player: number): readonly number[] => {
    const { length } = actions(player)
    return length === 0 ? nothing : Array.from({ length }, (_, i) => i)
  }
  return {
    players: episode.seats.length,
    maxReturn: Infinity,
    who() {
      if (episode.end !== undefined) return TERMINAL
      const asked = episode.asked()
      return asked.length === 0 ? CHANCE : asked.length === 1 ? asked[0]! : SIMULTANEOUS
    },
    legal: (player) => (episode.asked().includes(player) ? choices(player) : nobody),
    outcomes: () => undefined,
    draw() {
      step(nobody)
      return 0
    },
    move(move) {
      const moves = gained.map(() => -1)
      moves[episode.asked()[0]!] = move
      step(moves)
    },
    joint: step,
    returns: () => gained.slice(),
    mark(level) {
      marks[level] = { state: episode.save(), gained: gained.slice() }
    },
    back(level) {
      const kept = marks[level]!
      episode.restore(kept.state)
      gained = [...kept.gained]
      legal = []
    },
  }
}
