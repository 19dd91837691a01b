import type { Command } from 'commander'
import type { Again } from './again.js'
import { modelOptions } from './model-options.js'
import { examples, noPlugins, wholeNumber } from './options.js'
import type { ServeFlags } from './serve.node.js'
import type { Terminal } from './terminal.node.js'

type Perform = (work: (terminal: Terminal, again: Again) => Promise<number>) => Promise<void>

/** Adds the command that lets others play from outside. */
export function addServeCommand(program: Command, perform: Perform): void {
  modelOptions(program.command('serve'))
    .description('let others play from outside: a seat for a client of MCP, or an environment')
    .argument('<scenario>', 'name or path, as for run')
    .option('--mcp', 'serve a seat by the Model Context Protocol: over standard input and output')
    .option(
      '--port <n>',
      'serve it by streamable HTTP of this machine instead',
      wholeNumber(0, 65_535),
    )
    .option('--stdio', 'serve an environment (reset, step, …) as lines of JSON')
    .option(
      '--seat <name>',
      'the agent that the client plays (default: the first without a policy)',
    )
    .option('-a, --agents <name=policy...>', 'who plays inside: as for run')
    .option('--profile <name>', "a rule variant of the scenario's world")
    .option('-s, --seed <seed>', 'a number or text (default: 0)')
    .option('-o, --out <file>', 'write the replay to this file')
    .option(
      '--timeout <ms>',
      'milliseconds for one decision of those inside, 0 for ever (default: 30000)',
      wholeNumber(0, 2_147_483_647),
    )
    .option(
      '--patience <ms>',
      'milliseconds for one decision of the client (default: for ever)',
      wholeNumber(0, 2_147_483_647),
    )
    .option('--horizon <ticks>', 'the last tick', wholeNumber(1, 10_000_000))
    .addOption(noPlugins())
    .addHelpText(
      'after',
      examples(
        'serve --mcp moving-day --seat ada --agents bob=planner',
        'serve --mcp moving-day --port 8931 --out game.mcap',
        'serve --stdio harvest.json',
      ),
    )
    .action((scenario: string, flags: ServeFlags) =>
      perform(async (terminal, again) =>
        (await import('./serve.node.js')).serveCommand(scenario, flags, terminal, again),
      ),
    )
}
