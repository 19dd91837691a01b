import { describe, expect, test } from 'vitest'
import { defineScenario, type Scenario } from '../../engine/index.js'
import { harvest } from '../../examples/harvest.js'
import { sealedBid } from '../../examples/sealed-bid.js'
import { decentral } from '../index.js'
import { fakeModel, part, systemText, userText } from './testing/fake.js'
import { playTicks } from './testing/play.js'

const field = (more: Partial<Pick<Scenario, 'bus' | 'protocols'>>): Scenario =>
  defineScenario(harvest, {
    params: { size: 5, apples: 5 },
    agents: { ada: { team: 'red' }, bob: { team: 'blue' }, cyd: { team: 'red' } },
    horizon: 30,
    ...more,
  })

/** Plays while agents say what a script has, by name and tick. */
async function talk(scenario: Scenario, script: Readonly<Record<string, readonly object[]>>) {
  const names = Object.keys(scenario.agents)
  const model = fakeModel((_, agent, tick) => {
    const say = script[names[agent]!]?.[tick - 1]
    return { action: null, ...(say === undefined ? {} : { say: [say] }) }
  })
  const ticks = Math.max(1, ...Object.values(script).map((s) => s.length + 1))
  const frames = await playTicks(scenario, decentral({}), model.call, ticks)
  const shown = (name: string, tick: number) =>
    model.requests[(tick - 1) * names.length + names.indexOf(name)]!
  return { frames, shown, problems: model.problems }
}

describe('conversations by protocol', () => {
  const scenario = field({ protocols: [sealedBid] })
  const bid = (amount: number, id?: string) => ({
    ...{ to: 'all', protocol: 'sealed-bid', type: 'bid', body: { amount } },
    ...(id === undefined ? {} : { in: id }),
  })
  test('are told with their messages, held, and seen by those who take part', async () => {
    const { frames, shown, problems } = await talk(scenario, {
      bob: [bid(3)],
      cyd: [{ to: 'bob', text: 'Wait.' }, bid(5, '1:bob:0')],
    })
    expect(problems).toEqual([])
    expect(part(systemText(shown('ada', 1)), 'talking')).toMatch(
      /Protocol "sealed-bid"[\s\S]*- bid: \{"type":"object","properties":\{"amount"/,
    )
    expect(frames[0]!.messages[0]).toMatchObject({ verdict: 'ok', conversation: '1:bob:0' })
    expect(part(userText(shown('cyd', 2)), 'conversations')).toMatch(
      /^1:bob:0 \(sealed-bid@1\) with ada, bob, cyd: .*you may send now: bid/,
    )
    expect(part(userText(shown('ada', 2)), 'heard')).toMatch(
      /^bob to all: sealed-bid bid \(inform\) \{"amount":3\} \(conversation 1:bob:0\)$/,
    )
    expect(frames[1]!.messages[0]).toMatchObject({ from: 'cyd', verdict: 'ok' })
    expect(part(userText(shown('ada', 3)), 'conversations')).toContain('{"bob":3,"cyd":5}')
  })
  test.each([
    ['another protocol', { protocol: 'seald-bid' }, /"protocol" is one of sealed-bid/],
    [
      'another conversation',
      { in: '9:x:0' },
      /"in" is the id of a conversation: there is none now/,
    ],
    ['another type', { type: 'bidd' }, /"bidd" is not allowed now; allowed: bid, award/],
    ['no type', { type: undefined }, /has a "type"/],
  ])('by %s are refused in words', async (_, change, why) => {
    const { problems } = await talk(scenario, { ada: [{ ...bid(1), ...change }] })
    expect(problems[0]).toMatch(why)
  })
  test('that the referee refuses are told to whoever spoke', async () => {
    const { shown } = await talk(scenario, { bob: [{ ...bid(1), body: { amount: -1 } }] })
    expect(part(userText(shown('bob', 2)), 'came-of-it')).toMatch(
      /your message \(bid\) to all → refused \[bad-body\]/,
    )
  })
})

describe('who can be reached', () => {
  const told = async (bus: Scenario['bus'], name = 'ada') =>
    part(systemText((await talk(field({ bus }), {})).shown(name, 1)), 'talking')
  test.each([
    ['all', '"all", "team", "bob", "cyd"'],
    ['team', '"all", "cyd"'],
    [{ ada: ['bob'] }, '"all", "bob"'],
  ] as [NonNullable<Scenario['bus']['topology']>, string][])(
    'with the topology %j',
    async (topology, receivers) => {
      expect(await told({ topology })).toContain(`"to" is ${receivers}.`)
    },
  )
  test('is nobody where nobody is', async () => {
    expect(await told({ topology: 'none' })).toBeUndefined()
    expect(await told({ topology: 'team' }, 'bob')).toBeUndefined()
    expect(await told({ budget: { messages: 0 } })).toBeUndefined()
  })
  test('comes with what the way and the words cost', async () => {
    const bus = {
      latency: { from: 1, to: 3 },
      loss: 0.25,
      budget: { tokens: 20, messages: 2 },
      cost: { message: 0.5 },
    }
    const text = await told(bus)
    expect(text).toMatch(/^You may send up to 2 messages/)
    expect(text).toContain('They take 1 to 3 more ticks.')
    expect(text).toContain('probability 0.25')
    expect(text).toContain('20 tokens a tick')
    expect(text).toContain('Each costs you 0.5 of reward.')
  })
})

describe('the typed messages of a world', () => {
  test('are told and sent', async () => {
    const { kitchen } = await import('../../worlds/index.js')
    const scenario = defineScenario(kitchen, {
      params: { grid: ['XXPXX', 'O1 2D', 'XXSXX'] },
      agents: { ada: {}, bob: {} },
      horizon: 9,
    })
    const request = { to: 'bob', type: 'request', body: { do: 'bring', item: 'dish' } }
    const { frames, shown, problems } = await talk(scenario, {
      ada: [request, { ...request, type: 'requst' }],
    })
    expect(frames[0]!.messages[0]).toMatchObject({ ...request, verdict: 'ok' })
    expect(part(userText(shown('bob', 2)), 'heard')).toBe(
      'ada to bob: request {"do":"bring","item":"dish"}',
    )
    expect(problems[0]).toMatch(/"requst" is no type of message here.*Did you mean request\?/)
  })
})
