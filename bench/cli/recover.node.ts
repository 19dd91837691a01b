import { existsSync } from 'node:fs'
import { EXIT } from './exit.js'
import { printable } from './printable.js'
import type { Terminal } from './terminal.node.js'

export interface RecoverFlags {
  readonly out?: string
}

/** `coact recover` */
export async function recoverCommand(
  file: string,
  flags: RecoverFlags,
  terminal: Terminal,
): Promise<number> {
  const { journalPath, recoverReplayFile } = await import('../../replays/index.node.js')
  const path = file.replace(/\.(tmp|journal)$/, '')
  const out = flags.out ?? `${path.replace(/\.mcap$/, '')}.recovered.mcap`
  const told = await recoverReplayFile(path, out)
  const hasJournal = existsSync(journalPath(path))
  terminal.document({ replay: out, ...told, hasJournal })
  terminal.line(`recovered the ticks ${told.first} to ${told.ticks} of ${told.from}`, 'good')
  if (told.damage === '') terminal.line('missing  nothing: the run was stopped when it was done')
  else {
    terminal.line(`missing  what comes after: ${printable(told.damage)}`)
    if (told.bytesLeft > 0) terminal.line(`         ${told.bytesLeft} bytes are no whole group`)
    terminal.line('         the metrics, which were not known yet')
  }
  if (hasJournal) terminal.line(`go on    coact resume ${path}`)
  terminal.line(`chain    ${told.chain}`)
  terminal.line(`replay   ${out}`)
  return EXIT.fine
}
