import { z } from 'zod'
import type { Json } from '../engine/index.js'
import { defineProtocol } from './define-protocol.js'

type Format = 'english' | 'dutch' | 'first-price' | 'vickrey'

interface State {
  phase: 'new' | 'bidding' | 'awarded' | 'over'
  lot: string
  format: Format
  reserve: number
  increment: number
  /** Where the price of a Dutch auction begins, and what it falls by each tick. */
  start: number
  step: number
  /** Ticks that bidders have; of an English auction, after each higher bid. */
  ticks: number
  bids: Record<string, number>
  winner: string
  price: number
  until: number
  result: string
}

const amount = z.int().min(1).max(1_000_000_000)
/** Ticks in which the winner has to pay. */
const PAYMENT_TICKS = 4

/**
 * One lot goes to one bidder: English (each bid higher), Dutch (the price falls until somebody takes it), sealed first-price,
 * or Vickrey (sealed, at the second price). The winner pays, or defaults.
 */
export const auction = defineProtocol({
  id: 'auction',
  text: 'Sell one lot to the highest bidder.',
  messages: {
    offer: {
      lot: z.string().min(1).max(200),
      format: z.enum(['english', 'dutch', 'first-price', 'vickrey']).default('english'),
      reserve: z.int().min(0).default(0).describe('The lowest price.'),
      increment: z.int().min(1).default(1),
      start: z.int().min(1).default(100).describe('Of a Dutch auction: the price at first.'),
      step: z.int().min(1).default(10).describe('Of a Dutch auction: what it falls by each tick.'),
      ticks: z.int().min(1).max(60).default(3),
    },
    bid: { amount },
    'sealed-bid': { amount },
    take: {},
    pay: {},
    withdraw: {},
  },
  acts: {
    offer: 'cfp',
    bid: 'propose',
    'sealed-bid': 'propose',
    take: 'accept',
    pay: 'done',
    withdraw: 'cancel',
  },
  opens: ['offer'],
  ticksMax: 1000,
  init: (): State => ({
    phase: 'new',
    lot: '',
    format: 'english',
    reserve: 0,
    increment: 1,
    start: 0,
    step: 1,
    ticks: 0,
    bids: {},
    winner: '',
    price: 0,
    until: 0,
    result: '',
  }),
  may({ phase, format, bids, winner }, who, { opener }) {
    if (phase === 'awarded') return who === winner ? ['pay'] : []
    if (who === opener) {
      if (phase === 'new') return ['offer']
      return Object.keys(bids).length === 0 ? ['withdraw'] : []
    }
    if (phase !== 'bidding') return []
    if (format === 'english') return who === winner ? [] : ['bid']
    if (format === 'dutch') return ['take']
    return bids[who] === undefined ? ['sealed-bid'] : []
  },
  on: {
    offer(s, _, body, { tick }) {
      Object.assign(s, body, { phase: 'bidding' })
      const falls = Math.ceil(Math.max(0, body.start - body.reserve) / body.step)
      s.until = tick + body.ticks + (body.format === 'dutch' ? falls : 0)
    },
    bid(s, from, body, { tick }) {
      const least = s.winner === '' ? Math.max(1, s.reserve) : s.price + s.increment
      if (body.amount < least)
        return { reject: 'bid-too-low', text: `A bid is at least ${least} now` }
      s.bids[from] = body.amount
      s.winner = from
      s.price = body.amount
      s.until = tick + s.ticks
      return undefined
    },
    'sealed-bid'(s, from, body, { participants, opener, tick }) {
      s.bids[from] = body.amount
      const isLast = Object.keys(s.bids).length === participants.length - 1
      if (isLast) award(s, participants, opener, tick)
    },
    take(s, from, _, { tick, began }) {
      s.winner = from
      s.price = fallen(s, tick - began)
      s.bids[from] = s.price
      awaitPayment(s, tick)
    },
    pay(s, from, _, { opener }) {
      const { lot, price } = s
      finish(s, 'settled')
      return [
        { effect: 'pay', data: { from, to: opener, amount: price } },
        { effect: 'hand-over', data: { from: opener, to: from, lot } },
      ]
    },
    withdraw(s) {
      finish(s, 'withdrawn')
    },
  },
  due: ({ until }) => until,
  expire(s, { participants, opener, tick }) {
    if (s.phase === 'awarded') finish(s, 'defaulted')
    else if (s.format === 'english' && s.winner !== '') awaitPayment(s, tick)
    else award(s, participants, opener, tick)
  },
  close: ({ result, lot, winner, price }) =>
    result === '' ? undefined : { result, lot, ...(winner === '' ? {} : { to: winner, price }) },
  view(s, who, { tick, began }) {
    const { bids, ...open } = s
    if (s.format === 'english') return s as unknown as Json
    if (s.format === 'dutch') return { ...open, now: fallen(s, tick - began) } as unknown as Json
    const own = bids[who]
    const count = Object.keys(bids).length
    return { ...open, count, ...(own === undefined ? {} : { bid: own }) } as unknown as Json
  },
  audience: { 'sealed-bid': 'nobody' },
})

/** The price of a Dutch auction after some ticks. */
const fallen = ({ start, step, reserve }: State, ticks: number): number =>
  Math.max(reserve, start - step * ticks)

/** Finds the winner of sealed bids: the highest, equals by seat; it pays its own bid, or of Vickrey's the next one. */
function award(s: State, participants: readonly string[], opener: string, tick: number): void {
  const best = participants
    .filter((who) => who !== opener && (s.bids[who] ?? -1) >= s.reserve)
    .map((who, seat) => ({ who, seat, amount: s.bids[who]! }))
    .sort((a, b) => b.amount - a.amount || a.seat - b.seat)
  const [first, second] = best
  if (first === undefined) {
    finish(s, 'unsold')
    return
  }
  s.winner = first.who
  s.price = s.format === 'vickrey' ? (second?.amount ?? s.reserve) : first.amount
  awaitPayment(s, tick)
}

function awaitPayment(s: State, tick: number): void {
  s.phase = 'awarded'
  s.until = tick + PAYMENT_TICKS
}

function finish(s: State, result: string): void {
  s.phase = 'over'
  s.result = result
}
