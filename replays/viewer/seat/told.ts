import type {
  ActionCall,
  ActionRecord,
  EndReason,
  Envelope,
  Goal,
  Json,
  MessageRecord,
} from '../../../engine/index.js'
import type { Scene } from '../scene.js'

// What a page is told of a seat in which a person plays: what the seat's agent may know, and nothing else.

/** What may be read before the first tick. */
export interface SeatManual {
  readonly world: string
  readonly title: string
  readonly rules?: string
  readonly agent: string
  readonly team: string
  readonly role: string
  readonly seats: readonly { readonly name: string; readonly team: string; readonly role: string }[]
  readonly horizon: number
  readonly actions: readonly ActionTold[]
  readonly actionsPerTick: number
  readonly messages: readonly MessageKind[]
  readonly protocols: readonly {
    readonly id: string
    readonly text?: string
    readonly opens: readonly string[]
    readonly messages: readonly MessageKind[]
  }[]
  /** Whether actions may be given in words. */
  readonly takesCommands: boolean
}

export interface ActionTold {
  readonly name: string
  readonly text?: string
  /** A JSON Schema of an object. */
  readonly args: Json
  /** Whether all ways to do it are listed among what is legal. */
  readonly isEnumerable: boolean
}

export interface MessageKind {
  readonly type: string
  /** A JSON Schema of an object. */
  readonly body: Json
}

/** An action that is legal now, and what a button for it says. */
export interface LegalTold {
  readonly call: ActionCall
  readonly label: string
}

/** A conversation, with what may be said in it now. */
export interface TalkTold {
  readonly id: string
  readonly protocol: string
  readonly participants: readonly string[]
  readonly allowed: readonly string[]
  readonly ends: number
  readonly outcome?: Json
}

/** A turn as the protocol for programs has it, with buttons. */
export interface SeatTurn {
  readonly tick: number
  readonly obs: Json
  readonly text?: string
  readonly inbox: readonly Envelope[]
  readonly sent?: readonly MessageRecord[]
  readonly talks?: readonly TalkTold[]
  readonly goals?: readonly Pick<Goal, 'id' | 'text'>[]
  readonly last: readonly Omit<ActionRecord, 'agent'>[]
  readonly reward: number
  readonly legal: readonly LegalTold[]
  /** How many legal actions are not listed. */
  readonly more: number
}

/** A seat for people, as everybody may see it. */
export interface SeatPlace {
  readonly name: string
  readonly team: string
  readonly role: string
  /** Whether somebody sits there now. */
  readonly taken: boolean
  /** The tick in which whoever plays there was shown everything. */
  readonly looked?: number
}

/** How a seat stands. */
export interface SeatTold {
  /** `act`: a decision is waited for; `wait`: others decide; `over`: the episode has ended. */
  readonly status: 'act' | 'wait' | 'over'
  readonly tick: number
  /** Rewards so far. */
  readonly total: number
  readonly end?: EndReason
  readonly goals?: readonly Pick<Goal, 'id' | 'text' | 'progress' | 'done'>[]
  /** The turn to decide; while others decide, the last one. */
  readonly turn?: SeatTurn
  /** Milliseconds that are left for the decision. */
  readonly left?: number
  /** What came of the last decision. */
  readonly came?: SeatOutcome
  /** A picture of the world, where agents see all of its state. */
  readonly scene?: Scene
  readonly places: readonly SeatPlace[]
  /** How many others, without a seat, were shown everything. */
  readonly onlookers: number
  /** Whether this seat may look at the whole run. */
  readonly open: boolean
}

export interface SeatOutcome {
  readonly tick: number
  readonly reward: number
  readonly did: readonly Omit<ActionRecord, 'agent'>[]
  readonly said: readonly Pick<MessageRecord, 'to' | 'type' | 'verdict' | 'note'>[]
}
