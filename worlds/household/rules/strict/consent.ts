import {
  type Applied,
  canonicalJson,
  type Entity,
  type Json,
  type Rejection,
  type Seat,
} from '../../../../engine/index.js'
import { agentNamed, type Household, no } from '../../household.js'
import type { JointArgs, Rule } from '../rules.js'

/** The bodies of those named. */
export const everyone = (w: Household, agents: readonly string[]): Entity[] =>
  agents.map((name) => agentNamed(w, name))

/** An action of several agents in one form, whoever gives it: the order of names makes no difference. */
const shape = (args: JointArgs): string =>
  canonicalJson({ ...args, agents: [...args.agents].sort() } as unknown as Json)

/** The others of those named. */
const partners = (w: Household, seat: Seat, { agents }: JointArgs): Seat[] =>
  w.agents.filter((a) => a !== seat && agents.includes(a.name))

/**
 * Why an action of several agents is not one: fewer than two distinct agents, an agent that is not among those it names, or
 * somebody who does not attempt the very same in this tick. Between ticks the last is not asked.
 */
function notAgreed(
  w: Household,
  seat: Seat,
  action: string,
  args: JointArgs,
): Rejection | undefined {
  const { agents } = args
  for (const name of agents)
    if (agentNamed(w, name) === 0) return no('list-no-agent', `There is no agent ${name}`)
  if (!agents.includes(seat.name))
    return no('not-in-list', 'You must be one of those who act together')
  if (agents.length < 2 || new Set(agents).size < agents.length)
    return no('alone', 'It takes at least two different agents to act together')
  const wanted = shape(args)
  for (const other of partners(w, seat, args)) {
    const attempts = w.attempts(other)
    const agrees =
      attempts?.some(
        (a) => a.action === action && shape(a.args as unknown as JointArgs) === wanted,
      ) ?? true
    if (!agrees) return no('no-consent', `${other.name} does not do this with you in this tick`)
  }
  return undefined
}

/** Whether one of those who act together has already done it for all in this tick. */
const isDone = (w: Household, seat: Seat, args: JointArgs): boolean =>
  partners(w, seat, args).some((a) => w.acted(a) === true)

/** What an action of several agents needs, does for all of them at once, and tells each. */
interface JointRule<A> {
  check(w: Household, me: Entity, args: A): Rejection | undefined
  apply(w: Household, me: Entity, args: A): Pick<Applied, 'data' | 'took'>
  tell(w: Household, me: Entity, args: A): Required<Pick<Applied, 'note' | 'text'>>
}

/** The rule of an action that all or none of those named do: the first of them whose turn comes does it for all. */
export const jointly = <A extends JointArgs>(action: string, rule: JointRule<A>): Rule<A> => ({
  check(w, me, args, seat) {
    const refused = notAgreed(w, seat, action, args)
    if (refused !== undefined || isDone(w, seat, args)) return refused
    const not = rule.check(w, me, args)
    if (not !== undefined) return not
    const failed = partners(w, seat, args).find((a) => w.acted(a) === false)
    return failed && no('no-consent', `${failed.name} could not do it`)
  },
  apply(w, me, args, seat) {
    const told = rule.tell(w, me, args)
    return isDone(w, seat, args) ? told : { ...told, ...rule.apply(w, me, args) }
  },
})
