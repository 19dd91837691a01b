import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BusInput, countTokens, type Episode, type GivenMessage } from './index.js'
import { doing, laneEpisode } from './testing/lane.js'
import { cutToTokens } from './tokens.js'

const agents = { ada: { team: 'a' }, bob: { team: 'a' }, cleo: { team: 'b' } }
const with_ = (bus: BusInput, seed = 1): Episode => laneEpisode({}, { agents, bus }, { seed })
const text = (to: string, body = 'hi'): GivenMessage => ({ to, type: 'text', body })
const say = (episode: Episode, ...say: GivenMessage[]) => episode.step([{ say }])
const arrived = (episode: Episode) =>
  [0, 1, 2].map((agent) => episode.inbox(agent).map((m) => m.body))

describe('reach', () => {
  it('is all, the team, nobody, or who is named', () => {
    const reached = (topology: BusInput['topology']) => {
      const episode = with_({ topology })
      const { messages } = say(episode, text('all'))
      return [messages[0]!.verdict, arrived(episode).map((m) => m.length)]
    }
    expect(reached('all')).toEqual(['ok', [0, 1, 1]])
    expect(reached('team')).toEqual(['ok', [0, 1, 0]])
    expect(reached('none')).toEqual(['muted', [0, 0, 0]])
    expect(reached({ ada: ['cleo'] })).toEqual(['ok', [0, 0, 1]])
    expect(reached({ bob: ['cleo'] })).toEqual(['out-of-reach', [0, 0, 0]])
  })
  it('goes in one direction', () => {
    const episode = with_({ topology: { ada: ['bob'] } })
    const { messages } = episode.step([{ say: [text('bob')] }, { say: [text('ada')] }])
    expect(messages.map((m) => m.verdict)).toEqual(['ok', 'out-of-reach'])
  })
  it('is several by name, when they are joined by commas', () => {
    const episode = with_({})
    expect(say(episode, text('bob,cleo'), text('bob,zoe')).messages.map((m) => m.verdict)).toEqual([
      'ok',
      'unknown-recipient',
    ])
    expect(arrived(episode)).toEqual([[], ['hi'], ['hi']])
  })
  it('by hearing needs a world that says who hears', () => {
    expect(() => with_({ topology: 'range' })).toThrow('bus/no-range')
  })
})

describe('links', () => {
  it('take their time', () => {
    const episode = with_({ latency: 2, links: [{ from: 'ada', to: 'cleo', latency: 0 }] })
    say(episode, text('all'))
    const inboxes = [arrived(episode)]
    for (let i = 0; i < 3; i++) {
      episode.step([])
      inboxes.push(arrived(episode))
    }
    expect(inboxes).toEqual([
      [[], [], ['hi']],
      [[], [], []],
      [[], ['hi'], []],
      [[], [], []],
    ])
  })
  it('lose what they lose by the seed, and the sender is not told', () => {
    const lost = (seed: number) => {
      const episode = with_({ loss: 0.5 }, seed)
      return Array.from({ length: 20 }, () => {
        const { messages } = say(episode, text('all'))
        expect(episode.sent(0)).toEqual([expect.not.objectContaining({ lost: expect.anything() })])
        const got = arrived(episode).flatMap((m, i) => (m.length === 0 ? [i] : []))
        expect(got).toEqual([
          0,
          ...(messages[0]!.lost ?? []).map((n) => ['ada', 'bob', 'cleo'].indexOf(n)),
        ])
        return messages[0]!.lost?.length ?? 0
      })
    }
    expect(lost(1)).toEqual(lost(1))
    expect(lost(1)).not.toEqual(lost(2))
    expect(new Set(lost(3))).toEqual(new Set([0, 1, 2]))
  })
  it('keep what is on its way and every budget through a save', () => {
    const bus: BusInput = {
      latency: { from: 0, to: 3 },
      loss: 0.2,
      budget: { tokens: 2, burst: 5 },
      cost: { ticks: 2 },
    }
    const action = fc.record({ say: fc.array(fc.constantFrom(text('all', 'a b'), text('bob'))) })
    fc.assert(
      fc.property(fc.array(fc.array(action, { maxLength: 3 }), { maxLength: 12 }), (ticks) => {
        const whole = with_(bus)
        const cut = with_(bus)
        for (const inputs of ticks) {
          const { chain } = whole.step(inputs)
          cut.restore(JSON.parse(JSON.stringify(cut.save(), typed), untyped))
          expect(cut.step(inputs).chain).toBe(chain)
          expect(arrived(cut)).toEqual(arrived(whole))
          expect(cut.sent(0)).toEqual(whole.sent(0))
        }
      }),
      { numRuns: 50 },
    )
  })
})

describe('budgets', () => {
  it('refuse what is too much, and fill up again', () => {
    const episode = with_({ budget: { tokens: 2, burst: 3 } })
    const verdicts = (...texts: string[]) =>
      say(episode, ...texts.map((t) => text('all', t))).messages.map((m) => m.verdict)
    expect(verdicts('one two', 'three', 'four')).toEqual(['ok', 'ok', 'over-budget'])
    expect(verdicts('one two three')).toEqual(['over-budget'])
    expect(verdicts('one two three')).toEqual(['ok'])
  })
  it('cut a text where that is the rule, and say so', () => {
    const episode = with_({ budget: { tokens: 2, over: 'truncate' } })
    const { messages } = say(episode, text('all', 'go west now'), {
      to: 'all',
      type: 'data',
      body: { a: 1 },
    })
    expect(messages).toMatchObject([
      { verdict: 'ok', body: 'go west', tokens: 2, cut: 3 },
      { verdict: 'over-budget' },
    ])
    expect(arrived(episode)).toEqual([[], ['go west'], ['go west']])
  })
  it('count messages and bytes', () => {
    expect(
      say(with_({ budget: { messages: 1 } }), text('all'), text('all')).messages[1],
    ).toMatchObject({
      verdict: 'over-budget',
    })
    const { messages } = say(with_({ budget: { bytes: 5 } }), text('all', 'four'), text('all'))
    expect(messages.map((m) => m.verdict)).toEqual(['ok', 'over-budget'])
  })
})

describe('speech', () => {
  it('costs reward where that is the rule', () => {
    const episode = with_({ cost: { message: 1, token: 0.5 } })
    const quiet = with_({})
    const { rewards } = say(episode, text('all', 'go west'), text('bob', 'go'))
    const free = say(quiet).rewards
    expect(rewards).toEqual([free[0]! - (1 + 0.5 * 2 * 2) - (1 + 0.5), free[1], free[2]])
  })
  it('costs ticks where that is the rule', () => {
    const episode = with_({ cost: { ticks: 2 } })
    const verdicts = (...says: GivenMessage[]) =>
      episode.step([{ ...doing('step', { by: 'right' }), say: says }]).actions.map((a) => a.verdict)
    expect(verdicts(text('all'))).toEqual(['speaking'])
    expect(verdicts()).toEqual(['speaking'])
    expect(verdicts()).toEqual(['ok'])
  })
  it('is answered: its sender sees what became of it', () => {
    const episode = with_({})
    say(episode, text('zoe'), text('bob'))
    expect(episode.sent(0).map((m) => m.verdict)).toEqual(['unknown-recipient', 'ok'])
    episode.step([])
    expect(episode.sent(0)).toEqual([])
  })
})

describe('a bus that cannot be', () => {
  it.each([
    [{ latency: -1 }, /bus\.latency/],
    [{ loss: 2 }, /bus\.loss/],
    [{ topologi: 'all' }, /bus\.topologi/],
  ])('is refused: %j', (bus, message) => {
    expect(() => with_(bus as BusInput)).toThrow(message)
  })
})

describe('tokens', () => {
  it.each([
    ['', 0],
    ['bring 12 onions', 3],
    ['understanding', 3],
    ['{"a":1}', 5],
    ['日本', 2],
    ['😀', 1],
  ])('of %j are %i', (words, tokens) => {
    expect(countTokens(words)).toBe(tokens)
  })
  it('are what is left of a cut text, which is a beginning', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (words, max) => {
        const cut = cutToTokens(words, max)
        expect(words.startsWith(cut)).toBe(true)
        expect(countTokens(cut)).toBe(Math.min(max, countTokens(words)))
      }),
    )
  })
})

/** Typed arrays through JSON, as a file would keep them. */
const typed = (_: string, value: unknown): unknown =>
  ArrayBuffer.isView(value)
    ? { $: value.constructor.name, of: Array.from(value as unknown as number[]) }
    : value
const untyped = (
  _: string,
  value: { readonly $?: string; readonly of?: number[] } | null,
): unknown =>
  value?.$ === 'Int32Array'
    ? Int32Array.from(value.of!)
    : value?.$ === 'Float64Array'
      ? Float64Array.from(value.of!)
      : value?.$ === 'Uint8Array'
        ? Uint8Array.from(value.of!)
        : value
