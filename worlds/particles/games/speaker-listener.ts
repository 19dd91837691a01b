import { defineGame, landmarks, several } from '../game.js'
import { squared } from '../measures.js'
import { heard, list, ownVelocity, waysToLandmarks } from '../pen.js'
import { scattered } from '../start.js'

const LANDMARKS = 3
const COLOURS = [0, 1, 2].map((l) => [0, 1, 2].map((k) => (k === l ? 0.65 : 0.15)))
/** What a speaker and a listener can agree on. */
const KNOWN = 'Landmarks 0, 1 and 2 are red, green and blue.'
const [SPEAKER, LISTENER] = [0, 1]

/** A speaker who cannot move tells a listener where to go. Source: MPE2 `simple_speaker_listener_v4`. */
export const speakerListener = defineGame({
  id: 'speaker-listener',
  title: 'Speaker and listener',
  text: {
    speaker: `You see the colour of the landmark that the listener has to go to. Tell it by a word. ${KNOWN}`,
    listener: `Go to the landmark that the speaker tells you of. ${KNOWN}`,
  },
  options: {},
  layout: () => ({
    agents: [
      ...several(1, 'speaker', { role: 'speaker', size: 0.075, moves: false, speaks: true }),
      ...several(1, 'listener', { role: 'listener', size: 0.075 }),
    ],
    landmarks: landmarks(LANDMARKS, 'landmark', { size: 0.04 }),
    words: LANDMARKS,
  }),
  draw: (layout, rng) => ({
    goals: [rng.int(LANDMARKS), null],
    bodies: scattered(rng, layout.agents.length + LANDMARKS, 1),
  }),
  observe(s, me, pen) {
    if (me === SPEAKER) {
      list(pen, 'colour of the goal', COLOURS[s.goal[SPEAKER]! - s.agents]!)
      return
    }
    ownVelocity(pen, s, me)
    waysToLandmarks(pen, s, me)
    heard(pen, s, SPEAKER)
  },
  reward(s, out) {
    const reward = -squared(s, LISTENER, s.goal[SPEAKER]!)
    out[SPEAKER] = reward
    out[LISTENER] = reward
  },
})
