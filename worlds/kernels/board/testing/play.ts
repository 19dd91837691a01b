import {
  advance,
  CHANCE,
  chanceOf,
  createEpisode,
  createStreams,
  drawOutcome,
  type Episode,
  type Frame,
  type Game,
  type Scenario,
  SIMULTANEOUS,
  startOf,
  TERMINAL,
} from '../../../../engine/index.js'

/** Chooses as a seed says. */
export const luck = (seed: number | string) =>
  createStreams(`play/${seed}`, {}, false).stream('moves')

/** Every state of one game in which all moves are random, the first and the last included. */
export function* randomStates(game: Game, seed: number | string): Generator<Int32Array> {
  const rng = luck(seed)
  const s = startOf(game)
  yield s
  for (let turn = game.turn(s); turn !== TERMINAL; turn = game.turn(s)) {
    if (turn === CHANCE) advance(game, s, drawOutcome(chanceOf(game, s), rng))
    else if (turn === SIMULTANEOUS) {
      const joint = Array.from({ length: game.players }, (_, p) => {
        const legal = game.legal(s, p)
        return legal.length === 0 ? -1 : rng.pick(legal)
      })
      advance(game, s, joint)
    } else advance(game, s, rng.pick(game.legal(s, turn)))
    yield s
  }
}

/** One tick in which whoever is asked does something legal. */
export function randomTick(episode: Episode, rng = luck(episode.tick)): Frame {
  const asked = episode.asked()
  return episode.step(
    episode.seats.map(({ index }) =>
      asked.includes(index) ? { do: [rng.pick(episode.legal(index))] } : null,
    ),
  )
}

/** A game of random moves as people read it: each turn's moves in words, then what everybody sees at the end. */
export function transcript(scenario: Scenario, seed: number): string {
  const episode = createEpisode(scenario, { seed })
  const rng = luck(seed)
  const lines = [`${scenario.id}, seed ${seed}`, ...seen(episode)]
  while (episode.end === undefined) {
    const frame = randomTick(episode, rng)
    const moves = frame.actions.map((a) => `${episode.seats[a.agent]!.name}: ${a.text}`)
    const chance = frame.draws.flatMap((d) => d.values.map((v) => `chance draws ${v}`))
    const gains = frame.rewards.some((r) => r !== 0) ? [`rewards ${frame.rewards.join(', ')}`] : []
    lines.push(
      `${String(frame.tick).padStart(3)}  ${frame.chain}  ${[...moves, ...chance, ...gains].join('; ')}`,
    )
  }
  lines.push(`${episode.end} at tick ${episode.tick}`, ...seen(episode))
  return `${lines.join('\n')}\n`
}

const seen = (episode: Episode): string[] =>
  episode.seats.map((seat) => `[${seat.name}]\n${episode.describe(seat.index)}`)
