import { share } from './cover.js'
import { type Deed, peak, places, type Seen, type Vec, vec } from './seen.js'
import { length, middle, minus, plus, straight, times, toward } from './steer.js'

/**
 * Where to wait when any landmark may be the goal: the place that is nearer to every one of them than where one is, by as
 * much as can be. Who wanders about from here comes nearer to one only by leaving another.
 */
function between(landmarks: readonly Vec[]): Vec {
  const lines = landmarks.flatMap((a, i) =>
    landmarks.slice(i + 1).flatMap((b) => STEPS.map((t): Vec => plus(a, times(minus(b, a), t)))),
  )
  const gain = (at: Vec): number =>
    Math.min(...landmarks.map((l) => length(l) - length(minus(l, at))))
  return [middle(landmarks), ...lines].reduce((a, b) => (gain(b) > gain(a) ? b : a), [0, 0] as Vec)
}
/** How near one is to a landmark that one is at. */
const ARRIVED = 0.5
const STEPS = Array.from({ length: 21 }, (_, i) => i / 20)

/** The good spread over all landmarks, so that nothing tells the goal; the adversary waits between the landmarks. */
export function adversary(seen: Seen): Deed {
  const velocity = vec(seen, 'velocity')
  const landmarks = places(seen, 'landmark')
  if (seen.role === 'adversary') return { force: straight(between(landmarks), velocity) }
  return { to: toward(share(landmarks, places(seen, 'agent'), seen.index - 1), velocity) }
}

/** The good goes to its goal; the adversary to the landmark that the good is nearest to. */
export function push(seen: Seen): Deed {
  const velocity = vec(seen, 'velocity')
  if (seen.role === 'good') return { to: toward(vec(seen, 'to the goal'), velocity) }
  const [other = [0, 0] as const] = places(seen, 'agent')
  const landmarks = places(seen, 'landmark')
  const goal = landmarks.reduce((a, b) =>
    length(minus(a, other)) <= length(minus(b, other)) ? a : b,
  )
  const isThere = length(minus(goal, other)) < ARRIVED
  return { force: straight(isThere ? goal : between(landmarks), velocity) }
}

/**
 * Alice says the secret shifted by the key, and Bob shifts it back. Eve, to whom both secrets are as likely whatever she
 * hears, says half of each.
 */
export function crypto(seen: Seen): Deed {
  const key = peak(seen.parts['the key'] ?? [])
  if (seen.role === 'alice') return { say: (peak(seen.parts['the secret'] ?? []) + key) % 2 }
  const heard = peak(seen.parts['heard from alice_0'] ?? [])
  if (seen.role === 'bob') return { say: (heard + key) % 2 }
  return { message: [0.5, 0.5, 0, 0] }
}
