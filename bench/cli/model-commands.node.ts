import type { Command } from 'commander'
import type { Again } from './again.js'
import type { DoctorFlags } from './doctor.node.js'
import { endpointOptions } from './model-options.js'
import { examples, json } from './options.js'
import type { Terminal } from './terminal.node.js'

/** Commands about language models. @param perform runs a command's work with a terminal */
export function addModelCommands(
  program: Command,
  perform: (work: (terminal: Terminal, again: Again) => Promise<number>) => Promise<void>,
): void {
  endpointOptions(program.command('doctor'))
    .description('see whether a language model answers, and what it supports')
    .addOption(json())
    .addHelpText(
      'after',
      examples('doctor --model qwen3:8b --base-url http://localhost:11434/v1', 'doctor --json'),
    )
    .action((flags: DoctorFlags) =>
      perform(async (terminal, again) =>
        (await import('./doctor.node.js')).doctorCommand(flags, terminal, again),
      ),
    )
}
