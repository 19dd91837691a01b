import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Frame, Scenario } from '../../engine/index.js'
import type { JournalMode } from '../../replays/index.js'
import { bySeat, loadAgents } from '../agents.node.js'
import { loadScenario } from '../load.node.js'
import { type ModelFlags, openGateway, withEnvironment } from '../models.node.js'
import type { RunResult } from '../result.js'
import { begunBy } from '../resume/command.node.js'
import { type RunOptions, run } from '../run.js'
import type { Agents } from '../seats.js'
import type { Again } from './again.js'
import { EXIT } from './exit.js'
import { interruptible } from './interrupt.node.js'
import { frameLines, statusLine } from './lines.js'
import { amongPeople, openPeople } from './people.node.js'
import { printable } from './printable.js'
import { openRegistry, type PluginFlags } from './registry.node.js'
import { failureCount, summaryLines } from './summary.js'
import type { Terminal } from './terminal.node.js'

export interface RunFlags extends PluginFlags, ModelFlags {
  readonly agents?: readonly string[]
  readonly profile?: string
  readonly seed?: string
  readonly out?: string
  readonly journal?: JournalMode
  readonly timeout?: number
  readonly horizon?: number
  readonly protocols?: readonly string[]
  readonly mute?: boolean
  readonly estimate?: boolean
  readonly verify?: boolean
  readonly quiet?: boolean
  readonly view?: boolean
  readonly port?: number
}

/** `coact run` */
export async function runCommand(
  ref: string,
  flags: RunFlags,
  terminal: Terminal,
  again: Again,
): Promise<number> {
  const registry = await openRegistry(flags)
  const { profile, horizon, protocols, mute } = flags
  const loaded = await loadScenario(ref, registry, {
    ...(profile === undefined ? {} : { profile }),
    ...(horizon === undefined ? {} : { horizon }),
    ...(protocols === undefined ? {} : { protocols }),
    ...(mute === undefined ? {} : { mute }),
  })
  const words = bySeat(flags.agents ?? [], loaded)
  const agents = await loadAgents(words, loaded, registry)
  const named = withEnvironment(flags)
  if (flags.estimate === true) {
    const { estimateCommand } = await import('./estimate.node.js')
    return estimateCommand(loaded.scenario, { ...flags, ...named }, agents, terminal)
  }
  const models = await openGateway(named)
  const command = await begunBy(ref, words, registry, named)
  const stop = interruptible()
  const people = await openPeople(loaded.scenario, agents, flags, terminal)
  const report = reporter(loaded.scenario, flags, terminal, agents)
  const result = await amongPeople(people, () =>
    withReplay(flags, (out) =>
      run(loaded.scenario, {
        seed: flags.seed ?? 0,
        agents: people.agents,
        ...(models === undefined ? {} : { models }),
        source: loaded.source,
        command,
        signal: stop.signal,
        ...(people.watch === undefined ? {} : { watch: people.watch }),
        onFrame(frame) {
          people.see(frame)
          report(frame)
        },
        ...(flags.timeout === undefined ? {} : { timeoutMs: flags.timeout }),
        ...out,
      }),
    ),
  )
  people.end(result.end)
  tell(result, loaded.scenario.title, flags.out, terminal, again.with('seed', result.seed))
  await people.close(stop.signal)
  stop.end()
  return exitCode(result)
}

/** A replay that is only to be verified lives as long as that takes. */
async function withReplay(
  { out, verify = false, journal = 'group' }: RunFlags,
  go: (options: Pick<RunOptions, 'out' | 'verify' | 'journal'>) => Promise<RunResult>,
): Promise<RunResult> {
  if (out !== undefined) return go({ out, verify, journal })
  if (!verify) return go({})
  const folder = await mkdtemp(join(tmpdir(), 'coact-'))
  try {
    return await go({ out: join(folder, 'run.mcap'), verify })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Tells each frame, as much as is wanted; nothing where a person plays, who may not see what the others do. */
export function reporter(
  scenario: Scenario,
  { quiet }: Pick<RunFlags, 'quiet'>,
  terminal: Terminal,
  agents: Agents = {},
): (frame: Frame) => void {
  const plays = Object.values(agents).some((policy) => PEOPLE.has(policy?.id))
  if (terminal.json || plays) return () => {}
  if (quiet === true)
    return terminal.live ? (frame) => terminal.status(() => statusLine(frame, scenario)) : () => {}
  return (frame) => {
    for (const line of frameLines(frame, scenario)) terminal.line(line)
  }
}

const PEOPLE: ReadonlySet<string | undefined> = new Set(['human', 'web'])

/** Tells how a run went. @param reproduce the command line that does it again */
export function tell(
  result: RunResult,
  title: string,
  out: string | undefined,
  terminal: Terminal,
  reproduce: string,
): void {
  const replay = out === undefined ? {} : { replay: out }
  terminal.document({ ...result, ...replay, again: reproduce })
  const [first, ending, ...rest] = summaryLines(result, title)
  terminal.line(first!)
  terminal.line(ending!, exitCode(result) === EXIT.fine ? 'good' : 'bad')
  for (const line of rest) terminal.line(line)
  if (out !== undefined) terminal.line(`replay ${out}`)
  if (result.verified === true)
    terminal.line('verified: simulated again, every tick gave the same hashes', 'good')
  if (result.verified === false)
    terminal.line(`NOT DETERMINISTIC: ${printable(result.difference ?? '', 1000)}`, 'bad')
  terminal.line(`again  ${reproduce}`)
}

export function exitCode(result: RunResult): number {
  if (result.verified === false) return EXIT.notDeterministic
  if (result.end === 'aborted') return EXIT.interrupted
  if (failureCount(result) > 0) return EXIT.agentFailed
  return result.success === false ? EXIT.goalNotMet : EXIT.fine
}
