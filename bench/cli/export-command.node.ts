import { type Command, Option } from 'commander'
import type { Again } from './again.js'
import type { ExportFlags } from './export.node.js'
import { examples, json } from './options.js'
import type { Terminal } from './terminal.node.js'

/** Adds the command `export`. @param perform runs a command's work */
export function addExportCommand(
  program: Command,
  perform: (work: (terminal: Terminal, again: Again) => Promise<number>) => Promise<void>,
): void {
  program
    .command('export')
    .description(
      'write what replays tell as a table, for data frames and databases; or a replay as a page to look at (--to html)',
    )
    .argument('<replays...>', 'replays, folders of them, or patterns such as "runs/*.mcap"')
    .addOption(
      new Option('--to <format>', 'default: by --out').choices(['jsonl', 'csv', 'parquet', 'html']),
    )
    .addOption(
      new Option('--grain <what>', 'what one row is about')
        .choices(['episodes', 'ticks', 'actions', 'messages', 'calls'])
        .default('episodes'),
    )
    .option('-o, --out <file>', 'write to this file (default: print)')
    .addOption(json())
    .addHelpText(
      'after',
      examples(
        'export runs/ --out episodes.csv',
        'export runs/*.mcap --grain ticks --out ticks.parquet',
        'export harvest.mcap --to html --out harvest.html',
      ),
    )
    .action((replays: readonly string[], flags: ExportFlags) =>
      perform(async (terminal) =>
        (await import('./export.node.js')).exportCommand(replays, flags, terminal),
      ),
    )
}
