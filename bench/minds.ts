import { type AgentInput, failed, type OpenTurn, type Policy, type Seat } from '../engine/index.js'

/** An agent whose mind is asked. */
export interface AskedSeat {
  readonly agent: number
  readonly open: OpenTurn
}

/**
 * By agent index, the first seat that has the same mind: its own, or, where one policy with `seats: 'many'` has several
 * seats of a team, the first of them.
 */
export function mindsOf(
  policies: readonly (Policy | undefined)[],
  seats: readonly Pick<Seat, 'team'>[],
): readonly number[] {
  return policies.map((policy, agent) => {
    if (policy === undefined || !commandsMany(policy)) return agent
    return policies.findIndex((p, i) => p === policy && seats[i]!.team === seats[agent]!.team)
  })
}

/** The asked agents by mind, both ascending. */
export function groupsOf(minds: readonly number[], asked: readonly number[]): readonly number[][] {
  const groups = new Map<number, number[]>()
  for (const agent of asked) {
    const group = groups.get(minds[agent]!)
    if (group === undefined) groups.set(minds[agent]!, [agent])
    else group.push(agent)
  }
  return [...groups.values()]
}

/** Asks a mind for the seats that it has; what it answers is for {@link closeMind}. @throws what the policy throws */
export const askMind = (policy: Policy, asked: readonly AskedSeat[]): unknown =>
  commandsMany(policy)
    ? policy.decideMany!(asked.map(({ open }) => open.turn))
    : policy.decide(asked[0]!.open.turn)

/** Ends the turns of a mind's seats with what it answered: an input for each. It never throws. */
export function closeMind(
  policy: Policy,
  asked: readonly AskedSeat[],
  answer: unknown,
): readonly AgentInput[] {
  if (!commandsMany(policy)) return [asked[0]!.open.close(answer)]
  try {
    const decisions = decisionsIn(answer, asked)
    return asked.map(({ open }, i) => open.close(decisions[i]))
  } catch (e) {
    for (const { open } of asked) open.cancel()
    return asked.map(() => failed('bad-decision', e instanceof Error ? e.message : e))
  }
}

const commandsMany = (policy: Policy): boolean =>
  policy.seats === 'many' && policy.decideMany !== undefined

/** What a mind decided for each of its seats. @throws Error when it is no record of decisions by name */
function decisionsIn(answer: unknown, asked: readonly AskedSeat[]): readonly unknown[] {
  const names = asked.map(({ open }) => open.turn.agent)
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer))
    throw new Error('A mind of several seats gives its decisions by name: { ada: …, bob: … }')
  const stray = Object.keys(answer).find((name) => !names.includes(name))
  if (stray !== undefined)
    throw new Error(
      `A decision for "${stray.slice(0, 64)}", who is not asked; asked: ${names.join(', ')}`,
    )
  return names.map((name) =>
    Object.hasOwn(answer, name) ? (answer as Record<string, unknown>)[name] : undefined,
  )
}
