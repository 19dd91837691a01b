import type { Names } from '../names.js'

export const protocolText = ({
  id,
  camel,
}: Names): string => `import { defineProtocol } from 'coact'
import { z } from 'zod'

interface State {
  /** By name, what somebody offered last. */
  offers: Record<string, number>
  accepted: string
}

/** Everyone but the first makes an offer; then the first accepts one, and the offer is to be paid. */
export const ${camel} = defineProtocol({
  id: '${id}',
  messages: {
    offer: { amount: z.int().min(0).max(1000) },
    accept: { whose: z.string().max(64) },
  },
  init: (): State => ({ offers: {}, accepted: '' }),
  speakers({ offers }, { participants: [buyer, ...sellers] }) {
    const silent = sellers.filter((name) => offers[name] === undefined)
    return silent.length > 0 || buyer === undefined ? silent : [buyer]
  },
  on: {
    offer(state, from, { amount }) {
      state.offers[from] = amount
    },
    accept(state, from, { whose }) {
      const amount = state.offers[whose]
      if (amount === undefined) return { reject: 'no-such-offer' }
      state.accepted = whose
      return { effect: 'pay', data: { from, to: whose, amount } }
    },
  },
  close: ({ accepted, offers }) =>
    accepted === '' ? undefined : { accepted, amount: offers[accepted] ?? 0 },
})
`

export const protocolTestText = ({
  id,
  camel,
}: Names): string => `import { beginConversation, conversationHash, hear } from 'coact'
import { describe, expect, it } from 'vitest'
import { ${camel} } from './${id}.js'

const NAMES = ['ada', 'bob', 'cid']
const sale = [
  { from: 'cid', type: 'offer', body: { amount: 7 } },
  { from: 'bob', type: 'offer', body: { amount: 5 } },
  { from: 'ada', type: 'accept', body: { whose: 'bob' } },
]

function converse(messages: readonly { from: string; type: string; body: unknown }[]) {
  let last = { verdict: '', conversation: beginConversation(${camel}, NAMES), effects: [] as readonly object[] }
  for (const message of messages) last = hear(${camel}, last.conversation, message)
  return last
}

describe('${id}', () => {
  it('ends with what was accepted, and says what is to be paid', () => {
    const { conversation, effects } = converse(sale)
    expect(conversation.outcome).toEqual({ accepted: 'bob', amount: 5 })
    expect(effects).toEqual([{ effect: 'pay', data: { from: 'ada', to: 'bob', amount: 5 } }])
  })
  it('hears only who may speak', () => {
    expect(converse([sale[2]!]).verdict).toBe('not-allowed-now')
    expect(converse([sale[0]!, sale[0]!]).verdict).toBe('not-allowed-now')
    expect(converse([...sale, sale[0]!]).verdict).toBe('closed')
  })
  it('refuses what does not fit', () => {
    expect(converse([{ from: 'bob', type: 'offer', body: { amount: -1 } }]).verdict).toBe('bad-body')
    const other = { from: 'ada', type: 'accept', body: { whose: 'zoe' } }
    expect(converse([...sale.slice(0, 2), other]).verdict).toBe('no-such-offer')
  })
  it('is its messages: the same again, the same hash', () => {
    const hash = () => conversationHash(converse(sale).conversation)
    expect(hash()).toBe(hash())
  })
})
`
