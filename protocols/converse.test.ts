import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import type { Conversation, Hearing, Utterance } from '../engine/index.js'
import { beginConversation, conversationHash, defineProtocol, hear } from './index.js'

const NAMES = ['ada', 'bob', 'cid']

/** The first participant sells: the others bid once each, in any order; then it awards. */
const sealedBid = defineProtocol({
  id: 'sealed-bid',
  messages: {
    bid: { amount: z.int().min(0) },
    award: { to: z.string() },
  },
  init: () => ({ bids: {} as Record<string, number>, winner: '' }),
  speakers: ({ bids }, { participants: [seller, ...bidders] }) => {
    const waiting = bidders.filter((b) => bids[b] === undefined)
    return waiting.length > 0 ? waiting : [seller!]
  },
  on: {
    bid(s, from, { amount }) {
      s.bids[from] = amount
    },
    award(s, from, { to }) {
      s.winner = to
      const price = s.bids[to]
      if (price === undefined) return { reject: 'no-such-bid', text: 'Nobody of that name bid' }
      return [
        { effect: 'pay', data: { from: to, to: from, amount: price } },
        { effect: 'hand-over', data: { to } },
      ]
    },
  },
  close: ({ winner }) => (winner === '' ? undefined : { winner }),
})

type State = { bids: Record<string, number>; winner: string }
const say = (from: string, type: string, body: unknown = {}): Utterance => ({
  from,
  type,
  body,
  tick: 1,
})

/** All that came of some messages, in order. */
function converse(messages: readonly Omit<Utterance, 'tick'>[]): Hearing<State>[] {
  const out: Hearing<State>[] = []
  let conversation: Conversation<State> = beginConversation(sealedBid, NAMES)
  for (const message of messages) {
    const heard = hear(sealedBid, conversation, message)
    out.push(heard)
    conversation = heard.conversation
  }
  return out
}

const sale = [
  say('cid', 'bid', { amount: 7 }),
  say('bob', 'bid', { amount: 5 }),
  say('ada', 'award', { to: 'cid' }),
]

describe('a conversation', () => {
  it('goes through its states to an outcome, with effects for the world', () => {
    const [first, second, third] = converse(sale)
    expect(first).toMatchObject({ verdict: 'ok', effects: [] })
    const allowed = (i: number): unknown =>
      NAMES.map((name) => sealedBid.allowed([first, second][i]!.conversation, name, 1).length > 0)
    expect(allowed(0)).toEqual([false, true, false])
    expect(allowed(1)).toEqual([true, false, false])
    expect(second!.conversation.outcome).toBeUndefined()
    expect(third!.effects).toEqual([
      { effect: 'pay', data: { from: 'cid', to: 'ada', amount: 7 } },
      { effect: 'hand-over', data: { to: 'cid' } },
    ])
    expect(third!.conversation).toEqual({
      protocol: 'sealed-bid@1',
      participants: NAMES,
      opener: 'ada',
      began: 1,
      ends: 64,
      due: 64,
      state: { bids: { bob: 5, cid: 7 }, winner: 'cid' },
      heard: 3,
      outcome: { winner: 'cid' },
    })
  })
  it.each([
    ['a stranger', [say('zoe', 'bid', { amount: 1 })], 'unknown-speaker', /Participants/],
    ['the wrong speaker', [say('ada', 'award', { to: 'bob' })], 'not-allowed-now', /bob, cid/],
    ['a second bid', [sale[0]!, say('cid', 'bid', { amount: 9 })], 'not-allowed-now', /for bob to/],
    ['an unknown type', [say('bob', 'shout')], 'unknown-message', /Allowed now: bid, award/],
    ['the type of every object', [say('bob', 'constructor')], 'unknown-message', /Allowed/],
    ['a body that does not fit', [say('bob', 'bid', { amount: 1.5 })], 'bad-body', /amount/],
    ['a body too much', [say('bob', 'bid', { amount: 1, more: 2 })], 'bad-body', /more/],
    ['no body', [say('bob', 'bid', null)], 'bad-body', /amount/],
    ['a body that is not plain', [say('bob', 'bid', new Map())], 'bad-body', /plain/],
    [
      'what the protocol refuses',
      [...sale.slice(0, 2), say('ada', 'award', { to: 'ada' })],
      'no-such-bid',
      /Nobody/,
    ],
    ['a word after the end', [...sale, say('bob', 'bid', { amount: 9 })], 'closed', /over/],
  ])('refuses %s, and stays as it was', (_, messages, verdict, text) => {
    const heard = converse(messages)
    const last = heard.at(-1)!
    expect(last.verdict).toBe(verdict)
    expect(last.note).toMatch(text)
    expect(last.effects).toEqual([])
    const before = heard.at(-2)?.conversation ?? beginConversation(sealedBid, NAMES)
    expect(last.conversation).toEqual(before)
  })
  it('is its messages: the same hash for the same, also after being saved as text', () => {
    const ends = converse(sale).map((h) => h.conversation)
    for (const [i, { conversation }] of converse(sale).entries()) {
      expect(conversationHash(conversation)).toBe(conversationHash(ends[i]!))
    }
    const saved: Conversation<State> = JSON.parse(JSON.stringify(ends[1]))
    expect(conversationHash(saved)).toBe(conversationHash(ends[1]!))
    const resumed = hear(sealedBid, saved, sale[2]!).conversation
    expect(conversationHash(resumed)).toBe(conversationHash(ends[2]!))
    expect(new Set(ends.map(conversationHash)).size).toBe(3)
  })
  it('does not change what was: each state stays as it was given', () => {
    const begun = beginConversation(sealedBid, NAMES)
    const text = JSON.stringify(begun)
    hear(sealedBid, begun, sale[0]!)
    expect(JSON.stringify(begun)).toBe(text)
  })
  it('never throws, whatever participants send', () => {
    const anything = fc.oneof(fc.anything(), fc.record({ amount: fc.integer(), to: fc.string() }))
    const utterance = fc.record({
      from: fc.constantFrom('ada', 'bob', 'cid', '__proto__', ''),
      type: fc.constantFrom('bid', 'award', '__proto__', 'toString'),
      body: anything,
    })
    fc.assert(
      fc.property(fc.array(utterance, { maxLength: 12 }), (messages) => {
        for (const { verdict, conversation } of converse(messages)) {
          expect(verdict).toMatch(/^[a-z]+(-[a-z]+)*$/)
          expect(JSON.parse(JSON.stringify(conversation))).toEqual(conversation)
        }
      }),
    )
  })
})

describe('a protocol', () => {
  const spec = { id: 'x', messages: { hi: {} }, init: () => ({}), on: { hi: () => {} } }
  it('has names in kebab case, and hears every type', () => {
    expect(() => defineProtocol({ ...spec, id: 'No Way' })).toThrow('protocol/id')
    expect(() =>
      defineProtocol({ ...spec, messages: { 'A b': {} }, on: { 'A b': () => {} } }),
    ).toThrow('protocol/message-name')
    expect(() => defineProtocol({ ...spec, on: {} as never })).toThrow(
      /protocol\/handler[\s\S]*on\.hi/,
    )
  })
  it('is told where its own code failed', () => {
    const broken = defineProtocol({
      ...spec,
      on: {
        hi() {
          throw new Error('no idea')
        },
      },
    })
    const begun = beginConversation(broken, NAMES)
    expect(() => hear(broken, begun, say('ada', 'hi'))).toThrow(/protocol\/threw[\s\S]*x\.on\.hi/)
  })
  it('keeps plain JSON only', () => {
    const odd = defineProtocol({ ...spec, init: () => ({ at: new Map() }) })
    expect(() => beginConversation(odd, NAMES)).toThrow(/protocol\/state[\s\S]*state\.at/)
    const number = defineProtocol({ ...spec, init: () => 3 })
    expect(() => beginConversation(number, NAMES)).toThrow(/protocol\/state[\s\S]*init\(\) gave 3/)
  })
  it('lets everyone speak for ever when it says nothing of that', () => {
    const chat = defineProtocol(spec)
    const once = hear(chat, beginConversation(chat, NAMES), say('bob', 'hi')).conversation
    expect(once).toMatchObject({ heard: 1 })
    for (const name of NAMES) expect(chat.allowed(once, name, 2)).toEqual(['hi'])
  })
  it('knows the types of its bodies', () => {
    defineProtocol({
      id: 'typed',
      messages: { bid: { amount: z.int() } },
      init: () => ({ best: 0 }),
      on: {
        bid(state, from, body) {
          expectTypeOf(state).toEqualTypeOf<{ best: number }>()
          expectTypeOf(from).toEqualTypeOf<string>()
          expectTypeOf(body.amount).toEqualTypeOf<number>()
        },
      },
    })
    const missing = (): unknown =>
      // @ts-expect-error every type of message is heard
      defineProtocol({ id: 'm', messages: { a: {} }, init: () => ({}), on: {} })
    expect(missing).toThrow('protocol/handler')
  })
})
