import { choosePolicy } from '../../agents/index.js'
import {
  CoactError,
  manualOf,
  type Policy,
  type Scenario,
  unknownName,
} from '../../engine/index.js'
import { openReplayFile, type Replay, type SeatManual } from '../../replays/index.node.js'
import { freeName } from '../cli/fork.node.js'
import { recordedScenario } from '../cli/recorded.node.js'
import { whoPlayed } from '../cli/who-played.node.js'
import { fork } from '../fork/fork.js'
import { openTrunk } from '../fork/trunk.js'
import type { Loaded } from '../load.node.js'
import { type Registry, shipped } from '../registry.js'
import type { ListedFile } from './listing.node.js'

const { basename, dirname } = process.getBuiltinModule('node:path')

/** A fork that a page asks for. */
export interface ForkAsked {
  /** The parent's name in the list. */
  readonly file: string
  readonly at: number
  readonly mode?: 'frozen' | 'live' | undefined
  /** Policies by agent: names of those that ship, and call no model. */
  readonly agents?: Readonly<Record<string, string>> | undefined
  /** Other decisions in the next tick, by agent. */
  readonly action?: Readonly<Record<string, unknown>> | undefined
  readonly mute?: readonly string[] | undefined
  readonly ticks?: number | undefined
}

/** What a replay's forks can be made with. */
export interface ForkWays {
  readonly agents: readonly string[]
  readonly policies: readonly string[]
  readonly actions: SeatManual['actions']
  readonly ticksMax: number
}

/** Makes forks of served replays, beside them. */
export interface Forks {
  /** @throws CoactError `fork/no-file`, `verify/no-scenario`, `replay/…`, `scenario/…` */
  ways(file: string): Promise<ForkWays>
  /**
   * Runs a fork to its end, or to a bound. @returns its name in the list
   * @throws CoactError `fork/busy`, `fork/policy`, and as `fork` of this folder's neighbour
   */
  fork(asked: ForkAsked): Promise<{ readonly file: string; readonly end: string; ticks: number }>
}

/** Ticks, and milliseconds, of a fork that a page asks for. */
const TICKS_MAX = 5000
const WALL_MS = 60_000
/** Milliseconds of one decision. */
const DECISION_MS = 10_000
/** Milliseconds after which others are served in between. */
const BREATHE_MS = 20

/**
 * @param find the file of a name in the list
 * @param made told of a new file
 * @param registry what worlds there are
 */
export function createForks(
  find: (name: string) => Promise<ListedFile | undefined>,
  made: (path: string) => void,
  registry: () => Promise<Registry>,
): Forks {
  let isBusy = false
  const open = async <T>(
    name: string,
    work: (file: ListedFile, replay: Replay, loaded: Loaded, known: Registry) => Promise<T>,
  ): Promise<T> => {
    const file = await find(name)
    if (file === undefined) throw noFile(name)
    const known = await registry()
    const replay = await openReplayFile(file.path)
    try {
      return await work(file, replay, await recordedScenario(replay, known, undefined), known)
    } finally {
      await replay.close()
    }
  }
  return {
    ways: (name) =>
      open(name, async (_, replay, { scenario }) => ({
        agents: replay.info.header.agents.map((a) => a.name),
        policies: [...(await policiesFor(scenario)).keys()],
        actions: manualOf(scenario).actions,
        ticksMax: TICKS_MAX,
      })),
    async fork(asked) {
      if (isBusy) throw busy()
      isBusy = true
      try {
        return await open(asked.file, async (file, replay, loaded, known) => {
          const out = freeName(file.path, asked.at)
          const told = await forkInto(out, asked, file, replay, loaded, known)
          made(out)
          const folder = dirname(asked.file)
          return { ...told, file: folder === '.' ? basename(out) : `${folder}/${basename(out)}` }
        })
      } finally {
        isBusy = false
      }
    },
  }
}

async function forkInto(
  out: string,
  { at, mode = 'frozen', agents = {}, action, mute, ticks }: ForkAsked,
  file: ListedFile,
  replay: Replay,
  loaded: Loaded,
  registry: Registry,
) {
  const { scenario, source } = loaded
  const known = await policiesFor(scenario)
  const anew = Object.fromEntries(
    Object.entries(agents).map(([name, policy]) => [name, chosen(known, policy)]),
  )
  const spec = {
    at,
    mode,
    ...(Object.keys(anew).length === 0 ? {} : { agents: anew }),
    ...(action === undefined ? {} : { action }),
    ...(mute === undefined ? {} : { mute }),
    ticks: Math.min(TICKS_MAX, ticks ?? TICKS_MAX),
  }
  const trunk = await openTrunk(replay, scenario, { from: at, to: at })
  const stop = new AbortController()
  const begun = performance.now()
  let rested = begun
  const { end, ticks: last } = await fork(trunk, spec, {
    out,
    file: basename(file.path),
    policies: mode === 'live' ? whoPlayed(replay, loaded, registry, anew) : {},
    signal: stop.signal,
    timeoutMs: DECISION_MS,
    ...(source === undefined ? {} : { source }),
    async onFrame() {
      const now = performance.now()
      if (now - begun > WALL_MS) stop.abort()
      if (now - rested < BREATHE_MS) return
      await new Promise((resolve) => setImmediate(resolve))
      rested = performance.now()
    },
  })
  return { end, ticks: last }
}

/** They walk the whole game before they say whether they can play it, which may take minutes in which nobody else is served. */
const SOLVERS: ReadonlySet<string> = new Set(['best-response', 'cfr'])

/** The policies that ship, can play the scenario at once and without options, and call no model. */
async function policiesFor(scenario: Scenario): Promise<ReadonlyMap<string, Policy>> {
  const { policies } = await shipped()
  const found = new Map<string, Policy>()
  for (const name of [...policies.keys()].sort()) {
    if (SOLVERS.has(name)) continue
    try {
      const policy = choosePolicy(policies, name)
      const isOther = policy.world !== '*' && policy.world !== scenario.world.id
      if (isOther || policy.calls === true) continue
      policy.fits?.(scenario)
      found.set(name, policy)
    } catch {
      // Whoever needs options, or another game, is not offered.
    }
  }
  return found
}

function chosen(known: ReadonlyMap<string, Policy>, name: string): Policy {
  const policy = known.get(name)
  if (policy === undefined) throw unknownName('fork/policy', 'policy', name, [...known.keys()])
  return policy
}

const noFile = (name: string): CoactError =>
  new CoactError('fork/no-file', 'There is no such replay in the list', { got: name.slice(0, 200) })

const busy = (): CoactError =>
  new CoactError('fork/busy', 'Another fork is being made', { next: 'Wait until it is done.' })
