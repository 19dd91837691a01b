import { type CallRecord, type CallReply, CoactError, safeText } from '../../engine/index.js'
import type { Answering, Job, Outcome } from './episode.js'
import { whenAborted } from './listen.js'
import type { Scrub } from './scrub.js'
import { callError } from './transport.js'

/** Why a call gave no answer, as it is recorded. */
export type Failure = NonNullable<CallRecord['failure']>

/** A call that may still be answered. */
export interface OpenCall {
  readonly tick: number
  /** Whoever asked is told at once; the record is made. */
  end(failure: Failure): void
}

export interface OpenCallOptions {
  readonly job: Job
  readonly answer: (job: Job) => Answering
  readonly over: AbortController
  readonly now: () => number
  readonly scrub: Scrub
  /** The call is over. @param isTaped it came from the tape @param cause what it failed with */
  readonly finish: (record: CallRecord, isTaped: boolean, cause?: unknown) => void
  /** Gives up on who asked, where that came of such a failure: resolves when it is done. */
  readonly giveUp: (failure: Failure) => Promise<void> | undefined
  readonly resolve: (reply: CallReply) => void
  readonly reject: (error: Error) => void
}

const FAILURE_CHARS_MAX = 1000

/** How a call fails whose answer nobody waited for. */
const TURN_OVER: Failure = {
  code: 'model/aborted',
  message: 'The turn was over before the model had answered',
}

/** Ends a call once: with its answer, with what the tape says, or when nobody waits for it any more. */
export function openCall(options: OpenCallOptions): OpenCall {
  const { job, over, now, scrub, resolve, reject } = options
  const { signal } = job.asking
  const begun = now()
  let isOver = false
  let copy: CallRecord | undefined

  const record = (rest: Pick<CallRecord, 'reply' | 'failure'>): CallRecord =>
    copy ?? {
      ...begunRecord(job),
      ...answering.made(),
      ...rest,
      latencyMs: Math.round(now() - begun),
    }
  const close = (): boolean => {
    if (isOver) return false
    isOver = true
    stopListening()
    return true
  }
  const end = (failure: Failure, cause?: unknown): void => {
    if (!close()) return
    options.finish(record({ failure }), copy !== undefined, cause)
    const error = callError(failure)
    over.abort(error)
    reject(error)
  }
  const settle = (outcome: Outcome): void => {
    if ('taped' in outcome) {
      again(outcome.taped)
      return
    }
    if (!close()) return
    const { reply } = outcome
    const said = record({ reply })
    options.finish(said, false)
    resolve({ ...reply, usage: said.usage, model: job.model })
  }
  /** A call comes out as it is on the tape, with what it took then. */
  const again = (taped: CallRecord): void => {
    const { failure, reply, usage } = taped
    const { id, asking, key, request } = job
    copy = { ...taped, id, tick: asking.tick, agent: asking.agent, key, purpose: request.purpose }
    // Nobody waited for it then to the end, nor does anybody now.
    if (failure?.code === TURN_OVER.code || !close()) return
    options.finish(copy, true)
    if (reply !== undefined) {
      resolve({ ...reply, usage, model: job.model })
      return
    }
    const why = failure ?? TURN_OVER
    // Who asked hears of it when it is too late to decide, as then.
    const waiting = options.giveUp(why)
    if (waiting === undefined) reject(callError(why))
    else void waiting.then(() => reject(callError(why)))
  }
  const stopListening = whenAborted(signal, () => end(unwanted(signal.reason)))
  const answering = options.answer(job)
  answering.outcome.then(settle, (e: unknown) => end(failed(e, scrub), e))
  return { tick: job.asking.tick, end }
}

const begunRecord = ({ id, asking, request, model, key, params }: Job) => ({
  id,
  tick: asking.tick,
  agent: asking.agent,
  purpose: request.purpose,
  key,
  model,
  asked: request.messages.length,
  params,
  ...(request.answer === undefined ? {} : { schema: request.answer.schema }),
})

const UNWANTED: Readonly<Record<string, string>> = {
  'turn/timeout': 'model/timeout',
  'turn/aborted': 'model/stopped',
}

/** Why an answer is not wanted any more. @param reason of the turn's signal; undefined when the turn is over */
export function unwanted(reason?: unknown): Failure {
  const code = reason instanceof CoactError ? UNWANTED[reason.code] : undefined
  return code === undefined ? TURN_OVER : { code, message: firstLine(reason as CoactError) }
}

function failed(e: unknown, scrub: Scrub): Failure {
  const [code, text] =
    e instanceof CoactError ? [e.code, firstLine(e)] : ['model/failed', safeText(e)]
  return { code, message: scrub.text(text).slice(0, FAILURE_CHARS_MAX) }
}

/** What an error says, without its code and its details. */
const firstLine = ({ message, code }: CoactError): string =>
  message.split('\n')[0]!.replace(` [${code}]`, '')
