import { createRequire } from 'node:module'
import { Argument, Command, CommanderError, Option } from 'commander'
import type { Again } from './cli/again.js'
import type { ConformFlags } from './cli/conform.node.js'
import { addExportCommand } from './cli/export-command.node.js'
import type { ForkFlags } from './cli/fork.node.js'
import type { GenerateFlags } from './cli/generate.node.js'
import type { ImportFlags } from './cli/import.node.js'
import { addModelCommands } from './cli/model-commands.node.js'
import { modelOptions } from './cli/model-options.js'
import type { NewFlags } from './cli/new.node.js'
import { examples, json, noPlugins, wholeNumber } from './cli/options.js'
import { addQueueCommands } from './cli/queue-commands.node.js'
import type { RecoverFlags } from './cli/recover.node.js'
import type { PluginFlags } from './cli/registry.node.js'
import { addReplayCommands } from './cli/replay-commands.node.js'
import type { ResumeFlags } from './cli/resume.node.js'
import type { RunFlags } from './cli/run.node.js'
import { addScoreCommands } from './cli/score-commands.node.js'
import { addServeCommand } from './cli/serve-command.node.js'
import type { Terminal } from './cli/terminal.node.js'
import type { TournamentFlags } from './cli/tournament.node.js'
import { addViewCommand } from './cli/view-command.node.js'

// What a command needs is imported when it runs, so that `--help` answers at once.

const words = process.argv.slice(2)

const program = new Command('coact')
  .description(
    'Run, replay and verify episodes in which agents act together or against each other.',
  )
  .option('--version', 'print the version')
  .on('option:version', () => {
    const { version } = createRequire(import.meta.url)('coact/package.json') as {
      readonly version: string
    }
    process.stdout.write(`${version}\n`)
    throw new CommanderError(0, 'commander.version', version)
  })
  .exitOverride()
  .configureOutput({ outputError: () => {} })
  .addHelpText(
    'after',
    `${examples('demo', 'run harvest.json --agents ada=random --out harvest.mcap', 'verify harvest.mcap')}
Exit codes: 0 fine, 1 goal not met or replays differ, 2 usage or bad input, 3 an agent failed, 4 not deterministic,
70 a defect of Coact or of a world, 130 interrupted.\n`,
  )

modelOptions(program.command('run'))
  .description(
    'run a scenario: one that ships, by name; a .json file; or a module that exports one',
  )
  .argument('<scenario>', 'name or path')
  .option(
    '-a, --agents <name=policy...>',
    "an agent's policy: a name, mcts:simulations=9 and the like, scripted:FILE, a module; exec:COMMAND, http://…, human, web (in the page); without NAME= for all, or one for each seat",
  )
  .option('--profile <name>', "a rule variant of the scenario's world")
  .option('-s, --seed <seed>', 'a number or text (default: 0)')
  .option('-o, --out <file>', 'write the replay to this file')
  .option(
    '--timeout <ms>',
    'milliseconds for one decision, 0 for ever (default: 30000)',
    wholeNumber(0, 2_147_483_647),
  )
  .option('--horizon <ticks>', 'the last tick', wholeNumber(1, 10_000_000))
  .option('--protocols <name...>', 'protocols that agents may use besides those of the scenario')
  .option('--mute', 'nobody reaches anybody: what agents say is refused')
  .addOption(
    new Option(
      '--journal <when>',
      'note what enters a tick before it is stepped, for "coact resume": safe on the disk each tick, or with each group of ticks',
    )
      .choices(['tick', 'group', 'off'])
      .default('group'),
  )
  .option('--estimate', 'do not call any model: tell what its calls may cost at most')
  .option('--verify', 'simulate the replay again and compare every tick')
  .option('-q, --quiet', 'tell only how it ended')
  .option('--view', 'watch it in a browser while it goes on; Ctrl-C ends that')
  .option('--port <n>', 'with --view or web (default: any that is free)', wholeNumber(0, 65_535))
  .addOption(noPlugins())
  .addOption(json())
  .addHelpText(
    'after',
    examples(
      'run moving-day --seed 7',
      'run harvest.json --agents ada=random bob=scripted:plan.json',
      'run game.mjs --agents ./clever.mjs --out game.mcap --verify',
      'run moving-day --agents react --view',
      'run moving-day --agents ada=web bob=planner',
      'run moving-day --agents ada=human bob=exec:"python3 my_agent.py"',
      'run moving-day --agents react --model qwen3:8b --base-url http://localhost:11434/v1',
    ),
  )
  .action((scenario: string, flags: RunFlags) =>
    perform(async (terminal, again) =>
      (await import('./cli/run.node.js')).runCommand(scenario, flags, terminal, again),
    ),
  )

addServeCommand(program, perform)

modelOptions(program.command('resume'))
  .description('go on with a run that was stopped at any moment, from its journal')
  .argument('<file>', 'the replay that coact run was to write')
  .option('-a, --agents <name=policy...>', 'policies that the journal cannot name: as for run')
  .option('--scenario <path>', 'name or path of its scenario, where the journal cannot name it')
  .option(
    '--timeout <ms>',
    'milliseconds for one decision, 0 for ever (default: as before)',
    wholeNumber(0, 2_147_483_647),
  )
  .option('--verify', 'simulate the replay again and compare every tick')
  .option('-q, --quiet', 'tell only how it ended')
  .addOption(noPlugins())
  .addOption(json())
  .addHelpText(
    'after',
    examples('resume harvest.mcap', 'resume game.mcap --agents ada=./clever.mjs'),
  )
  .action((file: string, flags: ResumeFlags) =>
    perform(async (terminal, again) =>
      (await import('./cli/resume.node.js')).resumeCommand(file, flags, terminal, again),
    ),
  )

program
  .command('recover')
  .description(
    'make a whole replay of what a stopped run flushed, or of what comes before a damage',
  )
  .argument('<file>', 'the replay that coact run was to write, or one that is damaged')
  .option('-o, --out <file>', 'the new replay (default: FILE.recovered.mcap)')
  .addOption(json())
  .addHelpText('after', examples('recover harvest.mcap', 'recover broken.mcap --out front.mcap'))
  .action((file: string, flags: RecoverFlags) =>
    perform(async (terminal) =>
      (await import('./cli/recover.node.js')).recoverCommand(file, flags, terminal),
    ),
  )

modelOptions(program.command('tournament'))
  .description('let policies play each other, seats swapped and luck shared, and rate them')
  .argument('<world>', 'a world that is a game; or a scenario, by name or path')
  .requiredOption(
    '-p, --policies <policy...>',
    'two or more: names, NAME:OPTION=VALUE,… such as mcts:simulations=1000, or modules',
  )
  .option(
    '-g, --games <n>',
    'games of each group that meets (default: 20)',
    wholeNumber(1, 1_000_000),
  )
  .option('--swiss <rounds>', 'pair by points for so many rounds', wholeNumber(1, 10_000))
  .option('-s, --seed <seed>', 'a number or text (default: 0)')
  .option('--profile <name>', "a rule variant of the scenario's world")
  .option(
    '--timeout <ms>',
    'milliseconds for one decision, 0 for ever (default: 30000)',
    wholeNumber(0, 2_147_483_647),
  )
  .option('--theory', 'equilibria, α-rank and replicator dynamics of choosing among the policies')
  .option('-o, --out <file>', 'write the result to this file, as JSON')
  .addOption(noPlugins())
  .addOption(json())
  .addHelpText(
    'after',
    examples(
      'tournament tic-tac-toe --policies random alpha-beta mcts:simulations=50',
      'tournament kuhn-poker -p random cfr best-response:against=cfr --games 1000 --theory',
      'tournament connect-four -p ./a.mjs ./b.mjs ./c.mjs --swiss 3 --json',
    ),
  )
  .action((world: string, flags: TournamentFlags) =>
    perform(async (terminal, again) =>
      (await import('./cli/tournament.node.js')).tournamentCommand(world, flags, terminal, again),
    ),
  )

modelOptions(program.command('fork'))
  .description('go on from a tick of a replay otherwise than it went; others repeat what they did')
  .argument('<file>', 'the replay')
  .requiredOption('--at <tick>', 'the tick after which to go on', wholeNumber(0, 10_000_000))
  .option('-a, --agents <name=policy...>', 'who decides from then on: as for run')
  .option(
    '--action <name=json...>',
    "an agent's other decision in the next tick, as JSON: an action, a list, a text, or null",
  )
  .option('--mute <message...>', 'ids (tick:agent:number) of messages that never arrive')
  .option('-s, --seed <seed>', 'another seed for all that chance draws afterwards')
  .addOption(
    new Option('--mode <mode>', 'what the other agents do: repeat what they did, or decide anew')
      .choices(['frozen', 'live'])
      .default('frozen'),
  )
  .option('--ticks <n>', 'go on for so many ticks at most', wholeNumber(0, 10_000_000))
  .option('-o, --out <file>', "the new replay (default: beside the file, with the tick's number)")
  .option('--scenario <path>', 'name or path of its scenario, where the replay does not hold it')
  .option(
    '--timeout <ms>',
    'milliseconds for one decision, 0 for ever (default: 30000)',
    wholeNumber(0, 2_147_483_647),
  )
  .option('-q, --quiet', 'tell only how it ended')
  .addOption(noPlugins())
  .addOption(json())
  .addHelpText(
    'after',
    examples(
      'fork run.mcap --at 120 --agents ada=random --mode live',
      `fork run.mcap --at 120 --action 'ada={"action":"move","args":{"dir":"e"}}'`,
      'fork run.mcap --at 120 --mute 120:bob:0 --seed 8 --out fork.mcap',
    ),
  )
  .action((file: string, flags: ForkFlags) =>
    perform(async (terminal, again) =>
      (await import('./cli/fork.node.js')).forkCommand(file, flags, terminal, again),
    ),
  )

addReplayCommands(program, perform)
addViewCommand(program, perform)
addScoreCommands(program, perform)
addExportCommand(program, perform)
addQueueCommands(program, perform)

program
  .command('worlds')
  .description('list the worlds, or tell all about one')
  .argument('[id]', 'the world')
  .addOption(noPlugins())
  .addOption(json())
  .addHelpText('after', examples('worlds', 'worlds household', 'worlds household --json'))
  .action((id: string | undefined, flags: PluginFlags) =>
    perform(async (terminal) =>
      (await import('./cli/worlds.node.js')).worldsCommand(id, flags, terminal),
    ),
  )

program
  .command('conform')
  .description(
    'compare worlds, or the planner, with recordings of a reference: games, mpe, omniear, overcooked, planner',
  )
  .argument('<suite>', 'which reference')
  .argument('<dir>', 'folder of the recordings, any of them, or one file')
  .option('--scenes <path>', 'archive or folder of the scenes they were made on')
  .addOption(json())
  .addHelpText(
    'after',
    examples(
      'conform overcooked recordings/',
      'conform omniear recordings/ --scenes scenes.tar.gz',
      'conform planner recordings/ --scenes scenes.tar.gz',
    ),
  )
  .action((suite: string, dir: string, flags: ConformFlags) =>
    perform(async (terminal) =>
      (await import('./cli/conform.node.js')).conformCommand(suite, dir, flags, terminal),
    ),
  )

program
  .command('import')
  .description("turn somebody else's scenes and tasks into scenario files")
  .argument('<kind>', 'what they are, such as earbench')
  .argument('<path>', 'archive or folder')
  .requiredOption('-o, --out <dir>', 'folder for the scenario files')
  .addOption(
    new Option('--select <which>', 'what the reference itself loads, or all')
      .choices(['ref', 'all'])
      .default('all'),
  )
  .addOption(json())
  .addHelpText(
    'after',
    examples(
      'import earbench scenes.tar.gz --out scenarios/',
      'import earbench scenes/ --out scenarios/ --select ref',
    ),
  )
  .action((kind: string, path: string, flags: ImportFlags) =>
    perform(async (terminal) =>
      (await import('./cli/import.node.js')).importCommand(kind, path, flags, terminal),
    ),
  )

program
  .command('generate')
  .description('make up scenarios from a seed, each with a solution that was proven by running it')
  .argument('<world>', 'the world, such as household')
  .requiredOption('-c, --category <name>', 'the category of the task, or all')
  .option('-s, --seed <seed>', 'a number or text (default: 0)')
  .option(
    '--count <n>',
    'how many of each, from this seed on (default: 1)',
    wholeNumber(1, 100_000),
  )
  .option('--rooms <n>', 'one for every 12 objects when left out', wholeNumber(0, 1e9))
  .option('--objects <n>', 'things in all, furniture included (default: 40)', wholeNumber(0, 1e9))
  .option('--agents <n>', '2 where they must work together, else 1', wholeNumber(0, 1e9))
  .option('--setting <name>', 'household or industrial (default: household)')
  .option('--travel <how>', 'anywhere, or links: rooms are joined by links and doors')
  .option('--tables <file>', 'rooms, furniture and items of your own, besides those that ship')
  .option('-o, --out <path>', 'folder, or .json file, to write to (default: print one scenario)')
  .addOption(json())
  .addHelpText(
    'after',
    examples(
      'generate household --category tool_use --seed 7',
      'generate household --category all --count 100 --out scenarios/',
      'generate household --category compound_collaboration --rooms 20 --objects 400 --agents 6 --out big.json',
    ),
  )
  .action((world: string, flags: GenerateFlags) =>
    perform(async (terminal) =>
      (await import('./cli/generate.node.js')).generateCommand(world, flags, terminal),
    ),
  )

program
  .command('new')
  .description('write a tested starting point: a world, policy, protocol or metric of your own')
  .addArgument(
    new Argument('<kind>', 'what to begin').choices(['world', 'policy', 'protocol', 'metric']),
  )
  .argument('<name>', 'lower-case words joined by hyphens')
  .option('-d, --dir <dir>', 'folder to write to (default: the current one)')
  .addOption(json())
  .addHelpText('after', examples('new world apple-market', 'new policy patient --dir agents/'))
  .action((kind: string, name: string, flags: NewFlags) =>
    perform(async (terminal) =>
      (await import('./cli/new.node.js')).newCommand(kind, name, flags, terminal),
    ),
  )

addModelCommands(program, perform)

program
  .command('demo')
  .description('run, record and verify a household episode with two agents')
  .addOption(json())
  .addHelpText('after', examples('demo'))
  .action(() =>
    perform(async (terminal) => (await import('./cli/demo.node.js')).demoCommand(terminal)),
  )

/** Runs a command's work with a terminal; an error becomes a report and an exit code. */
async function perform(work: (terminal: Terminal, again: Again) => Promise<number>): Promise<void> {
  const [{ createTerminal }, { againLine }] = await Promise.all([
    import('./cli/terminal.node.js'),
    import('./cli/again.js'),
  ])
  const terminal = createTerminal(words.includes('--json'))
  const again = againLine(words)
  try {
    process.exitCode = await work(terminal, again)
  } catch (e) {
    process.exitCode = terminal.error(e, again.line)
  }
  await terminal.flush()
}

async function refuse(e: CommanderError): Promise<void> {
  const { CoactError } = await import('../engine/index.js')
  const kind = e.code.replace('commander.', '').replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)
  const message = e.message.replace(/^error: /, '').replace(/\s+/g, ' ')
  const command = program.commands.find((c) => c.name() === words[0])
  await perform(() => {
    throw new CoactError(`usage/${kind}`, message, {
      next: `See "coact ${command === undefined ? '' : `${command.name()} `}--help".`,
    })
  })
}

try {
  await program.parseAsync()
} catch (e) {
  if (!(e instanceof CommanderError)) throw e
  if (e.code === 'commander.help') process.exitCode = 2
  else if (e.exitCode !== 0) await refuse(e)
}
// A policy may have left timers or sockets behind.
process.exit()
