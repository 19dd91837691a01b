import { resolve } from 'node:path'
import { z } from 'zod'
import { CoactError, type Policy, parseScenarioFile } from '../../engine/index.js'
import { choiceOf, policyOfChoice, readWord, type WordChoice, withGiven } from '../agents.node.js'
import { type Loaded, loadScenario } from '../load.node.js'
import { type ModelFlags, namesModel } from '../models.node.js'
import { MODULE_FILE } from '../module.node.js'
import type { Registry } from '../registry.js'
import { modelsSchema, toldModel } from './models.node.js'
import type { Players, Unfinished } from './resume.js'

/** How the command line began a run. What files said is kept as data; only code is kept as a path. */
interface Begun {
  /** The module that exports the scenario. */
  readonly module?: string | undefined
  readonly agents: readonly (readonly [agent: string, choice: WordChoice])[]
  /** Which language model, without its key. */
  readonly models?: unknown
}

/**
 * What a journal keeps of the command line.
 *
 * @param ref the scenario, as it was given
 * @param words `NAME=POLICY`, or a policy alone for every agent
 * @param models which language model
 */
export async function begunBy(
  ref: string,
  words: readonly string[],
  registry: Registry,
  models: ModelFlags = {},
): Promise<Begun> {
  const agents: (readonly [string, WordChoice])[] = []
  for (const { agent, policy } of words.map(readWord))
    agents.push([agent, await choiceOf(policy, registry)])
  const isModule = !registry.scenarios.has(ref) && MODULE_FILE.test(ref)
  return {
    ...(isModule ? { module: resolve(ref) } : {}),
    agents,
    ...(namesModel(models) ? { models: toldModel(models) } : {}),
  }
}

const begunSchema = z.object({
  module: z.string().optional(),
  models: modelsSchema.optional(),
  agents: z.array(
    z.tuple([
      z.string(),
      z.union([
        z.string(),
        z.object({ module: z.string() }),
        z.object({ remote: z.string() }),
        z.object({ use: z.string(), with: z.unknown() }),
      ]),
    ]),
  ),
})

/** What the user names anew, in place of what the journal says. */
export interface Named {
  readonly scenario?: string | undefined
  /** `NAME=POLICY`, or a policy alone for every agent. */
  readonly agents?: readonly string[] | undefined
}

/**
 * Scenario and policies of a stopped run. Modules that its journal names are loaded only where the journal is the very file
 * that was written here: in a copy, paths are somebody else's words.
 *
 * @throws CoactError `resume/needs-scenario`, `resume/needs-policy`, `journal/command`; as when a run begins
 */
export async function begunPlayers(
  run: Unfinished,
  named: Named,
  registry: Registry,
): Promise<Players & { readonly loaded: Loaded }> {
  const read = begunSchema.safeParse(run.header.command ?? { agents: [] })
  if (!read.success) throw noCommand()
  const begun: Begun = read.data
  const loaded = await scenarioOf(run, begun, named, registry)
  const words = named.agents ?? []
  const anew = new Set(words.map((word) => readWord(word).agent))
  const given: (readonly [string, Policy])[] = []
  for (const [agent, choice] of begun.agents) {
    if (anew.has(agent) || (anew.has('*') && agent !== '*')) continue
    given.push([agent, await policyOf(choice, agent, run, registry)])
  }
  for (const { agent, policy } of words.map(readWord)) {
    const choice = await choiceOf(policy, registry)
    given.push([agent, await policyOf(choice, agent, { ...run, isCopy: false }, registry)])
  }
  return { scenario: loaded.scenario, agents: withGiven(given, loaded, registry), loaded }
}

async function scenarioOf(
  { header, isCopy }: Unfinished,
  { module }: Begun,
  named: Named,
  registry: Registry,
): Promise<Loaded> {
  if (named.scenario !== undefined) return loadScenario(named.scenario, registry)
  const { source } = header
  if (source !== undefined) {
    const read = parseScenarioFile(
      source,
      registry.worlds.values(),
      "the journal's scenario",
      registry.protocols.values(),
    )
    return { ...read, source }
  }
  const { id } = header.replay.scenario
  if (module === undefined && registry.scenarios.has(id)) return loadScenario(id, registry)
  if (module !== undefined && !isCopy) return loadScenario(module, registry)
  throw new CoactError('resume/needs-scenario', 'The scenario of this run was defined in code', {
    ...copied(module),
    expected: 'the module that exports it',
    next: 'Name it: --scenario PATH.',
  })
}

async function policyOf(
  choice: WordChoice,
  agent: string,
  { isCopy }: Pick<Unfinished, 'isCopy'>,
  registry: Registry,
): Promise<Policy> {
  const outside = outsideOf(choice)
  if (outside === undefined || !isCopy)
    return policyOfChoice(choice, outside?.what ?? agent, registry)
  const who = agent === '*' ? '' : `${agent}=`
  throw new CoactError('resume/needs-policy', `A policy of this run was ${outside.was}`, {
    ...copied(outside.what),
    expected: outside.expected,
    next: `Name it: --agents ${who}${outside.as}.`,
  })
}

/** What a choice would run that is not Coact's own. */
function outsideOf(choice: WordChoice) {
  if (typeof choice === 'string') return undefined
  if ('module' in choice) {
    const expected = 'the module that exports it'
    return { what: choice.module, was: 'defined in code', expected, as: 'PATH' }
  }
  if (!('remote' in choice)) return undefined
  const expected = 'the word that it was begun with'
  return { what: choice.remote, was: 'somebody outside', expected, as: 'WORD' }
}

/** Why a path is not followed. */
const copied = (path: string | undefined): { readonly got?: string } =>
  path === undefined
    ? {}
    : {
        got: `${path.slice(0, 500)}, in a journal that was copied or moved to here: it is not trusted with paths`,
      }

const noCommand = (): CoactError =>
  new CoactError('journal/command', 'The journal does not say how its run was begun', {
    expected: 'a run that was begun with coact run',
    next: 'A run that a program began is resumed by it, with `resume` of coact/bench.',
  })
