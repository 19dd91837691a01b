import type { BusState } from './bus.js'
import type { Json } from './docs.js'
import type { ActionRecord, EndReason } from './frame.js'
import type { Hash64 } from './hash.js'
import type { StreamState } from './rng.js'
import { closeTick, halfDone, type Run, refreshIndex } from './run-state.js'
import type { StoreState } from './store.js'

/** Everything needed to go on from a tick exactly; plain data and typed arrays. */
export interface EpisodeState {
  readonly tick: number
  readonly store: StoreState
  readonly docs: readonly (readonly [string, Json])[]
  readonly streams: readonly StreamState[]
  readonly bus: BusState
  readonly chain: Readonly<Hash64>
  /** Script entries that happened already. */
  readonly fired: readonly boolean[]
  readonly rewards: readonly number[]
  readonly progress: readonly number[]
  readonly last: readonly (readonly ActionRecord[])[]
  readonly end: EndReason | null
}

export function saveRun(run: Run): EpisodeState {
  if (run.store.clock.open) throw halfDone(run)
  return {
    tick: run.tick,
    store: run.store.save(),
    docs: run.docs.save(),
    streams: run.streams.save(),
    bus: run.bus.save(),
    chain: { ...run.chain },
    fired: run.fired.slice(),
    rewards: run.rewards.slice(),
    progress: run.progress.slice(),
    last: run.last.slice(),
    end: run.end ?? null,
  }
}

export function restoreRun(run: Run, state: EpisodeState): void {
  run.tick = state.tick
  run.running.tick = state.tick
  run.store.restore(state.store)
  run.docs.restore(state.docs)
  run.streams.restore(state.streams)
  run.bus.restore(state.bus)
  run.chain = { ...state.chain }
  run.fired = state.fired.slice()
  run.rewards = state.rewards.slice()
  run.progress = state.progress.slice()
  run.last = state.last.slice()
  run.end = state.end ?? undefined
  run.running.members += 1
  run.running.events = []
  run.running.reads = []
  run.stringsSeen = run.store.strings.size()
  run.store.clock.open = true
  refreshIndex(run)
  closeTick(run)
}
