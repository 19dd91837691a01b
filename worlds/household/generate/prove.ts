import {
  CoactError,
  createEpisode,
  errorText,
  type Frame,
  parseScenarioFile,
} from '../../../engine/index.js'
import { household } from '../world.js'
import type { GeneratedScenario } from './generate.js'

/**
 * Runs the solution of a scenario in the engine: every command must be accepted, and the last one must end the episode
 * with all tasks done.
 *
 * @throws CoactError `internal/unproven`
 */
export function prove(file: GeneratedScenario): void {
  const { seed, solution } = file.meta
  const { scenario } = parseScenarioFile(file, [household])
  const episode = createEpisode(scenario, { seed, track: false })
  const plans = Object.values(solution)
  const ticks = Math.max(...plans.map((p) => p.length))
  while (episode.tick < ticks && episode.end === undefined) {
    const frame = episode.step(
      plans.map((plan) => {
        const text = plan[episode.tick]
        return typeof text === 'string' ? { do: [{ text }] } : null
      }),
    )
    refuse(file, frame)
  }
  if (episode.end !== 'done' || episode.tick !== ticks)
    throw unproven(file, `it ended after ${episode.tick} of ${ticks} ticks: ${episode.end}`)
}

function refuse(file: GeneratedScenario, { tick, actions }: Frame): void {
  const bad = actions.find((a) => a.verdict !== 'ok')
  if (bad !== undefined)
    throw unproven(file, `tick ${tick}: ${bad.command}: ${bad.verdict}: ${errorText(bad.text)}`)
}

const unproven = ({ id }: GeneratedScenario, got: string): CoactError =>
  new CoactError('internal/unproven', 'The solution of a generated scenario does not solve it', {
    where: id,
    got,
    next: 'This is a defect: please report it with the line that reproduces it.',
  })
