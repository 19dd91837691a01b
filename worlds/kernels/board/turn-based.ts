import { z } from 'zod'
import { type Game, SIMULTANEOUS } from '../../../engine/index.js'

/** A parameter of worlds of joint moves: whether players choose at once, or one after the other without seeing it. */
export const turnsSchema = z.enum(['joint', 'in-turn']).default('joint')

/** What {@link turnsSchema} adds to the rules in words. */
export const turnsRule = (turns: z.output<typeof turnsSchema>): readonly string[] =>
  turns === 'joint'
    ? []
    : ['Moves of a round are asked for one after the other, and shown only when all are made.']

/** The rules as {@link turnsSchema} says. */
export const inTurns = (turns: z.output<typeof turnsSchema>, game: Game): Game =>
  turns === 'joint' ? game : turnBased(game)

/**
 * A game of joint moves in which players choose one after the other, without seeing what the others chose, until all have:
 * OpenSpiel's `turn_based_simultaneous_game`.
 *
 * Cells: those of the game; then by player 1 + what it has chosen in this joint move, or 0; then who chooses next.
 *
 * @example
 * turnBased(goofspielRules({ numCards: 4 }))
 */
export function turnBased(game: Game): Game {
  const first = game.cells.length
  const mover = first + game.players
  const turn = (s: Int32Array): number => {
    const of = game.turn(s)
    return of === SIMULTANEOUS ? s[mover]! : of
  }
  const legal = (s: Int32Array, player: number): readonly number[] =>
    turn(s) === player ? game.legal(s, player) : []
  const inside = (text: string, s: Int32Array, player: number): string => {
    const chosen = s[first + player]!
    const own = chosen === 0 ? '' : `Observer's action this turn: ${chosen - 1}\n`
    return `Current player: ${turn(s)}\n${own}${text}`
  }
  return {
    ...facts(game),
    turn,
    legal,
    apply(s, move) {
      if (game.turn(s) !== SIMULTANEOUS) return game.apply(s, move)
      choose(game, s, first, move)
    },
    start: (s) => game.start(s),
    returns: (s) => game.returns(s),
    moveText: (s, player, move) => game.moveText(s, player, move),
    ...(game.chance === undefined ? {} : { chance: (s) => game.chance!(s) }),
    text(s) {
      if (game.turn(s) !== SIMULTANEOUS) return game.text(s)
      let chosen = ''
      for (let p = 0; p < s[mover]!; p++) chosen += `${Math.max(s[first + p]! - 1, 0)} `
      return `Partial joint action: ${chosen}\n${game.text(s)}`
    },
    informationState: (s, player) => inside(game.informationState(s, player), s, player),
    observation: (s, player) => inside(game.observation(s, player), s, player),
    ...(game.view === undefined ? {} : { view: (s, player) => game.view!(s, player) }),
    tensor: tensorOf(game, turn),
    redeal(s, player, int) {
      game.redeal?.(s, player, int)
      for (let p = 0; p < game.players; p++) {
        if (p === player || s[first + p] === 0) continue
        const could = game.legal(s, p)
        s[first + p] = could[int(could.length)]! + 1
      }
    },
  }
}

/** What may be said of a game before it is played. */
const facts = (game: Game) =>
  ({
    name: `turn_based_simultaneous_game(game=${game.name})`,
    players: game.players,
    moves: game.moves,
    cells: [
      ...game.cells,
      ...Array.from({ length: game.players }, (_, p) => `chosen.${p}`),
      'chooser',
    ],
    utility: game.utility,
    minReturn: game.minReturn,
    maxReturn: game.maxReturn,
    information: 'imperfect',
    rewards: game.rewards,
    longest: game.longest * game.players,
  }) as const

/** Keeps a choice, and makes the joint move when it was the last. */
function choose(game: Game, s: Int32Array, first: number, move: number): void {
  const { players } = game
  const mover = first + players
  s[first + s[mover]!] = move + 1
  let next = s[mover]! + 1
  while (next < players && game.legal(s, next).length === 0) next += 1
  s[mover] = next
  if (next < players) return
  const joint: number[] = []
  for (let p = 0; p < players; p++) joint.push(s[first + p]! - 1)
  game.applyJoint!(s, joint)
  s.fill(0, first, mover + 1)
}

/** Who chooses, who looks, then what the game shows. */
function tensorOf(game: Game, turn: (s: Int32Array) => number): NonNullable<Game['tensor']> {
  const { players } = game
  const rest = game.tensor
  return {
    length: 2 * players + (rest?.length ?? game.cells.length),
    write(s, player, out) {
      const of = turn(s)
      if (of >= 0) out[of] = 1
      out[players + player] = 1
      const inner = out.subarray(2 * players)
      if (rest === undefined) inner.set(s.subarray(0, game.cells.length))
      else rest.write(s, player, inner)
    },
  }
}
