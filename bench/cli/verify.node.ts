import { CoactError, parseScenarioFile, type Scenario } from '../../engine/index.js'
import type { Replay } from '../../replays/index.js'
import { loadScenario } from '../load.node.js'
import type { Registry } from '../registry.js'
import { verifyFile } from '../verify.js'
import type { Again } from './again.js'
import { EXIT } from './exit.js'
import { printable } from './printable.js'
import { openRegistry, type PluginFlags } from './registry.node.js'
import type { Terminal } from './terminal.node.js'

export interface VerifyFlags extends PluginFlags {
  readonly scenario?: string
  readonly heavy?: boolean
}

/** `coact verify` */
export async function verifyCommand(
  file: string,
  flags: VerifyFlags,
  terminal: Terminal,
  again: Again,
): Promise<number> {
  const registry = await openRegistry(flags)
  const find = async (replay: Replay): Promise<Scenario> =>
    flags.scenario === undefined
      ? recorded(replay, registry)
      : (await loadScenario(flags.scenario, registry)).scenario
  const told = await verifyFile(file, find, { heavy: flags.heavy === true })
  terminal.document({ file, ...told, again: again.line })
  for (const warning of told.warnings) terminal.line(`note: ${printable(warning)}`)
  if (told.ok)
    terminal.line(`verified: ${told.ticks} ticks simulated again, every hash the same`, 'good')
  else {
    terminal.line(`NOT DETERMINISTIC after ${told.ticks} equal ticks`, 'bad')
    terminal.line(`  ${printable(told.difference ?? 'the replay differs', 1000)}`)
    terminal.line(`  again  ${again.line}`)
  }
  terminal.line(`chain  ${told.chain}`)
  return told.ok ? EXIT.fine : EXIT.notDeterministic
}

/** The scenario that a replay holds, or names among those that ship. What a file says is never a path. */
async function recorded(replay: Replay, registry: Registry): Promise<Scenario> {
  const source = await replay.scenario()
  if (source !== undefined)
    return parseScenarioFile(source, registry.worlds.values(), "the replay's scenario").scenario
  const { id } = replay.info.header.scenario
  if (registry.scenarios.has(id)) return (await loadScenario(id, registry)).scenario
  throw new CoactError(
    'verify/no-scenario',
    `The replay does not hold its scenario "${printable(id, 80)}"`,
    {
      expected: 'the scenario that was recorded',
      next: 'It was defined in code: give the module that exports it, --scenario PATH.',
    },
  )
}
