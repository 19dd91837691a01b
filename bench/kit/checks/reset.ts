import { firstDifference } from '../../heavy.js'
import { legalDriver } from '../driver.js'
import { failure } from '../failure.js'
import { type Subject, startTrial, trials } from '../subject.js'
import { drive } from './play.js'

/** An episode that begins anew is one that was made anew. */
export async function checkReset(subject: Subject): Promise<void> {
  for (const trial of await trials(subject)) {
    const frames = drive(trial, subject.ticks)
    const used = startTrial({ ...trial, seed: `${trial.seed}.used` })
    const before = legalDriver('other')
    while (used.end === undefined && used.tick < subject.ticks) used.step(before(used))
    used.reset(trial.seed)
    const fresh = startTrial(trial)
    const driver = legalDriver('legal')
    for (const frame of frames) {
      const inputs = frame.tick === 0 ? undefined : driver(fresh)
      const now = inputs === undefined ? used.first! : used.step(inputs)
      if (inputs !== undefined) fresh.step(inputs)
      if (now.chain === frame.chain) continue
      throw failure('reset', 'An episode that begins anew is not as one that was made anew', {
        where: `${trial.name}, tick ${frame.tick}: ${firstDifference(fresh, used)}`,
        expected: frame.chain,
        got: now.chain,
        next: 'Look for what index() or a variable keeps from one run to the next.',
      })
    }
  }
}
