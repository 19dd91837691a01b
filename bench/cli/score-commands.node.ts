import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Again } from './again.js'
import { modelOptions } from './model-options.js'
import { examples, json, noPlugins, wholeNumber } from './options.js'
import type { ReportFlags } from './report.node.js'
import type { ScoreFlags } from './score.node.js'
import type { SweepFlags } from './sweep.node.js'
import type { Terminal } from './terminal.node.js'

type Perform = (work: (terminal: Terminal, again: Again) => Promise<number>) => Promise<void>

/** Adds the commands that score: `score`, `sweep`, `bench` and `report`. @param perform runs a command's work */
export function addScoreCommands(program: Command, perform: Perform): void {
  addScore(program, perform)
  addSweep(program.command('sweep'), perform)
    .description('play every scenario of a suite with agents and seeds; go on where it stopped')
    .addHelpText(
      'after',
      examples(
        'sweep household --agents planner random --seeds 0..9 --jobs 2 --out runs/',
        'sweep games --only tic-tac-toe --agents random alpha-beta:depth=4 --seeds 0..99',
        'sweep ./my-suite.ts --agents own --shard 0/4 --out runs/',
      ),
    )
  addSweep(program.command('bench'), perform)
    .description('run a suite as it is meant, with its own agents: see how it is done')
    .addHelpText(
      'after',
      examples('bench kitchen', 'bench ear-bench --scenes earbench-eval.tar.gz --jobs 2'),
    )
  addReport(program, perform)
}

function addScore(program: Command, perform: Perform): void {
  modelOptions(program.command('score'))
    .description('score how well agents worked together in replays')
    .argument('<replays...>', 'replays, folders of them, or patterns such as "runs/*.mcap"')
    .option(
      '-m, --metrics <metric...>',
      'which, or modules that export some (default: the scorecard; see docs/metrics.md)',
    )
    .option('--all', 'all metrics')
    .option('--scenario <path>', 'name or path of the scenario, where a replay does not hold it')
    .addOption(
      new Option('--mode <mode>', 'how others go on where something is simulated').choices([
        'frozen',
        'live',
      ]),
    )
    .option('-a, --agents <policy...>', 'who decides in mode live (default: who played)')
    .option('--samples <n>', 'forks of each kind in mode live (at least 8)', wholeNumber(8, 10_000))
    .option('--ticks <n>', 'ticks that count after a fork', wholeNumber(1, 1_000_000_000))
    .addOption(new Option('--csv', 'a line a replay').conflicts('json'))
    .addOption(noPlugins())
    .addOption(json())
    .addHelpText(
      'after',
      examples(
        'score run.mcap',
        'score runs/ --csv',
        'score run.mcap --metrics success,shapley ./my-metric.ts',
        'score run.mcap --metrics message-credit --mode live',
      ),
    )
    .action((replays: readonly string[], flags: ScoreFlags) =>
      perform(async (terminal) =>
        (await import('./score.node.js')).scoreCommand(replays, flags, terminal),
      ),
    )
}

const amount = (text: string): number => {
  const n = Number(text)
  if (Number.isFinite(n) && n > 0) return n
  throw new InvalidArgumentError('It is a number above 0.')
}

function addSweep(command: Command, perform: Perform): Command {
  return modelOptions(
    command
      .argument('<suite>', 'household, kitchen, particles, depot, games, ear-bench, or a module')
      .option(
        '-a, --agents <lineup...>',
        'policies for all seats, or "NAME=POLICY …"; own: the scenario’s',
      )
      .option('-s, --seeds <seeds>', 'such as 7, 0..99 or 1,5,9 (default: 0)')
      .option('-j, --jobs <n>', 'worker threads (default: 1)', wholeNumber(1, 1024))
      .option('-o, --out <folder>', 'folder of results (default: sweeps/SUITE)')
      .option('--shard <i/n>', 'only every n-th episode, from the i-th on')
      .option(
        '--queue <url>',
        'leave the episodes to the workers of a queue, such as redis://localhost',
      )
      .option('--queue-name <name>', 'which queue of that server (default: coact)')
      .option('--only <text>', 'only scenarios whose name or group has this in it')
      .addOption(new Option('--retry <what>', 'play again what failed').choices(['errors']))
      .option('--no-replays', 'keep results alone')
      .option('--horizon <ticks>', 'the last tick', wholeNumber(1, 10_000_000))
      .option('--profile <name>', "a rule variant of the scenarios' world")
      .option('--mute', 'nobody reaches anybody')
      .option(
        '--timeout <ms>',
        'milliseconds for one decision, 0 for ever',
        wholeNumber(0, 2_147_483_647),
      )
      .option('--max-minutes <n>', 'begin no episode after so long', amount)
      .option('--scenes <path>', 'of ear-bench: the archive or folder of its scenes')
      .option('--oracle <file>', 'of ear-bench: how many steps a recorded oracle took')
      .addOption(
        new Option('--sight <what>', 'of ear-bench: see what is found, or all').choices([
          'partial',
          'global',
        ]),
      ),
  )
    .addOption(noPlugins())
    .addOption(json())
    .action((suite: string, flags: SweepFlags) =>
      perform(async (terminal, again) =>
        (await import('./sweep.node.js')).sweepCommand(suite, flags, terminal, again),
      ),
    )
}

function addReport(program: Command, perform: Perform): void {
  program
    .command('report')
    .description('tables and plots of the results of sweeps, as one page')
    .argument('<folder...>', 'folders that "coact sweep" wrote; shards of one suite are joined')
    .addOption(
      new Option('-f, --format <what>', 'default: by --out, else html').choices([
        'html',
        'md',
        'json',
        'csv',
        'parquet',
      ]),
    )
    .option('-o, --out <file>', 'default: report.html in the first folder; - prints')
    .addOption(json())
    .addHelpText('after', examples('report runs/', 'report runs/ --format md --out -'))
    .action((folders: readonly string[], flags: ReportFlags) =>
      perform(async (terminal) =>
        (await import('./report.node.js')).reportCommand(folders, flags, terminal),
      ),
    )
}
