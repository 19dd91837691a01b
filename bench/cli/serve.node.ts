import type { Writable } from 'node:stream'
import { CoactError, manualOf, unknownName } from '../../engine/index.js'
import { loadAgents, readWord } from '../agents.node.js'
import { type Loaded, loadScenario } from '../load.node.js'
import { type ModelFlags, openGateway, withEnvironment } from '../models.node.js'
import { run } from '../run.js'
import type { Agents } from '../seats.js'
import type { OuterSeat } from '../serve/seat.js'
import type { Served } from '../serve/web.node.js'
import type { Again } from './again.js'
import { interruptible } from './interrupt.node.js'
import { openRegistry, type PluginFlags } from './registry.node.js'
import { exitCode, tell } from './run.node.js'
import { ownStdout } from './stdout.node.js'
import type { Terminal } from './terminal.node.js'

export interface ServeFlags extends PluginFlags, ModelFlags {
  readonly mcp?: boolean
  readonly stdio?: boolean
  readonly seat?: string
  readonly agents?: readonly string[]
  readonly port?: number
  readonly profile?: string
  readonly seed?: string
  readonly out?: string
  readonly timeout?: number
  readonly patience?: number
  readonly horizon?: number
}

/** `coact serve` */
export async function serveCommand(
  ref: string,
  flags: ServeFlags,
  terminal: Terminal,
  again: Again,
): Promise<number> {
  check(flags)
  const output = flags.port === undefined ? ownStdout() : process.stdout
  const registry = await openRegistry(flags)
  const { profile, horizon } = flags
  const loaded = await loadScenario(ref, registry, {
    ...(profile === undefined ? {} : { profile }),
    ...(horizon === undefined ? {} : { horizon }),
  })
  const words = flags.agents ?? []
  if (flags.stdio === true) {
    // Whom the scenario's file names is not meant: an environment is for those who drive it.
    const agents = await loadAgents(words, { ...loaded, policies: {} }, registry)
    const { serveEnvironment } = await import('../serve/stdio.node.js')
    return serveEnvironment(loaded.scenario, agents, flags, process.stdin, output)
  }
  const agents = await loadAgents(words, loaded, registry)
  return playSeat(loaded, agents, flags, output, terminal, again)
}

/** Runs the scenario, with a seat that a client plays. */
async function playSeat(
  loaded: Loaded,
  agents: Agents,
  flags: ServeFlags,
  output: Writable,
  terminal: Terminal,
  again: Again,
): Promise<number> {
  const { scenario, source } = loaded
  const models = await openGateway(withEnvironment(flags))
  const seat = await seatOf(loaded, agents, flags)
  const served = await open(seat, flags, output)
  const stop = interruptible()
  const left = new AbortController()
  void served.gone.then(() => left.abort())
  const signal = AbortSignal.any([stop.signal, left.signal])
  const result = await run(scenario, {
    seed: flags.seed ?? 0,
    agents: { ...agents, [seat.view().agent]: seat.policy },
    ...(models === undefined ? {} : { models }),
    source,
    signal,
    onFrame: seat.see,
    ...(flags.timeout === undefined ? {} : { timeoutMs: flags.timeout }),
    ...(flags.out === undefined ? {} : { out: flags.out }),
  })
  seat.close(result.end)
  tell(result, scenario.title, flags.out, terminal, again.with('seed', result.seed))
  // Whoever plays is still to learn how it ended.
  await aborted(signal)
  await served.close()
  return exitCode(result)
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

async function open(seat: OuterSeat, { port }: ServeFlags, output: Writable): Promise<Served> {
  const { seatOverHttp, seatOverStdio } = await import('../serve/mcp.node.js')
  if (port === undefined) return seatOverStdio(seat, process.stdin, output)
  const served = await seatOverHttp(seat, port)
  process.stderr.write(`${seat.view().agent} can be played at ${served.address}\n`)
  return served
}

/** The seat that is served: the one that is named; else the first without a policy, or without one on the command line. */
async function seatOf(loaded: Loaded, agents: Agents, flags: ServeFlags): Promise<OuterSeat> {
  const { scenario } = loaded
  const names = Object.keys(scenario.agents)
  const named = (flags.agents ?? []).map((word) => readWord(word).agent)
  const isFree = (name: string): boolean =>
    !Object.hasOwn(agents, name) && scenario.agents[name]!.policy === undefined
  const agent =
    flags.seat ?? names.find(isFree) ?? names.find((name) => !named.includes(name)) ?? names[0]
  if (agent === undefined || !names.includes(agent))
    throw unknownName('agent/unknown', 'agent', agent ?? '', names, scenario.id)
  const { outerSeat } = await import('../serve/seat.js')
  return outerSeat(manualOf(scenario), agent, flags.patience ?? 0)
}

function check({ mcp, stdio, port, seat, out }: ServeFlags): void {
  const refuse = (message: string, next: string): CoactError =>
    new CoactError('usage/serve', message, { next })
  if ((mcp === true) === (stdio === true)) {
    throw refuse(
      'It is to be said what is served',
      'Give --mcp to let a client of the Model Context Protocol play a seat, or --stdio for an environment over lines of JSON.',
    )
  }
  if (stdio !== true) return
  const stray = port !== undefined ? '--port' : seat !== undefined ? '--seat' : out && '--out'
  if (stray) throw refuse(`${stray} goes with --mcp`, 'Leave it out.')
}
