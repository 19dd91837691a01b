import { type Policy, parseScenarioFile, type Scenario } from '../../engine/index.js'
import { household, possible, type Scene } from '../../worlds/index.js'
import type { Converted } from '../import/earbench.js'
import { type Played, play } from '../play.js'
import { renamed } from './planner-rename.js'

/** What the reference's own solver made of a scenario; `untried` where it was not set to it. */
export type OracleMode = 'honest' | 'loophole' | 'unsolved' | 'untried'

/** A scenario to be played, with what the oracle made of it. */
export interface Case {
  readonly scenario: Converted['scenario']
  readonly mode: OracleMode
  /** Commands that the oracle gave. */
  readonly steps: number
  /** Play it under other names, too. */
  readonly isSample: boolean
}

export const PROFILES = ['compat', 'strict'] as const
export type Profile = (typeof PROFILES)[number]

/** How a scenario went by both profiles. */
export interface Graded extends Omit<Case, 'scenario'> {
  readonly id: string
  readonly category: string
  readonly played: Readonly<Record<Profile, Played>>
  /** Codes of why it can never be done by `strict`; empty when it can. */
  readonly never: readonly string[]
  /** Under other names; absent where it was not played so. */
  readonly renamed?: Readonly<Record<Profile, Played>>
}

/** The last tick by `strict`: nobody is to be pressed for time there. */
export const STRICT_HORIZON = 400

/** Plays a scenario by both profiles. The policy is given nothing but the scenario. */
export function gradeCase({ scenario, ...rest }: Case, policy: Policy): Graded {
  const both = (from: Converted['scenario']): Record<Profile, Played> => ({
    compat: play(parsed(from, 'compat'), policy),
    strict: play(parsed(from, 'strict'), policy),
  })
  return {
    ...rest,
    id: scenario.id,
    category: scenario.params.tasks?.[0]?.category ?? '',
    played: both(scenario),
    never: whyNever(parsed(scenario, 'strict')),
    ...(rest.isSample ? { renamed: both(renamed(scenario, scenario.id)) } : {}),
  }
}

const parsed = (scenario: Converted['scenario'], profile: Profile): Scenario =>
  parseScenarioFile(
    { ...scenario, profile, ...(profile === 'strict' ? { horizon: STRICT_HORIZON } : {}) },
    [household],
    scenario.id,
  ).scenario

function whyNever({ params, agents }: Scenario): string[] {
  const seats = Object.entries(agents).map(([name, { team, role }]) => ({ name, team, role }))
  const { tasks } = possible(params as Scene, seats)
  return [...new Set(tasks.flatMap((t) => t.reasons.map((r) => r.code)))].sort()
}
