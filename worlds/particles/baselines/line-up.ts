import { cos, sin } from '../../../engine/index.js'
import { type Deed, places, type Seen, vec } from './seen.js'
import { minus, plus, times, toward } from './steer.js'

/** Agents do not see each other, so each takes the place of its number. */
export function line(seen: Seen): Deed {
  const [from = [0, 0] as const, to = [0, 0] as const] = places(seen, 'landmark')
  const share = seen.index / Math.max(seen.agents - 1, 1)
  return { to: toward(plus(from, times(minus(to, from), share)), vec(seen, 'velocity')) }
}

/** The same on a circle of radius 0.5. */
export function formation(seen: Seen): Deed {
  const [centre = [0, 0] as const] = places(seen, 'landmark')
  const angle = (2 * Math.PI * seen.index) / seen.agents
  const at = plus(centre, [0.5 * cos(angle), 0.5 * sin(angle)])
  return { to: toward(at, vec(seen, 'velocity')) }
}

/** Goes to the landmark. */
export const simple = (seen: Seen): Deed => ({
  to: toward(vec(seen, 'to landmark_0'), vec(seen, 'velocity')),
})
