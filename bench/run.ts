import {
  CoactError,
  createEpisode,
  createTurns,
  type Episode,
  type Frame,
  type Scenario,
  type Tapes,
} from '../engine/index.js'
import { createBarrier } from './barrier.js'
import { type CloseError, closePolicies } from './close.js'
import { createHeavyCheck } from './heavy.js'
import { foldMetrics, type MetricFold } from './metric-fold.js'
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
  /** Saves, loads and compares at every tick. */
  readonly heavy?: boolean
  /** Simulates the written replay again and compares every tick; needs `out`. */
  readonly verify?: boolean
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
export async function run(scenario: Scenario, options: RunOptions = {}): Promise<RunResult> {
  checkOptions(options)
  const begun = performance.now()
  const seated = seatPolicies(scenario, options.agents)
  const episode = createEpisode(seated.scenario, episodeOptions(options))
  const names = seated.policies.map((p) => p?.id ?? 'nobody')
  const watch: Watch = {
    tally: createTally(episode.seats, names),
    metrics: foldMetrics(scenario.metrics, episode),
    recording: await openRecording(episode, recordingOptions(options)),
    onFrame: options.onFrame,
    last: episode.first!,
  }
  const end = async (): Promise<readonly CloseError[]> => {
    if (episode.end === undefined) episode.abort()
    const errors = await closePolicies(seated.policies, options.timeoutMs ?? TIMEOUT_MS)
    await watch.recording?.finish(summarize(episode, watch))
    return errors
  }
  let lateAnswers = 0
  try {
    lateAnswers = await play(episode, seated, watch, options)
  } catch (e) {
    // The first error is the one that tells why; what was recorded until then is kept if it can be.
    await end().catch(() => {})
    throw e
  }
  const closeErrors = await end()
  const check = options.verify === true ? await verified(options.out!, seated.scenario) : {}
  const wall = { ms: performance.now() - begun, lateAnswers }
  return { ...summarize(episode, watch), closeErrors, ...check, wall }
}

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
  readonly onFrame: ((frame: Frame) => void) | undefined
  last: Frame
}

/** Ticks until the end; the number of answers that came too late. */
async function play(
  episode: Episode,
  { policies }: Seated,
  watch: Watch,
  options: RunOptions,
): Promise<number> {
  const { recording } = watch
  const turns = createTurns(episode, recording === undefined ? {} : { seen: recording.see })
  const barrier = createBarrier(
    episode,
    policies,
    turns,
    options.timeoutMs ?? TIMEOUT_MS,
    options.signal,
  )
  const heavy =
    options.heavy === true ? createHeavyCheck(episode, episodeOptions(options)) : undefined
  await show(watch, episode.first!)
  let rested = performance.now()
  while (episode.end === undefined && options.signal?.aborted !== true) {
    const asking = barrier.ask(episode.asked())
    const inputs = asking instanceof Promise ? await asking : asking
    const frame = episode.step(inputs)
    const writing = show(watch, frame)
    if (writing !== undefined) await writing
    heavy?.after(inputs, frame)
    if (performance.now() - rested > BREATHE_MS) {
      await breathe()
      rested = performance.now()
    }
  }
  return barrier.late
}

/** Tells everyone of a frame; a promise when the file cannot keep up. */
function show(watch: Watch, frame: Frame): Promise<void> | undefined {
  watch.last = frame
  const writing = watch.recording?.record(frame)
  watch.tally.add(frame)
  watch.metrics.add(frame)
  watch.onFrame?.(frame)
  return writing
}

const recordingOptions = ({ out, source, tapes }: RunOptions): RecordingOptions => ({
  ...(out === undefined ? {} : { out, source }),
  ...(tapes === undefined ? {} : { tapes }),
})

const episodeOptions = (options: RunOptions) => ({
  seed: options.seed ?? 0,
  ...(options.tapes === undefined ? {} : { tapes: options.tapes }),
})

function checkOptions({ timeoutMs = TIMEOUT_MS, verify, out }: RunOptions): void {
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
