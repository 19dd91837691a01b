import { expect, test } from 'vitest'
import { parseScenarioFile, startOf, TERMINAL } from '../../../engine/index.js'
import { winsAgainstAnyMove } from '../../kernels/board/testing/duel.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { luck } from '../../kernels/board/testing/play.js'
import { lineProber } from './line-prober.js'
import { type Phantom, phantomRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { bestOdds } from './testing/best-odds.js'
import { phantomTicTacToe } from './world.js'

gameLaws({
  beside: import.meta.url,
  world: phantomTicTacToe,
  scenarios,
  params: [{ obstype: 'reveal-numturns' }, { obstype: 'reveal-numturns', gameversion: 'abrupt' }],
})

/** Tries cells one after the other. */
function after(tries: readonly number[], params: Partial<Phantom> = {}) {
  const game = phantomRules({ obstype: 'reveal-nothing', gameversion: 'classical', ...params })
  const s = startOf(game)
  for (const cell of tries) game.apply(s, cell)
  return { game, s }
}

test('a try on a taken cell shows it, and the player tries again', () => {
  const { game, s } = after([4, 4])
  expect(game.turn(s)).toBe(1)
  expect(game.observation(s, 1)).toBe('...\n.x.\n...')
  expect(game.legal(s, 1)).toEqual([0, 1, 2, 3, 5, 6, 7, 8])
  expect(game.observation(s, 0)).toBe('...\n.x.\n...')
})

test('in the abrupt game such a try ends the turn', () => {
  const { game, s } = after([4, 4], { gameversion: 'abrupt' })
  expect(game.turn(s)).toBe(0)
})

test('a player sees no more than it has tried', () => {
  const { game, s } = after([4, 0, 8])
  expect(game.observation(s, 0)).toBe('...\n.x.\n..x')
  expect(game.observation(s, 1)).toBe('o..\n...\n...')
  expect(game.informationState(s, 1)).toBe('o..\n...\n...\n1,0 ')
  expect(game.text(s)).toBe('o..\n.x.\n..x')
})

test('where tries are counted, both know whose they were', () => {
  const { game, s } = after([4, 4, 0], { obstype: 'reveal-numturns' })
  expect(game.informationState(s, 0)).toBe('...\n.x.\n...\n3\n0,4 1,? 1,? ')
  expect(game.observation(s, 0)).toBe('...\n.x.\n...\nTotal turns: 3')
})

test('three in a row win', () => {
  const { game, s } = after([4, 0, 3, 1, 5])
  expect(game.turn(s)).toBe(TERMINAL)
  expect(game.returns(s)).toEqual([1, -1])
})

test('whatever the other may have done is drawn sooner or later', () => {
  const { game, s } = after([4, 0, 8])
  const seen = new Set<string>()
  const rng = luck('phantom')
  for (let i = 0; i < 3000; i++) {
    const t = s.slice()
    game.redeal!(t, 0, rng.int)
    seen.add(game.text(t))
  }
  expect(seen.size).toBe(7)
  const other = new Set<string>()
  for (let i = 0; i < 3000; i++) {
    const t = s.slice()
    game.redeal!(t, 1, rng.int)
    other.add(game.text(t))
  }
  expect(other.size).toBe((8 * 7) / 2)
})

test.each([
  ['phantomTicTacToe', 80],
  ['phantomTicTacToeAbrupt', 75],
] as const)('%s: line-prober wins %d of 100 games against random moves', (name, least) => {
  const { scenario } = parseScenarioFile(scenarios[name], [phantomTicTacToe as never], name)
  expect(winsAgainstAnyMove(scenario, lineProber)).toBeGreaterThanOrEqual(least)
})

test.each([
  [false, 0.9583, 0.763],
  [true, 0.9057, 0.6641],
])(
  'nobody wins more against random moves than the odds that are worked out (abrupt: %s)',
  (isAbrupt, first, second) => {
    expect(bestOdds(0, isAbrupt)).toBeCloseTo(first, 4)
    expect(bestOdds(1, isAbrupt)).toBeCloseTo(second, 4)
  },
  60_000,
)
