import { expect, test } from 'vitest'
import { parseGameName, placeOf } from './games-names.js'

test.each([
  ['tic_tac_toe', 'tic-tac-toe', {}],
  ['coin_game()', 'coin-game', {}],
  ['liars_dice(numdice=1)', 'liars-dice', { numdice: 1 }],
  [
    'goofspiel(num_cards=4,imp_info=True,points_order=descending)',
    'goofspiel',
    { numCards: 4, impInfo: true, pointsOrder: 'descending' },
  ],
  ['nim(pile_sizes=3;4;5,is_misere=False)', 'nim', { pileSizes: [3, 4, 5], isMisere: false }],
  ['matrix_pd', 'matrix-game', { game: 'pd' }],
  ['matrix_bos()', 'matrix-game', { game: 'bos' }],
  [
    'repeated_game(stage_game=matrix_rps(),num_repetitions=10)',
    'repeated-game',
    { stageGame: 'rps', numRepetitions: 10 },
  ],
  [
    'turn_based_simultaneous_game(game=goofspiel(num_cards=4,imp_info=True))',
    'goofspiel',
    { numCards: 4, impInfo: true, turns: 'in-turn' },
  ],
  [
    'python_iterated_prisoners_dilemma(termination_probability=0.125)',
    'iterated-prisoners-dilemma',
    { terminationProbability: 0.125 },
  ],
  ['vsbench_coin_dilemma', 'coin-dilemma', {}],
  ['phantom_ttt', 'phantom-tic-tac-toe', {}],
])('%s is played in %s', (name, world, params) => {
  expect(placeOf(parseGameName(name))).toEqual({ world, params })
})

test.each(['', 'a b', 'hex(', 'hex(5)', 'hex(=5)', 'hex(a=b(c=1)', 'hex(a=1))', 'hex)'])(
  '%j is no game string',
  (text) => {
    expect(() => parseGameName(text)).toThrow(/conform\/game-string/)
  },
)
