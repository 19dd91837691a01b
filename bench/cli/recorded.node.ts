import { CoactError, parseScenarioFile } from '../../engine/index.js'
import type { Replay } from '../../replays/index.js'
import { type Loaded, loadScenario } from '../load.node.js'
import type { Registry } from '../registry.js'
import { printable } from './printable.js'

/**
 * The scenario that a replay holds, or names among those that ship. What a file says is never a path.
 *
 * @param given name or path of the scenario, where the user names it
 * @throws CoactError `verify/no-scenario`; `scenario/…`
 */
export async function recordedScenario(
  replay: Replay,
  registry: Registry,
  given: string | undefined,
): Promise<Loaded> {
  if (given !== undefined) return loadScenario(given, registry)
  const source = await replay.scenario()
  if (source !== undefined) {
    const { worlds, protocols } = registry
    const name = "the replay's scenario"
    return { ...parseScenarioFile(source, worlds.values(), name, protocols.values()), source }
  }
  const { id } = replay.info.header.scenario
  if (registry.scenarios.has(id)) return loadScenario(id, registry)
  throw new CoactError(
    'verify/no-scenario',
    `The replay does not hold its scenario "${printable(id, 80)}"`,
    {
      expected: 'the scenario that was recorded',
      next: 'It was defined in code: give the module that exports it, --scenario PATH.',
    },
  )
}
