import type { Gateway } from '../agents/index.js'
import {
  type CallRecord,
  CoactError,
  createEpisode,
  createTurns,
  type EndReason,
  type Episode,
  type Frame,
  type Json,
  type Scenario,
  type Tapes,
  type Turns,
} from '../engine/index.js'
import type {
  FrameExtras,
  JournalMode,
  JournalTick,
  JournalWriter,
  ReplayHeader,
  RunOutcome,
} from '../replays/index.js'
import { createBarrier, type Inputs } from './barrier.js'
import { openCalls, type RunCalls } from './calls.js'
import { type CloseError, closePolicies } from './close.js'
import { createHeavyCheck } from './heavy.js'
import { foldMetrics, type MetricFold } from './metric-fold.js'
import type { ScoreFold } from './metrics/fold.js'
import { type LiveScoreOptions, liveScores } from './metrics/live.js'
import { openRecording, type Recording, type RecordingOptions } from './record.js'
import { type RunResult, summarize } from './result.js'
import { type Agents, type Seated, seatPolicies } from './seats.js'
import { createTally, type Tally } from './tally.js'
import { verifyFile } from './verify.js'

/** How to run a scenario. */
export interface RunOptions {
  /** A number or a non-empty text (default 0). */
  readonly seed?: number | string
  /** Policies by agent name in place of the scenario's own; `*` stands for every agent that is not named. */
  readonly agents?: Agents
  /** The way to language models, for agents that call them; made by `createGateway`. */
  readonly models?: Gateway
  /** File for the replay; none is written without it. */
  readonly out?: string
  /** The scenario's own file as data: kept in the replay, so that verifying needs no other file. */
  readonly source?: unknown
  /** Milliseconds that one decision may take (default 30000); 0: for ever. */
  readonly timeoutMs?: number
  /** Recorded outcomes by stream label. */
  readonly tapes?: Tapes
  /** Ends the run with the tick in which it is aborted; what happened is kept. */
  readonly signal?: AbortSignal
  /** Given each frame, that of the setup first; what it throws ends the run. */
  readonly onFrame?: (frame: Frame) => void
  /** Makes somebody who is given all that is recorded, as it happens, whether or not there is a file. */
  readonly watch?: (header: ReplayHeader, source: Json | undefined) => Promise<RunWatcher>
  /** Saves, loads and compares at every tick. */
  readonly heavy?: boolean
  /**
   * Writes down what enters each tick before it is stepped, in `<out>.journal`, so that `resume` can go on after the process
   * was killed: durable before each step (`tick`), or with each group of ticks (`group`). Default: `off`.
   */
  readonly journal?: JournalMode
  /** For the journal: how whoever started the run finds its policies again, as plain data. */
  readonly command?: unknown
  /** Scores the run as it goes, by metrics that fold over frames. */
  readonly scores?: LiveScoreOptions
  /** Simulates the written replay again and compares every tick; needs `out`. */
  readonly verify?: boolean
}

/** Somebody who is given all that is recorded of a run. */
export interface RunWatcher {
  record(frame: Frame, extras?: FrameExtras): void
  finish(outcome: RunOutcome): void
}

/** Milliseconds of work after which timers and signals get their turn. */
const BREATHE_MS = 20
const TIMEOUT_MS_MAX = 2 ** 31 - 1
const TIMEOUT_MS = 30_000

/**
 * Runs a scenario to its end: asks all agents of a tick at once, waits for all, and steps. An agent that throws, takes
 * too long or returns rubbish fails in that tick alone, and the failure is recorded in its place.
 *
 * @throws CoactError `run/options`; `agent/unknown`, `agent/no-policy`, `policy/…` before the first tick;
 *   `run/not-deterministic` in heavy mode; `world/…` when the world's own code fails. What was recorded is kept.
 * @example
 * const result = await run(scenario, { seed: 7, out: 'harvest.mcap' })
 * console.log(result.end, result.ticks, result.chain)
 */
export function run(scenario: Scenario, options: RunOptions = {}): Promise<RunResult> {
  return runAfter(scenario, options)
}

/** What is known of a run that was stopped. */
export interface Past {
  /** What entered its ticks, from the first on. */
  readonly ticks: readonly JournalTick[]
  /** The calls of models in them, and in the tick after. */
  readonly calls: readonly CallRecord[]
  /** How it had ended, if it had. */
  readonly end?: EndReason
  readonly writer: JournalWriter
}

/** Runs a scenario; the ticks of a run that was stopped are simulated again before agents are asked. */
export async function runAfter(
  scenario: Scenario,
  options: RunOptions,
  past?: Past,
): Promise<RunResult> {
  checkOptions(options)
  const begun = performance.now()
  const seated = seatPolicies(scenario, options.agents, options.models !== undefined)
  const episode = createEpisode(seated.scenario, episodeOptions(options))
  const names = seated.policies.map((p) => p?.id ?? 'nobody')
  const recording = await openRecording(episode, recordingOptions(options, past))
  const calls = openCalls({
    models: options.models,
    agents: episode.seats.map((s) => s.name),
    past: past?.calls,
    known: past?.ticks.length ?? 0,
    onCall: (record) => recording?.call(record),
  })
  const watch: Watch = {
    tally: createTally(episode.seats, names),
    metrics: foldMetrics(scenario.metrics, episode),
    recording,
    calls,
    scores: options.scores === undefined ? undefined : liveScores(options.scores, episode),
    onFrame: options.onFrame,
    last: episode.first!,
  }
  const over = new AbortController()
  const end = async (): Promise<readonly CloseError[]> => {
    const isBehind = episode.tick < (past?.ticks.length ?? 0)
    if (episode.end === undefined) episode.abort()
    over.abort(episode.end)
    const errors = await closePolicies(seated.policies, options.timeoutMs ?? TIMEOUT_MS)
    if (isBehind) await watch.recording?.leave()
    else await watch.recording?.finish({ ...summarize(episode, watch), ...scoresOf(watch) })
    return errors
  }
  let lateAnswers = 0
  try {
    lateAnswers = await play(episode, seated, watch, options, past, over.signal)
  } catch (e) {
    // The first error is the one that tells why; what was recorded until then is kept if it can be.
    await end().catch(() => {})
    throw e
  }
  const closeErrors = await end()
  const check = options.verify === true ? await verified(options.out!, seated.scenario) : {}
  const fromTape = calls === undefined ? {} : { callsFromTape: calls.fromTape }
  const wall = { ms: performance.now() - begun, lateAnswers, ...fromTape }
  return { ...summarize(episode, watch), ...scoresOf(watch), closeErrors, ...check, wall }
}

const scoresOf = ({ scores }: Watch) => (scores === undefined ? {} : { scores: scores.results() })

async function verified(
  path: string,
  scenario: Scenario,
): Promise<Pick<RunResult, 'verified' | 'difference'>> {
  const { ok, difference } = await verifyFile(path, () => scenario)
  return { verified: ok, ...(difference === undefined ? {} : { difference }) }
}

interface Watch {
  readonly tally: Tally
  readonly metrics: MetricFold
  readonly recording: Recording | undefined
  readonly calls: RunCalls | undefined
  readonly scores: ScoreFold | undefined
  readonly onFrame: ((frame: Frame) => void) | undefined
  last: Frame
}

/** Ticks until the end; the number of answers that came too late. */
async function play(
  episode: Episode,
  { policies }: Seated,
  watch: Watch,
  options: RunOptions,
  past: Past | undefined,
  over: AbortSignal,
): Promise<number> {
  const { recording, calls } = watch
  const known = past?.ticks ?? []
  const turns = createTurns(episode, {
    over,
    ...(recording === undefined ? {} : { seen: recording.see }),
    ...(calls === undefined ? {} : { call: calls.call }),
  })
  const barrier = createBarrier(
    episode,
    policies,
    turns,
    options.timeoutMs ?? TIMEOUT_MS,
    options.signal,
  )
  calls?.bind(barrier)
  const heavy =
    options.heavy === true ? createHeavyCheck(episode, episodeOptions(options)) : undefined
  checkChain(episode.first!, known[0])
  await show(watch, episode.first!)
  let rested = performance.now()
  const goesOn = (): boolean =>
    episode.tick < known.length || (past?.end === undefined && options.signal?.aborted !== true)
  while (episode.end === undefined && goesOn()) {
    const { tick } = episode
    // Nobody is asked before it is known that the file is that of this run.
    if (tick > 0 && tick === known.length) await recording?.settled()
    const recorded = known[tick]
    let inputs: Inputs
    if (recorded === undefined) {
      const asking = barrier.ask(episode.asked())
      inputs = asking instanceof Promise ? await asking : asking
    } else inputs = lookAgain(recorded, turns)
    const made = calls?.take(tick + 1)
    if (recorded === undefined) recording?.ahead(tick + 1, watch.last.chain, inputs)
    const frame = episode.step(inputs)
    checkChain(frame, known[tick + 1])
    const writing = show(watch, frame, made)
    if (writing !== undefined) await writing
    heavy?.after(inputs, frame)
    if (performance.now() - rested > BREATHE_MS) {
      await breathe()
      rested = performance.now()
    }
  }
  return barrier.late
}

/** What entered a tick of a stopped run, after agents have looked at what they looked at then. */
function lookAgain({ seen, inputs }: JournalTick, turns: Turns): Inputs {
  for (const look of seen) {
    const { turn, cancel } = turns.open(look >> 1, NEVER)
    void (look % 2 === 1 ? turn.text : turn.obs)
    cancel()
  }
  return inputs
}

/** Compares a frame with what the journal says after it, before it is recorded. @throws CoactError `resume/not-reproduced` */
function checkChain({ tick, chain }: Frame, next: JournalTick | undefined): void {
  if (next === undefined || next.chain === chain) return
  throw new CoactError('resume/not-reproduced', 'The stopped run does not come out the same', {
    where: `tick ${tick}`,
    expected: next.chain,
    got: chain,
    next: 'The code of world, scenario or policies was changed since: resume with what began it, or keep what was flushed with coact recover.',
  })
}

const NEVER = (): AbortSignal => new AbortController().signal

/** Tells everyone of a frame; a promise when the file cannot keep up. */
function show(
  watch: Watch,
  frame: Frame,
  calls: readonly CallRecord[] = [],
): Promise<void> | undefined {
  watch.last = frame
  const writing = watch.recording?.record(frame, calls)
  watch.tally.add(frame)
  watch.metrics.add(frame)
  if (watch.scores !== undefined) {
    watch.scores.add(frame)
    for (const call of calls) watch.scores.call(call)
  }
  watch.onFrame?.(frame)
  return writing
}

const recordingOptions = (
  { out, source, tapes, watch, journal = 'off', command, timeoutMs = TIMEOUT_MS }: RunOptions,
  past: Past | undefined,
): RecordingOptions => ({
  ...(out === undefined ? {} : { out, source, journal, command, timeoutMs }),
  ...(out === undefined && watch !== undefined ? { source } : {}),
  ...(watch === undefined ? {} : { watch }),
  ...(past === undefined ? {} : { resumed: past.writer }),
  ...(tapes === undefined ? {} : { tapes }),
})

const episodeOptions = (options: RunOptions) => ({
  seed: options.seed ?? 0,
  ...(options.tapes === undefined ? {} : { tapes: options.tapes }),
})

function checkOptions({ timeoutMs = TIMEOUT_MS, verify, out, journal = 'off' }: RunOptions): void {
  if (journal !== 'off' && out === undefined) {
    throw new CoactError('run/options', 'A journal goes with a replay', {
      where: 'journal',
      next: 'Give `out` too.',
    })
  }
  if (!Number.isInteger(timeoutMs) || timeoutMs < 0 || timeoutMs > TIMEOUT_MS_MAX) {
    throw new CoactError('run/options', 'A time-out is a whole number of milliseconds', {
      where: 'timeoutMs',
      expected: `0 (none) to ${TIMEOUT_MS_MAX}`,
      got: String(timeoutMs),
    })
  }
  if (verify === true && out === undefined) {
    throw new CoactError('run/options', 'There is nothing to verify without a replay', {
      where: 'verify',
      next: 'Give `out` too.',
    })
  }
}

/** Lets timers, signals and other work run. */
const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve)
    else setTimeout(resolve, 0)
  })
