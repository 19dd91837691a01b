import { type Command, Option } from 'commander'
import type { Again } from './again.js'
import { examples, json, noPlugins, wholeNumber } from './options.js'
import type { ScoreFlags } from './score.node.js'
import type { Terminal } from './terminal.node.js'

/** Adds the commands that score. @param perform runs a command's work */
export function addScoreCommands(
  program: Command,
  perform: (work: (terminal: Terminal, again: Again) => Promise<number>) => Promise<void>,
): void {
  program
    .command('score')
    .description('score how well agents worked together in replays')
    .argument('<replays...>', 'replays, folders of them, or patterns such as "runs/*.mcap"')
    .option('-m, --metrics <metric...>', 'which (default: the scorecard; see docs/metrics.md)')
    .option('--all', 'all metrics')
    .option('--scenario <path>', 'name or path of the scenario, where a replay does not hold it')
    .addOption(
      new Option('--mode <mode>', 'how others go on where something is simulated').choices([
        'frozen',
        'live',
      ]),
    )
    .option('--samples <n>', 'forks of each kind in mode live (at least 8)', wholeNumber(8, 10_000))
    .option('--ticks <n>', 'ticks that count after a fork', wholeNumber(1, 1_000_000_000))
    .addOption(new Option('--csv', 'a line a replay').conflicts('json'))
    .addOption(noPlugins())
    .addOption(json())
    .addHelpText(
      'after',
      examples('score run.mcap', 'score runs/ --csv', 'score run.mcap --metrics shapley --json'),
    )
    .action((replays: readonly string[], flags: ScoreFlags) =>
      perform(async (terminal) =>
        (await import('./score.node.js')).scoreCommand(replays, flags, terminal),
      ),
    )
}
