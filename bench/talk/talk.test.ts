import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createEpisode, type Episode, type GivenMessage } from '../../engine/index.js'
import { openReplayFile } from '../../replays/index.node.js'
import { run } from '../run.js'
import { bidder, marketScenario, seller } from './market.js'

const folder = mkdtempSync(join(tmpdir(), 'coact-talk-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const fresh = (bus = {}): Episode => createEpisode(marketScenario(bus), { seed: 1 })
const act = (
  type: string,
  body: GivenMessage['body'] = {},
  conversation?: string,
): GivenMessage => ({
  to: 'all',
  type,
  body,
  protocol: 'sale',
  ...(conversation === undefined ? {} : { conversation }),
})
const coins = (episode: Episode): number[] =>
  [0, 1, 2].map((agent) => (episode.observe(agent) as { coins: number }).coins)

describe('a conversation in an episode', () => {
  it('opens with a message, is heard, pays and is seen to end, once', () => {
    const episode = fresh()
    const opened = episode.step([{ say: [act('offer', { what: 'lamp' })] }])
    expect(opened.messages).toMatchObject([
      { id: '1:ada:0', conversation: '1:ada:0', protocol: 'sale', act: 'cfp', verdict: 'ok' },
    ])
    expect(episode.talks(1)).toEqual([
      {
        id: '1:ada:0',
        protocol: 'sale@1',
        opener: 'ada',
        participants: ['ada', 'bob', 'cid'],
        began: 1,
        ends: 64,
        due: 3,
        state: { what: 'lamp', mine: 0 },
        allowed: ['bid'],
      },
    ])
    episode.step([
      null,
      { say: [act('bid', { amount: 4 }, '1:ada:0')] },
      { say: [act('bid', { amount: 7 }, '1:ada:0')] },
    ])
    expect(episode.inbox(0).map((m) => m.body)).toEqual([{ amount: 4 }, { amount: 7 }])
    expect(episode.inbox(1)).toEqual([])
    expect(episode.talks(1)[0]).toMatchObject({ state: { mine: 4 }, allowed: [] })
    const closed = episode.step([])
    expect(closed.events.map((e) => [e.type, e.data])).toEqual([
      ['effect', { effect: 'pay', data: { from: 'cid', to: 'ada', amount: 7 } }],
      [
        'conversation',
        { id: '1:ada:0', protocol: 'sale@1', outcome: { result: 'sold', to: 'cid' }, ticks: 3 },
      ],
    ])
    expect(coins(episode)).toEqual([17, 10, 3])
    expect(episode.talks(2)[0]).toMatchObject({
      outcome: { result: 'sold', to: 'cid' },
      allowed: [],
    })
    episode.step([])
    expect(episode.talks(2)).toEqual([])
  })

  it.each([
    ['unknown-protocol', { ...act('offer', { what: 'x' }), protocol: 'fair' }, /Known: sale/],
    ['not-allowed-now', act('bid', { amount: 1 }), /begins with: offer/],
    ['unknown-conversation', act('bid', { amount: 1 }, '9:bob:0'), /Now: 1:ada:0/],
    ['not-allowed-now', act('offer', { what: 'x' }, '1:ada:0'), /Allowed now: bid/],
    ['bad-body', act('bid', { amount: 0 }, '1:ada:0'), /amount/],
    ['too-poor', act('bid', { amount: 11 }, '1:ada:0'), /as much/],
    ['unknown-recipient', { ...act('offer', { what: 'x' }), to: 'zoe' }, undefined],
    ['past-deadline', { ...act('bid', { amount: 1 }, '1:ada:0'), deadline: 1 }, undefined],
  ])('refuses with %s, says what is allowed, and stays as it was', (verdict, message, note) => {
    const episode = fresh()
    const twin = fresh()
    for (const e of [episode, twin]) e.step([{ say: [act('offer', { what: 'lamp' })] }])
    const { messages, state } = episode.step([null, { say: [message as GivenMessage] }])
    expect(messages[0]).toMatchObject({ verdict })
    if (note !== undefined) expect(messages[0]!.note).toMatch(note)
    expect(episode.sent(1)).toEqual(messages)
    expect(episode.inbox(0)).toEqual([])
    expect(state).toBe(twin.step([]).state)
  })

  it('is with those whom its opening names', () => {
    const episode = fresh()
    episode.step([{ say: [{ ...act('offer', { what: 'lamp' }), to: 'cid' }] }])
    expect([0, 1, 2].map((agent) => episode.talks(agent).length)).toEqual([1, 0, 1])
    const { messages } = episode.step([null, { say: [act('bid', { amount: 1 }, '1:ada:0')] }])
    expect(messages[0]).toMatchObject({ verdict: 'unknown-speaker' })
  })

  it('hears what a link delayed when it arrives, and its sender learns what became of it', () => {
    const episode = fresh({ links: [{ from: 'bob', to: 'ada', latency: 3 }] })
    episode.step([{ say: [act('offer', { what: 'lamp' })] }])
    const { messages } = episode.step([null, { say: [act('bid', { amount: 1 }, '1:ada:0')] }])
    expect(messages[0]).toMatchObject({ verdict: 'ok', arrives: 5 })
    for (const tick of [3, 4, 5]) {
      episode.step([])
      expect(episode.sent(1)).toEqual(
        tick < 5
          ? []
          : [expect.objectContaining({ id: '2:bob:0', verdict: 'unknown-conversation' })],
      )
    }
  })

  it('is silent where nobody reaches anybody', () => {
    const episode = fresh({ topology: 'none' })
    const { messages } = episode.step([{ say: [act('offer', { what: 'lamp' })] }])
    expect(messages[0]).toMatchObject({ verdict: 'muted' })
    expect(episode.talks(0)).toEqual([])
  })

  it('is saved, loaded, recorded, read and simulated again like everything else', async () => {
    const out = join(folder, 'sale.mcap')
    const scenario = marketScenario(
      { latency: { from: 0, to: 1 }, loss: 0.1 },
      { ada: seller, bob: bidder(2), cid: bidder(3) },
    )
    const result = await run(scenario, { seed: 3, out, heavy: true, verify: true })
    expect(result).toMatchObject({ end: 'horizon', verified: true })
    const replay = await openReplayFile(out)
    const episode = createEpisode(scenario, { seed: 3 })
    let seen = 0
    for await (const frame of replay.frames(1)) {
      episode.step(frame.inputs)
      const state = await replay.state(frame.tick)
      const talk = Object.values(state.doc('talk') as object)
      expect(talk.length).toBe(episode.talks(0).length)
      seen += talk.length
    }
    expect(seen).toBeGreaterThan(0)
    await replay.close()
  })
})
