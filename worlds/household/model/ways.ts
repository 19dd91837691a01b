import type { Facts } from '../../../engine/index.js'

/** The subject of facts that belong to nobody. */
export const WORLD = 'world'

/** The doors between two neighbouring rooms. */
export const doorsBetween = (s: Facts, a: string, b: string): string[] =>
  s
    .where('door to', b)
    .filter((d) => s.get(d, 'in') === a)
    .concat(s.where('door to', a).filter((d) => s.get(d, 'in') === b))

const shut = (s: Facts, a: string, b: string): string[] =>
  doorsBetween(s, a, b).filter((d) => s.get(d, 'state', 'is_open') === false)

/** Whether one can go anywhere at once. */
export const isAnywhere = (s: Facts): boolean => s.get(WORLD, 'travel') !== 'links'

/**
 * Rooms in the order in which one comes to them from a room, each with the room before it. Shut doors count as three more
 * steps; `closed` leaves them out altogether. With `to` it goes no further than that room.
 */
export function spread(
  s: Facts,
  from: string,
  { closed = false, to }: { readonly closed?: boolean; readonly to?: string } = {},
): ReadonlyMap<string, { readonly cost: number; readonly before: string | undefined }> {
  const found = new Map([[from, { cost: 0, before: undefined as string | undefined }]])
  if (isAnywhere(s)) {
    for (const r of s.where('kind', 'room')) if (r !== from) found.set(r, { cost: 1, before: from })
    return found
  }
  const rounds: (string[] | undefined)[] = [[from]]
  for (let cost = 0; cost < rounds.length; cost++) {
    for (const room of rounds[cost] ?? []) {
      if (found.get(room)!.cost !== cost) continue
      if (room === to) return found
      for (const next of s.where('link', true, room)) {
        const doors = shut(s, room, next).length
        if (closed && doors > 0) continue
        const there = cost + 1 + 3 * doors
        const known = found.get(next)
        if (known !== undefined && known.cost <= there) continue
        found.set(next, { cost: there, before: room })
        rounds[there] = [...(rounds[there] ?? []), next]
      }
    }
  }
  return found
}

/** The room from which one enters the last room of the cheapest way, and the shut doors in between; undefined: no way. */
export function lastHop(
  s: Facts,
  from: string,
  to: string,
): { readonly before: string; readonly doors: readonly string[] } | undefined {
  const before = spread(s, from, { to }).get(to)?.before
  return before === undefined
    ? undefined
    : { before, doors: isAnywhere(s) ? [] : shut(s, before, to) }
}
