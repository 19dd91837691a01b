import { z } from 'zod'
import type { Effect, Json } from '../engine/index.js'
import { countBallots, type Rule } from './ballots.js'
import { defineProtocol } from './define-protocol.js'

interface State {
  isOpen: boolean
  question: string
  options: string[]
  rule: Rule
  /** The share of participants that must have voted. */
  quorum: number
  weights: Record<string, number>
  isSecret: boolean
  until: number
  ballots: Record<string, string[]>
  abstained: string[]
  result: string
  winners: string[]
  points: Record<string, number>
}

const option = z.string().min(1).max(64)
const choice = {
  for: z.array(option).min(1).max(16).describe('One, all approved, or the best first.'),
}

/** Everyone has one ballot, the chair too; it is counted when all have voted or time is up. */
export const vote = defineProtocol({
  id: 'vote',
  text: 'Decide between options by ballots.',
  messages: {
    call: {
      question: z.string().min(1).max(400),
      options: z.array(option).min(2).max(16),
      rule: z.enum(['plurality', 'approval', 'borda', 'condorcet']).default('plurality'),
      quorum: z.number().min(0).max(1).default(0.5),
      weights: z.record(z.string().max(64), z.number().min(0).max(1000)).optional(),
      secret: z.boolean().default(false),
      ticks: z.int().min(1).max(60).default(4),
    },
    ballot: choice,
    'secret-ballot': choice,
    abstain: {},
    cancel: {},
  },
  acts: { call: 'cfp', abstain: 'refuse' },
  opens: ['call'],
  init: (): State => ({
    isOpen: false,
    question: '',
    options: [],
    rule: 'plurality',
    quorum: 0,
    weights: {},
    isSecret: false,
    until: 0,
    ballots: {},
    abstained: [],
    result: '',
    winners: [],
    points: {},
  }),
  may({ isOpen, isSecret, ballots, abstained }, who, { opener }) {
    if (!isOpen) return who === opener ? ['call'] : []
    const chair = who === opener ? (['cancel'] as const) : []
    if (ballots[who] !== undefined || abstained.includes(who)) return chair
    return [isSecret ? 'secret-ballot' : 'ballot', 'abstain', ...chair]
  },
  on: {
    call(s, _, { secret, ticks, weights = {}, ...rest }, { tick }) {
      if (new Set(rest.options).size < rest.options.length)
        return { reject: 'same-option', text: 'Each option is named once' }
      Object.assign(s, rest, { isOpen: true, isSecret: secret, weights, until: tick + ticks })
      return undefined
    },
    ballot: (s, from, body, { participants }) => cast(s, from, body.for, participants),
    'secret-ballot': (s, from, body, { participants }) => cast(s, from, body.for, participants),
    abstain(s, from, _, { participants }) {
      s.abstained.push(from)
      return isComplete(s, participants) ? count(s, participants) : undefined
    },
    cancel(s) {
      s.result = 'cancelled'
    },
  },
  due: ({ until }) => until,
  expire: (s, { participants }) => count(s, participants),
  close({ result, question, winners, points }) {
    if (result === '') return undefined
    const counted = { question, points: { ...points } }
    if (result === 'decided') return { result, ...counted, option: winners[0]! }
    return result === 'tied' ? { result, ...counted, options: [...winners] } : { result, question }
  },
  view(s, who) {
    const { ballots, ...open } = s
    if (!s.isSecret) return s as unknown as Json
    const own = ballots[who]
    const voted = Object.keys(ballots)
    return { ...open, voted, ...(own === undefined ? {} : { ballot: own }) } as unknown as Json
  },
  audience: { 'secret-ballot': 'nobody' },
})

const isComplete = ({ ballots, abstained }: State, participants: readonly string[]): boolean =>
  Object.keys(ballots).length + abstained.length === participants.length

function cast(
  s: State,
  from: string,
  given: readonly string[],
  participants: readonly string[],
): Effect | { readonly reject: string; readonly text: string } | undefined {
  const stray = given.find((o) => !s.options.includes(o))
  if (stray !== undefined) {
    return { reject: 'unknown-option', text: `Options: ${s.options.join(', ')}` }
  }
  if (new Set(given).size < given.length)
    return { reject: 'same-option', text: 'Each option is named once' }
  if (s.rule === 'plurality' && given.length > 1)
    return { reject: 'one-option', text: 'This vote takes one option' }
  s.ballots[from] = [...given]
  return isComplete(s, participants) ? count(s, participants) : undefined
}

/** Ends the vote. Ballots count by seat, so that nothing depends on when they came. */
function count(s: State, participants: readonly string[]): Effect | undefined {
  const cast = participants.filter((who) => s.ballots[who] !== undefined)
  if (cast.length === 0 || cast.length < s.quorum * participants.length) {
    s.result = 'no-quorum'
    return undefined
  }
  const ballots = cast.map((who) => ({
    options: s.ballots[who]!,
    weight: s.weights[who] ?? 1,
  }))
  const { winners, points } = countBallots(s.rule, s.options, ballots)
  s.winners = [...winners]
  s.points = { ...points }
  s.result = winners.length === 1 ? 'decided' : 'tied'
  if (winners.length > 1) return undefined
  return { effect: 'decided', data: { question: s.question, option: winners[0]! } }
}
