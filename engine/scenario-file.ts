import { CoactError } from './errors.js'
import { jsonFlaws } from './json-text.js'
import { limits } from './limits.js'
import { safeText } from './plain.js'
import { problemLine, schemaProblems, unknownProblem } from './problems.js'
import type { EpisodeProtocol } from './protocol.js'
import { busOf, checkProtocols, type Scenario } from './scenario.js'
import {
  type PolicyChoice,
  type ScenarioFile,
  type SomeWorld,
  scenarioFileSchema,
} from './scenario-schema.js'
import type { ScriptEntry } from './script.js'
import {
  type AnyWorld,
  type ArgShape,
  argsSchema,
  type EventDefinition,
  type Problem,
} from './world.js'

/** What a scenario file gives: the scenario without policies, and which policies it names. */
export interface ParsedScenario {
  readonly scenario: Scenario
  /** By agent; agents for whom the file names none are left out. */
  readonly policies: Readonly<Record<string, PolicyChoice>>
  readonly meta?: unknown
}

const PROBLEMS_SHOWN = 40

/**
 * Reads a scenario file. Everything wrong with it is found before anything is thrown: its fields, the world's parameters
 * by schema and by the world's own check, the profile, the events of the script.
 *
 * @param given the file's text, or what `JSON.parse` made of it
 * @param worlds the worlds it may be set in
 * @param source what to call the file in errors
 * @param protocols those that it may name
 * @throws CoactError `limit/scenario` too long; `scenario/json` no JSON, with line and column; `scenario/invalid` with
 *   all problems as `detail.data`
 * @example
 * const { scenario, policies } = parseScenarioFile(text, [harvest])
 */
export function parseScenarioFile(
  given: unknown,
  worlds: Iterable<SomeWorld>,
  source = 'scenario',
  protocols: Iterable<EpisodeProtocol> = [],
): ParsedScenario {
  const value = typeof given === 'string' ? parseScenarioText(given, source) : given
  const problems: Problem[] = []
  const parsed = attempt(problems, () => scenarioFileSchema.safeParse(value))
  if (parsed !== undefined && !parsed.success)
    problems.push(...schemaProblems(scenarioFileSchema, parsed.error, value))
  const file = (parsed?.data ?? value) as Partial<ScenarioFile> | null
  const world = findWorld(file?.world, [...worlds] as AnyWorld[], problems)
  const params = world === undefined ? undefined : checkParams(world, file?.params, problems)
  const script = world === undefined ? [] : readScript(world, file?.script, problems)
  if (world !== undefined) checkProfile(world, file?.profile, problems)
  const chosen = readProtocols([...protocols], file?.protocols, problems)
  if (parsed?.success && Object.keys(parsed.data.agents).length > limits.AGENTS_MAX) {
    problems.push({
      path: 'agents',
      message: 'has too many agents',
      expected: `at most ${limits.AGENTS_MAX}`,
    })
  }
  if (problems.length > 0 || world === undefined || !parsed?.success)
    throw invalid(problems, source)
  return build(parsed.data, world, params, script, chosen)
}

/**
 * Reads a scenario file's text as JSON, without looking at what it says.
 *
 * @param what what kind of file it is, for files of JSON that go with scenarios
 * @throws CoactError `limit/scenario`, `scenario/json`, or with `what` in place of `scenario`
 */
export function parseScenarioText(given: string, source = 'scenario', what = 'scenario'): unknown {
  const text = given.replace(/^\ufeff/, '')
  if (text.length > limits.SCENARIO_JSON_CHARS_MAX) {
    throw new CoactError(`limit/${what}`, `The ${what} file is too long`, {
      where: source,
      expected: `at most ${limits.SCENARIO_JSON_CHARS_MAX} characters`,
      got: `${text.length}`,
    })
  }
  const flaws = jsonFlaws(text)
  if (flaws.length === 0) return JSON.parse(text)
  throw new CoactError(`${what}/json`, `The ${what} file is no proper JSON`, {
    where: `${source}:${flaws[0]!.line}:${flaws[0]!.column}`,
    got: flaws
      .map((f) => `line ${f.line}, column ${f.column}: ${f.message}`)
      .join('\n            '),
    next: 'Correct the text at these places.',
    data: flaws,
  })
}

function findWorld(
  asked: unknown,
  worlds: readonly AnyWorld[],
  problems: Problem[],
): AnyWorld | undefined {
  const [, id, version] =
    (typeof asked === 'string' ? /^([a-z][a-z0-9-]*)@(\d+)$/.exec(asked) : null) ?? []
  if (id === undefined) return undefined
  const found = worlds.filter((w) => w.id === id)
  if (found.length === 0) {
    problems.push(
      unknownProblem(
        'world',
        'world',
        id,
        worlds.map((w) => w.id),
      ),
    )
    return undefined
  }
  const same = found.find((w) => String(w.version) === version)
  if (same !== undefined) return same
  problems.push({
    path: 'world',
    message: `is for version ${version} of ${id}, whose rules differ from those of the installed version`,
    expected: found.map((w) => `${id}@${w.version}`).join(' or '),
    got: `${id}@${version}`,
  })
  return found[0]
}

function checkParams(world: AnyWorld, given: unknown, problems: Problem[]): unknown {
  const result = attempt(problems, () => world.params.safeParse(given ?? {}), 'params')
  if (result === undefined) return undefined
  if (!result.success) {
    problems.push(...schemaProblems(world.params, result.error, given ?? {}, ['params']))
    return undefined
  }
  const found = attempt(problems, () => world.validate?.(result.data) ?? [], 'params')
  problems.push(...(found ?? []))
  return result.data
}

function checkProfile(world: AnyWorld, asked: unknown, problems: Problem[]): void {
  const profiles = world.profiles ?? ['default']
  if (typeof asked !== 'string' || profiles.includes(asked)) return
  problems.push(unknownProblem('profile', `profile of ${world.id}`, asked, profiles))
}

function readProtocols(
  known: readonly EpisodeProtocol[],
  given: unknown,
  problems: Problem[],
): readonly EpisodeProtocol[] {
  if (!Array.isArray(given)) return []
  return given.flatMap((name, i) => {
    const found = known.find((p) => p.id === name || `${p.id}@${p.version}` === name)
    if (found !== undefined) return [found]
    const ids = known.map((p) => p.id)
    problems.push(unknownProblem(`protocols.${i}`, 'protocol', String(name), ids))
    return []
  })
}

type AnyEvent = EventDefinition<never, never, ArgShape>

function readScript(world: AnyWorld, given: unknown, problems: Problem[]): ScriptEntry[] {
  if (!Array.isArray(given)) return []
  const events = new Map(Object.entries((world.events ?? {}) as Record<string, AnyEvent>))
  const entries: ScriptEntry[] = []
  given.forEach((entry: Partial<NonNullable<ScenarioFile['script']>[number]> | null, i) => {
    if (typeof entry?.event !== 'string') return
    const event = events.get(entry.event)
    if (event === undefined) {
      problems.push(
        unknownProblem(`script.${i}.event`, `event of ${world.id}`, entry.event, [
          ...events.keys(),
        ]),
      )
      return
    }
    const schema = argsSchema(event.args)
    const args = attempt(problems, () => schema.safeParse(entry.args ?? {}), `script.${i}.args`)
    if (args?.success)
      entries.push({ at: entry.at!, run: (w) => event.apply(w, args.data as never) })
    else if (args !== undefined)
      problems.push(
        ...schemaProblems(schema, args.error, entry.args ?? {}, ['script', String(i), 'args']),
      )
  })
  return entries
}

/** Values from programs may be cyclic or throw when read; that too is a problem to report. */
function attempt<T>(problems: Problem[], run: () => T, path = '(root)'): T | undefined {
  try {
    return run()
  } catch (e) {
    problems.push({ path, message: `cannot be checked: ${safeText(e)}` })
    return undefined
  }
}

function invalid(problems: readonly Problem[], source: string): CoactError {
  const lines = problems.slice(0, PROBLEMS_SHOWN).map(problemLine)
  if (problems.length > lines.length) lines.push(`and ${problems.length - lines.length} more`)
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  return new CoactError('scenario/invalid', `The scenario has ${count}`, {
    where: source,
    got: lines.join('\n            '),
    next: 'Correct these fields.',
    data: problems,
  })
}

function build(
  file: ScenarioFile,
  world: AnyWorld,
  params: unknown,
  script: readonly ScriptEntry[],
  protocols: readonly EpisodeProtocol[],
): ParsedScenario {
  const agents = Object.entries(file.agents)
  const scenario: Scenario = {
    kind: 'scenario',
    id: file.id,
    title: file.title ?? file.id,
    world,
    profile: file.profile ?? world.profiles?.[0] ?? 'default',
    params,
    agents: Object.fromEntries(
      agents.map(([name, a]) => [name, { team: a.team ?? 'all', role: a.role ?? 'agent' }]),
    ),
    script,
    goals: [],
    horizon: file.horizon ?? 1000,
    order: file.order ?? world.order ?? 'agents',
    metrics: [],
    bus: busOf(world, params, file.bus),
    protocols: checkProtocols(protocols),
  }
  const named = agents.flatMap(([name, { policy }]) =>
    policy === undefined ? [] : [[name, policy] as const],
  )
  return {
    scenario,
    policies: Object.fromEntries(named),
    ...(file.meta === undefined ? undefined : { meta: file.meta }),
  }
}
