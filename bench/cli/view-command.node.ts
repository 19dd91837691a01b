import type { Command } from 'commander'
import type { Again } from './again.js'
import { examples, json, noPlugins, wholeNumber } from './options.js'
import type { Terminal } from './terminal.node.js'
import type { ViewFlags } from './view.node.js'

/** Adds the command `view`. @param perform runs a command's work */
export function addViewCommand(
  program: Command,
  perform: (work: (terminal: Terminal, again: Again) => Promise<number>) => Promise<void>,
): void {
  program
    .command('view')
    .description('see replays in a browser: play, scrub, ask why, compare, fork')
    .argument('[path]', 'a replay, or a folder with replays (default: none; drop one on the page)')
    .option('--port <n>', 'default: any that is free', wholeNumber(0, 65_535), 0)
    .option('--at <tick>', 'the tick to begin with', wholeNumber(0, 10_000_000))
    .option('--no-open', 'print the address only, open no browser')
    .addOption(noPlugins())
    .addOption(json())
    .addHelpText('after', examples('view harvest.mcap', 'view runs/ --port 7575 --no-open'))
    .action((path: string | undefined, flags: ViewFlags) =>
      perform(async (terminal) =>
        (await import('./view.node.js')).viewCommand(path, flags, terminal),
      ),
    )
}
