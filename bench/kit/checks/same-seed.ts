import { createEpisode, type Frame } from '../../../engine/index.js'
import { firstDifference } from '../../heavy.js'
import { legalDriver } from '../driver.js'
import { failure } from '../failure.js'
import { type Subject, startTrial, type Trial, trials, unseated } from '../subject.js'
import { drive } from './play.js'

const CHECK = 'same-seed'
/** Draws from which on chance must show. */
const DRAWS_MIN = 16
const OTHER_SEEDS = 6

/** The same seed gives the same run, also beside another run; another seed gives another where the world draws. */
export async function checkSameSeed(subject: Subject): Promise<void> {
  for (const trial of await trials(subject)) {
    const frames = drive(trial, subject.ticks)
    compareWith(frames, trial, subject.ticks)
    checkOtherSeeds(frames, trial, subject.ticks)
  }
}

/** Runs it once more, with a foreign run between any two ticks. */
function compareWith(frames: readonly Frame[], trial: Trial, ticks: number): void {
  const again = startTrial(trial)
  const driver = legalDriver('legal')
  let other = startTrial(trial)
  const otherDriver = legalDriver('other')
  for (const frame of frames) {
    const now = frame.tick === 0 ? again.first! : again.step(driver(again))
    if (now.chain !== frame.chain) {
      throw failure(CHECK, 'The same seed gave another run', {
        where: `${trial.name}, tick ${frame.tick}: ${difference(trial, frames, frame.tick, again)}`,
        expected: frame.chain,
        got: now.chain,
        next: 'Look for state that outlives an episode: variables of a module, caches, counters.',
      })
    }
    if (other.end !== undefined || other.tick >= ticks) other = startTrial(trial)
    if (other.end === undefined) other.step(otherDriver(other))
  }
}

/** In what the state differs from that of a run which is made anew up to there. */
function difference(
  { scenario, seed }: Trial,
  frames: readonly Frame[],
  tick: number,
  again: Parameters<typeof firstDifference>[1],
): string {
  const fresh = createEpisode(unseated(scenario), { seed })
  for (const { inputs } of frames.slice(1, tick + 1)) fresh.step(inputs)
  return firstDifference(fresh, again)
}

function checkOtherSeeds(frames: readonly Frame[], trial: Trial, ticks: number): void {
  const draws = frames.flatMap((f) => f.draws).reduce((n, d) => n + d.values.length, 0)
  if (draws < DRAWS_MIN) return
  for (let i = 0; i < OTHER_SEEDS; i++) {
    const others = drive({ ...trial, seed: `${trial.seed}.${i}` }, ticks)
    if (others.at(-1)!.chain !== frames.at(-1)!.chain) return
  }
  throw failure(CHECK, 'Chance is drawn, and every seed gives the same run', {
    where: trial.name,
    got: `${draws} draws in ${frames.length - 1} ticks`,
    next: 'Use what the streams give.',
  })
}
