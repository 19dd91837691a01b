import { z } from 'zod'
import type { Effect, Json } from '../engine/index.js'
import { defineProtocol } from './define-protocol.js'

interface Step {
  id: string
  owner: string
  goal: string
  pre?: string | undefined
  deps: string[]
}

type Status = 'done' | 'found' | 'blocked' | 'failed'

interface State {
  phase: 'drafting' | 'reviewing' | 'adopted' | 'over'
  version: number
  /** Proposals since the plan was last adopted. */
  round: number
  rounds: number
  isForced: boolean
  steps: Step[]
  accepted: string[]
  comments: { by: string; comment: string }[]
  progress: Record<string, Status>
  until: number
  ticks: number
  result: string
}

/** Ticks in which a plan is reviewed, and in which a designer drafts the next. */
const REVIEW_TICKS = 8
const DRAFT_TICKS = 8
const word = z.string().min(1).max(64)
const step = z.strictObject({
  id: word,
  owner: word.describe('Who does it.'),
  goal: z.string().min(1).max(200),
  pre: z.string().max(200).optional().describe('What must hold before.'),
  deps: z.array(word).max(16).default([]).describe('Steps that come before, by id.'),
})

/**
 * A designer proposes a plan, the others accept or counter, and it is adopted when all accept, or by the designer after the last round.
 * Who does a step tells how it goes; the designer may then propose a revision.
 */
export const plan = defineProtocol({
  id: 'plan',
  text: 'Agree on who does what in which order, and revise it as it goes.',
  messages: {
    propose: {
      steps: z.array(step).min(1).max(24),
      rounds: z.int().min(1).max(8).default(3),
      force: z.boolean().default(true).describe('The designer adopts it after the last round.'),
      ticks: z.int().min(1).max(900).default(200).describe('Ticks that the whole may take.'),
    },
    accept: {},
    counter: { comment: z.string().min(1).max(400) },
    progress: {
      step: word,
      status: z.enum(['done', 'found', 'blocked', 'failed']),
      note: z.string().max(400).optional(),
    },
    cancel: { reason: z.string().max(400).optional() },
  },
  acts: { progress: 'inform' },
  opens: ['propose'],
  ticksMax: 1000,
  init: (): State => ({
    phase: 'drafting',
    version: 0,
    round: 0,
    rounds: 0,
    isForced: false,
    steps: [],
    accepted: [],
    comments: [],
    progress: {},
    until: 0,
    ticks: 0,
    result: '',
  }),
  may({ phase, accepted, version }, who, { opener }) {
    if (who === opener) {
      if (phase === 'drafting') return version === 0 ? ['propose'] : ['propose', 'cancel']
      return phase === 'adopted' ? ['propose', 'progress', 'cancel'] : ['cancel']
    }
    if (phase === 'adopted') return ['progress']
    return phase === 'reviewing' && !accepted.includes(who) ? ['accept', 'counter'] : []
  },
  on: {
    propose(s, _, { steps, rounds, force, ticks }, { tick, began, participants }) {
      const flaw = flawOf(steps, participants)
      if (flaw !== undefined) return { reject: 'bad-plan', text: flaw }
      if (s.version === 0) Object.assign(s, { rounds, isForced: force, ticks: began + ticks })
      if (s.phase === 'adopted') s.round = 0
      s.steps = steps.map((one) => ({ ...one, deps: [...one.deps] }))
      s.version += 1
      s.round += 1
      s.accepted = []
      s.comments = []
      const kept = Object.entries(s.progress).filter(([id]) => steps.some((one) => one.id === id))
      s.progress = Object.fromEntries(kept)
      s.phase = 'reviewing'
      s.until = tick + REVIEW_TICKS
      return participants.length === 1 ? adopt(s) : undefined
    },
    accept(s, from, _, { participants }) {
      s.accepted.push(from)
      return s.accepted.length === participants.length - 1 ? adopt(s) : undefined
    },
    counter(s, from, { comment }, { tick }) {
      s.comments.push({ by: from, comment })
      if (s.round >= s.rounds) return s.isForced ? adopt(s) : over(s, 'failed')
      s.phase = 'drafting'
      s.until = tick + DRAFT_TICKS
      return undefined
    },
    progress(s, from, { step: id, status }, { opener }) {
      const one = s.steps.find((known) => known.id === id)
      if (one === undefined)
        return { reject: 'unknown-step', text: `Steps: ${s.steps.map((k) => k.id).join(', ')}` }
      if (from !== one.owner && from !== opener)
        return { reject: 'not-yours', text: `${one.owner} does "${id}"` }
      s.progress[id] = status
      return s.steps.every((k) => s.progress[k.id] === 'done') ? over(s, 'done') : undefined
    },
    cancel: (s) => over(s, 'cancelled'),
  },
  due: ({ phase, until, ticks }) => (phase === 'adopted' ? ticks : Math.min(until, ticks || until)),
  expire(s, { tick }) {
    if (s.ticks > 0 && tick >= s.ticks) return over(s, 'expired')
    // Who says nothing has nothing against it.
    if (s.phase === 'reviewing') return adopt(s)
    return over(s, 'failed')
  },
  close({ result, version, steps, progress }) {
    if (result === '') return undefined
    const done = steps.filter((one) => progress[one.id] === 'done').length
    return { result, version, steps: steps.length, done }
  },
})

function adopt(s: State): Effect {
  s.phase = 'adopted'
  const steps = s.steps.map(({ pre, ...one }) => ({
    ...one,
    deps: [...one.deps],
    ...(pre === undefined ? {} : { pre }),
  }))
  return { effect: 'agreed', data: { version: s.version, steps } as unknown as Json }
}

function over(s: State, result: string): undefined {
  s.phase = 'over'
  s.result = result
  return undefined
}

/** What is wrong with a plan, in words. */
function flawOf(
  steps: readonly {
    readonly id: string
    readonly owner: string
    readonly deps: readonly string[]
  }[],
  participants: readonly string[],
): string | undefined {
  const ids = steps.map(({ id }) => id)
  const twice = ids.find((id, i) => ids.indexOf(id) !== i)
  if (twice !== undefined) return `The step "${twice}" is there twice`
  for (const { id, owner, deps } of steps) {
    if (!participants.includes(owner)) return `${owner} of "${id}" takes no part`
    const stray = deps.find((dep) => !ids.includes(dep))
    if (stray !== undefined) return `"${id}" comes after "${stray}", which is no step`
  }
  const left = new Set(ids)
  for (;;) {
    const free = steps.filter(({ id, deps }) => left.has(id) && !deps.some((d) => left.has(d)))
    if (free.length === 0) break
    for (const { id } of free) left.delete(id)
  }
  return left.size === 0 ? undefined : `Steps wait for one another: ${[...left].join(', ')}`
}
