import { z } from 'zod'
import type { Json } from '../engine/index.js'
import { defineProtocol } from './define-protocol.js'

interface State {
  question: string
  expects: 'any' | 'text' | 'number' | 'boolean'
  /** The last tick in which an answer is heard. */
  until: number
  answer: { by: string; answer: Json } | null
  declined: string[]
}

const KIND = { text: 'string', number: 'number', boolean: 'boolean' } as const

/** A question to one or several; the first answer by seat ends it. Who cannot answer declines. */
export const ask = defineProtocol({
  id: 'ask',
  text: 'Ask others something; the first answer ends it.',
  messages: {
    question: {
      question: z.string().min(1).max(1000),
      expects: z.enum(['any', 'text', 'number', 'boolean']).default('any'),
      ticks: z.int().min(1).max(63).default(8).describe('Ticks in which an answer is heard.'),
    },
    answer: { answer: z.json() },
    decline: { reason: z.string().max(400).optional() },
  },
  acts: { question: 'query', answer: 'inform', decline: 'refuse' },
  opens: ['question'],
  init: (): State => ({ question: '', expects: 'any', until: 0, answer: null, declined: [] }),
  may({ question, declined }, who, { opener }) {
    if (who === opener) return question === '' ? ['question'] : []
    return declined.includes(who) ? [] : ['answer', 'decline']
  },
  on: {
    question(state, _, { question, expects, ticks }, { tick }) {
      state.question = question
      state.expects = expects
      state.until = tick + ticks
    },
    answer(state, from, { answer }) {
      const { expects } = state
      if (expects !== 'any' && typeof answer !== KIND[expects])
        return { reject: 'wrong-type', text: `The answer is to be a ${expects}` }
      state.answer = { by: from, answer: answer as Json }
      return undefined
    },
    decline(state, from) {
      state.declined.push(from)
    },
  },
  due: ({ until }) => until,
  expire(state) {
    state.until = -1
  },
  close({ answer, declined, until }, { participants }) {
    if (answer !== null) return { result: 'answered', ...answer }
    if (declined.length > 0 && declined.length === participants.length - 1)
      return { result: 'refused' }
    return until < 0 ? { result: 'expired' } : undefined
  },
})
