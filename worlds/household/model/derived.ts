import type { ActionModel } from '../../../engine/index.js'
import {
  graspOf,
  heldBy,
  holderOf,
  loadOf,
  parentOf,
  roomOf,
  roomsOf,
  standingPlace,
  strengthOf,
  type Variant,
  weigh,
} from './facts.js'

/** Facts that follow from others: places word for word, reach, free hands, abilities, marks of working together. */
export const derived = (v: Variant): ActionModel['derived'] => ({
  /** `place in:shelf_1`, `place :shelf_1` for either. */
  place(s, thing, place) {
    const colon = place.indexOf(':')
    if (parentOf(s, thing) !== place.slice(colon + 1)) return false
    return colon === 0 || s.get(thing, 'how') === place.slice(0, colon)
  },
  room: (s, node) => roomOf(s, node),
  near(s, me, thing) {
    const holder = holderOf(s, thing)
    if (holder !== undefined) return holder === me
    const at = s.get(me, 'at')
    const here = s.get(me, 'in') as string
    return at === standingPlace(s, thing, v) && roomsOf(s, thing).includes(here)
  },
  /** Where everybody sees what one sees, a thing that is known at all has been seen. */
  ...(v.isStrict ? {} : { seen: (s, _me, thing) => parentOf(s, thing) !== undefined }),
  can: (s, me, verb) => heldBy(s, me).some((x) => s.get(x, 'lends', verb) === true),
  'free hand': (s, me) => heldBy(s, me).length + 1 <= graspOf(s, me),
  'strength for': (s, me, thing) =>
    loadOf(s, me, v) + (holderOf(s, thing) === me ? 0 : weigh(s, thing, v)) <= strengthOf(s, me),
  free: (s, me) => s.get(me, 'bound') === undefined,
  'in hands': (s, thing) => s.get(thing, 'how') === 'held',
  /** The value that an attribute was given together, where that is how it came about. */
  jointly: (s, thing, attribute) =>
    s.get(thing, 'together', attribute) === true ? s.get(thing, 'state', attribute) : undefined,
  carried: (s, thing, agents) => agents.split(',').every((a) => s.get(a, 'bound') === thing),
})
