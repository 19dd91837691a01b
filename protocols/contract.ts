import { z } from 'zod'
import type { Effect, Json } from '../engine/index.js'
import { defineProtocol } from './define-protocol.js'

interface Bid {
  cost: number
  eta: number
  utility: number
}

interface State {
  phase: 'new' | 'bidding' | 'evaluating' | 'running' | 'over'
  task: string
  ref: Json
  award: 'min-cost' | 'max-utility' | 'manager'
  most: number
  work: number
  bids: Record<string, Bid>
  refused: string[]
  winners: string[]
  done: string[]
  failed: string[]
  until: number
  result: string
}

/** Ticks in which a manager has to choose. */
const EVALUATION_TICKS = 8
const words = z.string().max(400)

/** Contract net: a manager calls for bids, the best are awarded the task, and say when it is done or has failed. */
export const contract = defineProtocol({
  id: 'contract',
  text: 'Call for bids on a task; the best bidder does it and reports.',
  messages: {
    cfp: {
      task: z.string().min(1).max(400),
      ref: z.json().optional().describe('What the task is about, for programs.'),
      ticks: z.int().min(1).max(63).default(2).describe('Ticks in which bids are heard.'),
      award: z.enum(['min-cost', 'max-utility', 'manager']).default('min-cost'),
      most: z.int().min(1).max(8).default(1).describe('How many are awarded at most.'),
      work: z.int().min(1).max(500).default(64).describe('Ticks in which it has to be done.'),
    },
    bid: {
      cost: z.number().min(0),
      eta: z.int().min(0).default(0),
      utility: z.number().default(0),
    },
    refuse: { reason: words.optional() },
    accept: { who: z.string().max(64) },
    reject: { reason: words.optional() },
    done: { result: z.json().optional() },
    fail: { reason: words.optional() },
    cancel: { reason: words.optional() },
  },
  acts: { bid: 'propose' },
  opens: ['cfp'],
  ticksMax: 600,
  init: (): State => ({
    phase: 'new',
    task: '',
    ref: null,
    award: 'min-cost',
    most: 1,
    work: 0,
    bids: {},
    refused: [],
    winners: [],
    done: [],
    failed: [],
    until: 0,
    result: '',
  }),
  may(s, who, { opener }) {
    if (who === opener) {
      if (s.phase === 'new') return ['cfp']
      return s.phase === 'evaluating' ? ['accept', 'reject', 'cancel'] : ['cancel']
    }
    if (s.phase === 'bidding')
      return s.bids[who] === undefined && !s.refused.includes(who) ? ['bid', 'refuse'] : []
    const isAtWork = s.phase === 'running' && s.winners.includes(who) && !s.done.includes(who)
    return isAtWork ? ['done', 'fail'] : []
  },
  on: {
    cfp(s, _, { task, ref, ticks, award, most, work }, { tick }) {
      Object.assign(s, { phase: 'bidding', task, ref: ref ?? null, award, most, work })
      s.until = tick + ticks
    },
    bid(s, from, bid, { tick, participants, opener }) {
      s.bids[from] = bid
      return areAllHeard(s, participants) ? decide(s, tick, participants, opener) : undefined
    },
    refuse(s, from, _, { tick, participants, opener }) {
      s.refused.push(from)
      return areAllHeard(s, participants) ? decide(s, tick, participants, opener) : undefined
    },
    accept(s, _, { who }, { tick, opener }) {
      if (s.bids[who] === undefined)
        return { reject: 'no-such-bid', text: `Bids: ${Object.keys(s.bids).join(', ')}` }
      return awardTo(s, [who], tick, opener)
    },
    reject(s) {
      end(s, 'failed')
    },
    done(s, from, _, { opener }) {
      s.done.push(from)
      if (s.winners.every((w) => s.done.includes(w))) end(s, 'complete')
      const amount = s.bids[from]!.cost
      return amount > 0 ? { effect: 'pay', data: { from: opener, to: from, amount } } : undefined
    },
    fail(s, from, _, { tick, participants, opener }) {
      s.failed.push(from)
      s.winners = s.winners.filter((w) => w !== from)
      const next = ranked(s, participants).find(
        (who) => !s.failed.includes(who) && !s.winners.includes(who),
      )
      if (next !== undefined && s.award !== 'manager')
        return awardTo(s, [...s.winners, next], tick, opener)
      if (s.winners.every((w) => s.done.includes(w)))
        end(s, s.winners.length > 0 ? 'complete' : 'failed')
      return undefined
    },
    cancel(s) {
      end(s, 'cancelled')
    },
  },
  due: ({ until }) => until,
  expire(s, { tick, participants, opener }) {
    if (s.phase === 'bidding') return decide(s, tick, participants, opener)
    end(s, s.done.length > 0 ? 'complete' : 'failed')
    return undefined
  },
  close: ({ result, winners, done, task }) =>
    result === '' ? undefined : { result, task, to: winners, done },
  view(s, who, { opener }) {
    const { bids, ...open } = s
    const own = bids[who]
    if (who === opener) return s as unknown as Json
    return { ...open, ...(own === undefined ? {} : { bid: own }) } as unknown as Json
  },
  audience: { bid: 'opener', refuse: 'opener', done: 'all' },
})

const areAllHeard = (s: State, participants: readonly string[]): boolean =>
  Object.keys(s.bids).length + s.refused.length === participants.length - 1

/** Bidders, the best first; equals by seat. */
function ranked({ bids, award }: State, participants: readonly string[]): string[] {
  const worth = ({ cost, utility }: Bid): number => (award === 'max-utility' ? -utility : cost)
  return participants
    .filter((who) => bids[who] !== undefined)
    .map((who, seat) => ({ who, seat, worth: worth(bids[who]!) }))
    .sort((a, b) => a.worth - b.worth || a.seat - b.seat)
    .map(({ who }) => who)
}

/** Ends the bidding. */
function decide(
  s: State,
  tick: number,
  participants: readonly string[],
  opener: string,
): Effect | undefined {
  const best = ranked(s, participants)
  if (best.length === 0) {
    end(s, 'failed')
    return undefined
  }
  if (s.award !== 'manager') return awardTo(s, best.slice(0, s.most), tick, opener)
  s.phase = 'evaluating'
  s.until = tick + EVALUATION_TICKS
  return undefined
}

function awardTo(s: State, who: readonly string[], tick: number, opener: string): Effect {
  s.phase = 'running'
  s.winners = [...who]
  s.until = tick + s.work
  return { effect: 'award', data: { task: s.task, ref: s.ref, from: opener, to: [...who] } }
}

function end(s: State, result: string): void {
  s.phase = 'over'
  s.result = result
}
