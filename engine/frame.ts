import type { Diff } from './diff.js'
import type { DocPatch, Json } from './docs.js'
import type { Performative } from './protocol.js'
import type { Draws } from './rng.js'
import type { ActionCall, Entity, Goal } from './world.js'

/** Why an agent gave no decision. */
export type FailureType = 'timeout' | 'threw' | 'bad-decision' | 'aborted' | 'crashed' | 'absent'

/** An action as an agent gave it: typed, as a text command, or by its integer id. */
export type GivenAction = ActionCall | { readonly text: string } | { readonly id: number }

/** A message as an agent gave it. */
export interface GivenMessage {
  /** `all`, `team`, an agent's name, or several joined by commas. Within a conversation the protocol says whom it reaches. */
  readonly to: string
  /** The kind of body; plain text has the kind `text`, any JSON object the kind `data`. */
  readonly type: string
  readonly body: Json
  /** The protocol that the type belongs to; absent for plain messages. */
  readonly protocol?: string
  /** The conversation that it goes on with; absent in a message that opens one. */
  readonly conversation?: string
  /** The message that it answers. */
  readonly replyTo?: string
  /** The last tick in which it is worth anything; of one that opens a conversation, the last tick of that. */
  readonly deadline?: number
  /** Words beside the body. */
  readonly text?: string
}

/** What entered a tick on behalf of one agent. Only this, the seed and the definitions decide a run. */
export interface AgentInput {
  readonly do?: readonly GivenAction[]
  readonly say?: readonly GivenMessage[]
  /** How the agent's memory changed. */
  readonly memory?: readonly DocPatch[]
  /** The agent's own words for why. */
  readonly why?: string
  readonly failure?: { readonly type: FailureType; readonly message: string }
}

/** One action and what came of it. */
export interface ActionRecord {
  /** The agent's index. */
  readonly agent: number
  /** The action's name; empty when the text could not be read. */
  readonly action: string
  readonly args: Readonly<Record<string, unknown>>
  /** The command as it was given, when it was given as text; cut at the limit. */
  readonly command?: string
  /** `ok` or a rejection code. */
  readonly verdict: string
  /** For a rejection: refused beforehand, or failed while trying. */
  readonly stage?: 'check' | 'effect'
  readonly note?: string
  readonly text?: string
  readonly data?: Json
  /** True when the world chose it in place of a missing or unusable decision. */
  readonly fallback?: true
  readonly why?: string
  readonly reads?: readonly Entity[]
  readonly writes?: readonly Entity[]
  readonly took?: Entity
}

/** A message on the bus. */
export interface Envelope {
  /** `tick:agent:seq`. */
  readonly id: string
  readonly tick: number
  readonly from: string
  readonly to: string
  readonly type: string
  readonly body: Json
  /** Of body and text, in UTF-8. */
  readonly bytes: number
  /** Of body and text, by `countTokens`. */
  readonly tokens: number
  readonly protocol?: string
  /** What kind of act it is, in a protocol. */
  readonly act?: Performative
  /** The conversation's id: that of the message which opened it. */
  readonly conversation?: string
  readonly replyTo?: string
  readonly deadline?: number
  readonly text?: string
  /** Tokens that it had before it was cut to the sender's budget. */
  readonly cut?: number
}

/** A message that was sent in a tick; a refused one reaches nobody. */
export interface MessageRecord extends Envelope {
  /** `ok` or a rejection code. */
  readonly verdict: string
  /** Why it was refused: in a conversation, what is allowed instead. */
  readonly note?: string
  /** Whom it did not reach because the link lost it; its sender is not told. */
  readonly lost?: readonly string[]
  /** The tick in which it is heard, when that is a later one. */
  readonly arrives?: number
}

/** Something that happened, other than an action: emitted by the world, the script or the engine. */
export interface EventRecord {
  readonly type: string
  readonly data: Json
  /** Index into the frame's causes. */
  readonly cause: number
}

/** What can change the state: `setup`, `script:1`, `memory:ada`, `initiative`, `action:ada:move`, `fallback:ada`, `act:ada:vote`, `expire:vote`, `system:grow`, `end`. */
export type Cause = string

/** Everything that happened in one tick. Frame 0 is the setup. */
export interface Frame {
  readonly tick: number
  /** Indices of the agents who were asked for this tick, ascending. */
  readonly asked: readonly number[]
  /** By agent index; null where nothing came in. */
  readonly inputs: readonly (AgentInput | null)[]
  readonly causes: readonly Cause[]
  readonly actions: readonly ActionRecord[]
  readonly messages: readonly MessageRecord[]
  readonly events: readonly EventRecord[]
  readonly draws: readonly Draws[]
  /** By agent index. */
  readonly rewards: readonly number[]
  readonly goals: readonly Goal[]
  readonly diff: Diff
  /** Hash of the state after this tick. */
  readonly state: string
  /** Hash of the previous chain value, the state and what happened: it names the whole run so far. */
  readonly chain: string
  /** Why the episode ended with this tick; absent while it goes on. */
  readonly end?: EndReason
}

export type EndReason = 'done' | 'horizon' | 'aborted'
