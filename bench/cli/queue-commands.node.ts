import { type Command, Option } from 'commander'
import type { Again } from './again.js'
import { endpointOptions, rateOptions } from './model-options.js'
import { examples, json, wholeNumber } from './options.js'
import type { QueueFlags } from './queue.node.js'
import type { Terminal } from './terminal.node.js'

/** Options of everything that has to do with a queue. */
const queueOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--queue <url>', 'where episodes wait, such as redis://localhost:6379')
        .env('COACT_QUEUE')
        .makeOptionMandatory(),
    )
    .option('--queue-name <name>', 'which queue of that server (default: coact)')

/** Adds `worker` and `queue`. @param perform runs a command's work */
export function addQueueCommands(
  program: Command,
  perform: (work: (terminal: Terminal, again: Again) => Promise<number>) => Promise<void>,
): void {
  rateOptions(endpointOptions(queueOptions(program.command('worker'))))
    .description('play the episodes of a queue, until it is told to stop')
    .option('-j, --jobs <n>', 'scripted episodes at once (default: 1)', wholeNumber(1, 1024))
    .option(
      '--calling-episodes <n>',
      'episodes that call models at once, where --base-url names some (default: 16)',
      wholeNumber(1, 10_000),
    )
    .addOption(json())
    .addHelpText(
      'after',
      examples(
        'worker --queue redis://localhost:6379 --jobs 8',
        'worker --queue redis://localhost:6379 --base-url https://host/v1 --requests-per-minute 500',
      ),
    )
    .action((flags: QueueFlags) =>
      perform(async (terminal) => (await import('./queue.node.js')).workerCommand(flags, terminal)),
    )
  queueOptions(program.command('queue').command('status'))
    .description('tell what waits in a queue, and who is there to play it')
    .addOption(json())
    .addHelpText('after', examples('queue status --queue redis://localhost:6379'))
    .action((flags: QueueFlags) =>
      perform(async (terminal) =>
        (await import('./queue.node.js')).queueStatusCommand(flags, terminal),
      ),
    )
}
