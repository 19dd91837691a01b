import { type AgentInput, type Episode, type Frame, limits } from '../../../engine/index.js'
import { firstDifference } from '../../heavy.js'
import { kitStream } from '../driver.js'
import { failure, named } from '../failure.js'
import { type Subject, startTrial, type Trial, trials } from '../subject.js'
import { anyInput, nonsense } from './rubbish.js'

const CHECK = 'bombardment'
const VOLLEYS = 3

/** Whatever agents send never throws, gets a verdict each, and nonsense neither changes the state nor stops the others. */
export async function checkBombardment(subject: Subject): Promise<void> {
  for (const trial of await trials(subject)) {
    for (let volley = 0; volley < VOLLEYS; volley++) bombard(trial, subject.ticks, volley)
    talkNonsense(trial, subject.ticks)
  }
}

function bombard(trial: Trial, ticks: number, volley: number): void {
  const rng = kitStream(`bombardment/${trial.seed}/${volley}`)
  const episode = startTrial(trial)
  while (episode.end === undefined && episode.tick < ticks) {
    const inputs = episode.seats.map(({ index }) => anyInput(rng, episode, index))
    const where = `${trial.name}, tick ${episode.tick + 1}`
    let frame: Frame
    try {
      frame = episode.step(inputs as AgentInput[])
    } catch (e) {
      throw named(CHECK, `${where}, inputs ${shown(inputs)}`, e)
    }
    checkVerdicts(frame, where)
  }
}

/** A verdict for every action that came in, up to the one that stands for all beyond the limit. */
function checkVerdicts(frame: Frame, where: string): void {
  for (const [agent, input] of frame.inputs.entries()) {
    const given = Math.min(input?.do?.length ?? 0, limits.ACTIONS_PER_AGENT_PER_TICK_MAX + 1)
    const records = frame.actions.filter((a) => a.agent === agent && a.fallback !== true)
    const named = records.filter((a) => typeof a.verdict === 'string' && a.verdict !== '')
    if (named.length === given) continue
    throw failure(CHECK, 'Not every action has a verdict', {
      where: `${where}, agent ${agent}`,
      expected: `${given} verdicts`,
      got: `${named.length}`,
    })
  }
}

/** One agent acts legally while the others talk nonsense: it must fare as if they kept silent. */
function talkNonsense(trial: Trial, ticks: number): void {
  const rng = kitStream(`nonsense/${trial.seed}`)
  const [loud, silent] = [startTrial(trial), startTrial(trial)]
  while (silent.end === undefined && silent.tick < ticks) {
    const asked = silent.asked()
    const sane = asked.length === 0 ? -1 : rng.pick(asked)
    const legal = sane < 0 ? [] : silent.legal(sane)
    const deed: AgentInput = legal.length === 0 ? {} : { do: [rng.pick(legal)] }
    const inputs = silent.seats.map(({ index }) => (index === sane ? deed : null))
    const noisy = inputs.map((input) => input ?? nonsense(rng))
    const expected = silent.step(inputs)
    const where = `${trial.name}, tick ${expected.tick}`
    let frame: Frame
    try {
      frame = loud.step(noisy as AgentInput[])
    } catch (e) {
      throw named(CHECK, `${where}, inputs ${shown(noisy)}`, e)
    }
    compare(loud, silent, [frame, expected], sane, where)
  }
}

function compare(
  loud: Episode,
  silent: Episode,
  [frame, expected]: readonly [Frame, Frame],
  sane: number,
  where: string,
): void {
  const verdict = (f: Frame) => f.actions.find((a) => a.agent === sane)?.verdict
  if (verdict(frame) === verdict(expected) && frame.state === expected.state) return
  throw failure(CHECK, 'What cannot be read has changed the run', {
    where: `${where}: ${firstDifference(silent, loud)}`,
    expected: `${verdict(expected) ?? 'no verdict'}, state ${expected.state}`,
    got: `${verdict(frame) ?? 'no verdict'}, state ${frame.state}`,
  })
}

/** Inputs, as far as they can be written down. */
function shown(inputs: readonly unknown[]): string {
  try {
    return JSON.stringify(inputs).slice(0, 500)
  } catch {
    return 'that cannot be written down'
  }
}
