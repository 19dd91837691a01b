import {
  canonicalJson,
  type Entity,
  type Json,
  type Rejection,
  type Seat,
} from '../../../../engine/index.js'
import { agentNamed, type Household, no } from '../../household.js'
import type { JointArgs } from '../rules.js'

/** The bodies of those named. */
export const everyone = (w: Household, agents: readonly string[]): Entity[] =>
  agents.map((name) => agentNamed(w, name))

/** An action of several agents in one form, whoever gives it: the order of names makes no difference. */
const shape = (args: Readonly<Record<string, unknown>>): string =>
  canonicalJson({ ...args, agents: [...(args['agents'] as string[])].sort() } as Json)

/**
 * Why an action of several agents is not one: fewer than two distinct agents, an agent that is not among those it names, or
 * somebody who does not attempt the very same in this tick. Between ticks the last is not asked.
 */
export function consent(
  w: Household,
  seat: Seat,
  action: string,
  args: JointArgs & Readonly<Record<string, unknown>>,
): Rejection | undefined {
  const { agents } = args
  for (const name of agents)
    if (agentNamed(w, name) === 0) return no('list-no-agent', `There is no agent ${name}`)
  if (!agents.includes(seat.name))
    return no('not-in-list', 'You must be one of those who act together')
  if (agents.length < 2 || new Set(agents).size < agents.length)
    return no('alone', 'It takes at least two different agents to act together')
  const wanted = shape(args)
  for (const other of w.agents) {
    if (other === seat || !agents.includes(other.name)) continue
    const attempts = w.attempts(other)
    const agrees = attempts?.some((a) => a.action === action && shape(a.args) === wanted) ?? true
    if (!agrees) return no('no-consent', `${other.name} does not do this with you in this tick`)
  }
  return undefined
}

/** Whether one of those who act together has already done it for all in this tick. */
export function settledTogether(
  w: Household,
  seat: Seat,
  agents: readonly string[],
  thing: Entity,
): boolean {
  const first = w.takenBy(thing)
  return first !== undefined && first !== seat && agents.includes(first.name)
}
