import {
  type AnyWorld,
  actionCatalog,
  CHANCE,
  chanceOf,
  createEpisode,
  defineScenario,
  type Episode,
  type Frame,
  type Game,
  isLegalMove,
  SIMULTANEOUS,
  startOf,
  TERMINAL,
  tapeFor,
} from '../../engine/index.js'

/** An episode of a game that is played from a record, with what is needed to compare it. */
export interface GameTable {
  readonly game: Game
  readonly episode: Episode
  /** The state as it follows from the recorded changes alone. */
  cells(): Int32Array
  /**
   * Does one step: a player's move, a joint move, or an outcome that chance is fed with.
   * @returns what was wrong with it, if anything
   */
  play(chosen: number | readonly number[]): string | undefined
  /** What every player has got since the last state that was not chance's. */
  gained(): readonly number[]
}

/**
 * Seats players at a game.
 *
 * @param steps how many steps there will be at most
 * @throws CoactError when the world refuses the parameters
 */
export function gameTable(world: AnyWorld, given: unknown, steps: number): GameTable {
  const params = world.params.parse(given) as never
  const game = world.game!(params)
  const agents = Object.fromEntries(
    Array.from({ length: game.players }, (_, p) => [`player_${p}`, {}]),
  )
  const scenario = defineScenario(world, {
    params: given as never,
    agents,
    horizon: Math.max(steps, 1) + 1,
  })
  const outcomes: number[] = []
  const episode = createEpisode(scenario, { seed: 1, tapes: { 'world:chance': outcomes } })
  const rebuilt = rebuilder(episode, game)
  let gained: number[] = episode.seats.map(() => 0)
  return {
    game,
    episode,
    cells: () => rebuilt.cells,
    gained: () => gained,
    play(chosen) {
      const turn = game.turn(rebuilt.cells)
      if (turn === TERMINAL) return `the game is over, and ${JSON.stringify(chosen)} was played`
      const problem = illegal(game, rebuilt.cells, turn, chosen)
      if (problem !== undefined) return problem
      if (turn === CHANCE) outcomes.push(tapeFor(chanceOf(game, rebuilt.cells), chosen as number))
      const frame = stepBy(episode, world, movesOf(game, rebuilt.cells, turn, chosen))
      rebuilt.follow(frame)
      gained = frame.rewards.map((r, p) => (turn === CHANCE ? gained[p]! : 0) + r)
      const refused = frame.actions.find((a) => a.verdict !== 'ok' || a.fallback === true)
      return refused && `${refused.action} ${JSON.stringify(refused.args)} was ${refused.verdict}`
    },
  }
}

/** Why a step cannot be done here. */
function illegal(
  game: Game,
  s: Int32Array,
  turn: number,
  chosen: number | readonly number[],
): string | undefined {
  if (turn === CHANCE) {
    const { outcomes } = chanceOf(game, s)
    return typeof chosen === 'number' && outcomes.includes(chosen)
      ? undefined
      : `chance cannot give ${JSON.stringify(chosen)}; it can give ${outcomes.slice(0, 40).join(', ')}`
  }
  const moves = turn === SIMULTANEOUS ? chosen : ({ [turn]: chosen } as Record<number, number>)
  for (let p = 0; p < game.players; p++) {
    const legal = game.legal(s, p)
    if (legal.length === 0) continue
    const move = (moves as ArrayLike<number>)[p]
    if (typeof move !== 'number' || !isLegalMove(game, s, p, move))
      return `player ${p} cannot play ${JSON.stringify(move)}; it can play ${legal.slice(0, 40).join(', ')}`
  }
  return undefined
}

/** By player: its move, or -1. */
function movesOf(
  game: Game,
  s: Int32Array,
  turn: number,
  chosen: number | readonly number[],
): number[] {
  return Array.from({ length: game.players }, (_, p) => {
    if (game.legal(s, p).length === 0) return -1
    return turn === SIMULTANEOUS ? (chosen as readonly number[])[p]! : (chosen as number)
  })
}

/** Runs a tick by action ids; by typed actions where a world has too many moves for ids. */
function stepBy(episode: Episode, world: AnyWorld, moves: readonly number[]): Frame {
  const catalog = actionCatalog(world)
  const call = (move: number) => ({ action: 'play', args: { move } })
  const ids = moves.map((move) => (move < 0 ? -1 : catalog.idOf(call(move))))
  if (ids.every((id, p) => id >= 0 || moves[p]! < 0)) return episode.stepIds(ids)
  return episode.step(moves.map((move) => (move < 0 ? null : { do: [call(move)] })))
}

/** Keeps a state up to date by what the frames say has changed, and by nothing else. */
function rebuilder(episode: Episode, game: Game) {
  const column = episode.columns.find((c) => c.name === 'Cell.value')!
  const first = episode.w.each('Cell' as never)[0]!
  const cells = new Int32Array(game.cells.length)
  const follow = (frame: Frame): void => {
    for (const { column: index, ids, values } of frame.diff.columns) {
      if (index !== column.index) continue
      for (let i = 0; i < ids.length; i++) cells[ids[i]! - first] = values[i]!
    }
  }
  follow(episode.first!)
  if (startOf(game).some((v, i) => v !== cells[i])) {
    throw new Error(`${game.name}: the first frame does not hold the start`)
  }
  return { cells, follow }
}
