import type { Episode, Frame } from '../../../engine/index.js'
import { type Driver, legalDriver } from '../driver.js'
import { failure, named } from '../failure.js'
import { type Subject, startTrial, type Trial, trials } from '../subject.js'

/** Legal play throws nothing, whatever the scenario. */
export async function checkPlay(subject: Subject): Promise<void> {
  for (const trial of await trials(subject)) {
    try {
      drive(trial, subject.ticks)
    } catch (e) {
      throw named('play', trial.name, e)
    }
  }
}

/** Looks on while an episode is driven; called after the setup and after each tick. */
export type Watch = (episode: Episode, frame: Frame) => void

/** Drives an episode for some ticks; the frames, that of the setup first. */
export function drive(
  trial: Trial,
  ticks: number,
  watch?: Watch,
  driver: Driver = legalDriver('legal'),
): Frame[] {
  const episode = startTrial(trial)
  const frames = [episode.first!]
  watch?.(episode, episode.first!)
  while (episode.end === undefined && episode.tick < ticks) {
    const frame = episode.step(driver(episode))
    frames.push(frame)
    watch?.(episode, frame)
  }
  return frames
}

/** The author's laws hold after every tick. */
export async function checkInvariant(
  subject: Subject,
  name: string,
  law: (w: never) => string | undefined,
): Promise<void> {
  for (const trial of await trials(subject)) {
    drive(trial, subject.ticks, ({ w }, { tick }) => {
      const problem = law(w as never)
      if (problem === undefined) return
      throw failure('invariant', `The invariant "${name}" does not hold`, {
        where: `${trial.name}, tick ${tick}`,
        got: problem,
      })
    })
  }
}
