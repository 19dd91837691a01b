import type { Command } from 'commander'
import type { Again } from './again.js'
import { examples, json, noPlugins, wholeNumber } from './options.js'
import type { ReplayFlags } from './replay.node.js'
import type { Terminal } from './terminal.node.js'
import type { VerifyFlags } from './verify.node.js'

/** Adds the commands that read replays: `verify`, `replay` and `diff`. @param perform runs a command's work */
export function addReplayCommands(
  program: Command,
  perform: (work: (terminal: Terminal, again: Again) => Promise<number>) => Promise<void>,
): void {
  program
    .command('verify')
    .description('simulate a replay again from its inputs and compare every tick')
    .argument('<file>', 'the replay')
    .option('--scenario <path>', 'name or path of its scenario, where the replay does not hold it')
    .option('--heavy', 'also save and load at every tick')
    .addOption(noPlugins())
    .addOption(json())
    .addHelpText(
      'after',
      examples('verify harvest.mcap', 'verify game.mcap --scenario game.mjs --heavy'),
    )
    .action((file: string, flags: VerifyFlags) =>
      perform(async (terminal, again) =>
        (await import('./verify.node.js')).verifyCommand(file, flags, terminal, again),
      ),
    )

  program
    .command('replay')
    .description(
      'step through a replay in the terminal, frame by frame; print its frames when piped',
    )
    .argument('<file>', 'the replay')
    .option('--from <tick>', 'the tick to begin with', wholeNumber(0, 1_000_000_000))
    .option(
      '--to <tick>',
      'the last tick to print; before --from: backwards',
      wholeNumber(0, 1_000_000_000),
    )
    .option('--agent <name>', "an agent's own view: what it saw, its mail, what it did")
    .addOption(json())
    .addHelpText(
      'after',
      examples(
        'replay harvest.mcap',
        'replay harvest.mcap --from 100 --to 90 --agent ada',
        'replay harvest.mcap --json | jq .frames[].actions',
      ),
    )
    .action((file: string, flags: ReplayFlags) =>
      perform(async (terminal) =>
        (await import('./replay.node.js')).replayCommand(file, flags, terminal),
      ),
    )

  program
    .command('diff')
    .description(
      'tell where and why two replays part, and how they differ; exits with 1 when they do',
    )
    .argument('<a>', 'a replay')
    .argument('<b>', 'another')
    .addOption(json())
    .addHelpText('after', examples('diff before.mcap after.mcap', 'diff run.mcap fork.mcap --json'))
    .action((a: string, b: string) =>
      perform(async (terminal) => (await import('./diff.node.js')).diffCommand(a, b, terminal)),
    )
}
