import {
  canonicalJson,
  createEpisode,
  type Episode,
  type Frame,
  type Json,
  plainCopy,
} from '../../../engine/index.js'
import {
  bytesSource,
  createRecorder,
  describeEpisode,
  differenceText,
  memorySink,
  openReplay,
  type Replay,
  storedDeflate,
  verifyReplay,
} from '../../../replays/index.js'
import { legalDriver } from '../driver.js'
import { failure, named } from '../failure.js'
import { type Subject, startTrial, type Trial, trials, unseated } from '../subject.js'

/** A run that is over, with its replay. */
interface Taped {
  readonly frames: readonly Frame[]
  readonly replay: Replay
}

/** A replay verifies, and any frame that is sought in it is the frame that was. */
export async function checkReplay(subject: Subject): Promise<void> {
  for (const trial of await trials(subject)) {
    const episode = startTrial(trial)
    const { frames, replay } = await tape(episode, [episode.first!], subject.ticks, 'legal')
    for (const frame of frames) checkPlain(frame, trial.name)
    await verify('replay', replay, trial, trial.name)
    // From the end, so that each is sought.
    for (const frame of frames.toReversed())
      compare('replay', await replay.frame(frame.tick), frame, trial.name)
    await replay.close()
  }
}

/** What a world tells in a frame is plain JSON: a file would hold something else. */
function checkPlain({ tick, actions, events, rewards, goals }: Frame, where: string): void {
  for (const [part, value] of Object.entries({ actions, events, rewards, goals })) {
    try {
      plainCopy(value, { chars: Infinity, name: part })
    } catch (e) {
      throw named('replay', `${where}, tick ${tick}`, e)
    }
  }
}

/** A run that is continued otherwise from a saved tick shares all before it, and its replay verifies too. */
export async function checkFork(subject: Subject): Promise<void> {
  for (const trial of await trials(subject)) {
    const main = startTrial(trial)
    const { frames, replay } = await tape(main, [main.first!], subject.ticks, 'legal')
    const last = frames.length - 1
    for (const tick of new Set([0, last >> 1, Math.max(0, last - 1)])) {
      const where = `${trial.name}, forked at tick ${tick}`
      const prefix: Frame[] = []
      for await (const frame of replay.frames(0, tick)) prefix.push(frame)
      const fork = await forkAt(trial, prefix, where)
      const other = await tape(fork, prefix, subject.ticks, 'other')
      await verify('fork', other.replay, trial, where)
      for (const frame of frames.slice(0, tick + 1))
        compare('fork', await other.replay.frame(frame.tick), frame, where)
      await other.replay.close()
    }
    await replay.close()
  }
}

/** An episode made from nothing, with the state that the inputs of the frames lead to. */
async function forkAt(trial: Trial, prefix: readonly Frame[], where: string): Promise<Episode> {
  const old = startTrial(trial)
  for (const { inputs } of prefix.slice(1)) old.step(inputs)
  const fork = createEpisode(unseated(trial.scenario), { seed: trial.seed })
  fork.restore(structuredClone(old.save()))
  if (fork.hash() === prefix.at(-1)!.state) return fork
  throw failure('fork', 'The state after a tick is not that of its frame', {
    where,
    expected: prefix.at(-1)!.state,
    got: fork.hash(),
  })
}

/** Plays an episode on and records it from its beginning. */
async function tape(
  episode: Episode,
  before: readonly Frame[],
  ticks: number,
  seed: string,
): Promise<Taped> {
  const sink = memorySink()
  const recorder = createRecorder(sink, describeEpisode(episode), { deflate: storedDeflate })
  const frames = [...before]
  for (const frame of before) await recorder.record(frame)
  const driver = legalDriver(seed)
  while (episode.end === undefined && episode.tick < ticks) {
    const frame = episode.step(driver(episode))
    frames.push(frame)
    await recorder.record(frame)
  }
  if (episode.end === undefined) episode.abort()
  await recorder.finish({ end: episode.end! })
  return { frames, replay: await openReplay(bytesSource(sink.bytes())) }
}

async function verify(
  check: string,
  replay: Replay,
  { scenario }: Trial,
  where: string,
): Promise<void> {
  const { ok, difference } = await verifyReplay(replay, unseated(scenario))
  if (ok) return
  throw failure(check, 'The replay, simulated again, is another run', {
    where,
    got: differenceText(difference!),
    next: 'Look for what the run depends on besides its inputs.',
  })
}

function compare(check: string, read: Frame, was: Frame, where: string): void {
  for (const part of ['chain', 'state', 'actions', 'messages', 'events', 'rewards'] as const) {
    const [got, expected] = [read, was].map((frame) => told(frame[part]))
    if (got === expected) continue
    throw failure(check, `The ${part} of a frame in the replay are not what happened`, {
      where: `${where}, tick ${was.tick}`,
      expected: expected!.slice(0, 500),
      got: got!.slice(0, 500),
    })
  }
}

/** The same text for values that a file cannot tell apart. */
const told = (value: unknown): string => canonicalJson(JSON.parse(JSON.stringify(value)) as Json)
