import { type AnyWorld, createEpisode } from '../../../engine/index.js'
import { failure, within } from '../failure.js'
import { type Subject, unseated } from '../subject.js'

/** Every scenario can be read, has a name of its own, somebody to play it, and begins without being over. */
export async function checkScenarios(subject: Subject): Promise<void> {
  const scenarios = await subject.scenarios()
  const seen = new Set<string>()
  for (const scenario of scenarios) {
    const refuse = (problem: string) => failure('scenarios', problem, { where: scenario.id })
    if (seen.has(scenario.id)) throw refuse('Two scenarios have the same id')
    seen.add(scenario.id)
    checkParams(subject.world, scenario.params, scenario.id)
    const episode = within('scenarios', scenario.id, () =>
      createEpisode(unseated(scenario), { seed: subject.seeds[0]! }),
    )
    if (episode.seats.length === 0) throw refuse('A scenario without agents')
    if (episode.end !== undefined) throw refuse('A scenario that is over before it begins')
  }
}

function checkParams(world: AnyWorld, params: unknown, id: string): void {
  const problems = within('scenarios', id, () => world.validate?.(params as never) ?? [])
  if (problems.length === 0) return
  throw failure('scenarios', 'The parameters of a scenario do not fit', {
    where: id,
    got: problems.map((p) => `${p.path}: ${p.message}`).join('; '),
  })
}
