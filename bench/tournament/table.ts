import type { Gateway } from '../../agents/index.js'
import {
  createEpisode,
  createTurns,
  type Episode,
  type Policy,
  type Scenario,
} from '../../engine/index.js'
import { createBarrier } from '../barrier.js'
import { openCalls } from '../calls.js'
import { seatPolicies } from '../seats.js'
import type { Lineup } from './lineups.js'

/** Somebody who takes part: a policy under a name. */
export interface Entrant {
  readonly name: string
  readonly policy: Policy
}

/** One game as it went. */
export interface Game {
  readonly lineup: Lineup
  /** The seed's number; games with the same one have the same luck. */
  readonly round: number
  /** What each seat got. */
  readonly returns: readonly number[]
  readonly ticks: number
  /** By seat: decisions that failed, and actions that were refused. */
  readonly failures: readonly number[]
  readonly refused: readonly number[]
  /** The first thing that went wrong, by seat. */
  readonly first: readonly (string | undefined)[]
}

export interface TableOptions {
  readonly seed: string
  /** Milliseconds for one decision; 0: for ever. */
  readonly timeoutMs: number
  /** The way to language models, for policies that call them. */
  readonly models?: Gateway
  readonly signal?: AbortSignal
  /** Told of each game that was played. */
  readonly onGame?: (game: Game) => void
}

/** Where games are played. */
export interface GameTable {
  /** Plays a game, or gives it as it went when it was played before; undefined when it was stopped. */
  play(lineup: Lineup, round: number): Promise<Game | undefined>
}

interface Seating {
  readonly episode: Episode
  readonly policies: readonly (Policy | undefined)[]
}

/**
 * A table for a scenario's games. The luck of a game follows from the seed and the round alone.
 *
 * @throws CoactError from `play`: `policy/…` when a policy does not fit the scenario, `world/…`
 */
export function gameTable(
  scenario: Scenario,
  entrants: readonly Entrant[],
  options: TableOptions,
): GameTable {
  const names = Object.keys(scenario.agents)
  const seatings = new Map<string, Seating>()
  const played = new Map<string, Game>()
  const seat = (lineup: Lineup, seed: string): Seating => {
    const key = lineup.join()
    let found = seatings.get(key)
    if (found === undefined) {
      const agents = Object.fromEntries(
        names.map((name, i) => [name, entrants[lineup[i]!]!.policy]),
      )
      const seated = seatPolicies(scenario, agents, options.models !== undefined)
      const episode = createEpisode(seated.scenario, { seed, track: false })
      found = { episode, policies: seated.policies }
      seatings.set(key, found)
    } else found.episode.reset(seed)
    return found
  }
  return {
    async play(lineup, round) {
      const key = `${lineup.join()}/${round}`
      const before = played.get(key)
      if (before !== undefined) return before
      const seating = seat(lineup, `${options.seed}/${round}`)
      const over = new AbortController()
      const went = await playGame(seating, options, over.signal)
      over.abort(seating.episode.end ?? 'aborted')
      if (went === undefined) return undefined
      const game = { lineup, round, ...went }
      played.set(key, game)
      options.onGame?.(game)
      return game
    },
  }
}

async function playGame(
  { episode, policies }: Seating,
  { timeoutMs, signal, models }: TableOptions,
  over: AbortSignal,
): Promise<Omit<Game, 'lineup' | 'round'> | undefined> {
  const agents = episode.seats.map((s) => s.name)
  const calls = openCalls({ models, agents, known: 0, onCall: () => {} })
  const turns = createTurns(episode, { over, ...(calls === undefined ? {} : { call: calls.call }) })
  const barrier = createBarrier(episode, policies, turns, timeoutMs, signal)
  calls?.bind(barrier)
  const zeros = (): number[] => policies.map(() => 0)
  const [returns, failures, refused] = [zeros(), zeros(), zeros()]
  const first = policies.map((): string | undefined => undefined)
  let rested = performance.now()
  while (episode.end === undefined) {
    if (signal?.aborted === true) return undefined
    const asking = barrier.ask(episode.asked())
    const inputs = asking instanceof Promise ? await asking : asking
    calls?.take(episode.tick + 1)
    const { actions, tick } = episode.step(inputs)
    for (const [i, input] of inputs.entries()) {
      if (input?.failure === undefined) continue
      failures[i]! += 1
      first[i] ??= `tick ${tick}: ${input.failure.type}: ${input.failure.message}`
    }
    for (const { agent, action, verdict, fallback } of actions) {
      if (fallback === true || verdict === 'ok') continue
      refused[agent]! += 1
      first[agent] ??= `tick ${tick}: ${action}: ${verdict}`
    }
    for (let i = 0; i < returns.length; i++) returns[i]! += episode.reward(i)
    if (performance.now() - rested > BREATHE_MS) {
      await breathe()
      rested = performance.now()
    }
  }
  return { returns, ticks: episode.tick, failures, refused, first }
}

/** Milliseconds of work after which timers and signals get their turn. */
const BREATHE_MS = 50

const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))
