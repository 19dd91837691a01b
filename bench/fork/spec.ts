import {
  type AgentInput,
  CoactError,
  type EndReason,
  type Episode,
  type Frame,
  type Goal,
  readDecision,
  unknownName,
} from '../../engine/index.js'
import type { Agents } from '../seats.js'
import type { Trunk } from './trunk.js'

/**
 * What the agents do whose policy was not replaced: repeat what they did (`frozen`), do what is given (`scripted`), or decide
 * anew (`live`).
 */
export type ForkMode = 'frozen' | 'scripted' | 'live'

/** One continuation that is wanted. */
export interface ForkSpec {
  /** The tick after whose state it begins. */
  readonly at: number
  /** Default: `scripted` where inputs are given, else `frozen`. */
  readonly mode?: ForkMode
  /** Other policies from the next tick on, by agent name. They begin with a memory of their own, and decide in every mode. */
  readonly agents?: Agents
  /** Other decisions in the next tick, by agent name, as a policy would return them: what they name replaces that part only. */
  readonly action?: Readonly<Record<string, unknown>>
  /** Ids of messages (`tick:agent:number`) that never reach anybody. Those of later ticks are not even sent. */
  readonly mute?: readonly string[]
  /** Another seed for all that chance draws after `at`, in policies too. What comes from a tape still does. */
  readonly seed?: number | string
  /** For `scripted`: what enters the ticks after `at`, each by agent index. */
  readonly inputs?: readonly (readonly (AgentInput | null)[])[]
  /** How many ticks at most (default: to the end of the episode; `frozen` and `scripted` to the end of what is known). */
  readonly ticks?: number
}

/** How a continuation went. */
export interface ForkResult {
  readonly at: number
  /** The last tick. */
  readonly tick: number
  /** Why the episode ended; absent where the fork stopped before its end. */
  readonly end?: EndReason
  /** What each agent got since the fork. */
  readonly rewards: Readonly<Record<string, number>>
  readonly goals: readonly Goal[]
  /** Inputs from a recording, or given, whose actions had another verdict than recorded; inputs that were missing count too. */
  readonly stale: number
  /** The first tick with one. */
  readonly staleFrom?: number
  /** The last chain hash, which names the run; empty where nothing is hashed. */
  readonly chain: string
  /** What the scorer says. */
  readonly score?: number
  /** The scenario's metrics over the whole run, what came before the fork included. */
  readonly metrics?: Readonly<Record<string, unknown>>
  readonly frames?: readonly Frame[]
}

/** Rates a continuation that has come to its end: higher is better. */
export type ForkScorer = (result: Omit<ForkResult, 'score'>, episode: Episode) => number

/** A spec in terms of agent indices, checked. */
export interface ReadySpec {
  readonly mode: ForkMode
  /** By agent index: the parts of decisions that replace others. */
  readonly actions: ReadonlyMap<number, AgentInput>
  /** By tick, then agent: positions in what it says that are left out. */
  readonly unsaid: ReadonlyMap<number, ReadonlyMap<string, ReadonlySet<number>>>
  /** Ids of delivered messages that are taken away. */
  readonly taken: ReadonlySet<string>
}

const MODES: readonly ForkMode[] = ['frozen', 'scripted', 'live']

/**
 * Checks a spec against its trunk.
 *
 * @throws CoactError `fork/no-tick`, `fork/mode`, `fork/ticks`, `agent/unknown`, `action/unknown`, `fork/action`, `fork/message`
 */
export function readSpec(trunk: Trunk, spec: ForkSpec): ReadySpec {
  const names = Object.keys(trunk.scenario.agents)
  const mode = spec.mode ?? (spec.inputs === undefined ? 'frozen' : 'scripted')
  if (!MODES.includes(mode)) throw unknownName('fork/mode', 'mode', String(mode), [...MODES])
  if (mode === 'scripted' && spec.inputs === undefined) {
    throw new CoactError('fork/mode', 'A scripted fork needs its inputs', {
      where: 'inputs',
      expected: 'for each tick a list with one input per agent',
    })
  }
  if (spec.ticks !== undefined && !(Number.isInteger(spec.ticks) && spec.ticks >= 0)) {
    throw new CoactError('fork/ticks', 'The length of a fork is a whole number of ticks', {
      where: 'ticks',
      got: String(spec.ticks),
    })
  }
  const known = (name: string): number => {
    const index = names.indexOf(name)
    if (index >= 0) return index
    throw unknownName('agent/unknown', 'agent', name, names, trunk.scenario.id)
  }
  for (const name of Object.keys(spec.agents ?? {})) if (name !== '*') known(name)
  const actions = new Map(
    Object.entries(spec.action ?? {}).map(([name, given]) => [
      known(name),
      readAction(trunk, name, given),
    ]),
  )
  return { mode, actions, ...readMutes(trunk, spec, mode) }
}

/** Reads a decision and refuses what could never be one. */
function readAction({ scenario }: Trunk, name: string, given: unknown): AgentInput {
  const input = readDecision(given)
  if (input.failure !== undefined) {
    throw new CoactError('fork/action', `This is no decision for ${name}`, {
      where: `action.${name}`,
      expected:
        'an action { action, args }, a list of them, a text command, or { do, say, memory, why }',
      got: input.failure.message,
    })
  }
  const known = Object.keys(scenario.world.actions)
  for (const act of input.do ?? []) {
    if ('action' in act && !known.includes(act.action))
      throw unknownName('action/unknown', 'action', act.action, known, `action.${name}`)
  }
  // An empty decision means: do nothing.
  return Object.keys(input).length === 0 ? { do: [] } : input
}

const MESSAGE_ID = /^(\d+):([^:]+):(\d+)$/

function readMutes(
  trunk: Trunk,
  { at, mute = [] }: ForkSpec,
  mode: ForkMode,
): Pick<ReadySpec, 'unsaid' | 'taken'> {
  const unsaid = new Map<number, Map<string, Set<number>>>()
  const taken = new Set<string>()
  if (mute.length === 0) return { unsaid, taken }
  const waiting = trunk
    .state(at)
    .bus.inboxes.flat()
    .map((m) => m.id)
  for (const id of mute) {
    const [, tick, agent = '', seq] = MESSAGE_ID.exec(id) ?? []
    if (tick !== undefined && Number(tick) > at) {
      const frame = trunk.frame(Number(tick))
      const said = frame?.messages.map((m) => m.id) ?? []
      if (mode === 'live' || mode === 'scripted' || said.includes(id)) {
        const ofTick = unsaid.get(Number(tick)) ?? new Map<string, Set<number>>()
        ofTick.set(agent, (ofTick.get(agent) ?? new Set()).add(Number(seq)))
        unsaid.set(Number(tick), ofTick)
      } else throw noMessage(id, said, `said in tick ${tick}`)
    } else if (waiting.includes(id)) taken.add(id)
    else throw noMessage(id, waiting, `waiting to be read after tick ${at}`)
  }
  return { unsaid, taken }
}

const noMessage = (id: string, ids: readonly string[], which: string): CoactError =>
  new CoactError('fork/message', `There is no message "${id.slice(0, 100)}" to mute`, {
    expected:
      ids.length === 0 ? `none is ${which}` : `one ${which}: ${[...new Set(ids)].join(', ')}`,
    next: 'What was read before the fork cannot be unread: fork at an earlier tick.',
  })
