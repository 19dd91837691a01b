import { describe, expect, it } from 'vitest'
import type { Conversation, EpisodeProtocol, Hearing } from '../engine/index.js'
import {
  actsOf,
  ask,
  auction,
  board,
  contract,
  countBallots,
  negotiate,
  plan,
  say,
  share,
  vote,
} from './index.js'

const NAMES = ['ada', 'bob', 'cid']
type Line = readonly [tick: number, from: string, type: string, body?: unknown]

/** Plays lines, and the ends of ticks up to one; gives the last conversation and what came of each line. */
function play(
  protocol: EpisodeProtocol,
  lines: readonly Line[],
  until = lines.at(-1)![0],
): { readonly c: Conversation; readonly heard: readonly Hearing[]; readonly effects: unknown[] } {
  let c = protocol.begin({ from: lines[0]![1], participants: NAMES, tick: lines[0]![0] })
  const heard: Hearing[] = []
  const effects: unknown[] = []
  for (let tick = lines[0]![0]; tick <= until; tick++) {
    for (const [, from, type, body = {}] of lines.filter(([t]) => t === tick)) {
      const h = protocol.hear(c, { from, type, body, tick })
      heard.push(h)
      effects.push(...h.effects)
      c = h.conversation
    }
    const ended = protocol.expire(c, tick)
    effects.push(...ended.effects)
    c = ended.conversation
  }
  return { c, heard, effects }
}

const verdicts = (heard: readonly Hearing[]): string[] => heard.map((h) => h.verdict)

describe('say', () => {
  it('is over when it is said', () => {
    const { c } = play(say, [[1, 'ada', 'tell', { text: 'hello' }]])
    expect(c.outcome).toEqual({ result: 'said' })
  })
})

describe('ask', () => {
  const question: Line = [
    1,
    'ada',
    'question',
    { question: 'how many?', expects: 'number', ticks: 2 },
  ]
  it('is answered by the first whose answer is of the type', () => {
    const { c, heard } = play(ask, [
      question,
      [2, 'bob', 'answer', { answer: 'two' }],
      [2, 'cid', 'answer', { answer: 2 }],
    ])
    expect(verdicts(heard)).toEqual(['ok', 'wrong-type', 'ok'])
    expect(c.outcome).toEqual({ result: 'answered', by: 'cid', answer: 2 })
  })
  it('is refused when all decline, and expires', () => {
    const { c } = play(ask, [question, [2, 'bob', 'decline'], [2, 'cid', 'decline']])
    expect(c.outcome).toEqual({ result: 'refused' })
    expect(play(ask, [question], 3).c.outcome).toEqual({ result: 'expired' })
  })
})

describe('share', () => {
  it('keeps what each last told, and says what is stale', () => {
    const { c } = play(share, [
      [1, 'ada', 'open', { heartbeat: 2 }],
      [2, 'bob', 'update', { goal: 'build', holdings: { nail: 3, board: 1 } }],
      [5, 'bob', 'update', { holdings: { nail: 0 }, needs: { saw: 1 } }],
    ])
    expect(share.view(c, 'cid', 9)).toMatchObject({
      told: { bob: { goal: 'build', holdings: { board: 1 }, needs: { saw: 1 }, isStale: true } },
    })
  })
})

describe('contract', () => {
  const call: Line = [1, 'ada', 'cfp', { task: 'carry', ticks: 3 }]
  it('goes to the cheapest, who is paid when it is done', () => {
    const { c, effects } = play(contract, [
      call,
      [2, 'bob', 'bid', { cost: 5 }],
      [2, 'cid', 'bid', { cost: 3 }],
      [4, 'cid', 'done'],
    ])
    expect(effects).toEqual([
      { effect: 'award', data: { task: 'carry', ref: null, from: 'ada', to: ['cid'] } },
      { effect: 'pay', data: { from: 'ada', to: 'cid', amount: 3 } },
    ])
    expect(c.outcome).toEqual({ result: 'complete', task: 'carry', to: ['cid'], done: ['cid'] })
  })
  it('awards with what the call is about, whatever that is', () => {
    const ref = { crate: 7, at: [3, 4] }
    const { effects } = play(contract, [
      [1, 'ada', 'cfp', { task: 'carry', ticks: 1, ref }],
      [2, 'bob', 'bid', { cost: 0 }],
      [2, 'cid', 'refuse'],
    ])
    expect(effects).toEqual([
      { effect: 'award', data: { task: 'carry', ref, from: 'ada', to: ['bob'] } },
    ])
  })
  it('goes to the next best when the first fails', () => {
    const { c } = play(contract, [
      call,
      [2, 'bob', 'bid', { cost: 5 }],
      [2, 'cid', 'bid', { cost: 3 }],
      [3, 'cid', 'fail'],
      [4, 'bob', 'done'],
    ])
    expect(c.outcome).toMatchObject({ result: 'complete', to: ['bob'] })
  })
  it('fails without bids, and without work', () => {
    expect(play(contract, [call], 4).c.outcome).toMatchObject({ result: 'failed', to: [] })
    const idle = play(contract, [call, [2, 'bob', 'bid', { cost: 1 }]], 80)
    expect(idle.c.outcome).toMatchObject({ result: 'failed', to: ['bob'], done: [] })
  })
  it('is the manager’s choice where it says so', () => {
    const { c, heard } = play(contract, [
      [1, 'ada', 'cfp', { task: 'carry', award: 'manager' }],
      [2, 'bob', 'bid', { cost: 5 }],
      [2, 'cid', 'refuse'],
      [3, 'ada', 'accept', { who: 'cid' }],
      [3, 'ada', 'accept', { who: 'bob' }],
      [4, 'bob', 'done'],
    ])
    expect(verdicts(heard)).toEqual(['ok', 'ok', 'ok', 'no-such-bid', 'ok', 'ok'])
    expect(c.outcome).toMatchObject({ result: 'complete', to: ['bob'] })
  })
})

describe('plan', () => {
  const steps = [
    { id: 'fetch', owner: 'bob', goal: 'fetch the saw' },
    { id: 'cut', owner: 'cid', goal: 'cut the board', deps: ['fetch'] },
  ]
  it('is adopted when all accept, and done when every step is', () => {
    const { c, effects, heard } = play(plan, [
      [1, 'ada', 'propose', { steps }],
      [2, 'bob', 'accept'],
      [2, 'cid', 'counter', { comment: 'I am far away' }],
      [3, 'ada', 'propose', { steps: [steps[0], { ...steps[1]!, owner: 'bob' }] }],
      [4, 'bob', 'accept'],
      [4, 'cid', 'accept'],
      [5, 'cid', 'progress', { step: 'cut', status: 'done' }],
      [5, 'bob', 'progress', { step: 'fetch', status: 'done' }],
      [6, 'bob', 'progress', { step: 'cut', status: 'done' }],
    ])
    expect(verdicts(heard)[6]).toBe('not-yours')
    expect(effects).toMatchObject([{ effect: 'agreed', data: { version: 2 } }])
    expect(c.outcome).toEqual({ result: 'done', version: 2, steps: 2, done: 2 })
  })
  it('is the designer’s after the last round, and no plan at all when it cannot be', () => {
    const { effects } = play(plan, [
      [1, 'ada', 'propose', { steps, rounds: 1 }],
      [2, 'bob', 'counter', { comment: 'no' }],
    ])
    expect(effects).toMatchObject([{ effect: 'agreed' }])
    const knot = [{ ...steps[0]!, deps: ['cut'] }, steps[1]!]
    const { heard } = play(plan, [[1, 'ada', 'propose', { steps: knot }]])
    expect(heard[0]).toMatchObject({
      verdict: 'bad-plan',
      note: 'Steps wait for one another: fetch, cut',
    })
  })
})

describe('negotiate', () => {
  const open: Line = [1, 'ada', 'open', { issue: 'the cake', ticks: 6 }]
  it('comes to what all accept, and nobody accepts less than its least', () => {
    const { c, heard, effects } = play(negotiate, [
      open,
      [2, 'cid', 'reserve', { least: 2 }],
      [2, 'bob', 'propose', { shares: { ada: 4, bob: 5, cid: 1 } }],
      [3, 'cid', 'accept'],
      [3, 'cid', 'counter', { shares: { ada: 4, bob: 4, cid: 2 } }],
      [4, 'ada', 'accept'],
      [4, 'bob', 'accept'],
    ])
    expect(verdicts(heard)[3]).toBe('below-reservation')
    expect(effects).toMatchObject([{ effect: 'agreed', data: { shares: { cid: 2 } } }])
    expect(c.outcome).toMatchObject({
      result: 'agreed',
      rounds: 2,
      shares: { ada: 4, bob: 4, cid: 2 },
    })
  })
  it('is broken by one, or comes to nothing in time', () => {
    expect(play(negotiate, [open, [2, 'bob', 'cancel']]).c.outcome).toMatchObject({
      result: 'broken',
    })
    expect(play(negotiate, [open], 7).c.outcome).toMatchObject({ result: 'no-deal' })
  })
})

describe('auction', () => {
  const sale = (format: string, more: object = {}): Line => [
    1,
    'ada',
    'offer',
    { lot: 'lamp', format, ...more },
  ]
  it('in English goes up until nobody bids more', () => {
    const { c, heard, effects } = play(
      auction,
      [
        sale('english', { reserve: 3 }),
        [2, 'bob', 'bid', { amount: 2 }],
        [2, 'bob', 'bid', { amount: 3 }],
        [4, 'cid', 'bid', { amount: 6 }],
        [8, 'cid', 'pay'],
      ],
      8,
    )
    expect(verdicts(heard)).toEqual(['ok', 'bid-too-low', 'ok', 'ok', 'ok'])
    expect(effects).toEqual([
      { effect: 'pay', data: { from: 'cid', to: 'ada', amount: 6 } },
      { effect: 'hand-over', data: { from: 'ada', to: 'cid', lot: 'lamp' } },
    ])
    expect(c.outcome).toEqual({ result: 'settled', lot: 'lamp', to: 'cid', price: 6 })
  })
  it('in Dutch goes down until somebody takes it', () => {
    const { c } = play(auction, [
      sale('dutch', { start: 20, step: 5 }),
      [3, 'bob', 'take'],
      [4, 'bob', 'pay'],
    ])
    expect(c.outcome).toMatchObject({ result: 'settled', to: 'bob', price: 10 })
  })
  it.each([
    ['first-price', 9],
    ['vickrey', 4],
  ])('sealed as %s costs the winner %i', (format, price) => {
    const { c } = play(auction, [
      sale(format),
      [2, 'bob', 'sealed-bid', { amount: 4 }],
      [2, 'cid', 'sealed-bid', { amount: 9 }],
      [3, 'cid', 'pay'],
    ])
    expect(c.outcome).toMatchObject({ result: 'settled', to: 'cid', price })
  })
  it('ends unsold without bids, and in default without pay', () => {
    expect(play(auction, [sale('vickrey')], 9).c.outcome).toMatchObject({ result: 'unsold' })
    const late = play(auction, [sale('english'), [2, 'bob', 'bid', { amount: 1 }]], 20)
    expect(late.c.outcome).toMatchObject({ result: 'defaulted', to: 'bob' })
  })
})

describe('vote', () => {
  it('decides by the ballots of those who came, if they are enough', () => {
    const call: Line = [1, 'ada', 'call', { question: 'drink?', options: ['tea', 'rum'], ticks: 2 }]
    const two = play(
      vote,
      [call, [1, 'ada', 'ballot', { for: ['tea'] }], [2, 'cid', 'ballot', { for: ['tea'] }]],
      3,
    )
    expect(two.c.outcome).toEqual({
      result: 'decided',
      question: 'drink?',
      option: 'tea',
      points: { tea: 2, rum: 0 },
    })
    expect(two.effects).toEqual([
      { effect: 'decided', data: { question: 'drink?', option: 'tea' } },
    ])
    expect(play(vote, [call, [1, 'ada', 'ballot', { for: ['tea'] }]], 3).c.outcome).toMatchObject({
      result: 'no-quorum',
    })
    const tie = [
      call,
      [2, 'ada', 'ballot', { for: ['tea'] }],
      [2, 'bob', 'ballot', { for: ['rum'] }],
      [2, 'cid', 'abstain'],
    ] as const
    expect(play(vote, tie).c.outcome).toMatchObject({ result: 'tied', options: ['tea', 'rum'] })
  })
  it('counts as its rule says', () => {
    const ballots = (...lists: string[]) => lists.map((l) => ({ options: [...l], weight: 1 }))
    const count = (rule: Parameters<typeof countBallots>[0], ...lists: string[]) =>
      countBallots(rule, ['a', 'b', 'c'], ballots(...lists)).winners
    expect(count('plurality', 'a', 'a', 'b')).toEqual(['a'])
    expect(count('approval', 'ab', 'b', 'c')).toEqual(['b'])
    // a: 2 + 2 + 0, b: 1 + 1 + 2, c: 0 + 0 + 1
    expect(count('borda', 'abc', 'abc', 'bca')).toEqual(['a', 'b'])
    // b beats a by 3 to 2, and c by 4 to 1.
    expect(count('condorcet', 'abc', 'abc', 'bca', 'cba', 'bca')).toEqual(['b'])
    // A cycle: Borda decides, and all are level.
    expect(count('condorcet', 'abc', 'bca', 'cab')).toEqual(['a', 'b', 'c'])
  })
})

describe('board', () => {
  it('refuses what was written over a version nobody read, and what somebody else holds', () => {
    const { heard, c } = play(
      board,
      [
        [1, 'ada', 'open'],
        [2, 'bob', 'write', { key: 'job', value: 'open' }],
        [2, 'cid', 'write', { key: 'job', value: 'mine' }],
        [3, 'cid', 'claim', { key: 'job', ticks: 2 }],
        [4, 'bob', 'write', { key: 'job', value: 'done', version: 1 }],
        [6, 'bob', 'write', { key: 'job', value: 'done', version: 1 }],
      ],
      6,
    )
    expect(verdicts(heard)).toEqual(['ok', 'ok', 'conflict', 'ok', 'claimed', 'ok'])
    expect(heard[2]!.note).toBe('"job" is at version 1')
    expect(heard[4]!.note).toBe('cid has "job" until tick 5')
    expect(board.view(c, 'ada', 7)).toMatchObject({
      entries: { job: { value: 'done', version: 2, by: 'bob' } },
      leases: {},
    })
  })
})

describe('builders', () => {
  it('make messages of a protocol, and know its bodies', () => {
    const { cfp, bid } = actsOf(contract)
    expect(cfp({ task: 'carry' }, { to: ['bob', 'cid'], deadline: 9 })).toEqual({
      to: 'bob,cid',
      type: 'cfp',
      body: { task: 'carry' },
      protocol: 'contract',
      deadline: 9,
    })
    expect(bid({ cost: 3 }, { in: '1:ada:0' })).toMatchObject({ conversation: '1:ada:0' })
    // @ts-expect-error a bid has a cost
    bid({})
  })
})
