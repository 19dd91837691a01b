import { CHANCE, type Game, TERMINAL } from '../../../engine/index.js'

const NONE: readonly number[] = Object.freeze([])

export interface TinyHanabiParams {
  readonly numPlayers: number
  /** How many cards there are for each player. */
  readonly numChance: number
  readonly numActions: number
  /** What all get, by card of each player, then by action of each player, the last player's action changing fastest. */
  readonly payoff: readonly number[]
}

/** The pay-offs of the paper on the Bayesian action decoder: two players, two cards, three actions. */
export const TINY_HANABI_PAYOFF: readonly number[] = Object.freeze([
  ...[10, 0, 0, 4, 8, 4, 10, 0, 0],
  ...[0, 0, 10, 4, 8, 4, 0, 0, 10],
  ...[0, 0, 10, 4, 8, 4, 0, 0, 0],
  ...[10, 0, 0, 4, 8, 4, 10, 0, 0],
])

/**
 * Each player gets a private card; then each acts once, in turn and seen by all. What everybody gets depends on all cards and
 * all actions.
 *
 * Cells: by player 1 + its card, then by player 1 + its action.
 */
export function tinyHanabiRules(params: TinyHanabiParams): Game {
  const { numPlayers, numChance, numActions, payoff } = params
  const all = 2 * numPlayers
  const cards = Object.freeze(Array.from({ length: numChance }, (_, i) => i))
  const actions = Object.freeze(Array.from({ length: numActions }, (_, i) => i))
  /** How many cards and actions there were. */
  const done = (s: Int32Array): number => {
    let n = 0
    while (n < all && s[n] !== 0) n += 1
    return n
  }
  const turn = (s: Int32Array): number => {
    const n = done(s)
    if (n < numPlayers) return CHANCE
    return n === all ? TERMINAL : n - numPlayers
  }
  const played = (s: Int32Array): string[] =>
    Array.from(
      { length: Math.max(0, done(s) - numPlayers) },
      (_, i) => `p${i}:a${s[numPlayers + i]! - 1}`,
    )
  const informationState = (s: Int32Array, player: number): string =>
    [s[player] === 0 ? `p${player}` : `p${player}:d${s[player]! - 1}`, ...played(s)].join(' ')
  return {
    name: `tiny_hanabi(num_actions=${numActions},num_chance=${numChance},num_players=${numPlayers},payoff=${payoff.join(';')})`,
    players: numPlayers,
    moves: numActions,
    cells: ['card', 'action'].flatMap((what) =>
      Array.from({ length: numPlayers }, (_, p) => `${what}.${p}`),
    ),
    utility: 'identical',
    minReturn: Math.min(...payoff),
    maxReturn: Math.max(...payoff),
    information: 'imperfect',
    rewards: 'terminal',
    longest: all,
    start() {},
    turn,
    legal: (s, player) => (turn(s) === player ? actions : NONE),
    chance: () => ({ outcomes: cards }),
    apply(s, move) {
      s[done(s)] = move + 1
    },
    returns(s) {
      let value = 0
      if (done(s) === all) {
        let at = 0
        for (let i = 0; i < all; i++)
          at = at * (i < numPlayers ? numChance : numActions) + s[i]! - 1
        value = payoff[at]!
      }
      return Array.from({ length: numPlayers }, () => value)
    },
    text: (s) =>
      [
        ...Array.from({ length: Math.min(done(s), numPlayers) }, (_, p) => `p${p}:d${s[p]! - 1}`),
        ...played(s),
      ].join(' '),
    moveText: (_, player, move) => (player === CHANCE ? `d${move}` : `p${player}a${move}`),
    informationState,
    observation: informationState,
    view: (s, player) => ({
      player,
      card: s[player] === 0 ? null : s[player]! - 1,
      actions: Array.from(
        { length: Math.max(0, done(s) - numPlayers) },
        (_, i) => s[numPlayers + i]! - 1,
      ),
    }),
    /** One of all cards, then for each player one of all actions. */
    tensor: {
      length: numChance + numActions * numPlayers,
      write(s, player, out) {
        if (s[player] !== 0) out[s[player]! - 1] = 1
        for (let p = 0; p < numPlayers; p++) {
          const action = s[numPlayers + p]!
          if (action !== 0) out[numChance + p * numActions + action - 1] = 1
        }
      },
    },
    redeal(s, player, int) {
      for (let p = 0; p < numPlayers; p++) if (p !== player && s[p] !== 0) s[p] = 1 + int(numChance)
    },
  }
}
