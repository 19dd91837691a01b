import type { Asking, CallRecord, CallRequest } from '../../engine/index.js'
import type { Job } from './episode.js'
import type { Scrub } from './scrub.js'
import { hashText, keyOf, paramsOf, recordText, requestText } from './tape.js'

/** Names calls: by tick and agent, and by what is asked. */
export interface Jobs {
  make(asking: Asking, request: CallRequest, model: string, signal: AbortSignal): Job
  /** Counts a call of an earlier process. */
  note(record: CallRecord): void
  nextTick(): void
}

export function createJobs(scrub: Scrub): Jobs {
  const before = counter()
  let numbers = counter()
  return {
    make(asking, given, model, signal) {
      const { agent, tick } = asking
      const messages = scrub.messages(given.messages)
      const request = { ...given, messages }
      const params = paramsOf(request)
      const schema = request.answer === undefined ? {} : { schema: request.answer.schema }
      const text = requestText({ model, messages, params, ...schema })
      const id = `${tick}:${agent}:${numbers(`${tick}:${agent}`)}`
      const key = keyOf(text, before(`${agent}/${hashText(text)}`))
      return { id, asking, request, model, params, text, key, signal }
    },
    note: (record) => {
      before(`${record.agent}/${hashText(recordText(record))}`)
    },
    nextTick() {
      numbers = counter()
    },
  }
}

/** Counts how often it was given the same. */
function counter(): (what: string) => number {
  const counts = new Map<string, number>()
  return (what) => {
    const n = counts.get(what) ?? 0
    counts.set(what, n + 1)
    return n
  }
}
