import { clearInstance } from './instance.js'
import { atFirst, type Run } from './run-state.js'
import { restoreRun, saveRun } from './snapshot.js'
import { setUp } from './step.js'

/** Makes a run what a new one of this seed would be. @throws CoactError `seed/empty`, `world/threw` */
export function resetRun(run: Run, seed: string): void {
  if (run.start !== undefined && run.start !== null) {
    run.streams.reseed(seed)
    run.seed = seed
    restoreRun(run, run.start)
    return
  }
  clearInstance(run, seed)
  run.seed = seed
  Object.assign(run, atFirst(run.scenario))
  run.bus.clear()
  run.first = setUp(run)
  run.start ??= beginsAlike(run) ? saveRun(run) : null
}

/**
 * Whether all seeds begin as this one did: nothing was drawn, and only draws differ between seeds. What policies remember at
 * first is made anew each time, because it is not the world's.
 */
const beginsAlike = (run: Run): boolean =>
  run.streams.save().length === 0 &&
  Object.values(run.scenario.agents).every(({ policy }) => policy?.memory === undefined)
