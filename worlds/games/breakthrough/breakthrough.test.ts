import { expect, test } from 'vitest'
import { parseScenarioFile, startOf, TERMINAL } from '../../../engine/index.js'
import { winsAgainstAnyMove } from '../../kernels/board/testing/duel.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { randomStates } from '../../kernels/board/testing/play.js'
import { breakthroughRules } from './rules.js'
import { runner } from './runner.js'
import { scenarios } from './scenarios/index.js'
import { breakthrough } from './world.js'

gameLaws({
  beside: import.meta.url,
  world: breakthrough,
  scenarios,
  params: [
    { rows: 2, columns: 2 },
    { rows: 4, columns: 3 },
    { rows: 9, columns: 9 },
  ],
  games: 8,
})

/** Makes moves given in words. */
function after(rows: number, columns: number, words: string) {
  const game = breakthroughRules({ rows, columns })
  const s = startOf(game)
  for (const word of words.split(' ')) {
    const player = game.turn(s)
    const move = game.legal(s, player).find((m) => game.moveText(s, player, m) === word)
    if (move === undefined) throw new Error(`${word} is not legal`)
    game.apply(s, move)
  }
  return { game, s }
}

test('captures are diagonal only', () => {
  const { game, s } = after(4, 3, 'b4b3 b1b2')
  expect(game.legal(s, 0).map((m) => game.moveText(s, 0, m))).toEqual([
    'a4a3',
    'c4c3',
    'b3a2',
    'b3c2',
  ])
  const { game: g, s: open } = after(4, 3, 'b4b3 a1a2')
  expect(g.legal(open, 0).map((m) => g.moveText(open, 0, m))).toContain('b3a2*')
})

test('the far row wins', () => {
  const { game, s } = after(4, 3, 'b4b3 a1a2 b3a2* b1b2 a2b1')
  expect(game.turn(s)).toBe(TERMINAL)
  expect(game.returns(s)).toEqual([1, -1])
  expect(game.text(s)).toBe('4b.b\n3...\n2.w.\n1.bw\n abc\n')
})

test('who has no pieces left has lost, also when nobody is on a far row', () => {
  const game = breakthroughRules({ rows: 5, columns: 2 })
  let captured = 0
  for (let seed = 0; seed < 300; seed++) {
    const last = [...randomStates(game, seed)].at(-1)!
    const loser = game.returns(last)[0] === 1 ? 1 : 0
    const [top, , , , bottom] = game.text(last).split('\n')
    const far = loser === 1 ? bottom : top
    if (far!.includes('bw'[1 - loser]!)) continue
    captured += 1
    expect(game.text(last).slice(0, -5)).not.toContain('bw'[loser]!)
  }
  expect(captured).toBeGreaterThan(0)
})

test('runner beats random moves', () => {
  const { scenario } = parseScenarioFile(scenarios.breakthrough, [breakthrough], 'breakthrough')
  expect(winsAgainstAnyMove(scenario, runner)).toBeGreaterThanOrEqual(95)
})
