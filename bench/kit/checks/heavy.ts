import { isCoactError } from '../../../engine/index.js'
import { createHeavyCheck } from '../../heavy.js'
import { legalDriver } from '../driver.js'
import { failure, named } from '../failure.js'
import { type Subject, startTrial, trials } from '../subject.js'

/** Saving and loading at every tick changes nothing. */
export async function checkHeavy(subject: Subject): Promise<void> {
  for (const trial of await trials(subject)) {
    const episode = startTrial(trial)
    const check = createHeavyCheck(episode, { seed: trial.seed })
    const driver = legalDriver('legal')
    while (episode.end === undefined && episode.tick < subject.ticks) {
      const inputs = driver(episode)
      const frame = episode.step(inputs)
      try {
        check.after(inputs, frame)
      } catch (e) {
        if (!isCoactError(e)) throw e
        if (e.code !== 'run/not-deterministic') throw named('heavy', trial.name, e)
        throw failure('heavy', e.message.split(' [')[0]!, {
          ...e.detail,
          where: `${trial.name}, ${e.detail.where}`,
        })
      }
    }
  }
}
