import type { Call, CallReply, CallRequest } from './calls.js'
import { readDecision } from './decide.js'
import type { Json } from './docs.js'
import type { Episode } from './episode.js'
import { CoactError } from './errors.js'
import type { AgentInput } from './frame.js'
import { type Manual, manualOf } from './manual.js'
import { draftMemory, withMemory } from './memory.js'
import type { Act, ActOptions, Say, SayBuilder, Turn } from './policy.js'
import { createStreams, type Rng } from './rng.js'
import { createSimulator, type Simulator } from './simulation.js'
import type { ActionCall, AnyWorld, Rejection } from './world.js'

/** What an agent looked at: its structured observation, or the observation in words. */
export type SeenKind = 'obs' | 'text'

export interface TurnOptions {
  /** Told when an agent first looks at its observation; what nobody looks at is never made. */
  readonly seen?: (agent: number, kind: SeenKind, value: unknown) => void
  /** Answers what agents ask of language models; without it they cannot. */
  readonly call?: (asking: Asking, request: CallRequest) => Promise<CallReply>
  /** Aborted, with the `EndReason`, when the episode is over. */
  readonly over?: AbortSignal
}

/** Who calls a language model, and until when. */
export interface Asking {
  readonly agent: number
  /** The tick that is being decided. */
  readonly tick: number
  readonly signal: AbortSignal
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
  const shared: Shared = {
    episode,
    names: Object.freeze(episode.seats.map((s) => s.name)),
    act: actBuilder(episode.scenario.world),
    model: episode.scenario.world.model?.(episode.scenario.profile),
    game: episode.scenario.world.game?.(episode.scenario.params as never),
    simulators:
      episode.scenario.world.information?.(episode.scenario.params as never) === 'perfect'
        ? new Map()
        : undefined,
    seen: options.seen,
    call: options.call,
    over: options.over,
    manual: undefined,
  }
  return {
    open(agent, signal) {
      const hold: Hold = { isOver: false, draft: undefined }
      return {
        turn: new AgentTurn(shared, agent, signal, hold),
        close(decision) {
          hold.isOver = true
          const input = readDecision(decision)
          return input.failure === undefined && input.memory === undefined
            ? withMemory(input, hold.draft)
            : input
        },
        cancel() {
          hold.isOver = true
        },
      }
    },
  }
}

/** What the turns of an episode share. */
interface Shared {
  readonly episode: Episode
  readonly names: readonly string[]
  readonly act: Turn['act']
  readonly model: Turn['model']
  readonly game: Turn['game']
  /** By agent index; absent where agents do not see the whole state. */
  readonly simulators: Map<number, Simulator> | undefined
  readonly seen: TurnOptions['seen']
  readonly call: TurnOptions['call']
  readonly over: TurnOptions['over']
  /** Written when somebody first reads it. */
  manual: Manual | undefined
}

/** What a turn shares with whoever ends it. */
interface Hold {
  isOver: boolean
  /** The memory as an immer draft, once it was looked at. */
  draft: unknown
}

/** A turn that makes what is costly when it is first read; a class, because there is one for each agent and tick. */
class AgentTurn implements Turn {
  readonly tick: number
  readonly agent: string
  readonly team: string
  readonly role: string
  readonly agents: readonly string[]
  readonly act: Turn['act']
  readonly say = SAY
  readonly command = COMMAND
  readonly inbox: Turn['inbox']
  readonly sent: Turn['sent']
  readonly protocols: Turn['protocols']
  readonly last: Turn['last']
  readonly reward: number
  readonly legal: Turn['legal']
  readonly refusal: Turn['refusal']
  readonly model: Turn['model']
  readonly game: Turn['game']
  readonly #shared: Shared
  readonly #index: number
  readonly #signal: AbortSignal | (() => AbortSignal)
  readonly #hold: Hold
  #obs: { readonly value: unknown } | undefined
  #text: string | undefined
  #legal: readonly ActionCall[] | undefined
  #talks: Turn['talks'] | undefined
  #rng: Rng | undefined

  constructor(
    shared: Shared,
    index: number,
    signal: AbortSignal | (() => AbortSignal),
    hold: Hold,
  ) {
    const { episode } = shared
    const seat = episode.seats[index]!
    this.tick = episode.tick + 1
    this.agent = seat.name
    this.team = seat.team
    this.role = seat.role
    this.agents = shared.names
    this.act = shared.act
    this.model = shared.model
    this.game = shared.game
    this.inbox = episode.inbox(index)
    this.sent = episode.sent(index)
    this.protocols = episode.scenario.protocols
    this.last = episode.last(index)
    this.reward = episode.reward(index)
    this.#shared = shared
    this.#index = index
    this.#signal = signal
    this.#hold = hold
    // Policies take it out of the turn, so it must not need its `this`.
    this.legal = () => {
      this.#legal ??= this.#now().legal(this.#index)
      return this.#legal
    }
    this.refusal = (act) => this.#refusal(act)
  }

  get manual(): Manual {
    const shared = this.#shared
    shared.manual ??= manualOf(shared.episode.scenario)
    return shared.manual
  }

  get goals(): Turn['goals'] {
    return this.#now()
      .goals()
      .filter(({ team }) => team === undefined || team === this.team)
      .map(({ id, text }) => ({ id, text }))
  }

  get obs(): unknown {
    if (this.#obs === undefined) {
      this.#obs = { value: this.#now().observe(this.#index) }
      this.#shared.seen?.(this.#index, 'obs', this.#obs.value)
    }
    return this.#obs.value
  }

  get text(): string {
    if (this.#text === undefined) {
      this.#text = this.#now().describe(this.#index)
      this.#shared.seen?.(this.#index, 'text', this.#text)
    }
    return this.#text
  }

  get talks(): Turn['talks'] {
    this.#talks ??= this.#now().talks(this.#index)
    return this.#talks
  }

  get memory(): unknown {
    const hold = this.#hold
    if (hold.draft === undefined) {
      const saved = this.#now().memory(this.#index)
      hold.draft = draftMemory(saved)
    }
    return hold.draft
  }

  get rng(): Rng {
    this.#rng ??= policyStream(this.#now().seed, this.agent, this.tick)
    return this.#rng
  }

  get call(): Call | undefined {
    const { call } = this.#shared
    if (call === undefined) return undefined
    const { tick } = this
    const agent = this.#index
    return (request) => call({ agent, tick, signal: this.signal }, request)
  }

  get over(): AbortSignal | undefined {
    return this.#shared.over
  }

  get simulation(): Turn['simulation'] {
    const { simulators } = this.#shared
    return simulators === undefined ? undefined : () => this.#simulate(simulators)
  }

  get position(): Turn['position'] {
    const { world } = this.#shared.episode.scenario
    if (this.#shared.simulators === undefined || world.position === undefined) return undefined
    return () => world.position!(this.#now().w as never).slice()
  }

  #simulate(simulators: Map<number, Simulator>): Episode {
    const episode = this.#now()
    let simulator = simulators.get(this.#index)
    if (simulator === undefined) {
      simulator = createSimulator(episode, this.#index)
      simulators.set(this.#index, simulator)
    }
    return simulator.now()
  }

  #refusal(act: Act): Rejection | undefined {
    const { failure, do: given = [] } = readDecision(act)
    if (failure !== undefined) return { reject: failure.type, text: failure.message }
    return this.#now().refusal(this.#index, given[0]!)
  }

  get signal(): AbortSignal {
    return typeof this.#signal === 'function' ? this.#signal() : this.#signal
  }

  /** The episode, while it still stands at this turn. */
  #now(): Episode {
    if (this.#hold.isOver) throw turnOver(this.agent, this.tick)
    return this.#shared.episode
  }
}

const COMMAND: Turn['command'] = (text) => ({ text })

/** An agent's own stream for one tick: made from the seed alone, so that there is no state to save. */
const policyStream = (seed: string, agent: string, tick: number): Rng =>
  createStreams(seed, {}, false).stream(`policy/${agent}/${tick}`)

const turnOver = (agent: string, tick: number): CoactError =>
  new CoactError('turn/over', 'The turn is over: the world may have moved on', {
    where: `tick ${tick}, ${agent}`,
    next: 'Read what you need before the decision is due; `turn.signal` tells when it no longer is.',
  })

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
  to: (agent: string | readonly string[], body: unknown) => message(names(agent), body),
  act: (protocol: string, type: string, body: Json, options: ActOptions = {}) => {
    const { to = 'all', in: conversation, ...rest } = options
    const talk = conversation === undefined ? undefined : { conversation }
    return { to: names(to), type, body, protocol, ...talk, ...rest }
  },
})

const names = (to: string | readonly string[]): string =>
  typeof to === 'string' ? to : to.join(',')
