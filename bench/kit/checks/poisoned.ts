import type { Episode } from '../../../engine/index.js'
import { failure } from '../failure.js'
import { poisoned } from '../poison.js'
import { type Subject, trials } from '../subject.js'
import { drive } from './play.js'

/** The world needs no clock, no chance but its streams, no timers and no inexact mathematics. */
export async function checkPoisoned(subject: Subject): Promise<void> {
  for (const trial of await trials(subject)) {
    const expected = drive(trial, subject.ticks, look).at(-1)!.chain
    const { value, reached } = poisoned(() => drive(trial, subject.ticks, look).at(-1)!.chain)
    if (reached.length > 0) {
      throw failure('poisoned', `The world uses ${[...new Set(reached)].join(', ')}`, {
        where: trial.name,
        expected: 'w.rng for chance, w.tick for time, functions of dmath for mathematics',
        next: 'A run is its inputs: take everything else from the world.',
      })
    }
    if (value !== expected) {
      throw failure('poisoned', 'The run is another one without clock and chance', {
        where: trial.name,
        expected,
        got: value,
      })
    }
  }
}

/** Calls all that a world has for looking. */
export function look(episode: Episode): void {
  for (const { index } of episode.seats) {
    episode.observe(index)
    if (episode.scenario.world.describe !== undefined) episode.describe(index)
    if (episode.end === undefined) episode.legal(index)
    episode.reward(index)
  }
  episode.goals()
  episode.asked()
}
