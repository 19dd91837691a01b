import { z } from 'zod'
import { CoactError, type Policy, zodProblems } from '../../engine/index.js'
import { splitCommand } from './command.js'
import { playersBySeat } from './players.js'

const optionsSchema = z.strictObject({
  /** Whether a shell reads the command: then it may do whatever a shell can. */
  shell: z.boolean().default(false),
  /** How often a program that ended too early is started again in an episode. */
  restarts: z.int().min(0).max(1000).default(3),
  /** After so many time-outs or floods in a row it counts as hung, and is ended. */
  hung: z.int().min(1).max(1_000_000).default(3),
  /** Milliseconds until it is asked to end, and until it is ended. */
  grace: z.int().min(0).max(60_000).default(1000),
  /** Milliseconds for one decision; the run's when left out; 0: for ever. */
  timeout: z.int().min(0).max(2_147_483_647).optional(),
  /** Bytes of one line that it writes. */
  line: z
    .int()
    .min(1024)
    .max(1 << 28)
    .default(1 << 20),
  /** Bytes that it writes in one tick. */
  bytes: z
    .int()
    .min(1024)
    .max(1 << 28)
    .default(4 << 20),
})

/** How a program is run; each has a default. */
export type ExecOptions = z.input<typeof optionsSchema>

/** A program with everything decided. */
export interface ExecSettings extends Readonly<Omit<z.output<typeof optionsSchema>, 'timeout'>> {
  readonly words: readonly string[]
}

/**
 * Lets a program of any language play: it reads a turn and writes a decision as lines of JSON, one process for each seat of
 * each episode. It needs Node. The protocol is in docs/remote.md.
 *
 * @param command words, as {@link splitCommand} reads them; or, with `shell`, what the shell is given
 * @throws CoactError `exec/command`, `exec/options`
 * @example
 * await run(scenario, { agents: { ada: execPolicy('python3 my_agent.py', { restarts: 0 }) } })
 */
export function execPolicy(command: string, options: ExecOptions = {}): Policy<'*'> {
  const read = optionsSchema.safeParse(options)
  if (!read.success) {
    throw new CoactError('exec/options', 'The options of a program do not fit', {
      expected: Object.keys(optionsSchema.shape).join(', '),
      got: zodProblems(read.error).join('; '),
    })
  }
  const { timeout, ...rest } = read.data
  const words = rest.shell ? [command] : splitCommand(command)
  const settings: ExecSettings = { ...rest, words }
  return {
    kind: 'policy',
    id: `exec:${nameOf(rest.shell ? command.split(/\s+/) : words)}`,
    version: 1,
    world: '*',
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    memory: () => null,
    ...playersBySeat(async () => {
      const { createProgram } = await import('./program.node.js')
      return createProgram(settings)
    }),
  }
}

/** The program's name and what it is given first: options, and paths above them, are nobody's business. */
function nameOf(words: readonly string[]): string {
  const end = words.findIndex((word) => word.startsWith('-') || word.includes('='))
  const told = words.slice(0, end < 0 ? 2 : Math.min(2, end))
  return told
    .map((word) => word.replace(/^.*[/\\]/, ''))
    .join(' ')
    .slice(0, 59)
}
