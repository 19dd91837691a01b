import {
  type ActionCall,
  actionCatalog,
  argsSchema,
  type Episode,
  type Scenario,
  zodProblems,
} from '../../../engine/index.js'
import { kitStream, legalDriver } from '../driver.js'
import { failure } from '../failure.js'
import { type Subject, startTrial, type Trial, trials, unseated } from '../subject.js'

const CHECK = 'legal'
/** Legal actions that are tried on their own, of each agent and tick. */
const TRIED = 4

/**
 * What legal() lists fits the schemas, and is not refused beforehand when nobody else acts.
 *
 * @param mayFail verdicts that are fine
 */
export async function checkLegal(subject: Subject, mayFail: readonly string[]): Promise<void> {
  for (const given of await trials(subject)) {
    const trial = { ...given, scenario: undisturbed(given.scenario) }
    const episode = startTrial(trial)
    const alone = startTrial(trial)
    const driver = legalDriver('legal')
    const rng = kitStream('legal')
    while (episode.end === undefined && episode.tick < subject.ticks) {
      for (const [i, agent] of episode.asked().entries()) {
        const legal = episode.legal(agent)
        for (const call of legal) checkSchema(subject, call, placeOf(trial, episode, agent))
        // What the world chooses for those who keep silent comes before the deeds of all but the first.
        const tried = i > 0 && subject.world.fallback !== undefined ? 0 : TRIED
        for (const call of rng.shuffle(legal).slice(0, tried)) {
          alone.restore(episode.save())
          checkAlone(alone, agent, call, mayFail, placeOf(trial, episode, agent))
        }
      }
      episode.step(driver(episode))
    }
  }
}

/** The scenario without what may come between an agent's look and its deed: the script, and whoever chance puts first. */
const undisturbed = (scenario: Scenario): Scenario =>
  unseated({ ...scenario, script: [], order: 'agents' })

const placeOf = ({ name }: Trial, episode: Episode, agent: number): string =>
  `${name}, tick ${episode.tick + 1}, ${episode.seats[agent]!.name}`

function checkSchema({ world }: Subject, call: ActionCall, where: string): void {
  const definition = actionCatalog(world).definition(call.action)
  const problems =
    definition === undefined
      ? ['there is no such action']
      : zodProblemsOf(argsSchema(definition.args).safeParse(call.args))
  if (problems.length === 0) return
  throw failure(CHECK, `legal() lists "${call.action}" with arguments that do not fit`, {
    where,
    got: `${JSON.stringify(call.args)}: ${problems.join('; ')}`,
    next: 'Correct its options().',
  })
}

type Parsed = ReturnType<ReturnType<typeof argsSchema>['safeParse']>
const zodProblemsOf = (parsed: Parsed): string[] =>
  parsed.success ? [] : zodProblems(parsed.error, 'args')

/** @param alone an episode in which nobody else acts */
function checkAlone(
  alone: Episode,
  agent: number,
  call: ActionCall,
  mayFail: readonly string[],
  where: string,
): void {
  const inputs = alone.seats.map(({ index }) => (index === agent ? { do: [call] } : null))
  const record = alone.step(inputs).actions.find((a) => a.agent === agent)
  if (record?.verdict === 'ok' || record?.stage === 'effect') return
  if (record !== undefined && mayFail.includes(record.verdict)) return
  throw failure(CHECK, `"${call.action}" was legal, and was refused with nobody else acting`, {
    where,
    expected: 'ok, or a failure of the stage "effect"',
    got: `${JSON.stringify(call.args)}: ${record?.verdict ?? 'no verdict'}`,
    next: 'Let check() refuse it, or name the verdict in mayFail if it takes others, or is found out by trying.',
  })
}
