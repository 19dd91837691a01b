import { share } from './cover.js'
import { type Deed, peak, places, type Seen, vec } from './seen.js'
import { length, middle, minus, toward } from './steer.js'

/** The good spread over all landmarks, so that nothing tells the goal; the adversary waits in the middle of the landmarks. */
export function adversary(seen: Seen): Deed {
  const velocity = vec(seen, 'velocity')
  const landmarks = places(seen, 'landmark')
  if (seen.role === 'adversary') return { to: toward(middle(landmarks), velocity) }
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
  return { to: toward(goal, velocity) }
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
