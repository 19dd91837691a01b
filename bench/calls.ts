import { byPlace, type CallTotals, type EpisodeModels, type Gateway } from '../agents/index.js'
import { type CallRecord, failed, type TurnOptions } from '../engine/index.js'
import type { Barrier } from './barrier.js'

/** The calls of language models in a run. */
export interface RunCalls {
  /** Says who holds the ticks, before anybody is asked. */
  bind(barrier: Barrier): void
  readonly call: NonNullable<TurnOptions['call']>
  /** Ends the calls of a tick that are still open, and gives all of it. @throws CoactError `model/tape-miss` */
  take(tick: number): readonly CallRecord[]
  readonly totals: CallTotals
  readonly fromTape: number
}

export interface CallsOptions {
  readonly models: Gateway | undefined
  /** Names of the agents. */
  readonly agents: readonly string[]
  /** Calls of a run that was stopped, in any order. */
  readonly past?: readonly CallRecord[] | undefined
  /** Ticks whose inputs are known: calls of later ones answer what is asked again. */
  readonly known: number
  /** Told of each call that was made now. */
  readonly onCall: (record: CallRecord) => void
}

/** Opens the way to models for a run; undefined when it has none and had none. */
export function openCalls(options: CallsOptions): RunCalls | undefined {
  const { models, agents, past = [], known, onCall } = options
  if (models === undefined) return undefined
  let barrier: Barrier | undefined
  const earlier = new Map<number, CallRecord[]>()
  for (const record of past) {
    if (record.tick <= known)
      earlier.set(record.tick, [...(earlier.get(record.tick) ?? []), record])
  }
  const isAgain = (r: CallRecord): boolean =>
    r.tick > known && r.failure?.code !== 'model/tape-miss'
  const own: EpisodeModels = models.episode({
    agents,
    onCall,
    past: past.filter(isAgain),
    giveUp: (agent, tick, type, message) => barrier?.giveUp(agent, tick, failed(type, message)),
  })
  own.recall(past.filter((r) => r.tick <= known))
  return {
    bind(to) {
      barrier = to
    },
    call: own.call,
    take(tick) {
      const records = earlier.get(tick)
      earlier.delete(tick)
      const taken = own.take(tick)
      if (own.fault !== undefined) throw own.fault
      return records === undefined ? taken : records.sort(byPlace)
    },
    get totals() {
      return own.totals
    },
    get fromTape() {
      return own.fromTape
    },
  }
}
