import {
  CoactError,
  createEpisode,
  type Episode,
  type EpisodeOptions,
  type EpisodeState,
  type Frame,
} from '../engine/index.js'
import type { Inputs } from './barrier.js'

/** Holds the law that saving, loading and going on changes nothing, at every tick. */
export interface HeavyCheck {
  /** To be called after each step, with what entered it and the frame it gave. */
  after(inputs: Inputs, frame: Frame): void
}

/**
 * A second line of episodes beside the first: before each tick its state is saved, copied as plain data and restored into
 * an episode made from nothing, which then takes the same step.
 */
export function createHeavyCheck(main: Episode, options: EpisodeOptions): HeavyCheck {
  let shadow = reborn(main, options, main.save())
  return {
    after(inputs, frame) {
      const twin = shadow.step(inputs)
      if (twin.state !== frame.state || twin.chain !== frame.chain) {
        throw notExact(
          frame.tick,
          main,
          shadow,
          `${frame.chain} without, ${twin.chain} with loading before the tick`,
        )
      }
      shadow = reborn(shadow, options, shadow.save())
      if (shadow.hash() !== frame.state) {
        throw notExact(frame.tick, main, shadow, `${frame.state} saved, ${shadow.hash()} loaded`)
      }
    },
  }
}

function reborn(old: Episode, options: EpisodeOptions, state: EpisodeState): Episode {
  const made = createEpisode(old.scenario, options)
  made.restore(structuredClone(state))
  return made
}

function notExact(tick: number, main: Episode, shadow: Episode, got: string): CoactError {
  return new CoactError(
    'run/not-deterministic',
    `Saving and loading at tick ${tick} changed the run`,
    {
      where: `tick ${tick}: ${firstDifference(main, shadow)}`,
      got,
      next: 'Look for state that the world keeps outside of its components, documents and streams.',
    },
  )
}

/** The first cell in which two episodes of one scenario differ, in words. */
export function firstDifference(a: Episode, b: Episode): string {
  const [x, y] = [a.save(), b.save()]
  for (const [i, column] of a.columns.entries()) {
    const [p, q] = [x.store.columns[i]!, y.store.columns[i]!]
    for (let e = 0; e < Math.max(p.length, q.length); e++) {
      if ((p[e] ?? 0) === (q[e] ?? 0)) continue
      const name = a.w.isAlive(e) ? a.w.nameOf(e) : ''
      return `${column.name} of entity ${e}${name === '' ? '' : ` (${name})`} is ${p[e] ?? 0} and ${q[e] ?? 0}`
    }
  }
  const parts = ['docs', 'streams', 'bus', 'fired', 'rewards', 'progress'] as const
  const part = parts.find((key) => JSON.stringify(x[key]) !== JSON.stringify(y[key]))
  return part === undefined ? 'attributes, relations or texts' : `the ${part} differ`
}
