import { type Episode, isCoactError } from '../../../engine/index.js'
import { firstDifference } from '../../heavy.js'
import { legalDriver } from '../driver.js'
import { failure, named } from '../failure.js'
import { type Subject, startTrial, type Trial, trials } from '../subject.js'
import { look } from './poisoned.js'

const CHECK = 'reading'

/** Looking changes nothing: neither the state nor how it goes on. */
export async function checkReading(subject: Subject): Promise<void> {
  for (const trial of await trials(subject)) {
    const seen = startTrial(trial)
    const unseen = startTrial(trial)
    // One driver for both: what it decides must not depend on who looked.
    const driver = legalDriver('legal')
    lookTwice(seen, trial)
    while (unseen.end === undefined && unseen.tick < subject.ticks) {
      const inputs = driver(unseen)
      const { tick, chain } = unseen.step(inputs)
      const twin = seen.step(inputs)
      if (twin.chain !== chain) {
        throw failure(CHECK, 'Looking at the world changed how it went on', {
          where: `${trial.name}, tick ${tick}: ${firstDifference(unseen, seen)}`,
          expected: chain,
          got: twin.chain,
          next: 'Let observe, describe, legality checks, goals and rewards only read.',
        })
      }
      lookTwice(seen, trial)
    }
  }
}

function lookTwice(episode: Episode, trial: Trial): void {
  const where = `${trial.name}, tick ${episode.tick}`
  const before = episode.hash()
  const told = [0, 1].map(() => {
    try {
      look(episode)
    } catch (e) {
      throw isCoactError(e) && e.code === 'world/outside-step'
        ? failure(CHECK, 'Looking at the world writes', { where, data: e, next: e.detail.next! })
        : named(CHECK, where, e)
    }
    return JSON.stringify(episode.seats.map(({ index }) => episode.observe(index)))
  })
  if (told[0] !== told[1])
    throw failure(CHECK, 'The second look at the same state shows something else', { where })
  if (episode.hash() !== before) {
    throw failure(CHECK, 'Looking at the world changed its hash', {
      where,
      expected: before,
      got: episode.hash(),
      next: 'Draw nothing and write nothing in observe, describe, checks, goals and rewards.',
    })
  }
}
