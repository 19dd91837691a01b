import { resolve } from 'node:path'
import { choosePolicy, isFactory, isPolicy, isRemote, remotePolicy } from '../agents/index.js'
import { type Policy, type PolicyChoice, unknownName } from '../engine/index.js'
import { exportOf, isPath, readText } from './files.node.js'
import type { Loaded } from './load.node.js'
import { loadModule, MODULE_FILE } from './module.node.js'
import type { Registry } from './registry.js'
import type { Agents } from './seats.js'

/**
 * The policies of a run: what the command line says of an agent, else what it says of all, else what the scenario's file
 * says.
 *
 * @param words `NAME=POLICY`, or a policy alone for every agent
 * @throws CoactError `agent/unknown`, and as {@link loadPolicy}
 */
export async function loadAgents(
  words: readonly string[],
  loaded: Loaded,
  registry: Registry,
): Promise<Agents> {
  const given = words.map(readWord)
  for (const { agent } of given) checkAgent(agent, loaded)
  const made: [string, Policy][] = []
  for (const { agent, policy } of given) made.push([agent, await loadPolicy(policy, registry)])
  return withGiven(made, loaded, registry)
}

/**
 * Those that are given, each for an agent or `*` for all, over those of the scenario's file.
 *
 * @throws CoactError `agent/unknown`, and as `choosePolicy`
 */
export function withGiven(
  given: readonly (readonly [agent: string, policy: Policy])[],
  loaded: Loaded,
  registry: Registry,
): Agents {
  const agents: Record<string, Policy> = {}
  for (const [agent, choice] of Object.entries(loaded.policies))
    agents[agent] = choosePolicy(registry.policies, choice)
  for (const [agent, policy] of given) {
    checkAgent(agent, loaded)
    if (agent !== '*') continue
    for (const name of Object.keys(loaded.scenario.agents)) agents[name] = policy
  }
  for (const [agent, policy] of given) if (agent !== '*') agents[agent] = policy
  return agents
}

/** Several policies without names are one for each seat, in their order, where there are as many. */
export function bySeat(words: readonly string[], { scenario }: Loaded): readonly string[] {
  const names = Object.keys(scenario.agents)
  const isEach = words.length > 1 && words.length === names.length
  if (!isEach || words.some((word) => readWord(word).agent !== '*')) return words
  return words.map((word, i) => `${names[i]}=${word}`)
}

function checkAgent(agent: string, { scenario }: Loaded): void {
  const names = Object.keys(scenario.agents)
  if (agent !== '*' && !names.includes(agent))
    throw unknownName('agent/unknown', 'agent', agent, names, scenario.id)
}

/** An agent's name, or `*`, and what plays it. */
export function readWord(word: string): { readonly agent: string; readonly policy: string } {
  const [, agent = '*', policy = ''] = /^(?:([^=/:]+)=)?(.*)$/s.exec(word) ?? []
  return { agent, policy }
}

/**
 * The policy that a word stands for: a name, `scripted:FILE`, `mcts:simulations=100`, the path of a module that exports a
 * policy; or somebody outside: `exec:COMMAND`, `http://host/path`, `human`, `web`.
 *
 * @throws CoactError `policy/unknown` with the nearest name and the list, `policy/unreadable`, `policy/module`,
 *   `policy/needs-data`, `policy/takes-no-data`, `policy/options`, `plan/invalid`, `module/…`, `exec/…`, `http/url`, `human/…`, `web/…`
 */
export async function loadPolicy(word: string, registry: Registry): Promise<Policy> {
  return policyOfChoice(await choiceOf(word, registry), word, registry)
}

/** A policy by name, with its data; the path of the module that exports it; or the word for somebody outside. */
export type WordChoice = PolicyChoice | { readonly module: string } | { readonly remote: string }

/** The policy of what a word stands for. @param word how it was named, for errors @throws CoactError as {@link loadPolicy} */
export async function policyOfChoice(
  choice: WordChoice,
  word: string,
  { policies }: Registry,
): Promise<Policy> {
  if (typeof choice === 'object' && 'module' in choice) return policyIn(choice.module, word)
  if (typeof choice === 'object' && 'remote' in choice) return remotePolicy(choice.remote)
  return choosePolicy(policies, choice)
}

/** What a word stands for, with what its file says. @throws CoactError as {@link loadPolicy}, but for modules */
export async function choiceOf(word: string, registry: Registry): Promise<WordChoice> {
  if (isRemote(word)) return { remote: word }
  if (MODULE_FILE.test(word) && isPath(word)) return { module: resolve(word) }
  const [, name = word, file] = /^([^:]+):(.+)$/s.exec(word) ?? []
  const found = registry.policies.get(name)
  if (file === undefined || found === undefined) return name
  if (!isFactory(found)) return { use: name, with: file }
  const given = found.readWord?.(file)
  if (given === undefined) return { use: name, with: found.read(await readText(file, 'policy')) }
  return { use: name, with: await withTexts(given, found.files ?? []) }
}

/** Options with the texts of files in place of their paths. */
async function withTexts(given: unknown, files: readonly string[]): Promise<unknown> {
  const options = { ...(given as Readonly<Record<string, unknown>>) }
  for (const name of files) {
    const path = options[name]
    if (typeof path === 'string') options[name] = await readText(path, name)
  }
  return options
}

const policyIn = async (path: string, word: string): Promise<Policy> =>
  exportOf(await loadModule(path), isPolicy, word, 'policy')
