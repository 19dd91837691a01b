import type { Played } from '../play.js'
import { type Graded, type OracleMode, PROFILES, type Profile, STRICT_HORIZON } from './planner.js'
import type { ConformReport, GateResult, ReportTable } from './types.js'

/** Commands for each of the oracle's, at most. */
const COMMANDS_RATIO_MAX = 1.8

/** What a gate found wrong with a scenario; by which profile. */
interface Problem {
  readonly id: string
  readonly profile: Profile
  readonly text: string
}

/** The gates, tables and failures of what was played. */
export function reportOf(all: readonly Graded[]): ConformReport {
  const honest = all.filter((g) => g.mode === 'honest')
  const sample = all.filter((g) => g.renamed !== undefined)
  const problems = {
    a: honest.flatMap((g) => whyNotSolved(g)),
    c: all.flatMap(whyUndecided),
    d: sample.flatMap(whyNameDependent),
  }
  const many = (name: string, of: number, wrong: readonly Problem[]): GateResult => ({
    name,
    passed: of - wrong.length,
    failed: wrong.length,
    ...(wrong.length === 0
      ? {}
      : { first: `${wrong[0]!.id} ${wrong[0]!.profile}: ${wrong[0]!.text}` }),
  })
  const failures = Object.entries(problems).flatMap(([gate, list]) =>
    list.map((p) => [gate, p.id, p.profile, p.text, again(p)]),
  )
  return {
    gates: [
      many('gate a: compat, what the oracle solved honestly is solved', honest.length, problems.a),
      economy(honest),
      many(`gate c: strict, solved or proven impossible, never both`, all.length, problems.c),
      many('gate d: other names, the same solved', sample.length * PROFILES.length, problems.d),
    ],
    tables: [
      compatTable(all),
      strictTable(all),
      reasonsTable(all),
      timeTable(all),
      {
        name: 'failures; for DIR: coact import earbench SCENES --out DIR',
        columns: ['gate', 'scenario', 'profile', 'what', 'again'],
        rows: failures,
      },
    ].filter((t) => t.rows.length > 0),
  }
}

/** The command that plays a scenario again, under its own names. */
const again = ({ id, profile }: Problem): string =>
  `coact run DIR/${id}.json --agents planner --profile ${profile}${profile === 'strict' ? ` --horizon ${STRICT_HORIZON}` : ''}`

/** How a run ended, in a few words. */
function ending(p: Played): string {
  if (p.failure !== undefined) return p.failure
  const why = Object.entries(p.why).map(([agent, text]) => `${agent}: ${text}`)
  return `${p.isSolved ? 'solved' : `unsolved, ${p.end}`} after ${p.ticks} ticks (${why[0] ?? 'no reason given'})`
}

function whyNotSolved({ id, played: { compat } }: Graded): Problem[] {
  if (compat.isSolved && compat.failure === undefined) return []
  return [{ id, profile: 'compat', text: ending(compat) }]
}

function whyUndecided({ id, never, played: { strict } }: Graded): Problem[] {
  const problem = (text: string): Problem[] => [{ id, profile: 'strict', text }]
  if (strict.failure !== undefined) return problem(strict.failure)
  if (strict.isSolved === never.length > 0)
    return problem(
      strict.isSolved
        ? `solved, and said to be impossible: ${never.join(', ')}`
        : `neither solved nor proven impossible: ${ending(strict)}`,
    )
  return []
}

const whyNameDependent = ({ id, played, renamed }: Graded): Problem[] =>
  PROFILES.filter(
    (p) => played[p].isSolved !== renamed![p].isSolved || renamed![p].failure !== undefined,
  ).map((profile) => ({
    id,
    profile,
    text: `${ending(played[profile])}; under other names ${ending(renamed![profile])}`,
  }))

/** The gate of few commands, over what both solved. */
function economy(honest: readonly Graded[]): GateResult {
  const { own, oracle } = commandsOf(honest)
  const numbers = `${own.toFixed(2)} commands against ${oracle.toFixed(2)}`
  const isMet = own > 0 && own <= COMMANDS_RATIO_MAX * oracle
  return {
    name: `gate b: compat, mean commands at most ${COMMANDS_RATIO_MAX} times the oracle's (${numbers})`,
    passed: isMet ? 1 : 0,
    failed: isMet ? 0 : 1,
    ...(isMet ? {} : { first: `${ratio(own, oracle)} times: ${numbers}` }),
  }
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length
const ratio = (a: number, b: number): string => (b === 0 ? '-' : (a / b).toFixed(2))

function commandsOf(honest: readonly Graded[]): { readonly own: number; readonly oracle: number } {
  const solved = honest.filter((g) => g.played.compat.isSolved)
  return {
    own: mean(solved.map((g) => g.played.compat.commands)),
    oracle: mean(solved.map((g) => g.steps)),
  }
}

/** Rows by category in the order in which categories come up, and one for all. */
function byCategory(
  all: readonly Graded[],
  row: (some: readonly Graded[]) => (string | number)[],
): ReportTable['rows'] {
  const categories = [...new Set(all.map((g) => g.category))].sort()
  return [
    ...categories.map((c) => [c, ...row(all.filter((g) => g.category === c))]),
    ['all', ...row(all)],
  ]
}

function compatTable(all: readonly Graded[]): ReportTable {
  const share = (some: readonly Graded[], mode: OracleMode): string => {
    const of = some.filter((g) => g.mode === mode)
    return `${of.filter((g) => g.played.compat.isSolved).length} of ${of.length}`
  }
  return {
    name: 'compat: solved, by how the oracle fared; mean commands where it was honest',
    columns: [
      'category',
      'honest',
      'commands',
      'oracle',
      'ratio',
      'loophole',
      'unsolved',
      'untried',
      'refused',
    ],
    rows: byCategory(all, (some) => {
      const { own, oracle } = commandsOf(some.filter((g) => g.mode === 'honest'))
      return [
        share(some, 'honest'),
        own.toFixed(2),
        oracle.toFixed(2),
        ratio(own, oracle),
        share(some, 'loophole'),
        share(some, 'unsolved'),
        share(some, 'untried'),
        some.reduce((n, g) => n + g.played.compat.refused, 0),
      ]
    }),
  }
}

function strictTable(all: readonly Graded[]): ReportTable {
  const count = (some: readonly Graded[], is: (g: Graded) => boolean): number =>
    some.filter(is).length
  return {
    name: `strict: within ${STRICT_HORIZON} ticks; mean commands and ticks where solved`,
    columns: [
      'category',
      'scenarios',
      'solved',
      'impossible',
      'neither',
      'both',
      'commands',
      'ticks',
      'refused',
    ],
    rows: byCategory(all, (some) => {
      const solved = some.filter((g) => g.played.strict.isSolved)
      return [
        some.length,
        solved.length,
        count(some, (g) => g.never.length > 0),
        count(some, (g) => g.never.length === 0 && !g.played.strict.isSolved),
        count(solved, (g) => g.never.length > 0),
        mean(solved.map((g) => g.played.strict.commands)).toFixed(2),
        mean(solved.map((g) => g.played.strict.ticks)).toFixed(2),
        some.reduce((n, g) => n + g.played.strict.refused, 0),
      ]
    }),
  }
}

/** Scenarios by the codes of why they can never be done; one may have several. */
function reasonsTable(all: readonly Graded[]): ReportTable {
  const counts = new Map<string, number>()
  for (const code of all.flatMap((g) => g.never)) counts.set(code, (counts.get(code) ?? 0) + 1)
  return {
    name: 'strict: why scenarios are impossible',
    columns: ['code', 'scenarios'],
    rows: [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)),
  }
}

function timeTable(all: readonly Graded[]): ReportTable {
  const row = (name: string, profiles: readonly Profile[]): (string | number)[] => {
    const ms = all
      .flatMap((g) => profiles.flatMap((p) => g.played[p].decisionsMs))
      .sort((a, b) => a - b)
    const at = (part: number): string =>
      (ms[Math.min(ms.length - 1, Math.floor(ms.length * part))] ?? 0).toFixed(2)
    return [name, ms.length, at(0.5), at(0.99), at(1)]
  }
  return {
    name: 'milliseconds for one decision, on this machine',
    columns: ['profile', 'decisions', 'median', '99 %', 'longest'],
    rows: [...PROFILES.map((p) => row(p, [p])), row('both', PROFILES)],
  }
}
