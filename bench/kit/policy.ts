import { random } from '../../agents/index.js'
import type { Policy, Scenario, TurnOptions } from '../../engine/index.js'
import { isScenario, type ScenarioData, shipped, worldNamed } from '../registry.js'
import {
  checkCalm,
  checkClose,
  checkDecisions,
  checkMemory,
  checkPoisonedPolicy,
  checkSameDecision,
  checkTrouble,
  type PolicyTrial,
} from './checks/policy.js'
import { toScenario } from './subject.js'
import type { Check, PlayOptions } from './types.js'

/** How to check a policy. */
export interface PolicyCheckOptions extends PlayOptions {
  readonly scenarios: readonly (Scenario | ScenarioData)[]
  /** The seats that it takes (default: all); `random` plays in the others. */
  readonly seats?: readonly string[]
  /** False for a policy that may decide otherwise the next time, such as a language model (default true). */
  readonly deterministic?: boolean
  /** Answers calls to language models, for a policy that makes them. */
  readonly call?: NonNullable<TurnOptions['call']>
}

/**
 * What must hold of a policy, as a list of named checks: its decisions are well formed, follow from its memory and its turn
 * alone, need no clock and no chance but `turn.rng`; its memory is plain and survives saving and loading; it goes on when
 * its decisions are lost or refused, leaves the world alone, and closes.
 *
 * @example
 * for (const check of conformPolicy(greedy, { scenarios: [windfall] })) it(check.name, check.run)
 */
export function conformPolicy(policy: Policy, options: PolicyCheckOptions): readonly Check[] {
  let found: Promise<readonly PolicyTrial[]> | undefined
  const each =
    (check: (trial: PolicyTrial) => Promise<void>): Check['run'] =>
    async () => {
      found ??= trialsOf(policy, options)
      for (const trial of await found) await check(trial)
    }
  const deterministic: readonly (readonly [string, Check['run']])[] =
    options.deterministic === false
      ? []
      : [
          ['same-decision: the same turn, the same decision', each(checkSameDecision)],
          ['memory: saving and loading at every tick changes nothing', each(checkMemory)],
          ['poisoned: no clock, no chance of its own', each(checkPoisonedPolicy)],
        ]
  const checks: readonly (readonly [string, Check['run']])[] = [
    ['decisions: they are well formed', each(checkDecisions)],
    ...deterministic,
    ['calm: deciding changes nothing but the memory', each(checkCalm)],
    ['trouble: it goes on when its words and deeds are lost or refused', each(checkTrouble)],
    ['close: it closes', each(checkClose)],
  ]
  return checks.map(([name, run]) => ({ name, run }))
}

async function trialsOf(policy: Policy, options: PolicyCheckOptions): Promise<PolicyTrial[]> {
  const registry = await shipped()
  const ticks = options.ticks ?? 40
  return options.scenarios.flatMap((given) => {
    const id = isScenario(given) ? given.world.id : String(given['world']).replace(/@.*$/, '')
    const world = isScenario(given) ? given.world : worldNamed(registry, id)
    const scenario = toScenario(world, given, options.protocols)
    const names = Object.keys(scenario.agents)
    const agents = Object.fromEntries(
      names.map((name) => [name, (options.seats ?? names).includes(name) ? policy : random]),
    )
    return (options.seeds ?? [1, 2]).map((seed) => ({
      policy,
      scenario,
      agents,
      seed: String(seed),
      ticks,
      name: `${scenario.id}, seed ${seed}`,
      ...(options.call === undefined ? {} : { call: options.call }),
    }))
  })
}
