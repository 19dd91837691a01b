import { z } from 'zod'
import {
  CoactError,
  defineWorld,
  type Game,
  isLegalMove,
  type Problem,
  TERMINAL,
  type World,
} from '../../../engine/index.js'
import { describe, observationSchema, observe, parse } from './observe.js'
import { makeBoard, setup } from './setup.js'
import { boardOf, C, cellsOf, playerOf } from './state.js'
import { asked, firstMove, play, resolve } from './turns.js'

/** What {@link gameWorld} takes. */
export interface GameWorldSpec<Id extends string, PS extends z.ZodType> {
  readonly id: Id
  readonly version: number
  readonly title: string
  readonly params: PS
  /** What somebody who never saw the game must know to play it, and to read what it is shown: sentences. */
  rules(params: z.output<PS>): readonly string[]
  /** One more than the highest move id that any parameters allow. */
  readonly moves: number
  /** The rules for parameters. Called once for each set of parameters. */
  game(params: z.output<PS>): Game
  validate?(params: z.output<PS>): readonly Problem[]
}

/**
 * Makes a world of a game's rules. Each number of the game's state is an entity; one action, `play`, takes the number of a
 * move, in text also its words. Ticks are turns: of one player, of all at once, or of chance, which draws from the stream
 * `world:chance` and can be fed from a tape (`tapeFor`). An agent without a legal move gets the first one.
 *
 * @throws CoactError `game/players`, when a scenario has another number of agents than the game has players
 * @example
 * export const nim = gameWorld({
 *   id: 'nim', version: 1, title: 'Nim', params, moves: 64, game: nimRules,
 *   rules: () => ['In turn players take one or more things from one of the piles.', 'Who takes the last one loses.'],
 * })
 */
export function gameWorld<const Id extends string, PS extends z.ZodType>(
  spec: GameWorldSpec<Id, PS>,
) {
  type W = World<typeof C, z.output<PS>>
  const game = remembered(spec)
  const rules = (params: z.output<PS>): string => spec.rules(params).join(' ')
  return defineWorld({
    id: spec.id,
    version: spec.version,
    title: spec.title,
    params: spec.params,
    ...(spec.validate === undefined ? {} : { validate: spec.validate }),
    components: C,
    observation: observationSchema,
    actions: {
      play: {
        text: 'Make a move, by its number',
        args: {
          move: z
            .int()
            .min(0)
            .max(spec.moves - 1),
        },
        *options(w: W, _me, seat) {
          for (const move of boardOf(w).game.legal(cellsOf(w), playerOf(seat))) yield { move }
        },
        check: (w, _me, { move }, seat) =>
          isLegalMove(boardOf(w).game, cellsOf(w), playerOf(seat), move)
            ? undefined
            : { reject: 'illegal-move', text: 'This move is not legal now' },
        apply: (w, me, { move }, seat) => play(w, me, seat, move),
      },
    },
    turns: asked,
    setup: (w, params) => setup(w, game(params)),
    index: (w) => makeBoard(w, game(w.params)),
    systems: [{ id: 'resolve', run: resolve }],
    observe: (w, _me, seat) => observe(w, seat),
    rules,
    describe: (w, _me, seat) => describe(w, seat, rules(w.params)),
    parse: (w, text, seat) => parse(w, text, seat, spec.moves),
    format: (_action, args) => String(args['move']),
    fallback: (w, _me, seat) => firstMove(w, seat),
    reward: (w, me) => w.c.Player.gain.get(me),
    done: (w) => boardOf(w).game.turn(cellsOf(w)) === TERMINAL,
    game,
    position: (w) => cellsOf(w),
    information: (params) => game(params).information,
    vector: {
      length: (params) => tensorLength(game(params)),
      write(w, _me, seat, out) {
        const s = cellsOf(w)
        const { tensor } = boardOf(w).game
        if (tensor === undefined) out.set(s)
        else tensor.write(s, playerOf(seat), out)
      },
      mask(w, _me, seat, out) {
        const legal = boardOf(w).game.legal(cellsOf(w), playerOf(seat))
        for (let i = 0; i < legal.length; i++) out[legal[i]!] = 1
      },
    },
  })
}

/** The rules for parameters, made once for each. */
function remembered<PS extends z.ZodType>(
  spec: Pick<GameWorldSpec<string, PS>, 'game'>,
): (params: z.output<PS>) => Game {
  const made = new WeakMap<object, Game>()
  return (params) => {
    let game = made.get(params as object)
    if (game === undefined) {
      game = spec.game(params)
      made.set(params as object, game)
    }
    return game
  }
}

function tensorLength(game: Game): number {
  if (game.tensor !== undefined) return game.tensor.length
  if (game.information === 'perfect') return game.cells.length
  throw new CoactError('game/no-tensor', `${game.name} has no observation as numbers`, {
    expected: 'a "tensor" in its rules, because its cells hold what players may not see',
  })
}
