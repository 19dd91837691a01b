import {
  type AgentInput,
  type Episode,
  failed,
  isCoactError,
  type OpenTurn,
  type Policy,
  type Turns,
} from '../engine/index.js'
import { ABSENT } from './seats.js'

/** What entered a tick, by agent index. */
export type Inputs = readonly (AgentInput | null)[]

/** Holds a tick until everyone who was asked has decided, failed or run out of time. */
export interface Barrier {
  /** Asks agents for the episode's next tick; a promise only when somebody has to be waited for. */
  ask(asked: readonly number[]): Inputs | Promise<Inputs>
  /** Answers that came after their tick was over, and were dropped. */
  readonly late: number
}

/** @param timeoutMs for one decision; 0: for ever */
export function createBarrier(
  episode: Episode,
  policies: readonly (Policy | undefined)[],
  turns: Turns,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Barrier {
  /** The tick that an agent still thinks about, by agent. */
  const busy = new Map<number, number>()
  let late = 0
  const limits: Limits = {
    timeoutMs,
    signal,
    answered(agent, isLate) {
      busy.delete(agent)
      if (isLate) late += 1
    },
  }
  const askOne = (agent: number, inputs: (AgentInput | null)[]): Pending | undefined => {
    const policy = policies[agent]
    const thinking = busy.get(agent)
    if (policy === undefined) inputs[agent] = ABSENT
    else if (thinking !== undefined) {
      inputs[agent] = failed('timeout', `Still busy with tick ${thinking}`)
    } else {
      const unwanted = lazySignal()
      const open = turns.open(agent, unwanted.signal)
      try {
        const answer: unknown = policy.decide(open.turn)
        if (isPromise(answer)) return { agent, open, answer, unwanted: unwanted.abort, over: false }
        inputs[agent] = open.close(answer)
      } catch (e) {
        open.cancel()
        inputs[agent] = threw(e)
      }
    }
    return undefined
  }
  return {
    ask(asked) {
      const inputs: (AgentInput | null)[] = policies.map(() => null)
      const pending: Pending[] = []
      for (const agent of asked) {
        const p = askOne(agent, inputs)
        if (p === undefined) continue
        busy.set(agent, episode.tick + 1)
        pending.push(p)
      }
      return pending.length === 0 ? inputs : gather(pending, inputs, limits)
    },
    get late() {
      return late
    },
  }
}

/** An agent that has not answered yet. */
interface Pending {
  readonly agent: number
  readonly open: OpenTurn
  readonly answer: PromiseLike<unknown>
  readonly unwanted: () => void
  over: boolean
}

interface Limits {
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
  readonly answered: (agent: number, isLate: boolean) => void
}

/** Waits until all have answered, failed, or are out of time. */
function gather(
  pending: readonly Pending[],
  inputs: (AgentInput | null)[],
  { timeoutMs, signal, answered }: Limits,
): Promise<Inputs> {
  return new Promise((resolve, reject) => {
    let left = pending.length
    let timer: ReturnType<typeof setTimeout> | undefined
    const release = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
    const end = (p: Pending, input: AgentInput): void => {
      p.over = true
      inputs[p.agent] = input
      left -= 1
      if (left > 0) return
      release()
      resolve(inputs)
    }
    const giveUp = (input: AgentInput): void => {
      for (const p of pending) {
        if (p.over) continue
        p.open.cancel()
        p.unwanted()
        end(p, input)
      }
    }
    const onAbort = (): void => giveUp(failed('aborted', 'The run was stopped'))
    const settle = (p: Pending, input: () => AgentInput): void => {
      answered(p.agent, p.over)
      if (!p.over) end(p, input())
    }
    const fail = (p: Pending, error: unknown): void => {
      p.open.cancel()
      settle(p, () => threw(error))
    }
    for (const p of pending) {
      Promise.resolve(p.answer)
        .then(
          (answer) => settle(p, () => p.open.close(answer)),
          (error) => fail(p, error),
        )
        .catch((defect) => {
          release()
          reject(defect)
        })
    }
    if (timeoutMs > 0) {
      const late = failed('timeout', `No decision within ${timeoutMs} ms`)
      timer = setTimeout(() => giveUp(late), timeoutMs)
    }
    if (signal?.aborted === true) onAbort()
    else signal?.addEventListener('abort', onAbort)
  })
}

/** The failure of an agent that threw. @throws what the world's own code threw when the agent looked at it */
function threw(e: unknown): AgentInput {
  if (isCoactError(e) && e.code === 'world/threw') throw e
  return failed('threw', e)
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as { readonly then?: unknown }).then === 'function'

/** A signal that costs nothing unless somebody looks at it. */
function lazySignal(): { readonly signal: () => AbortSignal; readonly abort: () => void } {
  let controller: AbortController | undefined
  let isOver = false
  return {
    signal() {
      controller ??= new AbortController()
      if (isOver) controller.abort()
      return controller.signal
    },
    abort() {
      isOver = true
      controller?.abort()
    },
  }
}
