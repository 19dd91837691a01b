import type { Gateway } from '../../agents/index.js'
import {
  type AgentInput,
  type CallRecord,
  CoactError,
  createEpisode,
  createTurns,
  defineUniversalPolicy,
  type Episode,
  type EpisodeState,
  type Frame,
  limits,
  type Policy,
  plainCopy,
  type TurnOptions,
} from '../../engine/index.js'
import { createBarrier, type Inputs } from '../barrier.js'
import { openCalls, type RunCalls } from '../calls.js'
import { type Agents, STANDS_IN, seatPolicies } from '../seats.js'
import { type ForkMode, type ForkSpec, type ReadySpec, readSpec } from './spec.js'
import type { Trunk } from './trunk.js'

/** A continuation that goes tick by tick. */
export interface Branch {
  readonly episode: Episode
  readonly mode: ForkMode
  /** By agent index; undefined where nobody decides anew. */
  readonly policies: readonly (Policy | undefined)[]
  /** Whether there is a next tick. */
  readonly isOpen: boolean
  /** What enters the next tick; a promise only when somebody has to be waited for. */
  ask(): Inputs | Promise<Inputs>
  /** Runs a tick with what {@link Branch.ask} gave. */
  step(inputs: Inputs): Frame
  readonly stale: number
  readonly staleFrom: number | undefined
  /** The way to language models. */
  readonly models: RunCalls | undefined
  /** What was asked of them for the tick that {@link Branch.ask} was about. */
  readonly calls: readonly CallRecord[]
}

export interface BranchOptions {
  /** Who decides in mode `live`, by agent name. A trunk knows who played and does not hold them. */
  readonly policies?: Agents
  /** The way to language models, for agents that call them. */
  readonly models?: Gateway
  /** Milliseconds for one decision (default 30000); 0: for ever. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  readonly seen?: TurnOptions['seen']
  /** False: no hashes, diffs or events (default true). */
  readonly track?: boolean
}

const TIMEOUT_MS = 30_000

/** Gives episodes to branches, the same one again and again, since making one costs more than restoring one. */
export type Nursery = (seed: string | undefined) => Episode

/** @param track whether hashes, diffs and events are made */
export function createNursery({ scenario, seed, tapes }: Trunk, track: boolean): Nursery {
  let same: Episode | undefined
  let other: Episode | undefined
  return (wanted) => {
    if (wanted === undefined || wanted === seed) {
      same ??= createEpisode(scenario, { seed, tapes, track })
      return same
    }
    if (other === undefined) other = createEpisode(scenario, { seed: wanted, tapes, track })
    else if (other.seed !== wanted) other.reset(wanted)
    return other
  }
}

/**
 * Begins a continuation.
 *
 * @throws CoactError as {@link readSpec}; `fork/not-asked`; `agent/no-policy`, `policy/…` when somebody cannot be seated
 */
export function createBranch(
  trunk: Trunk,
  spec: ForkSpec,
  nursery: Nursery,
  options: BranchOptions = {},
): Branch {
  const ready = readSpec(trunk, spec)
  const policies = whoDecides(trunk, spec, ready, options)
  const episode = nursery(spec.seed === undefined ? undefined : String(spec.seed))
  episode.restore(changed(trunk, spec, ready))
  mustBeAsked(episode, ready)
  const agents = episode.seats.map((s) => s.name)
  const models = openCalls({ models: options.models, agents, known: 0, onCall: () => {} })
  let calls: readonly CallRecord[] = []
  const barrier = createBarrier(
    episode,
    policies,
    createTurns(episode, {
      ...(options.seen === undefined ? {} : { seen: options.seen }),
      ...(models === undefined ? {} : { call: models.call }),
    }),
    options.timeoutMs ?? TIMEOUT_MS,
    options.signal,
  )
  models?.bind(barrier)
  const known = source(trunk, spec, ready)
  const last = spec.at + (spec.ticks ?? Infinity)
  let stale = 0
  let staleFrom: number | undefined
  const finish = (given: Inputs): Inputs => {
    const tick = episode.tick + 1
    calls = models?.take(tick) ?? []
    const inputs = tick === spec.at + 1 ? replaced(given, ready) : given
    return silenced(inputs, tick, episode, ready)
  }
  return {
    episode,
    mode: ready.mode,
    policies,
    get isOpen() {
      return episode.end === undefined && episode.tick < last && known.has(episode.tick + 1)
    },
    ask() {
      const old = known.get(episode.tick + 1)
      const deciding = episode.asked().filter((i) => policies[i] !== undefined || old === undefined)
      const asking = barrier.ask(deciding)
      const join = (now: Inputs): Inputs =>
        finish(
          old === undefined ? now : now.map((input, i) => (policies[i] ? input : (old[i] ?? null))),
        )
      return asking instanceof Promise ? asking.then(join) : join(asking)
    },
    step(inputs) {
      const asked = episode.asked()
      const frame = episode.step(inputs)
      const count = staleIn(trunk, ready, policies, asked, inputs, frame, spec.at)
      stale += count
      if (count > 0) staleFrom ??= frame.tick
      return frame
    },
    get stale() {
      return stale
    },
    get staleFrom() {
      return staleFrom
    },
    models,
    get calls() {
      return calls
    },
  }
}

/** By agent index, who decides anew. */
function whoDecides(
  { scenario, players }: Trunk,
  { agents = {} }: ForkSpec,
  { mode }: ReadySpec,
  { policies: given = {}, models }: BranchOptions,
): readonly (Policy | undefined)[] {
  const others = Object.entries(agents).map(([name, policy]) => [name, policy ?? nobody] as const)
  const anew = Object.fromEntries(others)
  const seated = mode === 'live' ? { ...given, ...anew } : { '*': null, ...anew }
  for (const [name, { id }] of Object.entries(players)) {
    // A trunk has the first memory of who played, and nobody who could decide with it.
    const own = scenario.agents[name]?.policy
    const isNamed = Object.hasOwn(seated, name) || Object.hasOwn(seated, '*')
    if (own !== undefined && !isNamed && (own.decide === STANDS_IN || own.id !== id))
      throw notAtHand(name, id)
  }
  return seatPolicies(scenario, seated, models !== undefined).policies
}

const notAtHand = (name: string, id: string): CoactError =>
  new CoactError('agent/no-policy', `Nobody decides for ${name}`, {
    where: 'policies',
    expected: `the policy that played, ${id}, or another: a run that is over does not hold it`,
    next: `Give it: { policies: { ${name}: policy } }.`,
  })

/** An agent that is taken away does nothing; it does not repeat what it did. */
const nobody = defineUniversalPolicy({ id: 'nobody', decide: () => undefined })

/** What entered the ticks, where that is known. */
function source(
  trunk: Trunk,
  { at, inputs }: ForkSpec,
  { mode }: ReadySpec,
): { has(tick: number): boolean; get(tick: number): Inputs | undefined } {
  if (mode === 'live') return { has: () => true, get: () => undefined }
  const get = (tick: number): Inputs | undefined =>
    mode === 'frozen' ? trunk.frame(tick)?.inputs : inputs?.[tick - at - 1]
  return { has: (tick) => get(tick) !== undefined, get }
}

/** The state that a fork begins with. */
function changed(trunk: Trunk, spec: ForkSpec, { taken }: ReadySpec): EpisodeState {
  let state = trunk.state(spec.at)
  if (spec.seed !== undefined && String(spec.seed) !== trunk.seed) {
    const streams = state.streams.filter((s) => Object.hasOwn(trunk.tapes, s.label))
    state = { ...state, streams }
  }
  if (taken.size > 0) {
    const inboxes = state.bus.inboxes.map((mail) => mail.filter((m) => !taken.has(m.id)))
    state = { ...state, bus: { ...state.bus, inboxes } }
  }
  const { agents = {} } = spec
  const names = Object.keys(trunk.scenario.agents)
  const docs = new Map(state.docs)
  for (const name of names) {
    const policy = Object.hasOwn(agents, name) ? agents[name] : agents['*']
    if (policy === undefined) continue
    const memory = policy?.memory?.()
    const max = { chars: limits.MEMORY_JSON_CHARS_MAX, name: 'memory' }
    if (memory === undefined) docs.delete(`memory:${name}`)
    else docs.set(`memory:${name}`, plainCopy(memory, max))
  }
  return { ...state, docs: [...docs] }
}

function mustBeAsked(episode: Episode, { actions }: ReadySpec): void {
  const asked = episode.asked()
  for (const index of actions.keys()) {
    if (asked.includes(index)) continue
    throw new CoactError('fork/not-asked', `${episode.seats[index]!.name} is not asked then`, {
      where: `tick ${episode.tick + 1}`,
      expected: `an action of ${asked.map((i) => episode.seats[i]!.name).join(', ') || 'nobody: chance or the world moves'}`,
      next: 'Fork at another tick.',
    })
  }
}

const replaced = (inputs: Inputs, { actions }: ReadySpec): Inputs =>
  actions.size === 0
    ? inputs
    : inputs.map((input, i) => {
        const other = actions.get(i)
        if (other === undefined) return input
        // Whoever failed or gave a reason did so for what is replaced.
        const { failure: _, why: __, ...rest } = input ?? ({} as AgentInput)
        return { ...rest, ...other }
      })

/** Without what is muted. */
function silenced(inputs: Inputs, tick: number, { seats }: Episode, { unsaid }: ReadySpec): Inputs {
  const ofTick = unsaid.get(tick)
  if (ofTick === undefined) return inputs
  return inputs.map((input, i) => {
    const gone = ofTick.get(seats[i]!.name)
    if (gone === undefined || input?.say === undefined) return input
    return { ...input, say: input.say.filter((_, k) => !gone.has(k)) }
  })
}

/** How many inputs that were not decided anew fared otherwise than recorded. */
function staleIn(
  trunk: Trunk,
  { mode, actions }: ReadySpec,
  policies: readonly (Policy | undefined)[],
  asked: readonly number[],
  inputs: Inputs,
  frame: Frame,
  at: number,
): number {
  if (mode === 'live') return 0
  const recorded = trunk.frame(frame.tick)
  let count = 0
  for (let i = 0; i < policies.length; i++) {
    if (policies[i] !== undefined || (frame.tick === at + 1 && actions.has(i))) continue
    const isMissing =
      asked.includes(i) && (inputs[i] ?? null) === null && recorded?.asked.includes(i) !== true
    const isOther = (inputs[i]?.do?.length ?? 0) > 0 && faresOtherwise(mode, frame, recorded, i)
    if (isMissing || isOther) count += 1
  }
  return count
}

/** The verdicts of what an agent itself did. */
function fared({ actions }: Frame, agent: number): string {
  let all = ''
  for (const a of actions) if (a.agent === agent && a.fallback !== true) all += `${a.verdict} `
  return all
}

/** Of inputs that are given nobody knows what was expected, but that they are accepted. */
function faresOtherwise(
  mode: ReadySpec['mode'],
  frame: Frame,
  recorded: Frame | undefined,
  agent: number,
): boolean {
  if (mode === 'frozen')
    return recorded === undefined || fared(frame, agent) !== fared(recorded, agent)
  return frame.actions.some((a) => a.agent === agent && a.verdict !== 'ok')
}
