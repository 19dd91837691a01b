import type { Moment } from '../tell.js'

export const NONE: ReadonlySet<number> = new Set()
const changed = new WeakMap<Moment, ReadonlySet<number>>()

/** Entities that a tick changed. */
export function changedOf(moment: Moment): ReadonlySet<number> {
  let found = changed.get(moment)
  if (found === undefined) {
    found = new Set(moment.changed)
    changed.set(moment, found)
  }
  return found
}

/** What an agent saw of a moment. */
export interface Sight {
  readonly unseen: ReadonlySet<number>
  /** Entities that were seen by name. */
  readonly known: number
}

const sights = new WeakMap<Moment, Sight>()

/** Which entities an observation does not name; none where it names nobody at all. */
export function unseenIn(moment: Moment): Sight {
  const known = sights.get(moment)
  if (known !== undefined) return known
  const names = new Set(moment.seen)
  const text = (moment.seen ?? []).join('\n')
  const unseen = new Set<number>()
  let count = 0
  for (const { marks } of moment.scene.layers) {
    for (const { entity, title } of marks) {
      if (entity === undefined || title === undefined) continue
      if (names.has(title) || names.has(`#${entity}`) || text.includes(title)) count += 1
      else unseen.add(entity)
    }
  }
  const sight = { unseen: count === 0 ? NONE : unseen, known: count }
  sights.set(moment, sight)
  return sight
}
