import { defineProtocol } from 'coact'
import { z } from 'zod'

/** The first sells: the others bid once each, in any order; then it awards, and what was bid is to be paid. */
export const sealedBid = defineProtocol({
  id: 'sealed-bid',
  messages: { bid: { amount: z.int().min(0) }, award: { to: z.string() } },
  init: () => ({ bids: {} as Record<string, number>, winner: '' }),
  speakers({ bids }, { participants: [seller, ...bidders] }) {
    const silent = bidders.filter((name) => bids[name] === undefined)
    return silent.length > 0 || seller === undefined ? silent : [seller]
  },
  on: {
    bid(state, from, { amount }) {
      state.bids[from] = amount
    },
    award(state, from, { to }) {
      const amount = state.bids[to]
      if (amount === undefined) return { reject: 'no-such-bid' }
      state.winner = to
      return { effect: 'pay', data: { from: to, to: from, amount } }
    },
  },
  close: ({ winner }) => (winner === '' ? undefined : { winner }),
})
