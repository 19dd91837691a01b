import {
  type AgentInput,
  CoactError,
  type Episode,
  failed,
  failureOf,
  isCoactError,
  type Policy,
  type Turns,
} from '../engine/index.js'
import { type AskedSeat, askMind, closeMind, groupsOf, mindsOf } from './minds.js'
import { ABSENT } from './seats.js'

/** What entered a tick, by agent index. */
export type Inputs = readonly (AgentInput | null)[]

/** Holds a tick until everyone who was asked has decided, failed or run out of time. */
export interface Barrier {
  /** Asks agents for the episode's next tick; a promise only when somebody has to be waited for. */
  ask(asked: readonly number[]): Inputs | Promise<Inputs>
  /** Gives up on an agent that has not decided a tick yet, and on those of its mind, as when time is over. */
  giveUp(agent: number, tick: number, input: AgentInput): void
  /** Answers that came after their tick was over, and were dropped. */
  readonly late: number
}

/** @param timeoutMs for one decision, where its policy says nothing of its own; 0: for ever */
export function createBarrier(
  episode: Episode,
  policies: readonly (Policy | undefined)[],
  turns: Turns,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Barrier {
  const minds = mindsOf(policies, episode.seats)
  /** The tick that somebody still thinks about, by mind. */
  const busy = new Map<number, number>()
  let late = 0
  let giveUp: GiveUp = () => {}
  const limits: Limits = {
    timeoutMs,
    signal,
    answered(mind, isLate) {
      busy.delete(mind)
      if (isLate) late += 1
    },
  }
  const askOne = (
    agents: readonly number[],
    inputs: (AgentInput | null)[],
  ): Pending | undefined => {
    const mind = minds[agents[0]!]!
    const policy = policies[mind]
    const thinking = busy.get(mind)
    const all = (input: AgentInput): undefined => {
      for (const agent of agents) inputs[agent] = input
    }
    if (policy === undefined) return all(ABSENT)
    if (thinking !== undefined) return all(failed('timeout', `Still busy with tick ${thinking}`))
    const unwanted = lazySignal()
    const asked = agents.map((agent) => ({ agent, open: turns.open(agent, unwanted.signal) }))
    try {
      const answer: unknown = askMind(policy, asked)
      if (isPromise(answer))
        return { mind, policy, asked, answer, unwanted: unwanted.abort, over: false }
      settleAll(inputs, asked, closeMind(policy, asked, answer))
      return undefined
    } catch (e) {
      for (const { open } of asked) open.cancel()
      return all(threw(e))
    }
  }
  return {
    ask(asked) {
      const inputs: (AgentInput | null)[] = policies.map(() => null)
      const pending: Pending[] = []
      for (const agents of groupsOf(minds, asked)) {
        const p = askOne(agents, inputs)
        if (p === undefined) continue
        busy.set(p.mind, episode.tick + 1)
        pending.push(p)
      }
      if (pending.length === 0) return inputs
      const gathering = gather(pending, inputs, limits)
      giveUp = gathering.giveUp
      return gathering.inputs
    },
    giveUp(agent, tick, input) {
      if (tick === episode.tick + 1) giveUp(input, agent)
    },
    get late() {
      return late
    },
  }
}

/** A mind that has not answered yet. */
interface Pending {
  readonly mind: number
  readonly policy: Policy
  /** The seats that it was asked for: what comes of it comes of all. */
  readonly asked: readonly AskedSeat[]
  readonly answer: PromiseLike<unknown>
  readonly unwanted: (why: AgentInput) => void
  over: boolean
}

interface Limits {
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
  readonly answered: (mind: number, isLate: boolean) => void
}

/** Ends what is still awaited, of all or of the mind of one agent. */
type GiveUp = (input: AgentInput, agent?: number) => void

const settleAll = (
  inputs: (AgentInput | null)[],
  asked: readonly AskedSeat[],
  given: readonly AgentInput[],
): void => {
  for (const [i, { agent }] of asked.entries()) inputs[agent] = given[i]!
}

/** Waits until all have answered, failed, or are out of time. */
function gather(
  pending: readonly Pending[],
  inputs: (AgentInput | null)[],
  { timeoutMs, signal, answered }: Limits,
): { readonly inputs: Promise<Inputs>; readonly giveUp: GiveUp } {
  let giveUp: GiveUp = () => {}
  const gathered = new Promise<Inputs>((resolve, reject) => {
    let left = pending.length
    const timers: ReturnType<typeof setTimeout>[] = []
    let hasGivenUp = false
    const release = (): void => {
      for (const timer of timers) clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
    const end = (p: Pending, given: readonly AgentInput[]): void => {
      p.over = true
      settleAll(inputs, p.asked, given)
      left -= 1
      if (left > 0) return
      release()
      // Who hears that nobody waits for it any more is free again when the next tick asks.
      if (hasGivenUp) setTimeout(resolve, 0, inputs)
      else resolve(inputs)
    }
    const leave = (whom: (p: Pending) => boolean, input: AgentInput): void => {
      for (const p of pending) {
        if (p.over || !whom(p)) continue
        hasGivenUp = true
        cancel(p)
        p.unwanted(input)
        end(p, all(p, input))
      }
    }
    giveUp = (input, agent) =>
      leave((p) => agent === undefined || p.asked.some((a) => a.agent === agent), input)
    const onAbort = (): void => giveUp(failed('aborted', 'The run was stopped'))
    const settle = (p: Pending, given: () => readonly AgentInput[]): void => {
      answered(p.mind, p.over)
      if (!p.over) end(p, given())
    }
    const fail = (p: Pending, error: unknown): void => {
      cancel(p)
      settle(p, () => all(p, threw(error)))
    }
    for (const p of pending) {
      Promise.resolve(p.answer)
        .then(
          (answer) => settle(p, () => closeMind(p.policy, p.asked, answer)),
          (error) => fail(p, error),
        )
        .catch((defect) => {
          release()
          reject(defect)
        })
    }
    const patience = (p: Pending): number => p.policy.timeoutMs ?? timeoutMs
    for (const ms of new Set(pending.map(patience))) {
      if (ms === 0) continue
      const late = failed('timeout', `No decision within ${ms} ms`)
      const due = (p: Pending): boolean => patience(p) === ms
      timers.push(setTimeout(() => leave(due, late), ms))
    }
    if (signal?.aborted === true) onAbort()
    else signal?.addEventListener('abort', onAbort)
  })
  return { inputs: gathered, giveUp }
}

const cancel = ({ asked }: Pending): void => {
  for (const { open } of asked) open.cancel()
}

const all = ({ asked }: Pending, input: AgentInput): readonly AgentInput[] => asked.map(() => input)

/** The failure of an agent that threw. @throws what the world's own code threw when the agent looked at it */
function threw(e: unknown): AgentInput {
  if (isCoactError(e) && e.code === 'world/threw') throw e
  return failureOf(e)
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as { readonly then?: unknown }).then === 'function'

/** A signal that costs nothing unless somebody looks at it; its reason tells why nobody waits any more. */
function lazySignal(): {
  readonly signal: () => AbortSignal
  readonly abort: (why: AgentInput) => void
} {
  let controller: AbortController | undefined
  let reason: CoactError | undefined
  return {
    signal() {
      controller ??= new AbortController()
      if (reason !== undefined) controller.abort(reason)
      return controller.signal
    },
    abort({ failure }) {
      reason = new CoactError(`turn/${failure!.type}`, failure!.message)
      controller?.abort(reason)
    },
  }
}
