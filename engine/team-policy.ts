import type { z } from 'zod'
import type { Decision, Decisions, Policy, Turn, WorldTypes } from './policy.js'
import type { Scenario } from './scenario.js'
import type { ArgShape } from './world.js'

interface TeamPolicySpec<T, Mem> {
  readonly id: string
  readonly version?: number
  readonly calls?: boolean
  /** The memory of each seat; what all share is best kept in that of each seat that is asked. */
  readonly memory?: () => Mem
  readonly fits?: (scenario: Pick<Scenario, 'world' | 'profile' | 'params' | 'agents'>) => void
  /** Decides for the seats of a team that are asked now, in their order: what each does, by name. */
  readonly decideMany: (turns: readonly T[]) => Decisions | Promise<Decisions>
  readonly close?: () => void | Promise<void>
}

/**
 * Defines a policy by which one mind commands all of its seats in a team, for one world. It is asked once a tick, for those
 * of its agents who are asked; when it fails or is late, all of them are. Asked for one seat alone it decides for that one.
 *
 * @example
 * const pair = defineTeamPolicy(harvest, {
 *   id: 'pair',
 *   decideMany: (turns) => Object.fromEntries(turns.map(({ agent, act }) => [agent, act.eat()])),
 * })
 */
export function defineTeamPolicy<
  const Id extends string,
  OS extends z.ZodType,
  A extends Readonly<Record<string, ArgShape>>,
  M extends Readonly<Record<string, ArgShape>>,
  Mem = undefined,
>(
  world: WorldTypes<Id, OS, A, M>,
  policy: TeamPolicySpec<Turn<z.output<OS>, A, M, Mem>, Mem>,
): Policy<Id> {
  const universal = defineUniversalTeamPolicy(policy as unknown as TeamPolicySpec<Turn, unknown>)
  return { ...universal, world: world.id }
}

/**
 * Defines such a policy for any world.
 *
 * @example
 * const still = defineUniversalTeamPolicy({ id: 'still', decideMany: () => ({}) })
 */
export const defineUniversalTeamPolicy = (policy: TeamPolicySpec<Turn, unknown>): Policy<'*'> => ({
  kind: 'policy',
  version: 1,
  ...policy,
  seats: 'many',
  world: '*',
  decide(turn) {
    const own = (decisions: Decisions): Decision =>
      Object.hasOwn(decisions, turn.agent) ? decisions[turn.agent] : undefined
    const decisions = policy.decideMany([turn])
    return decisions instanceof Promise ? decisions.then(own) : own(decisions)
  },
})
