import { describe, expect, test } from 'vitest'
import {
  createEpisode,
  createTurns,
  defineScenario,
  type Episode,
  type SomeWorld,
} from '../../../engine/index.js'
import { breakthrough } from '../../games/breakthrough/index.js'
import { hanabi } from '../../games/hanabi/index.js'
import { kuhnPoker } from '../../games/kuhn-poker/index.js'
import { negotiation } from '../../games/negotiation/index.js'
import { repeatedGame } from '../../games/repeated-game/index.js'

/** An episode of two in which chance has moved. */
function begun(world: SomeWorld, params: unknown = {}): Episode {
  const scenario = defineScenario(
    world as never,
    {
      params,
      agents: { ada: {}, bob: {} },
      horizon: 100_000,
    } as never,
  )
  const episode = createEpisode(scenario, { seed: 2 })
  while (episode.asked().length === 0) episode.step([null, null])
  return episode
}

/** Says something as whoever is asked, and tells what was made of it. */
function said(episode: Episode, text: string): string {
  const agent = episode.asked()[0]!
  const { turn, close } = createTurns(episode).open(agent, new AbortController().signal)
  const input = close(turn.command(text))
  const { actions } = episode.step(episode.seats.map((_, i) => (i === agent ? input : null)))
  const [first] = actions
  return first!.verdict === 'ok' ? `${first!.text}` : first!.verdict
}

describe('a move in words', () => {
  test.each([
    '0',
    ' 0 ',
    'Pass',
    'PASS',
    'pass.',
    '"Pass"',
    '**Pass**',
    '0: Pass',
    '0. pass',
    '0)',
  ])('%j passes', (text) => {
    expect(said(begun(kuhnPoker), text)).toBe('Pass')
  })

  test.each(['', ' ', '.', 'fold', 'pass bet', '0: Bet', '0.5', '-0', '7: Pass', 'pass\nbet'])(
    '%j is no move',
    (text) => {
      expect(said(begun(kuhnPoker), text)).toBe('unknown-move')
    },
  )

  test('that is known but not legal is refused as such', () => {
    expect(said(begun(kuhnPoker), '1: Bet')).toBe('Bet')
    expect(said(begun(breakthrough), '0')).toBe('illegal-move')
  })

  test('needs its brackets no more than its marks', () => {
    const mini = { colors: 2, ranks: 2, handSize: 3, maxInformationTokens: 3 }
    expect(said(begun(hanabi, mini), 'Play 1')).toBe('(Play 1)')
    expect(said(begun(hanabi, mini), '(play 1)')).toBe('(Play 1)')
  })

  test('may have any number', () => {
    const episode = begun(negotiation, { numItems: 4, numSymbols: 10 })
    expect(said(episode, 'proposal: [0, 0, 0, 0]')).toBe('Proposal: [0, 0, 0, 0]')
    expect(said(episode, 'Utterance: [9, 9, 8]')).toBe(', Utterance: [9, 9, 8]')
    expect(said(episode, '0')).toBe('Proposal: [0, 0, 0, 0]')
    expect(said(episode, '2296')).toBe(', Utterance: [9, 9, 9]')
  })

  test('that is unknown brings the legal ones, the first of many', () => {
    const episode = begun(negotiation, { numItems: 4 })
    const agent = episode.asked()[0]!
    const { actions } = episode.step(
      episode.seats.map((_, i) => (i === agent ? { do: [{ text: 'what?' }] } : null)),
    )
    expect(actions[0]!.text).toMatch(/Legal: 0 \(Proposal: \[0, 0, 0, 0\]\), .*, … \d+ in all$/)
  })
})

describe('what is told', () => {
  test('is the rules, what is seen, what was seen, whose turn it is, and the moves', () => {
    const episode = begun(repeatedGame, { numRepetitions: 3 })
    episode.step([0, 1].map((move) => ({ do: [{ action: 'play', args: { move } }] })))
    episode.step([1, 1].map((move) => ({ do: [{ action: 'play', args: { move } }] })))
    expect(episode.describe(0).split('\n')).toEqual([
      'repeated_game(num_repetitions=3,stage_game=matrix_pd()); you are player 0 of 2.',
      expect.stringMatching(/^Rules: In each of 3 rounds .*Cooperate and Defect bring 0 and 10;/),
      'Defect Defect',
      'So far: Cooperate Defect ;Defect Defect ;',
      'All players choose at the same time.',
      'Legal moves, to be named by number or words:',
      '  0: Cooperate',
      '  1: Defect',
    ])
  })

  test('ends with the latest of a long past', () => {
    const episode = begun(repeatedGame, { numRepetitions: 1000 })
    for (let i = 0; i < 500; i++)
      episode.step([0, 1].map((move) => ({ do: [{ action: 'play', args: { move } }] })))
    const line = episode
      .describe(1)
      .split('\n')
      .find((l) => l.startsWith('So far: '))!
    expect(line).toMatch(/^So far: … .*Cooperate Defect ;$/)
    expect(line.length).toBeLessThan(2050)
  })
})
