import type { Diff } from '../../engine/index.js'
import type { ScoreContext } from './scored.js'

/** Entities that belong to agents. */
export interface Bodies {
  /** Learns whose entities there are, from the diff of a frame. */
  note(diff: Diff): void
  has(entity: number): boolean
}

export function bodiesIn({ columns }: Pick<ScoreContext, 'columns'>): Bodies {
  const owner = columns.indexOf('entity.owner')
  const found = new Set<number>()
  return {
    note(diff) {
      const changed = diff.columns.find((c) => c.column === owner)
      changed?.ids.forEach((id, i) => {
        if (changed.values[i] !== 0) found.add(id)
      })
    },
    has: (entity) => found.has(entity),
  }
}
