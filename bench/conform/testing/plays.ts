const third = 1 / 3
const passOrBet = { legal_actions: [0, 1], legal_action_strings: ['Pass', 'Bet'] }

/** A game of Kuhn's poker as it is recorded state by state: queen against king, pass and pass. */
export const freshKuhn = () => ({
  game: 'kuhn_poker(players=2)',
  num_players: 2,
  num_distinct_actions: 2,
  steps: [
    {
      state: '',
      terminal: false,
      current_player: -1,
      history: [],
      rewards: [0, 0],
      returns: [0, 0],
      chance_outcomes: [
        [0, third],
        [1, third],
        [2, third],
      ],
      legal_actions: [0, 1, 2],
      legal_action_strings: ['Deal:0', 'Deal:1', 'Deal:2'],
      chosen: 1,
    },
    {
      state: '1',
      terminal: false,
      current_player: -1,
      history: [1],
      rewards: [0, 0],
      returns: [0, 0],
      chance_outcomes: [
        [0, 0.5],
        [2, 0.5],
      ],
      legal_actions: [0, 2],
      legal_action_strings: ['Deal:0', 'Deal:2'],
      chosen: 2,
    },
    {
      state: '1 2',
      terminal: false,
      current_player: 0,
      history: [1, 2],
      rewards: [0, 0],
      returns: [0, 0],
      ...passOrBet,
      information_state_strings: ['1', '2'],
      observation_strings: ['111', '211'],
      chosen: 0,
    },
    {
      state: '1 2 p',
      terminal: false,
      current_player: 1,
      history: [1, 2, 0],
      rewards: [0, 0],
      returns: [0, 0],
      ...passOrBet,
      information_state_strings: ['1p', '2p'],
      observation_strings: ['111', '211'],
      chosen: 0,
    },
    {
      state: '1 2 pp',
      terminal: true,
      current_player: -4,
      history: [1, 2, 0, 0],
      rewards: [-1, 1],
      returns: [-1, 1],
      information_state_strings: ['1pp', '2pp'],
      observation_strings: ['111', '211'],
    },
  ],
})

/** The same game as a playthrough that was shipped, some of its states left out. */
export const shippedKuhn = () => ({
  file: 'kuhn.txt',
  game: 'kuhn_poker',
  params: { NumPlayers: 2, NumDistinctActions: 2 },
  steps: [
    { index: 0, elided: true, chosen: 1 },
    { index: 1, elided: true, chosen: 2 },
    {
      index: 2,
      elided: false,
      IsTerminal: false,
      CurrentPlayer: 0,
      History: [1, 2],
      InformationStateString: { 0: '1', 1: '2' },
      Rewards: [0, 0],
      Returns: [0, 0],
      LegalActions: [0, 1],
      StringLegalActions: ['Pass', 'Bet'],
      state: '1 2',
      chosen: 0,
    },
    { index: 3, elided: true, chosen: 0 },
    {
      index: 4,
      elided: false,
      IsTerminal: true,
      CurrentPlayer: -4,
      History: [1, 2, 0, 0],
      Rewards: [-1, 1],
      Returns: [-1, 1],
      state: '1 2 pp',
    },
  ],
})

const coins = { red_coop: 0, red_defect: 0, blue_coop: 0, blue_defect: 0 }

/** A Coin Dilemma of one move: red takes its coin, which comes back in the middle. */
export const gridPlay = () => ({
  game: 'vsbench_coin_dilemma',
  max_steps: 1,
  returns: [1, 0],
  steps: [
    {
      state: {
        red_pos: [0, 0],
        blue_pos: [4, 4],
        red_coin_pos: [1, 0],
        blue_coin_pos: [3, 3],
        step: 0,
        ...coins,
        terminated: false,
        truncated: false,
      },
      actions: [1, 0],
      rewards: [1, 0],
      next_state: {
        red_pos: [1, 0],
        blue_pos: [4, 4],
        red_coin_pos: [2, 2],
        blue_coin_pos: [3, 3],
        step: 1,
        ...coins,
        red_coop: 1,
        terminated: false,
        truncated: true,
      },
      done: true,
    },
  ],
})

/** A copy with one field changed; it must be there. */
export function changed<T extends object>(value: T, path: string, to: unknown): T {
  const copy = structuredClone(value)
  const keys = path.split('.')
  const last = keys.pop()!
  let at = copy as Record<string, unknown>
  for (const key of keys) at = at[key] as Record<string, unknown>
  if (!(last in at)) throw new Error(`There is no ${path}`)
  at[last] = to
  return copy
}
