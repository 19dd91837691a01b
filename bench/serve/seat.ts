import { failure, turnMessage } from '../../agents/index.js'
import {
  type ActionCall,
  CoactError,
  type Decision,
  type EndReason,
  type Frame,
  type Goal,
  limits,
  type Manual,
  type Policy,
  type Say,
  type Turn,
} from '../../engine/index.js'

/** What whoever has a seat from outside sees of it. */
export interface SeatView {
  readonly agent: string
  /** `act`: a decision is waited for. `wait`: others decide, or somebody else is asked. `over`: the episode has ended. */
  readonly status: 'act' | 'wait' | 'over'
  /** The tick that is decided; the last one when it is over. */
  readonly tick: number
  /** Rewards so far. */
  readonly total: number
  readonly end?: EndReason
  /** When it is over, the aims that are the agent's, or everyone's. */
  readonly goals?: readonly Pick<Goal, 'id' | 'text' | 'progress' | 'done'>[]
  /** The turn as a message of the protocol has it; absent while others are asked. */
  readonly turn?: object
}

/** What came of a decision. */
export interface Outcome {
  readonly tick: number
  readonly reward: number
  /** What became of each action. */
  readonly did: readonly object[]
  /** What became of each message. */
  readonly said: readonly object[]
}

/** A seat that is taken from outside, by whoever calls these, while the run goes on by itself. */
export interface OuterSeat {
  readonly policy: Policy<'*'>
  readonly manual: Manual
  view(): SeatView
  legal(): readonly ActionCall[]
  /** Says something with the next decision. @returns how much is to be said then @throws CoactError `seat/too-much` */
  say(message: Say): number
  /** Decides the tick that waits. @throws CoactError `seat/not-asked` */
  decide(decision: Extract<Decision, { readonly do?: unknown }>): Promise<Outcome>
  /** Resolves when the seat is asked, or the episode is over, or the signal is aborted. */
  asked(signal: AbortSignal): Promise<void>
  /** To be told each frame of the run. */
  see(frame: Frame): void
  /** To be told when there will be no more frames. */
  close(end: EndReason): void
}

interface Open {
  readonly turn: Turn
  readonly resolve: (decision: Decision) => void
}

interface Deciding {
  readonly tick: number
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (error: unknown) => void
}

/**
 * A seat for somebody outside.
 *
 * @param timeoutMs how long a decision may take; 0: for ever
 * @param id of its policy, which replays name
 */
export function outerSeat(manual: Manual, agent: string, timeoutMs = 0, id = 'mcp'): OuterSeat {
  let open: Open | undefined
  let end: EndReason | undefined
  let tick = 0
  let total = 0
  let last: Frame | undefined
  const index = manual.seats.findIndex((seat) => seat.name === agent)
  let deciding: Deciding | undefined
  let queue: Say[] = []
  const bell = createBell()
  const close = (reason: EndReason): void => {
    end ??= reason
    deciding?.reject(isOver(end))
    deciding = undefined
    bell.ring()
  }
  const policy: Policy<'*'> = {
    kind: 'policy',
    id,
    version: 1,
    world: '*',
    timeoutMs,
    decide: (turn) =>
      new Promise((resolve, reject) => {
        const onAbort = (): void => {
          open = undefined
          reject(failure('timeout', 'Nobody decided'))
        }
        open = { turn, resolve }
        tick = turn.tick
        turn.signal.addEventListener('abort', onAbort, { once: true })
        bell.ring()
      }),
  }
  return {
    policy,
    manual,
    view: () => ({
      agent,
      status: end !== undefined ? 'over' : open !== undefined ? 'act' : 'wait',
      tick,
      total,
      ...(end === undefined
        ? {}
        : { end, goals: goalsFor(last?.goals ?? [], manual.seats[index]!.team) }),
      ...(open === undefined ? {} : { turn: turnMessage(open.turn, EVERYTHING) }),
    }),
    legal: () => asked(open, end).turn.legal(),
    say(message) {
      if (queue.length >= limits.MESSAGES_PER_AGENT_PER_TICK_MAX) throw tooMuch()
      queue.push(message)
      return queue.length
    },
    decide(decision) {
      const { turn, resolve } = asked(open, end)
      open = undefined
      const say = queue
      queue = []
      const outcome = new Promise<Outcome>((resolve, reject) => {
        deciding = { tick: turn.tick, resolve, reject }
      })
      resolve(say.length === 0 ? decision : { ...decision, say })
      return outcome
    },
    asked(signal) {
      return open !== undefined || end !== undefined ? Promise.resolve() : bell.heard(signal)
    },
    see(frame) {
      tick = Math.max(tick, frame.tick)
      total += frame.rewards[index] ?? 0
      last = frame
      if (deciding?.tick === frame.tick) {
        deciding.resolve(outcomeIn(frame, index, agent))
        deciding = undefined
      }
      if (frame.end !== undefined) close(frame.end)
    },
    close,
  }
}

const EVERYTHING = new Set(['obs', 'text'] as const)

/** Something to wait for, together with others. */
function createBell() {
  const waiting = new Set<() => void>()
  return {
    ring() {
      for (const go of [...waiting]) go()
    },
    /** Resolves when it rings, or the signal is aborted. */
    heard: (signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        const go = (): void => {
          waiting.delete(go)
          signal.removeEventListener('abort', go)
          resolve()
        }
        if (signal.aborted) return resolve()
        waiting.add(go)
        signal.addEventListener('abort', go)
      }),
  }
}

const goalsFor = (goals: readonly Goal[], team: string): SeatView['goals'] & object =>
  goals
    .filter((goal) => goal.team === undefined || goal.team === team)
    .map(({ id, text, progress, done }) => ({ id, text, progress, done }))

function outcomeIn(frame: Frame, index: number, name: string): Outcome {
  return {
    tick: frame.tick,
    reward: frame.rewards[index] ?? 0,
    did: frame.actions
      .filter((a) => a.agent === index)
      .map(({ agent: _, why, reads, writes, took, ...told }) => told),
    said: frame.messages
      .filter((m) => m.from === name)
      .map(({ to, type, verdict, note }) => ({ to, type, verdict, note })),
  }
}

function asked(open: Open | undefined, end: EndReason | undefined): Open {
  if (open !== undefined) return open
  if (end !== undefined) throw isOver(end)
  throw new CoactError('seat/not-asked', 'Nothing is to be decided here now', {
    next: 'Wait until it is: others decide, or somebody else is asked.',
  })
}

const isOver = (end: EndReason): CoactError =>
  new CoactError('seat/over', 'The episode is over', { got: end })

const tooMuch = (): CoactError =>
  new CoactError('seat/too-much', 'There is too much to be said in one tick', {
    expected: `at most ${limits.MESSAGES_PER_AGENT_PER_TICK_MAX} messages`,
    next: 'Act first: what is queued goes out with that.',
  })
