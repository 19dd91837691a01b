import { defineGame, landmarks, several } from '../game.js'
import { heard, oneHot, part } from '../pen.js'
import type { Scene } from '../scene.js'
import { scattered } from '../start.js'

const WORDS = 4
const LANDMARKS = 2
const [EVE, BOB, ALICE] = [0, 1, 2]

/** How far what an agent said is from the code of the goal, a list with one 1; nothing when it was silent. */
function error(s: Scene, agent: number): number {
  const code = s.goal[ALICE]! - s.agents
  let sum = 0
  let silent = true
  for (let k = 0; k < WORDS; k++) {
    const c = s.said[agent * WORDS + k]!
    const d = c - (k === code ? 1 : 0)
    if (c !== 0) silent = false
    sum += d * d
  }
  return silent ? 0 : sum
}

/** Alice tells Bob a secret by a key that both have; Eve listens. Source: MPE2 `simple_crypto_v3`. */
export const crypto = defineGame({
  id: 'crypto',
  title: 'A secret and a key',
  text: {
    eve: 'Alice tells Bob a secret: one of two words. You hear what she says, and do not know their key. Say the secret.',
    bob: 'Alice tells you a secret by your common key: one of two words. Say the secret; Eve must not find it out.',
    alice:
      'Tell Bob the secret word by your common key, so that Eve, who hears you, does not find it out.',
  },
  options: {},
  layout: () => ({
    agents: ['eve', 'bob', 'alice'].flatMap((role) =>
      several(1, role, { role, moves: false, speaks: true }),
    ),
    landmarks: landmarks(LANDMARKS, 'landmark', {}),
    words: WORDS,
  }),
  draw(layout, rng) {
    const goal = rng.int(LANDMARKS)
    return {
      bodies: scattered(rng, layout.agents.length + LANDMARKS, 1),
      goals: layout.agents.map(() => goal),
      key: rng.int(LANDMARKS),
    }
  },
  observe(s, me, pen) {
    if (me === ALICE) {
      part(pen, 'the secret')
      oneHot(pen, WORDS, s.goal[ALICE]! - s.agents)
    }
    if (me !== EVE) {
      part(pen, 'the key')
      oneHot(pen, WORDS, s.key[ALICE]! - s.agents)
    }
    if (me !== ALICE) heard(pen, s, ALICE)
  },
  reward(s, out) {
    const eve = error(s, EVE)
    out[EVE] = -eve
    out[BOB] = eve - error(s, BOB)
    out[ALICE] = out[BOB]!
  },
})
