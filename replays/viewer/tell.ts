import type {
  ActionRecord,
  CallRecord,
  EndReason,
  EventRecord,
  Goal,
  Json,
  MessageRecord,
} from '../../engine/index.js'
import type { Scene } from './scene.js'

// What the page asks the worker, and what it is told: plain data, all texts and lists cut to a length that a page can bear.

/** Where a replay is. */
export type Place =
  | { readonly url: string; readonly name: string }
  | { readonly blob: Blob; readonly name: string }

/** What is told of a replay when it is open. */
export interface Opened {
  readonly name: string
  readonly bytes: number
  readonly first: number
  readonly last: number
  readonly world: string
  readonly scenario: string
  readonly title: string
  readonly profile: string
  readonly seed: string
  readonly engine: string
  readonly agents: readonly Actor[]
  readonly components: readonly string[]
  readonly end?: EndReason
  readonly chain?: string
  readonly goals: readonly Goal[]
  readonly metrics: Readonly<Record<string, Json>>
  readonly parent?: Json
  /** Why it is not the whole run. */
  readonly damage?: string
}

export interface Actor {
  readonly name: string
  readonly team: string
  readonly role: string
  readonly policy: string
}

/** One tick: its picture and what happened in it. */
export interface Moment {
  readonly tick: number
  readonly scene: Scene
  readonly actions: readonly ActionRecord[]
  readonly messages: readonly MessageRecord[]
  readonly events: readonly (EventRecord & { readonly by: string })[]
  readonly failures: readonly { readonly agent: number; readonly text: string }[]
  readonly goals: readonly Goal[]
  readonly rewards: readonly number[]
  readonly state: string
  readonly chain: string
  readonly end?: EndReason
  /** Entities that it changed. */
  readonly changed: readonly number[]
  /** Names and texts in what the agent whose eyes were asked for saw; absent where that was not recorded. */
  readonly seen?: readonly string[]
  /** It was not recorded: the run was simulated for it. */
  readonly isSimulated?: boolean
}

export interface EntityRow {
  readonly id: number
  readonly label: string
  readonly kinds: readonly string[]
  readonly owner: string
  /** The entity that it is in, or 0. */
  readonly parent: number
}

/** A value of an entity, and what it was before the tick if the tick changed it. */
export interface Fact {
  readonly what: string
  readonly value: Json
  /** How entities are called, where the value is one. */
  readonly label?: string
  readonly changed?: { readonly old?: Json; readonly by: string }
}

export interface EntityTold {
  readonly id: number
  readonly label: string
  readonly owner: string
  readonly facts: readonly Fact[]
}

/** What last set something. */
export interface Cause {
  readonly tick: number
  readonly entity: number
  readonly what: string
  readonly by: string
  readonly agent?: string
  readonly action?: ActionRecord
  readonly old: Json
  readonly value: Json
}

/** A tick as one agent had it. */
export interface Turn {
  readonly tick: number
  readonly agent: string
  readonly asked: boolean
  readonly seen: readonly { readonly kind: 'obs' | 'text'; readonly value: Json }[]
  /** What it could have seen was not recorded: the run was simulated for it. */
  readonly isSimulated?: boolean
  readonly mail: readonly MessageRecord[]
  readonly calls: readonly CallRecord[]
  readonly why?: string
  readonly failure?: string
  readonly actions: readonly ActionRecord[]
  readonly sent: readonly MessageRecord[]
  readonly reward: number
}

/** Messages near a tick, and the conversations that they belong to as the state has them. */
export interface Talk {
  readonly messages: readonly MessageRecord[]
  readonly more: boolean
  readonly conversations: Json
}

/** What agents did with one another in a span. */
export interface Together {
  readonly from: number
  readonly to: number
  readonly links: readonly {
    readonly from: string
    readonly to: string
    readonly kind: 'told' | 'helped' | 'blocked' | 'refused'
    readonly count: number
    /** The first tick of it. */
    readonly tick: number
  }[]
}

export const LANE_KINDS = ['done', 'rejected', 'conflict', 'message', 'call', 'fallback'] as const
export type LaneKind = (typeof LANE_KINDS)[number]

/** Something to jump to. */
export interface Mark {
  readonly tick: number
  readonly kind: Sought
  readonly text: string
}

export const SOUGHT = [
  'conflict',
  'rejected',
  'refused',
  'violation',
  'fork',
  'progress',
  'message',
  'call',
  'action',
  'event',
] as const
export type Sought = (typeof SOUGHT)[number]

/** Counts of a span of ticks in bins of equal width. */
export interface Overview {
  readonly from: number
  readonly to: number
  /** Ticks per bin. */
  readonly width: number
  /** By agent, then by kind as in `LANE_KINDS`, then by bin. */
  readonly lanes: readonly (readonly Uint16Array[])[]
  /** By series, at the end of each bin; NaN where it is not known yet. */
  readonly series: readonly {
    readonly name: string
    readonly group: 'progress' | 'reward' | 'tokens'
    readonly values: Float64Array
  }[]
  readonly marks: readonly Mark[]
  /** Ticks that were counted; all of them when it is `to - from + 1`. */
  readonly read: number
  /** What stopped it early. */
  readonly problem?: string
}

/** Questions by name, with what they are asked with and what is answered. */
export interface Questions {
  open: [Place, Opened]
  /** `eyes`: the agent whose view is wanted beside the truth. */
  moment: [{ tick: number; eyes?: number }, Moment]
  entities: [{ tick: number }, { rows: readonly EntityRow[]; more: number }]
  entity: [{ tick: number; id: number }, EntityTold]
  why: [{ tick: number; id: number; what: string }, Cause | null]
  turn: [{ tick: number; agent: number }, Turn]
  talk: [{ tick: number }, Talk]
  together: [{ from: number; to: number }, Together]
  /** A newer question about the whole, or about what is near, ends an older one of it. */
  overview: [{ from: number; to: number; bins: number; of: 'whole' | 'near' }, Overview]
  find: [{ what: Sought; from: number; step: 1 | -1; agent?: string }, number | null]
  track: [{ tick: number; id: number; ticks: number }, readonly (readonly [number, number])[]]
  chain: [{ tick: number }, string]
  json: [{ tick: number; what: 'frame' | 'header' | 'scenario' | 'documents' }, Json]
}

export type Question = keyof Questions
export type Asked<Q extends Question> = Questions[Q][0]
export type Answered<Q extends Question> = Questions[Q][1]

export interface Failure {
  readonly code: string
  readonly message: string
  readonly next?: string
}

export type ToWorker = {
  readonly id: number
  readonly question: Question
  readonly asked: Asked<Question>
}
export type FromWorker =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly failure: Failure }
  | { readonly id: number; readonly partly: unknown }
