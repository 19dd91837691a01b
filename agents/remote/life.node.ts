import type { Turn } from '../../engine/index.js'
import { type Child, startChild } from './child.node.js'
import type { ExecSettings } from './exec.js'
import { failure, isTimeout } from './failures.js'
import { type Flood, lineReader } from './lines.js'
import { helloMessage, type Ready, readAnswer, readReady, turnMessage } from './message.js'

/** One process of a program, from its greeting to its end. */
export interface Life {
  /** Asks for a decision; the failure's type is in what it rejects with. */
  ask(turn: Turn): Promise<object | undefined>
  /** Why it cannot be asked any more. */
  readonly down: string | undefined
  /** Whether a turn has failed because of that. */
  readonly isTold: boolean
  /** Whether it speaks no version of the protocol that is known. */
  readonly isForeign: boolean
  stop(reason: string): Promise<void>
}

/** A turn that waits for the program. */
interface Waiting {
  readonly turn: Turn
  readonly resolve: (decision: object | undefined) => void
  readonly reject: (error: unknown) => void
}

interface State {
  readonly settings: ExecSettings
  readonly child: Child
  /** What it answered to the greeting. */
  ready: Ready | undefined
  waiting: Waiting | undefined
  /** Time-outs and floods in a row. */
  misses: number
  foreign: string | undefined
  isTold: boolean
}

/** Starts and greets a program. */
export function startLife(settings: ExecSettings, turn: Turn): Life {
  const reader = lineReader({ lineBytes: settings.line, bytes: settings.bytes }, (text) =>
    hear(s, text),
  )
  const child = startChild(settings, (chunk) => {
    const flood = reader.take(chunk)
    if (flood !== undefined) flooded(s, flood)
  })
  const s: State = {
    settings,
    child,
    ready: undefined,
    waiting: undefined,
    misses: 0,
    foreign: undefined,
    isTold: false,
  }
  child.send(line(helloMessage(turn)))
  void child.gone.then((how) => {
    s.isTold ||= s.waiting !== undefined
    s.waiting?.reject(failure('crashed', how))
  })
  return {
    get down() {
      return s.foreign ?? hung(s) ?? child.ended
    },
    get isTold() {
      return s.isTold || hung(s) !== undefined
    },
    get isForeign() {
      return s.foreign !== undefined
    },
    ask(turn) {
      reader.refill()
      child.listen(true)
      return ask(s, turn)
    },
    stop: (reason) => stop(s, reason),
  }
}

function ask(s: State, turn: Turn): Promise<object | undefined> {
  const { signal } = turn
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      s.waiting?.reject(signal.reason)
      if (isTimeout(signal.reason)) missed(s)
    }
    const end = (): void => {
      signal.removeEventListener('abort', onAbort)
      s.waiting = undefined
    }
    s.waiting = {
      turn,
      resolve(decision) {
        end()
        resolve(decision)
      },
      reject(error) {
        end()
        reject(error)
      },
    }
    signal.addEventListener('abort', onAbort)
    // A program that is not ready yet is asked when it is.
    if (s.ready !== undefined) send(s, s.waiting, s.ready)
  })
}

function send({ child }: State, { turn, reject }: Waiting, { wants }: Ready): void {
  try {
    child.send(line(turnMessage(turn, wants)))
  } catch (e) {
    // What the world's own code throws is no failure of the program.
    reject(e)
  }
}

function hear(s: State, text: string): void {
  try {
    if (s.ready === undefined) greet(s, text)
    else if (s.waiting !== undefined) {
      const answer = readAnswer(text, s.waiting.turn.tick)
      if (answer === undefined) return
      s.misses = 0
      s.waiting.resolve(answer.decision)
    }
  } catch (e) {
    s.waiting?.reject(e)
  }
}

function greet(s: State, text: string): void {
  const ready = readReady(text)
  if (typeof ready === 'string') {
    s.foreign = ready
    s.waiting?.reject(failure('crashed', ready))
    void stop(s, 'version')
    return
  }
  s.ready = ready
  if (s.waiting !== undefined) send(s, s.waiting, ready)
}

function flooded(s: State, { complaint, isFull }: Flood): void {
  if (isFull) s.child.listen(false)
  if (s.waiting === undefined) return
  s.waiting.reject(failure('bad-decision', complaint))
  missed(s)
}

function missed(s: State): void {
  s.misses += 1
  if (hung(s) !== undefined) void stop(s, 'hung')
}

const hung = ({ misses, settings }: State): string | undefined =>
  misses < settings.hung ? undefined : `It gave no decision ${misses} times in a row`

const stop = ({ child, settings }: State, reason: string): Promise<void> =>
  child.stop(settings.grace, line({ type: 'end', reason }))

const line = (message: object): string => `${JSON.stringify(message)}\n`
