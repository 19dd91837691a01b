import { expect, test } from 'vitest'
import {
  CHANCE,
  type Game,
  type Policy,
  parseScenarioFile,
  startOf,
  TERMINAL,
} from '../../../engine/index.js'
import { anyMove, returnsOf } from '../../kernels/board/testing/duel.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { deckSize, type HanabiParams } from './moves.js'
import { hanabiConvention } from './policies.js'
import { hanabiRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { hanabi } from './world.js'

gameLaws({
  beside: import.meta.url,
  world: hanabi,
  scenarios,
  params: [{ players: 3, colors: 2, ranks: 3, handSize: 3 }],
  games: 4,
})

const MINI: HanabiParams = {
  players: 2,
  colors: 2,
  ranks: 2,
  handSize: 3,
  maxInformationTokens: 3,
  maxLifeTokens: 3,
}

/** What a move in words is called by its number. */
function idOf(rules: Game, s: Int32Array, words: string): number {
  const player = rules.turn(s)
  const ids = player === CHANCE ? rules.chance!(s).outcomes : rules.legal(s, player)
  const id = ids.find((m) => rules.moveText(s, player, m) === `(${words})`)
  if (id === undefined) throw new Error(`${words} is not legal`)
  return id
}

/** A game: the cards in the order of the deck, dealt whenever chance is to deal, and the moves in words. */
function played(deck: string, moves: readonly string[], params: Partial<HanabiParams> = {}) {
  const rules = hanabiRules({ ...MINI, ...params })
  const s = startOf(rules)
  const cards = deck.split(' ')
  const deal = () => {
    while (rules.turn(s) === CHANCE && cards.length > 0)
      rules.apply(s, idOf(rules, s, `Deal ${cards.shift()}`))
  }
  for (const move of moves) {
    deal()
    rules.apply(s, idOf(rules, s, move))
  }
  deal()
  return { rules, s }
}

const DECK = 'R1 R2 Y1 Y2 R1 R1 Y1 Y1'

test('fireworks grow by the next rank; a finished one brings a hint back', () => {
  const moves = ['Play 0', 'Reveal player +1 rank 2', 'Play 0']
  const { rules, s } = played(DECK, moves)
  expect(rules.returns(s)).toEqual([2, 2])
  expect(rules.observation(s, 0)).toContain('Info tokens: 3\nFireworks: R2 Y0 ')
})

test('a card that does not fit costs a life and goes to the discards', () => {
  const { rules, s } = played(DECK, ['Play 1'])
  expect(rules.returns(s)).toEqual([0, 0])
  expect(rules.observation(s, 1)).toMatch(/^Life tokens: 2\n[\s\S]*Discards: R2$/)
})

test('the last life takes the whole score with it', () => {
  const { rules, s } = played(DECK, ['Play 0', 'Play 0'], { maxLifeTokens: 1 })
  expect(rules.turn(s)).toBe(TERMINAL)
  expect(rules.returns(s)).toEqual([0, 0])
})

test('a discard brings a hint, and is not legal when there are all', () => {
  expect(() => played(DECK, ['Discard 0'])).toThrow('not legal')
  const { rules, s } = played(DECK, ['Reveal player +1 color R', 'Discard 0'])
  expect(rules.observation(s, 0)).toContain('Info tokens: 3\n')
  expect(rules.observation(s, 0)).toContain('Discards: Y2')
})

test('a hint touches something, tells which cards it means and which it does not', () => {
  const { rules, s } = played(DECK, ['Reveal player +1 rank 1'])
  expect(rules.observation(s, 1)).toBe(
    [
      'Life tokens: 3',
      'Info tokens: 2',
      'Fireworks: R0 Y0 ',
      'Hands:',
      'Cur player',
      'XX || XX|RY2',
      'XX || X1|RY1',
      'XX || X1|RY1',
      '-----',
      'R1 || XX|RY12',
      'R2 || XX|RY12',
      'Y1 || XX|RY12',
      'Deck size: 2',
      'Discards:',
    ].join('\n'),
  )
  const all = played('R1 R2 Y1 R1 R1 Y2 Y1 Y1', [])
  expect(all.rules.legal(all.s, 0)).toEqual([3, 4, 5, 6, 7, 8, 9])
  const red = played('Y1 Y2 Y1 R2 R1 R1 R1 Y1', [])
  expect(red.rules.legal(red.s, 0)).toEqual([3, 4, 5, 6, 8, 9])
})

test('without tokens there are no hints', () => {
  const hint = 'Reveal player +1 rank 1'
  const { rules, s } = played(DECK, [hint, hint, hint])
  expect(rules.turn(s)).toBe(1)
  expect(rules.legal(s, 1)).toEqual([0, 1, 2, 3, 4, 5])
})

test('cards move to the left, and a new one comes last with nothing known of it', () => {
  const { rules, s } = played(DECK, ['Reveal player +1 rank 1', 'Play 1'])
  const hand = rules.observation(s, 0).split('-----\n')[1]
  expect(hand).toMatch(/^Y2 \|\| XX\|RY2\nR1 \|\| X1\|RY1\nY1 \|\| XX\|RY12\n/)
})

test('when the deck is empty each player has one more turn', () => {
  const { rules, s } = played(DECK, ['Play 1', 'Play 0', 'Play 0'])
  expect(rules.turn(s)).toBe(1)
  rules.apply(s, idOf(rules, s, 'Play 0'))
  expect(rules.turn(s)).toBe(TERMINAL)
})

test('who remembers all knows more than who looks at the table', () => {
  const { rules, s } = played(DECK, ['Reveal player +1 color R', 'Play 1'])
  expect(rules.informationState(s, 0).split('\n').at(-1)).toBe(
    'Moves: (Reveal player +1 color R) 12; (Play 1) R1 fits',
  )
})

test('decks are as in the box', () => {
  expect(deckSize({ colors: 5, ranks: 5 })).toBe(50)
  expect(deckSize({ colors: 2, ranks: 2 })).toBe(8)
})

test.each([
  [{ players: 2 }, 5, 20],
  [{ players: 3 }, 5, 30],
  [{ players: 4 }, 4, 38],
  [{ players: 5 }, 4, 48],
])('%j: hands of %i and %i moves', (params, handSize, moves) => {
  const parsed = hanabi.params.parse(params)
  expect(parsed.handSize).toBe(handSize)
  expect(hanabi.game!(parsed).moves).toBe(moves)
})

test('hands must not need more cards than there are', () => {
  const problems = hanabi.validate!(hanabi.params.parse({ players: 5, colors: 1 }))
  expect(problems.map((p) => p.path)).toEqual(['params.handSize'])
})

const small = ['hanabi-mini', 'hanabi-simple']

test.each(Object.values(scenarios).map((file) => [file.id, file] as const))(
  '%s: the convention scores more than random play with the same deal, in at least 95 of 100',
  (id, file) => {
    const { scenario } = parseScenarioFile(file, [hanabi], file.id)
    const all = (policy: Policy) => Object.keys(scenario.agents).map(() => policy)
    const games = small.includes(id) ? 100 : 20
    let better = 0
    for (let seed = 1; seed <= games; seed++) {
      const [random] = returnsOf(scenario, all(anyMove), seed)
      const [planned] = returnsOf(scenario, all(hanabiConvention), seed)
      if (planned! > random!) better += 1
    }
    expect(better / games).toBeGreaterThanOrEqual(0.95)
  },
)
