import { expect, test } from 'vitest'
import { CHANCE, parseScenarioFile, startOf, TERMINAL } from '../../../engine/index.js'
import { anyMove, returnsOf } from '../../kernels/board/testing/duel.js'
import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { concedingNegotiator } from './policies.js'
import { negotiationRules } from './rules.js'
import { scenarios } from './scenarios/index.js'
import { drawOf, type NegotiationParams, type Setting } from './setting.js'
import { negotiation } from './world.js'

const setting: Setting = {
  maxSteps: 4,
  pool: [0, 1, 4],
  values: [
    [2, 9, 4],
    [1, 9, 6],
  ],
}
const other: Setting = { ...setting, values: [setting.values[0], [8, 0, 3]] }

gameLaws({
  beside: import.meta.url,
  world: negotiation,
  scenarios,
  params: [{ instances: [setting, other], numSymbols: 2, utteranceDim: 2 }, { numItems: 1 }],
})

/** Talks about one setting, the moves by number. */
function played(moves: readonly number[], params: Partial<NegotiationParams> = {}) {
  const rules = negotiationRules({
    numItems: 3,
    enableUtterances: true,
    numSymbols: 3,
    utteranceDim: 2,
    instances: [setting],
    ...params,
  })
  const s = startOf(rules)
  for (const move of [0, ...moves]) rules.apply(s, move)
  return { rules, s }
}

const AGREE = 216
const propose = (a: number, b: number, c: number): number => 36 * a + 6 * b + c
const utter = (a: number, b: number): number => AGREE + 1 + 3 * a + b

test.each([
  ['the first proposal is taken', [propose(0, 1, 3), utter(2, 0), AGREE], [21, 6]],
  [
    'the second is',
    [propose(0, 1, 3), utter(2, 0), propose(0, 1, 1), utter(0, 0), AGREE],
    [12, 15],
  ],
])('%s: %j gives %j', (_, moves, returns) => {
  const { rules, s } = played(moves)
  expect(rules.turn(s)).toBe(TERMINAL)
  expect(rules.returns(s)).toEqual(returns)
  expect(rules.text(s)).toContain('Turn Type: Utterance\n')
  expect(rules.text(s)).toMatch(/Agreement reached!\n$/)
})

test('the last proposal still has its words, then both get nothing', () => {
  const round = [propose(0, 1, 3), utter(1, 1)]
  const { rules, s } = played([...round, ...round, ...round, propose(0, 0, 0)])
  expect(rules.turn(s)).toBe(1)
  rules.apply(s, utter(0, 2))
  expect(rules.turn(s)).toBe(TERMINAL)
  expect(rules.returns(s)).toEqual([0, 0])
})

test('proposals keep what is there; words follow each of them', () => {
  const { rules, s } = played([])
  expect(rules.legal(s, 0)).toEqual([0, 1, 2, 3, 4, 6, 7, 8, 9, 10])
  rules.apply(s, propose(0, 1, 3))
  expect(rules.legal(s, 0)).toEqual([217, 218, 219, 220, 221, 222, 223, 224, 225])
  rules.apply(s, utter(2, 0))
  expect(rules.legal(s, 1).at(-1)).toBe(AGREE)
  expect([9, AGREE, 223].map((m) => rules.moveText(s, 1, m))).toEqual([
    'Proposal: [0, 1, 3]',
    'Proposal: Agreement reached!',
    ', Utterance: [2, 0]',
  ])
})

test('a player sees its own values, and the last words', () => {
  const { rules, s } = played([propose(0, 1, 3), utter(2, 0), propose(0, 0, 1)])
  const seen = 'Max steps: 4\nItem pool: 0 1 4\nAgent 1 util vec: 1 9 6\nCurrent player: 1\n'
  expect(rules.observation(s, 1)).toBe(
    `${seen}Turn Type: Utterance\nMost recent proposal: [0, 0, 1]\nMost recent utterance: [2, 0]\n`,
  )
  expect(rules.informationState(s, 1)).toBe(
    `${seen}Turn Type: Utterance\nPlayer 0 proposes: [0, 1, 3] utters: [2, 0]\nPlayer 1 proposes: [0, 0, 1]\n`,
  )
})

test('without words players propose in turn', () => {
  const { rules, s } = played([propose(0, 1, 3)], { enableUtterances: false })
  expect(rules.turn(s)).toBe(1)
  rules.apply(s, AGREE)
  expect(rules.text(s)).toContain('Current player: 0\nTurn Type: Proposal\n')
  expect(rules.returns(s)).toEqual([21, 6])
})

test('chance draws the steps, the pool, then values of which not all are zero, each as likely', () => {
  const { rules } = played([], { instances: undefined })
  const s = startOf(rules)
  const weights: (readonly number[] | undefined)[] = []
  for (const outcome of [7, 1, 2, 3, 0, 0]) {
    expect(rules.turn(s)).toBe(CHANCE)
    weights.push(rules.chance!(s).weights)
    rules.apply(s, outcome)
  }
  expect(weights.slice(-2).map((w) => w!.slice(0, 2))).toEqual([
    [120, 121],
    [10, 11],
  ])
  expect(rules.chance!(s).outcomes).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(rules.moveText(s, CHANCE, 5)).toBe('Agent 0 util 2: 5')
  rules.apply(s, 5)
  expect(drawOf(s, 7, 3).weights![0]).toBe(120)
})

test('settings must fit the number of items', () => {
  const short = { ...setting, pool: [1], values: [setting.values[0], [1, 2]] }
  const problems = negotiation.validate!(negotiation.params.parse({ instances: [short] }))
  expect(problems.map((p) => p.path)).toEqual([
    'params.instances.0.pool',
    'params.instances.0.values.1',
  ])
})

test.each(Object.values(scenarios).map((file) => [file.id, file] as const))(
  '%s: two conceding negotiators get five times what two random ones get',
  (_, file) => {
    const { scenario } = parseScenarioFile(file, [negotiation], file.id)
    let [conceding, random] = [0, 0]
    for (let seed = 1; seed <= 100; seed++) {
      for (const got of returnsOf(scenario, [concedingNegotiator, concedingNegotiator], seed))
        conceding += got
      for (const got of returnsOf(scenario, [anyMove, anyMove], seed)) random += got
    }
    expect(random).toBeGreaterThan(0)
    expect(conceding).toBeGreaterThan(5 * random)
  },
)
