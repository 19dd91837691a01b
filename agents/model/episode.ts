import {
  type Asking,
  type CallRecord,
  type CallReply,
  type CallRequest,
  CoactError,
} from '../../engine/index.js'
import { createJobs } from './jobs.js'
import { type CallTotals, NO_CALLS, withCall } from './ledger.js'
import { type OpenCall, openCall, unwanted } from './open-call.js'
import type { Scrub } from './scrub.js'
import { callError } from './transport.js'

/** Who asks and what, as it is known when the call begins. */
export interface Job {
  readonly id: string
  readonly asking: Asking
  readonly request: CallRequest
  readonly model: string
  readonly key: string
  /** The request as canonical JSON. */
  readonly text: string
  /** What decides the answer besides. */
  readonly params: CallRecord['params']
  /** Aborted when the call is over, however it ended. */
  readonly signal: AbortSignal
}

/** What became of a call so far; the record is made of it whenever the call ends. */
export type Made = Pick<CallRecord, 'usage' | 'attempts' | 'messages' | 'by' | 'price'>

/** What a call comes to: recorded anew, or as it was recorded. */
export type Outcome =
  | { readonly reply: NonNullable<CallRecord['reply']> }
  | { readonly taped: CallRecord }

export interface Answering {
  /** What became of the call until now. */
  made(): Made
  readonly outcome: Promise<Outcome>
}

export interface EpisodeParts {
  readonly answer: (job: Job) => Answering
  /** @throws CoactError when there is no such model */
  readonly modelOf: (request: CallRequest) => string
  readonly scrub: Scrub
  readonly now: () => number
  /** Resolves when everybody who was answered has gone on. */
  readonly soon: () => Promise<void>
  readonly isRecorded: boolean
}

/** How whoever runs an episode wants to be told. */
export interface EpisodeHooks {
  /** Names of the agents by index. */
  readonly agents?: readonly string[]
  /** Told of each call when it is over, before whoever asked is. */
  readonly onCall?: (record: CallRecord) => void
  /** Calls of an earlier process that was stopped before their tick was over: who asks the same is answered so. */
  readonly past?: readonly CallRecord[]
  /** Gives up on an agent's decision, because on the tape that came of it; without it the call just fails. */
  readonly giveUp?: (
    agent: number,
    tick: number,
    type: 'timeout' | 'aborted',
    message: string,
  ) => void
}

/** The calls of one episode. */
export interface EpisodeModels {
  /** Calls a model; fits `TurnOptions.call`. @throws CoactError `model/…` */
  call(asking: Asking, request: CallRequest): Promise<CallReply>
  /** Ends the calls of a tick that are still open, and gives all of it in the order of agents and of their asking. */
  take(tick: number): readonly CallRecord[]
  /** Notes calls that an earlier process made in this episode. */
  recall(records: readonly CallRecord[]): void
  readonly totals: CallTotals
  /** Calls that were answered from the tape. */
  readonly fromTape: number
  /** Why the run cannot go on: there is no such model, a call is not on the tape, or what `onCall` threw. */
  readonly fault: unknown
}

export function createEpisodeModels(parts: EpisodeParts, hooks: EpisodeHooks = {}): EpisodeModels {
  const jobs = createJobs(parts.scrub)
  const open = new Set<OpenCall>()
  let done: CallRecord[] = []
  let totals: CallTotals = NO_CALLS
  let fromTape = 0
  let faulty: unknown

  const finish = (record: CallRecord, isTaped: boolean, cause?: unknown): void => {
    if (parts.isRecorded) done.push(record)
    totals = withCall(totals, record)
    if (isFatal(cause)) faulty ??= cause
    if (isTaped) fromTape += 1
    try {
      hooks.onCall?.(record)
    } catch (e) {
      faulty ??= e
    }
  }
  const begin = (asking: Asking, request: CallRequest, model: string): Promise<CallReply> => {
    const over = new AbortController()
    const job = jobs.make(asking, request, model, over.signal)
    return new Promise((resolve, reject) => {
      const call = openCall({
        job,
        over,
        ...parts,
        finish(record, isTaped, cause) {
          open.delete(call)
          finish(record, isTaped, cause)
        },
        giveUp({ code, message }) {
          const type = GIVEN_UP[code]
          if (type === undefined || hooks.giveUp === undefined) return undefined
          const { agent, tick } = asking
          return parts.soon().then(() => hooks.giveUp!(agent, tick, type, message))
        },
        resolve,
        reject,
      })
      open.add(call)
    })
  }
  return {
    async call(asking, request) {
      const { signal } = asking
      // Who is not waited for any more pays nothing; it is no part of the episode either.
      if (signal.aborted) throw callError(unwanted(signal.reason))
      let model: string
      try {
        model = parts.modelOf(request)
      } catch (e) {
        faulty ??= e
        throw e
      }
      return begin(asking, request, model)
    },
    take(tick) {
      for (const call of [...open]) if (call.tick <= tick) call.end(unwanted())
      const taken = done.sort(byPlace)
      done = []
      jobs.nextTick()
      return taken
    },
    recall(records) {
      for (const record of records) {
        jobs.note(record)
        totals = withCall(totals, record)
      }
    },
    get totals() {
      return totals
    },
    get fromTape() {
      return fromTape
    },
    get fault() {
      return faulty
    },
  }
}

/** What no later call can change: whoever set it up has to. */
const FATAL = new Set([
  'model/tape-miss',
  'model/none',
  'model/no-endpoint',
  'model/no-file',
  'model/no-llama',
])
const isFatal = (e: unknown): boolean => e instanceof CoactError && FATAL.has(e.code)

/** What the runner does with a decision whose call failed so. */
const GIVEN_UP: Readonly<Record<string, 'timeout' | 'aborted'>> = {
  'model/timeout': 'timeout',
  'model/stopped': 'aborted',
}

/** Calls in the order of agents, and of each one's asking. */
export function byPlace(a: CallRecord, b: CallRecord): number {
  return a.tick - b.tick || a.agent - b.agent || numberOf(a) - numberOf(b)
}

const numberOf = ({ id }: CallRecord): number => Number(id.slice(id.lastIndexOf(':') + 1))
