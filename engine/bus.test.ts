import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Episode, type GivenMessage, limits } from './index.js'
import { doing, laneEpisode } from './testing/lane.js'

const agents = { ada: { team: 'a' }, bob: { team: 'a' }, cleo: { team: 'b' } }
const three = (): Episode => laneEpisode({}, { agents })
const text = (to: string, body: unknown = 'hi'): GivenMessage => ({
  to,
  type: 'text',
  body: body as never,
})
const say = (episode: Episode, ...say: unknown[]) => episode.step([{ say: say as GivenMessage[] }])
const arrived = (episode: Episode) =>
  [0, 1, 2].map((agent) => episode.inbox(agent).map((m) => m.body))

describe('messages', () => {
  it('arrive with the next tick, and for that tick only', () => {
    const episode = three()
    say(episode, text('all'))
    expect(arrived(episode)).toEqual([[], ['hi'], ['hi']])
    expect(episode.inbox(1)).toEqual([
      {
        id: '1:ada:0',
        tick: 1,
        from: 'ada',
        to: 'all',
        type: 'text',
        body: 'hi',
        bytes: 2,
        tokens: 1,
      },
    ])
    episode.step([])
    expect(arrived(episode)).toEqual([[], [], []])
  })

  it('reach all, the team, or one', () => {
    const episode = three()
    say(
      episode,
      text('all', 1 as never),
      text('team', 'team'),
      text('cleo', 'cleo'),
      text('all', 'all'),
    )
    expect(arrived(episode)).toEqual([[], ['team', 'all'], ['cleo', 'all']])
  })

  it('come in the order of agents, then of saying', () => {
    const episode = three()
    episode.step([{ say: [text('cleo', 'a1'), text('cleo', 'a2')] }, { say: [text('all', 'b1')] }])
    expect(arrived(episode)).toEqual([['b1'], [], ['a1', 'a2', 'b1']])
  })

  it('have bodies of the types that the world declares', () => {
    const frame = say(
      three(),
      { to: 'all', type: 'offer', body: { coins: 3 } },
      { to: 'all', type: 'offer', body: { coins: -3 } },
      { to: 'all', type: 'offer', body: { coins: 3, extra: 1 } },
      { to: 'all', type: 'ofer', body: { coins: 3 } },
      { to: 'all', type: 'constructor', body: {} },
    )
    expect(frame.messages.map((m) => m.verdict)).toEqual([
      'ok',
      'bad-body',
      'bad-body',
      'unknown-message',
      'unknown-message',
    ])
  })

  it.each([
    ['unknown-recipient', text('zoe')],
    ['unknown-recipient', text('__proto__')],
    ['bad-body', text('all', 3)],
    ['bad-body', text('all', null)],
    ['message-too-long', text('all', 'x'.repeat(limits.MESSAGE_BYTES_MAX + 1))],
    ['message-too-long', text('all', 'é'.repeat(limits.MESSAGE_BYTES_MAX / 2 + 1))],
    [
      'message-too-long',
      { to: 'all', type: 'offer', body: { coins: 'x'.repeat(limits.MESSAGE_BYTES_MAX) } },
    ],
    ['bad-message', { to: 3, type: 'text', body: 'hi' }],
    ['bad-message', { to: 'all', body: 'hi' }],
    ['bad-message', text('all', () => 1)],
    ['bad-message', text('all', 10n)],
    ['bad-message', { to: 'all', type: 'text' }],
    ['bad-message', null],
    ['bad-message', 'hi'],
    ['bad-message', JSON.parse('{"to":"all","type":"text","body":{"__proto__":1}}')],
  ])('are refused as %s, recorded, and reach nobody (%#)', (verdict, message) => {
    const episode = three()
    const { messages } = say(episode, message)
    expect(messages).toHaveLength(1)
    expect(messages[0]).toMatchObject({ id: '1:ada:0', verdict })
    expect(JSON.stringify(messages[0]).length).toBeLessThan(limits.MESSAGE_BYTES_MAX + 500)
    expect(arrived(episode)).toEqual([[], [], []])
  })

  it('are cut where a pair of surrogates is not', () => {
    const { messages } = say(
      three(),
      text('all', `${'x'.repeat(199)}${'😀'.repeat(2000)}`),
      text('all', 'a\ud83d'),
    )
    for (const { body } of messages) expect(body).not.toMatch(/\p{Surrogate}/u)
    expect(messages.map((m) => m.verdict)).toEqual(['message-too-long', 'ok'])
  })

  it('are no more than the limit from one agent in one tick', () => {
    const max = limits.MESSAGES_PER_AGENT_PER_TICK_MAX
    const episode = three()
    const many = Array.from({ length: max + 2 }, (_, i) => text('bob', String(i)))
    expect(say(episode, ...many).messages.map((m) => m.verdict === 'ok')).toEqual(
      many.map((_, i) => i < max),
    )
    expect(say(episode, ...many).messages.filter((m) => m.verdict === 'ok')).toHaveLength(max)
  })

  it('change nothing but the chain', () => {
    const said = [
      [],
      [text('all')],
      [text('all', 'ho')],
      [text('team')],
      [text('all'), text('all')],
    ]
    const frames = said.map((messages) =>
      three().step([{ ...doing('step', { by: 'right' }), say: messages }]),
    )
    expect(new Set(frames.map((f) => f.state)).size).toBe(1)
    expect(new Set(frames.map((f) => f.chain)).size).toBe(said.length)
  })

  it('count bytes as UTF-8 does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (body) => {
        const { messages } = say(three(), text('all', body))
        expect(messages[0]!.bytes).toBe(new TextEncoder().encode(body).length)
      }),
      { numRuns: 100 },
    )
  })
})
