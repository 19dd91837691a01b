import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Frame, Scenario } from '../../engine/index.js'
import { loadAgents } from '../agents.node.js'
import { loadScenario } from '../load.node.js'
import type { RunResult } from '../result.js'
import { type RunOptions, run } from '../run.js'
import type { Again } from './again.js'
import { EXIT } from './exit.js'
import { interruptible } from './interrupt.node.js'
import { frameLines, statusLine } from './lines.js'
import { printable } from './printable.js'
import { openRegistry, type PluginFlags } from './registry.node.js'
import { failureCount, summaryLines } from './summary.js'
import type { Terminal } from './terminal.node.js'

export interface RunFlags extends PluginFlags {
  readonly agents?: readonly string[]
  readonly profile?: string
  readonly seed?: string
  readonly out?: string
  readonly timeout?: number
  readonly horizon?: number
  readonly verify?: boolean
  readonly quiet?: boolean
}

/** `coact run` */
export async function runCommand(
  ref: string,
  flags: RunFlags,
  terminal: Terminal,
  again: Again,
): Promise<number> {
  const registry = await openRegistry(flags)
  const { profile, horizon } = flags
  const loaded = await loadScenario(ref, registry, {
    ...(profile === undefined ? {} : { profile }),
    ...(horizon === undefined ? {} : { horizon }),
  })
  const agents = await loadAgents(flags.agents ?? [], loaded, registry)
  const stop = interruptible()
  const result = await withReplay(flags, (out) =>
    run(loaded.scenario, {
      seed: flags.seed ?? 0,
      agents,
      source: loaded.source,
      signal: stop.signal,
      onFrame: reporter(loaded.scenario, flags, terminal),
      ...(flags.timeout === undefined ? {} : { timeoutMs: flags.timeout }),
      ...out,
    }),
  )
  stop.end()
  tell(result, loaded.scenario, flags, terminal, again)
  return exitCode(result)
}

/** A replay that is only to be verified lives as long as that takes. */
async function withReplay(
  { out, verify = false }: RunFlags,
  go: (options: Pick<RunOptions, 'out' | 'verify'>) => Promise<RunResult>,
): Promise<RunResult> {
  if (out !== undefined) return go({ out, verify })
  if (!verify) return go({})
  const folder = await mkdtemp(join(tmpdir(), 'coact-'))
  try {
    return await go({ out: join(folder, 'run.mcap'), verify })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function reporter(
  scenario: Scenario,
  { quiet }: RunFlags,
  terminal: Terminal,
): (frame: Frame) => void {
  if (terminal.json) return () => {}
  if (quiet === true)
    return terminal.live ? (frame) => terminal.status(() => statusLine(frame, scenario)) : () => {}
  return (frame) => {
    for (const line of frameLines(frame, scenario)) terminal.line(line)
  }
}

function tell(
  result: RunResult,
  scenario: Scenario,
  flags: RunFlags,
  terminal: Terminal,
  again: Again,
): void {
  const reproduce = again.with('seed', result.seed)
  const replay = flags.out === undefined ? {} : { replay: flags.out }
  terminal.document({ ...result, ...replay, again: reproduce })
  const [title, ending, ...rest] = summaryLines(result, scenario.title)
  terminal.line(title!)
  terminal.line(ending!, exitCode(result) === EXIT.fine ? 'good' : 'bad')
  for (const line of rest) terminal.line(line)
  if (flags.out !== undefined) terminal.line(`replay ${flags.out}`)
  if (result.verified === true)
    terminal.line('verified: simulated again, every tick gave the same hashes', 'good')
  if (result.verified === false)
    terminal.line(`NOT DETERMINISTIC: ${printable(result.difference ?? '', 1000)}`, 'bad')
  terminal.line(`again  ${reproduce}`)
}

function exitCode(result: RunResult): number {
  if (result.verified === false) return EXIT.notDeterministic
  if (result.end === 'aborted') return EXIT.interrupted
  if (failureCount(result) > 0) return EXIT.agentFailed
  return result.success === false ? EXIT.goalNotMet : EXIT.fine
}
