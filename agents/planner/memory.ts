import {
  type ActionModel,
  type Condition,
  type FactChange,
  foldText,
  hash64,
  hex,
} from '../../engine/index.js'
import { type Beliefs, createBeliefs, factKey, type PlainBeliefs } from './beliefs.js'
import type { Step } from './steps.js'
import { RESERVED } from './words.js'

/** Something an agent was asked to bring about, or took upon itself. */
export interface Order {
  readonly key: string
  readonly all: readonly Condition[]
  readonly why: string
  readonly since: number
  /** Who gave it. */
  readonly from: string
}

/** What several do together from a tick on. */
export interface Schedule {
  readonly key: string
  readonly at: number
  readonly ticks: readonly Readonly<Record<string, Pick<Step, 'operator' | 'args'>>>[]
  readonly why: string
}

/** What the captain plans for several: who has to be ready before what is done together. */
export interface Joint {
  readonly key: string
  readonly party: readonly string[]
  readonly ticks: Schedule['ticks']
  readonly why: string
  readonly since: number
  /** When it begins; absent while some are not ready. */
  readonly at?: number
}

/** All that a planner keeps between ticks: plain data, saved and forked with the episode. */
export interface PlannerMemory {
  /** Names what the beliefs are, so that an index of them can be kept outside. */
  stamp: string
  facts: Record<string, Record<string, string | number | boolean>>
  /** Aims that were seen to be reached. */
  reached: Record<string, true>
  /** Since when an aim seems to be reached. */
  reachedSince: Record<string, number>
  /** Aims that nothing can reach as things are, with the reason. */
  hopeless: Record<string, string>
  order: Order | null
  /** The captain's view of what everybody does, by agent. */
  orders: Record<string, Order>
  joints: Record<string, Joint>
  /** When those who were asked will be ready, by agent. */
  ready: Record<string, { readonly key: string; readonly at: number }>
  schedule: Schedule | null
  /** What is being followed, and for which order. */
  plan: { readonly key: string; readonly steps: readonly Step[] } | null
  /** Teams of the planners one knows, by agent. */
  teams: Record<string, string>
  /** When each was last heard. */
  heard: Record<string, number>
  /** What teammates look into, by agent; empty when there is nothing left for them to look into. */
  looks: Record<string, string>
  /** Ticks in which actions were refused, with the code. */
  refused: Record<string, { readonly tick: number; readonly code: string; readonly times: number }>
  /** The tick in which one last learned something about anything but oneself. */
  news: number
  /** Whether an action of one's own was just refused for a reason one did not foresee. */
  surprised: boolean
  /** Orders that somebody could not carry out. */
  failed: Record<string, number>
  /** Facts that did not fit in a tick's messages. */
  untold: FactChange[]
  told: Record<string, string | number>
  finished: boolean
}

export const createMemory = (): PlannerMemory => ({
  stamp: '',
  facts: {},
  reached: {},
  reachedSince: {},
  hopeless: {},
  order: null,
  orders: {},
  joints: {},
  ready: {},
  schedule: null,
  plan: null,
  teams: {},
  heard: {},
  looks: {},
  refused: {},
  news: 0,
  surprised: false,
  failed: {},
  untold: [],
  told: {},
  finished: false,
})

const CACHED_MAX = 256
const caches = new WeakMap<ActionModel, Map<string, Beliefs>>()

const cacheOf = (model: ActionModel): Map<string, Beliefs> => {
  const cache = caches.get(model) ?? new Map<string, Beliefs>()
  caches.set(model, cache)
  return cache
}

/** The beliefs that a memory holds, indexed. An index that was made before is used again. */
export function beliefsOf(
  plain: PlainBeliefs,
  stamp: string,
  agent: string,
  model: ActionModel,
): Beliefs {
  const key = `${agent} ${stamp}`
  const known = cacheOf(model).get(key)
  if (known === undefined || stamp === '') return createBeliefs(plain, model.derived)
  cacheOf(model).delete(key)
  return known
}

/** Keeps an index under the name that the beliefs have now. */
export function keepBeliefs(s: Beliefs, stamp: string, agent: string, model: ActionModel): void {
  const cached = cacheOf(model)
  cached.set(`${agent} ${stamp}`, s)
  for (const oldest of cached.keys()) {
    if (cached.size <= CACHED_MAX) break
    cached.delete(oldest)
  }
}

/** A copy that shares nothing with the memory, which may not be held beyond the tick, nor with a plan. */
export const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** Takes changes into beliefs and memory; those that changed something. */
export function believe(
  s: Beliefs,
  memory: PlannerMemory,
  changes: readonly FactChange[],
): FactChange[] {
  const news = changes.filter((change) => !RESERVED.has(change.subject) && s.set(change))
  if (news.length === 0) return news
  const stamp = hash64()
  foldText(stamp, memory.stamp)
  for (const { subject, fact, object, to } of news) {
    const key = factKey(fact, object)
    foldText(stamp, `${subject}\n${key}\n${typeof to}${to}`)
    if (!Object.hasOwn(memory.facts, subject)) memory.facts[subject] = {}
    const facts = memory.facts[subject]!
    if (to === null) delete facts[key]
    else facts[key] = to
  }
  memory.stamp = hex(stamp)
  s.settle()
  return news
}
