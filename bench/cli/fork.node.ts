import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { CoactError, errorText, type Frame } from '../../engine/index.js'
import { loadAgents } from '../agents.node.js'
import { type ForkOutcome, fork } from '../fork/fork.js'
import type { ForkMode, ForkSpec } from '../fork/spec.js'
import { openTrunk, type Trunk } from '../fork/trunk.js'
import type { Loaded } from '../load.node.js'
import { type ModelFlags, openGateway, withEnvironment } from '../models.node.js'
import type { Registry } from '../registry.js'
import type { Again } from './again.js'
import { EXIT } from './exit.js'
import { interruptible } from './interrupt.node.js'
import { frameLines, statusLine } from './lines.js'
import { recordedScenario } from './recorded.node.js'
import { openRegistry, type PluginFlags } from './registry.node.js'
import { failureCount, summaryLines } from './summary.js'
import type { Terminal } from './terminal.node.js'
import { whoPlayed } from './who-played.node.js'

export interface ForkFlags extends PluginFlags, ModelFlags {
  readonly at: number
  readonly agents?: readonly string[]
  readonly action?: readonly string[]
  readonly mute?: readonly string[]
  readonly seed?: string
  readonly mode?: Exclude<ForkMode, 'scripted'>
  readonly ticks?: number
  readonly out?: string
  readonly scenario?: string
  readonly timeout?: number
  readonly quiet?: boolean
}

/** `coact fork` */
export async function forkCommand(
  file: string,
  flags: ForkFlags,
  terminal: Terminal,
  again: Again,
): Promise<number> {
  const registry = await openRegistry(flags)
  const { openReplayFile } = await import('../../replays/index.node.js')
  const replay = await openReplayFile(file)
  try {
    const loaded = await recordedScenario(replay, registry, flags.scenario)
    const spec = await specOf(flags, loaded, registry)
    const trunk = await openTrunk(replay, loaded.scenario, { from: flags.at, to: flags.at })
    const policies = spec.mode === 'live' ? whoPlayed(replay, loaded, registry, spec.agents) : {}
    const out = flags.out ?? freeName(file, flags.at)
    const models = await openGateway(withEnvironment(flags))
    const stop = interruptible()
    const told = await fork(trunk, spec, {
      out,
      file: basename(file),
      policies,
      ...(models === undefined ? {} : { models }),
      signal: stop.signal,
      onFrame: reporter(trunk, flags, terminal),
      ...(loaded.source === undefined ? {} : { source: loaded.source }),
      ...(flags.timeout === undefined ? {} : { timeoutMs: flags.timeout }),
    })
    stop.end()
    tell(told, trunk, spec, out, terminal, again)
    if (stop.signal.aborted) return EXIT.interrupted
    if (failureCount(told) > 0) return EXIT.agentFailed
    return told.success === false ? EXIT.goalNotMet : EXIT.fine
  } finally {
    await replay.close()
  }
}

async function specOf(
  flags: ForkFlags,
  { scenario }: Loaded,
  registry: Registry,
): Promise<ForkSpec> {
  const { at, mute, seed, ticks, mode = 'frozen' } = flags
  const agents = await loadAgents(flags.agents ?? [], { scenario, policies: {} }, registry)
  const action = Object.fromEntries((flags.action ?? []).map(readAction))
  return {
    at,
    mode,
    ...(Object.keys(agents).length === 0 ? {} : { agents }),
    ...(Object.keys(action).length === 0 ? {} : { action }),
    ...(mute === undefined ? {} : { mute }),
    ...(seed === undefined ? {} : { seed }),
    ...(ticks === undefined ? {} : { ticks }),
  }
}

/** `NAME=JSON`. */
function readAction(word: string): readonly [string, unknown] {
  const [, name, json] = /^([^=]+)=(.+)$/s.exec(word) ?? []
  const refuse = (got: string): CoactError =>
    new CoactError('fork/action-json', 'An action is given as NAME=JSON', {
      where: '--action',
      expected: `such as ada='{"action":"move","args":{"dir":"e"}}', ada='"GOTO kitchen"', ada=null`,
      got,
      next: 'Quote it, so that the shell leaves it alone.',
    })
  if (name === undefined || json === undefined) throw refuse(word.slice(0, 200))
  try {
    return [name, JSON.parse(json)]
  } catch (e) {
    throw refuse(`${json.slice(0, 200)}: ${errorText(e)}`)
  }
}

/** A name beside the parent's that no file has. */
export function freeName(file: string, at: number): string {
  const stem = `${file.replace(/\.mcap$/, '')}.fork-${at}`
  for (let n = 1; ; n++) {
    const name = `${stem}${n === 1 ? '' : `-${n}`}.mcap`
    if (!existsSync(name)) return name
  }
}

function reporter(
  { scenario }: Trunk,
  { quiet }: ForkFlags,
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
  told: ForkOutcome,
  { scenario }: Trunk,
  { at, mode }: ForkSpec,
  out: string,
  terminal: Terminal,
  again: Again,
): void {
  const reproduce = again.line
  terminal.document({ ...told, replay: out, again: reproduce })
  const [title, ending, ...rest] = summaryLines(told, scenario.title)
  terminal.line(title!)
  terminal.line(`forked after tick ${at} (chain ${told.parent.chain}), ${mode}`)
  terminal.line(ending!)
  for (const line of rest) terminal.line(line)
  if (told.stale > 0) {
    const hint = 'to let everybody decide anew: --mode live'
    terminal.line(
      `${told.stale} repeated ${told.stale === 1 ? 'input' : 'inputs'} fared otherwise than recorded, from tick ${told.staleFrom} on; ${hint}`,
    )
  }
  terminal.line(`replay ${out}`)
  terminal.line(`again  ${reproduce}`)
}
