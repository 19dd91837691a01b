import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Scenario } from '../../../engine/index.js'
import { bytesSource } from '../../../replays/index.js'
import { loadAgents } from '../../agents.node.js'
import { loadScenario } from '../../load.node.js'
import { shipped } from '../../registry.js'
import type { RunResult } from '../../result.js'
import { run } from '../../run.js'
import type { NamedSource } from '../index.js'

/** A run and its replay. */
export interface Recorded {
  readonly result: RunResult
  readonly path: string
  readonly bytes: Uint8Array
}

export async function record(
  scenario: Scenario,
  folder: string,
  name: string,
  options: Parameters<typeof run>[1] = {},
): Promise<Recorded> {
  const path = join(folder, name)
  const result = await run(scenario, { seed: 7, ...options, out: path })
  return { result, path, bytes: new Uint8Array(readFileSync(path)) }
}

/** Records a scenario that ships, with the policies of its file. */
export async function recordShipped(
  id: string,
  folder: string,
  horizon: number,
): Promise<Recorded> {
  const registry = await shipped()
  const loaded = await loadScenario(id, registry, { horizon })
  const agents = await loadAgents([], loaded, registry)
  return record(loaded.scenario, folder, `${id}.mcap`, { agents })
}

export const inMemory = (bytes: Uint8Array, name = 'run.mcap'): NamedSource => ({
  name,
  source: bytesSource(bytes),
})
