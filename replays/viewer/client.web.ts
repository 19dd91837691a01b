import type { Answered, Asked, Failure, FromWorker, Question, ToWorker } from './tell.js'

/** Asks a worker that holds a replay. */
export interface Client {
  /** @param partly is given what is known so far @throws Failure */
  ask<Q extends Question>(
    question: Q,
    asked: Asked<Q>,
    partly?: (so: Answered<Q>) => void,
  ): Promise<Answered<Q>>
  close(): void
}

interface Waiting {
  resolve(answer: unknown): void
  reject(failure: Failure): void
  partly: ((so: never) => void) | undefined
}

/** Starts a worker from the script that the page holds as text. */
export function createClient(): Client {
  const worker = new Worker(scriptUrl() as string)
  const waiting = new Map<number, Waiting>()
  let last = 0
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    const who = waiting.get(data.id)
    if (who === undefined) return
    if ('partly' in data) {
      who.partly?.(data.partly as never)
      return
    }
    waiting.delete(data.id)
    if ('failure' in data) who.reject(data.failure)
    else who.resolve(data.answer)
  }
  worker.onerror = (e) => {
    const failure = { code: 'viewer/worker', message: e.message || 'The reader stopped' }
    for (const who of waiting.values()) who.reject(failure)
    waiting.clear()
  }
  return {
    ask: (question, asked, partly) =>
      new Promise((resolve, reject) => {
        last += 1
        waiting.set(last, { resolve: resolve as (answer: unknown) => void, reject, partly })
        worker.postMessage({ id: last, question, asked } satisfies ToWorker)
      }),
    close: () => worker.terminate(),
  }
}

interface TrustedTypes {
  createPolicy(name: string, rules: object): { createScriptURL(url: string): unknown }
}

let made: unknown

function scriptUrl(): unknown {
  if (made !== undefined) return made
  const text = document.getElementById('worker')?.textContent ?? ''
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  // The one script that the page may start: its own.
  const policy = trustedTypes?.createPolicy('coact', { createScriptURL: () => url })
  made = policy === undefined ? url : policy.createScriptURL(url)
  return made
}
