import type { Rng } from '../../../engine/index.js'
import type { ThingKind } from './schema.js'
import { addThing, type Place, type Site, type Thing } from './site.js'
import { freeBoxes, isClosed, kindsThat, layOpen, roomFor, withdraw } from './stock.js'

const DEPTH_MAX = 4

/** How deep a tool is hidden: 0 in sight, 1 in a closed container, 2 in a locked one, 3 and 4 with its key hidden likewise. */
export function drawDepth(site: Site, rng: Rng, spend: number): number {
  const most = Math.min(DEPTH_MAX, 1 + Math.floor((site.growth + 1) / 2), spend - 1)
  return rng.range(Math.max(0, most - 1), most)
}

/** Adds a tool for a verb, and what hides it: at most one thing more than the depth. */
export function hideTool(site: Site, rng: Rng, verb: string, depth: number): Thing {
  const kinds = kindsThat(site, 'items', (k) => k.provides.includes(verb))
  const kind = rng.pick(kinds)
  return addThing(site, kind, 'item', hidingPlace(site, rng, kind, depth))
}

function hidingPlace(site: Site, rng: Rng, kind: ThingKind, depth: number): Place {
  if (depth === 0) return layOpen(site, rng, roomFor(site, rng, kind))
  if (depth === 1) return { prep: 'in', node: closedBox(site, rng, kind) }
  const box = newBox(site, rng, kind, { is_open: false, is_locked: true })
  site.keys.set(box, hideTool(site, rng, 'unlock', depth - 2))
  return { prep: 'in', node: box }
}

/** A closed container: one that is there, or a new one. */
function closedBox(site: Site, rng: Rng, kind: ThingKind): Thing {
  const boxes = freeBoxes(site, (b) => isClosed(b))
  if (boxes.length === 0 || rng.chance(0.3)) return newBox(site, rng, kind, { is_open: false })
  const box = rng.pick(boxes)
  site.used.add(box)
  return box
}

/** A new container with a lid, in a room where a kind is found; it can be locked if it is to be. */
export function newBox(
  site: Site,
  rng: Rng,
  kind: ThingKind | undefined,
  states: Readonly<Record<string, boolean>>,
): Thing {
  const lockable = states['is_locked'] === true
  const fits = (k: ThingKind): boolean => k.lid && (!lockable || k.lock)
  const furniture = kindsThat(site, 'furniture', fits)
  const items = kindsThat(site, 'items', fits)
  const isItem = furniture.length === 0 || (items.length > 0 && rng.chance(0.35))
  const chosen = rng.pick(isItem ? items : furniture)
  const room = roomFor(site, rng, kind !== undefined && rng.chance(0.5) ? kind : chosen)
  const at: Place = isItem ? layOpen(site, rng, room) : { prep: 'in', node: room }
  const lock = chosen.lock ? { is_locked: false } : {}
  const box = addThing(site, chosen, isItem ? 'item' : 'furniture', at, {
    states: { ...lock, ...states },
  })
  site.used.add(box)
  return box
}

/** A container with a lid on which nothing else depends, now or later. */
export function ownBox(site: Site, rng: Rng, spend: number): Thing | undefined {
  const boxes = freeBoxes(site, () => true)
  if (boxes.length > 0 && (spend < 1 || rng.chance(0.7))) {
    const box = rng.pick(boxes)
    site.used.add(box)
    withdraw(site, box)
    return box
  }
  return spend < 1 ? undefined : newBox(site, rng, undefined, { is_open: rng.chance(0.5) })
}
