import { resolve } from 'node:path'
import { choosePolicy, isFactory, isPolicy } from '../agents/index.js'
import { type Policy, unknownName } from '../engine/index.js'
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
  { scenario, policies }: Loaded,
  registry: Registry,
): Promise<Agents> {
  const names = Object.keys(scenario.agents)
  const given = words.map(readWord)
  for (const { agent } of given) {
    if (agent !== '*' && !names.includes(agent))
      throw unknownName('agent/unknown', 'agent', agent, names, scenario.id)
  }
  const agents: Record<string, Policy> = {}
  for (const [agent, choice] of Object.entries(policies))
    agents[agent] = choosePolicy(registry.policies, choice)
  for (const { policy } of given.filter(({ agent }) => agent === '*')) {
    const made = await loadPolicy(policy, registry)
    for (const agent of names) agents[agent] = made
  }
  for (const { agent, policy } of given) {
    if (agent !== '*') agents[agent] = await loadPolicy(policy, registry)
  }
  return agents
}

function readWord(word: string): { readonly agent: string; readonly policy: string } {
  const [, agent = '*', policy = ''] = /^(?:([^=/:]+)=)?(.*)$/s.exec(word) ?? []
  return { agent, policy }
}

/**
 * The policy that a word stands for: a name, `scripted:FILE`, `mcts:simulations=100`, or the path of a module that exports
 * a policy.
 *
 * @throws CoactError `policy/unknown` with the nearest name and the list, `policy/unreadable`, `policy/module`,
 *   `policy/needs-data`, `policy/takes-no-data`, `policy/options`, `plan/invalid`, `module/…`
 */
export async function loadPolicy(word: string, registry: Registry): Promise<Policy> {
  if (MODULE_FILE.test(word) && isPath(word)) {
    return exportOf(await loadModule(resolve(word)), isPolicy, word, 'policy')
  }
  const [, name = word, file] = /^([^:]+):(.+)$/s.exec(word) ?? []
  const found = registry.policies.get(name)
  if (file === undefined || found === undefined) return choosePolicy(registry.policies, name)
  if (!isFactory(found)) return choosePolicy(registry.policies, { use: name, with: file })
  return found.create(found.readWord?.(file) ?? found.read(await readText(file, 'policy')))
}
