import { type Deed, peak, places, type Seen, vec, type Way, word } from './seen.js'
import { middle, toward } from './steer.js'

/** Goes to the landmark that a word tells of; to the middle of all while nothing was said. */
function follow(seen: Seen, said: number): Way {
  const landmarks = places(seen, 'landmark')
  return toward(landmarks[said] ?? middle(landmarks), vec(seen, 'velocity'))
}

/** The speaker's word is the strongest part of the goal's colour, which is the landmark's number. */
export function speakerListener(seen: Seen): Deed {
  if (seen.role === 'speaker') return { say: peak(seen.parts['colour of the goal'] ?? []) }
  return { to: follow(seen, word(seen, 'speaker_0')) }
}

/** Both say where the other has to go, and go where they are told. */
export function reference(seen: Seen): Deed {
  const say = peak(seen.parts['colour of the other’s goal'] ?? [])
  return { say, to: follow(seen, word(seen, `agent_${1 - seen.index}`)) }
}
