import type { EpisodeState } from '../../engine/index.js'

/** Ticks between two saved states. */
const RUNG = 16

/** Saved states of one run, some ticks apart. */
export interface Ladder {
  /** Whether the state of a tick is to be kept. */
  wants(tick: number): boolean
  add(state: EpisodeState): void
  /** The last state that was kept at or before a tick. */
  below(tick: number): EpisodeState | undefined
}

/** Keeps states compactly: what did not change from one to the next is there once. @param first the first tick of the run */
export function createLadder(first: number): Ladder {
  const rungs: EpisodeState[] = []
  return {
    wants: (tick) => (tick - first) % RUNG === 0,
    add(state) {
      const last = rungs.at(-1)
      rungs.push(last === undefined ? state : sharing(state, last))
    },
    below: (tick) => rungs[Math.min(Math.floor((tick - first) / RUNG), rungs.length - 1)],
  }
}

/** The same state, with columns and texts of an earlier one where they are equal. */
function sharing(state: EpisodeState, last: EpisodeState): EpisodeState {
  const { columns, pairs, strings } = state.store
  const old = last.store
  return {
    ...state,
    store: {
      ...state.store,
      columns: columns.map((c, i) => (same(c, old.columns[i]!) ? old.columns[i]! : c)),
      pairs: pairs.map((p, i) => {
        const q = old.pairs[i]!
        const isSame =
          same(p.entities, q.entities) &&
          same(p.keys, q.keys) &&
          same(p.tags, q.tags) &&
          same(p.values, q.values)
        return isSame ? q : p
      }),
      // Texts are only ever added.
      strings: strings.length === old.strings.length ? old.strings : strings,
    },
  }
}

function same(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false
  return true
}
