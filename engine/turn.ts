import { createDraft, enablePatches, finishDraft, isDraft, isDraftable, type Patch } from 'immer'
import { failed, readDecision } from './decide.js'
import type { DocPatch, Json } from './docs.js'
import type { Episode } from './episode.js'
import { CoactError, isCoactError } from './errors.js'
import type { AgentInput } from './frame.js'
import { withGetters } from './getters.js'
import { limits } from './limits.js'
import { plainCopy, RESERVED_KEYS, safeText } from './plain.js'
import type { Say, SayBuilder, Turn } from './policy.js'
import { createStreams, type Rng } from './rng.js'
import type { ActionCall, AnyWorld } from './world.js'

enablePatches()

/** What an agent looked at: its structured observation, or the observation in words. */
export type SeenKind = 'obs' | 'text'

export interface TurnOptions {
  /** Told when an agent first looks at its observation; what nobody looks at is never made. */
  readonly seen?: (agent: number, kind: SeenKind, value: unknown) => void
}

/** A turn that waits for its decision. */
export interface OpenTurn {
  readonly turn: Turn
  /** Ends the turn with what the policy returned, and with the changes to its memory. It never throws. */
  close(decision: unknown): AgentInput
  /** Ends the turn without a decision: what its policy still does in it has no effect. */
  cancel(): void
}

/** Opens the turns of one episode's agents. */
export interface Turns {
  /** @param signal tells the policy that its decision is no longer wanted; as a function it is made when looked at */
  open(agent: number, signal: AbortSignal | (() => AbortSignal)): OpenTurn
}

/**
 * Prepares what all turns of an episode share.
 *
 * @example
 * const turns = createTurns(episode)
 * const { turn, close } = turns.open(0, AbortSignal.timeout(1000))
 * episode.step([close(policy.decide(turn))])
 */
export function createTurns(episode: Episode, options: TurnOptions = {}): Turns {
  const names = Object.freeze(episode.seats.map((s) => s.name))
  const shared = { episode, names, act: actBuilder(episode.scenario.world), options }
  return { open: (agent, signal) => openTurn(shared, agent, signal) }
}

interface Shared {
  readonly episode: Episode
  readonly names: readonly string[]
  readonly act: Turn['act']
  readonly options: TurnOptions
}

function openTurn(
  shared: Shared,
  agent: number,
  signal: AbortSignal | (() => AbortSignal),
): OpenTurn {
  const { episode, options } = shared
  const seat = episode.seats[agent]!
  const tick = episode.tick + 1
  const memory = openMemory(episode.memory(agent))
  let over = false
  const once = <T>(make: () => T): (() => T) => {
    let made: { readonly value: T } | undefined
    return () => {
      if (made === undefined) {
        if (over) throw turnOver(seat.name, tick)
        made = { value: make() }
      }
      return made.value
    }
  }
  const look = (kind: SeenKind, make: () => unknown) =>
    once(() => {
      const value = make()
      options.seen?.(agent, kind, value)
      return value
    })
  const obs = look('obs', () => episode.observe(agent))
  const text = look('text', () => episode.describe(agent))
  const legal = once(() => episode.legal(agent))
  const rng = once(() => policyStream(episode.seed, seat.name, tick))
  const own = {
    makeObs: obs,
    makeText: text,
    makeMemory: memory.read,
    makeRng: rng,
    makeSignal: typeof signal === 'function' ? signal : () => signal,
    tick,
    agent: seat.name,
    team: seat.team,
    role: seat.role,
    agents: shared.names,
    act: shared.act,
    command: (words: string) => ({ text: words }),
    say: SAY,
    inbox: episode.inbox(agent),
    last: episode.last(agent),
    reward: episode.reward(agent),
    legal,
  }
  const turn: Turn = withGetters(own, Lazy)
  return {
    turn,
    close(decision) {
      over = true
      const input = readDecision(decision)
      return input.failure === undefined && input.memory === undefined ? memory.close(input) : input
    },
    cancel() {
      over = true
    },
  }
}

/** What a turn makes only when it is read. */
class Lazy {
  declare readonly makeObs: () => unknown
  declare readonly makeText: () => unknown
  declare readonly makeMemory: () => unknown
  declare readonly makeRng: () => Rng
  declare readonly makeSignal: () => AbortSignal

  get obs(): unknown {
    return this.makeObs()
  }

  get text(): string {
    return this.makeText() as string
  }

  get memory(): unknown {
    return this.makeMemory()
  }

  get rng(): Rng {
    return this.makeRng()
  }

  get signal(): AbortSignal {
    return this.makeSignal()
  }
}

/** An agent's own stream for one tick: made from the seed alone, so that there is no state to save. */
const policyStream = (seed: string, agent: string, tick: number): Rng =>
  createStreams(seed, {}, false).stream(`policy/${agent}/${tick}`)

const turnOver = (agent: string, tick: number): CoactError =>
  new CoactError('turn/over', 'The turn is over: the world may have moved on', {
    where: `tick ${tick}, ${agent}`,
    next: 'Read what you need before the decision is due; `turn.signal` tells when it no longer is.',
  })

interface OpenMemory {
  read(): unknown
  /** Adds the changes to an input. */
  close(input: AgentInput): AgentInput
}

/** Memory as a draft, so that only its changes enter the journal. */
function openMemory(saved: Json | undefined): OpenMemory {
  let draft: unknown
  return {
    read: () => {
      draft ??= isDraftable(saved) ? createDraft(saved as object) : saved
      return draft
    },
    close(input) {
      if (!isDraft(draft)) return input
      try {
        let changes: readonly Patch[] = []
        finishDraft(draft, (patches) => {
          changes = patches
        })
        return changes.length === 0 ? input : { ...input, memory: readPatches(changes) }
      } catch (e) {
        const text = isCoactError(e) ? `${e.detail.where} ${e.detail.got}` : safeText(e)
        return failed('bad-decision', text)
      }
    },
  }
}

function readPatches(changes: readonly Patch[]): readonly DocPatch[] {
  const out: DocPatch[] = []
  for (const { op, path, value } of changes) {
    const key = path.at(-1)
    if (path.some((step) => RESERVED_KEYS.has(String(step)))) {
      throw new CoactError('plain/unfit', 'A value is not plain JSON', {
        where: ['memory', ...path].join('.'),
        got: 'has a reserved name',
      })
    }
    if (op === 'remove') out.push({ op, path })
    else if (value === undefined && typeof key === 'string') {
      if (op === 'replace') out.push({ op: 'remove', path })
    } else {
      const name = ['memory', ...path].join('.')
      out.push({
        op,
        path,
        value: plainCopy(value ?? null, { chars: limits.MEMORY_JSON_CHARS_MAX, name }),
      })
    }
  }
  return out
}

const builders = new WeakMap<AnyWorld, Turn['act']>()

function actBuilder(world: AnyWorld): Turn['act'] {
  let builder = builders.get(world)
  if (builder === undefined) {
    const made: Record<string, (args?: ActionCall['args']) => ActionCall> = {}
    for (const action of Object.keys(world.actions))
      made[action] = (args = {}) => ({ action, args })
    builder = Object.freeze(made) as Turn['act']
    builders.set(world, builder)
  }
  return builder
}

const message = (to: string, body: unknown): Say => {
  if (typeof body === 'string') return { to, type: 'text', body }
  const { type, ...rest } = body as { readonly type: string }
  return { to, type, body: rest }
}

const SAY: SayBuilder<object> = Object.freeze({
  all: (body: unknown) => message('all', body),
  team: (body: unknown) => message('team', body),
  to: (agent: string, body: unknown) => message(agent, body),
})
