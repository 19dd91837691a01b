import { z } from 'zod'
import type { Json } from '../engine/index.js'
import { defineProtocol } from './define-protocol.js'

interface Proposal {
  by: string
  shares: Record<string, number>
  terms: Json
}

interface State {
  isOpen: boolean
  issue: string
  until: number
  /** What each party accepts at least; nobody else ever sees it. */
  reserves: Record<string, number>
  proposal: Proposal | null
  accepted: string[]
  rounds: number
  result: string
}

const proposed = {
  shares: z
    .record(z.string().max(64), z.number())
    .describe('What each party gets, by name; what is left out is 0.'),
  terms: z.json().optional().describe('Whatever else is agreed.'),
}

/** Parties come to one agreement or none: a proposal stands until all others accept it, or one of them counters. */
export const negotiate = defineProtocol({
  id: 'negotiate',
  text: 'Come to an agreement that all accept, or to none.',
  messages: {
    open: { issue: z.string().min(1).max(400), ticks: z.int().min(1).max(63).default(16) },
    reserve: { least: z.number().describe('The smallest share that you will accept; private.') },
    propose: proposed,
    counter: proposed,
    accept: {},
    reject: { reason: z.string().max(400).optional() },
    cancel: { reason: z.string().max(400).optional() },
  },
  acts: { open: 'cfp', reserve: 'inform' },
  opens: ['open'],
  init: (): State => ({
    isOpen: false,
    issue: '',
    until: 0,
    reserves: {},
    proposal: null,
    accepted: [],
    rounds: 0,
    result: '',
  }),
  may({ isOpen, proposal, accepted, reserves }, who, { opener }) {
    if (!isOpen) return who === opener ? ['open'] : []
    const reserve = reserves[who] === undefined ? (['reserve'] as const) : []
    if (proposal === null) return ['propose', ...reserve, 'cancel']
    const isDone = proposal.by === who || accepted.includes(who)
    return isDone ? [...reserve, 'cancel'] : ['accept', 'counter', 'reject', ...reserve, 'cancel']
  },
  on: {
    open(s, _, { issue, ticks }, { tick }) {
      s.isOpen = true
      s.issue = issue
      s.until = tick + ticks
    },
    reserve(s, from, { least }) {
      s.reserves[from] = least
    },
    propose: (s, from, body, { participants }) => offer(s, from, body, participants),
    counter: (s, from, body, { participants }) => offer(s, from, body, participants),
    accept(s, from, _, { participants }) {
      const { by, shares, terms } = s.proposal!
      const own = shares[from] ?? 0
      const least = s.reserves[from] ?? Number.NEGATIVE_INFINITY
      if (own < least)
        return { reject: 'below-reservation', text: `Your share is ${own}, your least ${least}` }
      s.accepted.push(from)
      if (s.accepted.length < participants.length - 1) return undefined
      s.result = 'agreed'
      return { effect: 'agreed', data: { by, issue: s.issue, shares: { ...shares }, terms } }
    },
    reject(s) {
      s.proposal = null
      s.accepted = []
    },
    cancel(s) {
      s.result = 'broken'
    },
  },
  due: ({ until }) => until,
  expire(s) {
    s.result = 'no-deal'
  },
  close({ result, proposal, rounds }) {
    if (result === '') return undefined
    if (result !== 'agreed' || proposal === null) return { result, rounds }
    const { shares, terms } = proposal
    return { result, rounds, shares: { ...shares }, terms }
  },
  view({ reserves, ...open }, who) {
    const own = reserves[who]
    return { ...open, ...(own === undefined ? {} : { least: own }) } as unknown as Json
  },
  audience: { reserve: 'nobody' },
})

function offer(
  s: State,
  by: string,
  { shares, terms }: { readonly shares: Record<string, number>; readonly terms?: unknown },
  participants: readonly string[],
): { readonly reject: string; readonly text: string } | undefined {
  const stranger = Object.keys(shares).find((name) => !participants.includes(name))
  if (stranger !== undefined)
    return { reject: 'unknown-party', text: `Parties: ${participants.join(', ')}` }
  s.proposal = { by, shares: { ...shares }, terms: (terms ?? null) as Json }
  s.accepted = []
  s.rounds += 1
  return undefined
}
