import { z } from 'zod'
import {
  type BusInput,
  components,
  defineScenario,
  defineUniversalPolicy,
  defineWorld,
  type Policy,
  type Scenario,
  type Turn,
  u16,
} from '../../engine/index.js'
import { defineProtocol } from '../../protocols/index.js'

/** The opener sells one thing: the others bid once each within three ticks, then the highest bid buys. */
export const sale = defineProtocol({
  id: 'sale',
  messages: { offer: { what: z.string().max(40) }, bid: { amount: z.int().min(1) }, withdraw: {} },
  acts: { offer: 'cfp', bid: 'propose', withdraw: 'cancel' },
  opens: ['offer'],
  init: () => ({ what: '', bids: {} as Record<string, number>, isOver: false }),
  may: ({ what, bids }, who, { opener }) =>
    who === opener
      ? what === ''
        ? ['offer']
        : ['withdraw']
      : bids[who] === undefined
        ? ['bid']
        : [],
  on: {
    offer(s, _, { what }) {
      s.what = what
    },
    bid(s, from, { amount }, { opener }) {
      s.bids[from] = amount
      return { effect: 'deposit', data: { from, to: opener, amount } }
    },
    withdraw(s) {
      s.isOver = true
    },
  },
  due: (_, { began }) => began + 2,
  expire(s, { opener }) {
    s.isOver = true
    const [best] = Object.entries(s.bids).sort(([, a], [, b]) => b - a)
    return best === undefined
      ? undefined
      : { effect: 'pay', data: { from: best[0], to: opener, amount: best[1] } }
  },
  close({ isOver, bids }) {
    if (!isOver) return undefined
    const [best] = Object.entries(bids).sort(([, a], [, b]) => b - a)
    return best === undefined ? { result: 'unsold' } : { result: 'sold', to: best[0] }
  },
  view: ({ what, bids }, who, { opener }) => ({
    what,
    ...(who === opener ? { bids: Object.keys(bids).length } : { mine: bids[who] ?? 0 }),
  }),
  audience: { bid: 'opener' },
})

const C = components({ Purse: { coins: u16 } })

interface Payment {
  readonly from: string
  readonly to: string
  readonly amount: number
}

/** Everyone has ten coins; who pays must have them. */
export const market = defineWorld({
  id: 'market',
  version: 1,
  params: z.object({}),
  components: C,
  observation: z.object({ coins: z.int() }),
  actions: { wait: { args: {}, apply: () => undefined } },
  effects: {
    deposit: {
      check: (w, data) => {
        const { from, amount } = data as unknown as Payment
        return w.c.Purse.coins.get(w.entity(from)) < amount
          ? { reject: 'too-poor', text: 'You do not have as much' }
          : undefined
      },
      apply: () => undefined,
    },
    pay: {
      apply(w, data) {
        const { from, to, amount } = data as unknown as Payment
        w.c.Purse.coins.add(w.entity(from), -amount)
        w.c.Purse.coins.add(w.entity(to), amount)
      },
    },
  },
  setup(w) {
    for (const seat of w.agents) {
      const me = w.spawn({ Purse: { coins: 10 } }, seat)
      w.name(me, seat.name)
    }
  },
  observe: (w, me) => ({ coins: w.c.Purse.coins.get(me) }),
})

export const marketScenario = (
  bus: BusInput = {},
  agents: Record<string, Policy<'*'>> = {},
): Scenario =>
  defineScenario(market, {
    agents: { ada: agents['ada'] ?? idle, bob: agents['bob'] ?? idle, cid: agents['cid'] ?? idle },
    horizon: 12,
    protocol: sale,
    bus,
  })

const idle = defineUniversalPolicy({ id: 'quiet', decide: () => undefined })

/** Sells whenever nothing is for sale. */
export const seller = defineUniversalPolicy({
  id: 'seller',
  decide: ({ talks, say }: Turn) =>
    talks.length === 0 ? { say: say.act('sale', 'offer', { what: 'lamp' }) } : undefined,
})

/** Bids what it was made with, wherever it may. */
export const bidder = (amount: number): Policy<'*'> =>
  defineUniversalPolicy({
    id: `bidder-${amount}`,
    decide: ({ talks, say }) => ({
      say: talks
        .filter((t) => t.allowed.includes('bid'))
        .map((t) => say.act('sale', 'bid', { amount }, { in: t.id })),
    }),
  })
