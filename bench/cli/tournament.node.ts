import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import {
  type AnyWorld,
  CoactError,
  defineScenario,
  type Scenario,
  safeText,
} from '../../engine/index.js'
import { loadPolicy } from '../agents.node.js'
import { isPath } from '../files.node.js'
import { loadScenario } from '../load.node.js'
import { type ModelFlags, openGateway, withEnvironment } from '../models.node.js'
import type { Registry } from '../registry.js'
import { tournamentLines } from '../tournament/lines.js'
import type { Entrant } from '../tournament/table.js'
import { type TournamentResult, tournament } from '../tournament/tournament.js'
import type { Again } from './again.js'
import { EXIT } from './exit.js'
import { interruptible } from './interrupt.node.js'
import { jsonDocument, printable } from './printable.js'
import { openRegistry, type PluginFlags } from './registry.node.js'
import { callLines } from './summary.js'
import type { Terminal } from './terminal.node.js'

export interface TournamentFlags extends PluginFlags, ModelFlags {
  readonly policies: readonly string[]
  readonly games?: number
  readonly swiss?: number
  readonly seed?: string
  readonly profile?: string
  readonly timeout?: number
  readonly theory?: boolean
  readonly out?: string
}

/** `coact tournament` */
export async function tournamentCommand(
  ref: string,
  flags: TournamentFlags,
  terminal: Terminal,
  again: Again,
): Promise<number> {
  const registry = await openRegistry(flags)
  const scenario = await scenarioOf(ref, flags, registry)
  const entrants = await entrantsOf(flags.policies, registry)
  const models = await openGateway(withEnvironment(flags))
  const stop = interruptible()
  const { games, swiss, theory, timeout } = flags
  let played = 0
  const result = await tournament(scenario, entrants, {
    seed: flags.seed ?? 0,
    ...(games === undefined ? {} : { games }),
    ...(swiss === undefined ? {} : { swiss }),
    ...(theory === undefined ? {} : { theory }),
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    ...(models === undefined ? {} : { models }),
    signal: stop.signal,
    onGame: (_, of) => {
      played += 1
      terminal.status(() => `game ${played}${played <= of ? ` of ${of}` : ''}`)
    },
  })
  stop.end()
  if (flags.out !== undefined) await write(flags.out, result)
  const reproduce = again.with('seed', result.seed)
  terminal.document({ ...result, again: reproduce })
  for (const line of tournamentLines(result)) terminal.line(printable(line, 2000).trimEnd())
  for (const { policy, message } of result.closeErrors)
    terminal.line(`closing ${printable(policy)}: ${printable(message)}`, 'bad')
  if (flags.out !== undefined) terminal.line(`result ${flags.out}`)
  if (models !== undefined)
    for (const line of callLines({ calls: models.totals })) terminal.line(line)
  terminal.line(`again  ${reproduce}`)
  return exitCode(result)
}

function exitCode({ isPartial, standings }: TournamentResult): number {
  if (isPartial) return EXIT.interrupted
  return standings.some((s) => s.failures > 0) ? EXIT.agentFailed : EXIT.fine
}

/** A scenario by name or path; or a world, which is played as it is without parameters. */
async function scenarioOf(
  ref: string,
  { profile }: TournamentFlags,
  registry: Registry,
): Promise<Scenario> {
  const overrides = profile === undefined ? {} : { profile }
  const world = registry.worlds.get(ref)
  const isScenario = registry.scenarios.has(ref) || isPath(ref) || existsSync(ref)
  if (world === undefined || isScenario)
    return (await loadScenario(ref, registry, overrides)).scenario
  const game = world.game?.(world.params.parse({}) as never)
  if (game === undefined) throw needsScenario(world, registry)
  const agents = Object.fromEntries(
    Array.from({ length: game.players }, (_, p) => [`player_${p}`, {}]),
  )
  return defineScenario(world as never, {
    ...overrides,
    agents,
    horizon: Math.min(10_000_000, game.longest + 1),
  })
}

function needsScenario({ id }: AnyWorld, { scenarios }: Registry): CoactError {
  const its = [...scenarios].flatMap(([name, s]) => {
    const { world } = s as { readonly world?: unknown }
    const named =
      typeof world === 'string' ? world.split('@')[0] : (world as AnyWorld | undefined)?.id
    return named === id ? [name] : []
  })
  return new CoactError('tournament/needs-scenario', `The world ${id} does not say how many play`, {
    expected:
      its.length === 0
        ? 'a scenario of it'
        : `one of its scenarios: ${its.slice(0, 20).join(', ')}`,
  })
}

/** Each word as an entrant of that name; the same word again is numbered. */
async function entrantsOf(words: readonly string[], registry: Registry): Promise<Entrant[]> {
  const out: Entrant[] = []
  const times = new Map<string, number>()
  for (const word of words) {
    const n = (times.get(word) ?? 0) + 1
    times.set(word, n)
    out.push({ name: n === 1 ? word : `${word}#${n}`, policy: await loadPolicy(word, registry) })
  }
  return out
}

async function write(path: string, result: TournamentResult): Promise<void> {
  try {
    await writeFile(path, `${jsonDocument(result)}\n`)
  } catch (e) {
    throw new CoactError('tournament/unwritable', 'The result cannot be written', {
      where: path,
      got: safeText(e),
    })
  }
}
