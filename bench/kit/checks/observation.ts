import { type Episode, plainCopy, zodProblems } from '../../../engine/index.js'
import { firstDifference } from '../../heavy.js'
import { legalDriver } from '../driver.js'
import { failure, named } from '../failure.js'
import { ownParams, type Subject, startTrial, type Trial, trials } from '../subject.js'
import { drive } from './play.js'

/** What every agent sees at every tick fits the observation's schema. */
export async function checkObservation(subject: Subject): Promise<void> {
  const { observation } = subject.world
  for (const trial of await trials(subject)) {
    drive(trial, subject.ticks, (episode, { tick }) => {
      for (const { index, name } of episode.seats) {
        const result = observation.safeParse(episode.observe(index))
        if (result.success) continue
        throw failure('observation', 'An observation does not fit its schema', {
          where: `${trial.name}, tick ${tick}, ${name}`,
          got: zodProblems(result.error, 'observation').slice(0, 5).join('; '),
        })
      }
    })
  }
}

const OBSERVATION_CHARS_MAX = 1 << 26

/** What agents see is plain JSON, and a copy: whatever they do with it, the world goes on as it would. */
export async function checkPlainObservation(subject: Subject): Promise<void> {
  for (const shared of await trials(subject)) {
    const trial = { ...shared, scenario: ownParams(shared.scenario) }
    const spoilt = startTrial(trial)
    const twin = startTrial(shared)
    const driver = legalDriver('legal')
    spoilAll(spoilt, trial)
    while (twin.end === undefined && twin.tick < subject.ticks) {
      const inputs = driver(twin)
      const { tick, chain } = twin.step(inputs)
      if (spoilt.step(inputs).chain !== chain) {
        throw failure('plain-observation', 'Changing an observation changed the run', {
          where: `${trial.name}, tick ${tick}: ${firstDifference(twin, spoilt)}`,
          next: 'Give agents copies: nothing that the world goes on to use.',
        })
      }
      spoilAll(spoilt, trial)
    }
  }
}

function spoilAll(episode: Episode, trial: Trial): void {
  for (const { index, name } of episode.seats) {
    const where = `${trial.name}, tick ${episode.tick}, ${name}`
    const seen = episode.observe(index)
    try {
      plainCopy(seen, { chars: OBSERVATION_CHARS_MAX, name: 'observation' })
    } catch (e) {
      throw named('plain-observation', where, e)
    }
    const before = JSON.stringify(seen)
    spoil(seen)
    if (JSON.stringify(episode.observe(index)) === before) continue
    throw failure('plain-observation', 'Changing an observation changed what is seen next', {
      where,
      next: 'Give agents copies: nothing that the world goes on to use.',
    })
  }
}

/** Changes everything in a value that can be changed. */
function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, part] of Object.entries(value)) {
    spoil(part)
    try {
      ;(value as Record<string, unknown>)[key] = 'spoilt'
    } catch {
      // Frozen, which is as good as a copy.
    }
  }
  try {
    if (Array.isArray(value)) value.push('spoilt')
    else (value as Record<string, unknown>)['spoilt'] = true
  } catch {
    // Frozen.
  }
}
