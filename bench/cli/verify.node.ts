import { verifyFile } from '../verify.js'
import type { Again } from './again.js'
import { EXIT } from './exit.js'
import { printable } from './printable.js'
import { recordedScenario } from './recorded.node.js'
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
  const told = await verifyFile(
    file,
    async (replay) => (await recordedScenario(replay, registry, flags.scenario)).scenario,
    { heavy: flags.heavy === true },
  )
  terminal.document({ file, ...told, again: again.line })
  for (const warning of told.warnings) terminal.line(`note: ${printable(warning)}`)
  if (told.ok)
    terminal.line(`verified: ${told.ticks} ticks simulated again, every hash the same`, 'good')
  else {
    const title = told.blame === undefined ? TITLES.world : TITLES[told.blame]
    terminal.line(`${title} after ${told.ticks} equal ticks`, 'bad')
    terminal.line(`  ${printable(told.difference ?? 'the replay differs', 1000)}`)
    if (told.explanation !== undefined) terminal.line(`  ${printable(told.explanation, 1000)}`)
    terminal.line(`  again  ${again.line}`)
  }
  terminal.line(`chain  ${told.chain}`)
  return told.ok ? EXIT.fine : EXIT.notDeterministic
}

const TITLES = {
  file: 'ALTERED',
  world: 'NOT DETERMINISTIC',
  rules: 'NOT THE SAME RULES',
} as const
