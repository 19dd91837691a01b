import { type Observable, Subject } from 'rxjs'
import type { Frame, Scenario } from '../engine/index.js'
import { type Happening, happenings } from './happenings.js'
import type { RunResult } from './result.js'
import { type RunOptions, run } from './run.js'

/** A run to look at while it goes on. */
export interface LiveRun {
  /** Every frame, that of the setup first, shared with the run: not to be changed. Completes with the run. */
  readonly frames: Observable<Frame>
  /** What is in the frames, one by one: messages, actions, events, failures, rewards, goals. */
  readonly happenings: Observable<Happening>
  readonly result: Promise<RunResult>
}

/**
 * Runs a scenario with its frames as a stream. The first frame comes after the caller's own work is done, so whoever
 * subscribes at once sees all of them. To stop the run, abort `options.signal`.
 *
 * @example
 * const { frames, result } = observeRun(scenario, { seed: 7 })
 * frames.subscribe((frame) => console.log(frame.tick, frame.chain))
 * await result
 */
export function observeRun(scenario: Scenario, options: RunOptions = {}): LiveRun {
  const subject = new Subject<Frame>()
  const onFrame = (frame: Frame): void => {
    options.onFrame?.(frame)
    subject.next(frame)
  }
  const result = Promise.resolve().then(() => run(scenario, { ...options, onFrame }))
  result.then(
    () => subject.complete(),
    (error) => subject.error(error),
  )
  const frames = subject.asObservable()
  return { frames, happenings: happenings(frames, Object.keys(scenario.agents)), result }
}
