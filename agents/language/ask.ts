import {
  type ActionCall,
  type Call,
  type CallMessage,
  CoactError,
  isCoactError,
  type Json,
  type Turn,
} from '../../engine/index.js'
import type { LanguageOptions } from './options.js'

/** What a model is to answer. */
export interface Question<T> {
  readonly messages: readonly CallMessage[]
  readonly schema: Json
  /** Reads an answer, or says in words why it does not fit. */
  read(value: Json): T | { readonly problem: string }
}

/** What came of asking a model: its answer, or why there is none. */
export type Answered<T> = { readonly answer: T } | { readonly failure: string }

/**
 * Asks a model. Where it gives no usable answer, the code of the error says why.
 *
 * @throws whatever is thrown that is no failure of a model
 */
export async function ask<T extends object>(
  call: Call,
  { messages, schema, read }: Question<T>,
  { model, thinking, temperature, maxTokens }: LanguageOptions,
): Promise<Answered<T>> {
  let defect: { readonly error: unknown } | undefined
  const problem = (value: Json): string | undefined => {
    try {
      const found = safely(() => read(value))
      return 'problem' in found ? found.problem : undefined
    } catch (error) {
      defect = { error }
      throw error
    }
  }
  try {
    const { value } = await call({
      purpose: 'act',
      messages,
      answer: { name: 'decision', schema, check: problem },
      ...(model === undefined ? {} : { model }),
      ...(thinking === undefined
        ? {}
        : { thinking: typeof thinking === 'number' ? { budget: thinking } : thinking }),
      ...(temperature === undefined ? {} : { temperature }),
      ...(maxTokens === undefined ? {} : { maxTokens }),
    })
    const found = value === undefined ? { problem: 'nothing' } : safely(() => read(value))
    return 'problem' in found ? { failure: 'model/no-answer' } : { answer: found }
  } catch (e) {
    // What the world's own code threw while it judged is no failure of the model, whatever became of it on the way.
    if (defect !== undefined) throw defect.error
    if (isCoactError(e) && e.code.startsWith('model/')) return { failure: e.code }
    throw e
  }
}

/** An answer may be nested so deeply that looking at it fails. */
function safely<T extends object>(read: () => T | { readonly problem: string }) {
  try {
    return read()
  } catch (e) {
    if (isCoactError(e) || !(e instanceof RangeError)) throw e
    return { problem: 'the answer cannot be read' }
  }
}

/** A model that thinks by itself is not asked to do so in its answer. */
export const asksThought = ({ thinking }: LanguageOptions): boolean =>
  thinking === undefined || thinking === 'off'

/** What is done when a model gives no usable answer. */
export function fallbackOf(turn: Turn, { fallback }: LanguageOptions): ActionCall | undefined {
  if (fallback === 'idle') return undefined
  const legal = turn.legal()
  if (legal.length === 0) return undefined
  return fallback === 'first' ? legal[0] : turn.rng.pick(legal)
}

/** The call of a turn. @throws CoactError `policy/no-model` */
export function callOf(turn: Turn, policy: string): Call {
  if (turn.call !== undefined) return turn.call
  throw new CoactError(
    'policy/no-model',
    `The policy "${policy}" plays by calling a language model`,
    {
      where: turn.agent,
      expected: 'a turn with a call',
      next: 'Name a model: --model NAME; or, with turns of your own, createTurns(episode, { call }).',
    },
  )
}
