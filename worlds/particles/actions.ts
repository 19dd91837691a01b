import { z } from 'zod'
import type { Entity, Rejection, Seat } from '../../engine/index.js'
import { type Particles, WORDS_MAX } from './components.js'
import { type Table, tableOf } from './table.js'

/** Ways to go, in the order of the reference's numbers. */
export const WAYS = ['stay', 'left', 'right', 'down', 'up'] as const
type Way = (typeof WAYS)[number]

const PUSH: Readonly<Record<Way, readonly [number, number]>> = {
  stay: [0, 0],
  left: [-1, 0],
  right: [1, 0],
  down: [0, -1],
  up: [0, 1],
}

const unit = z.number().min(0).max(1)

const NO_BODY: Rejection = { reject: 'no-body', text: 'The scenario has no body for this agent' }
const CANNOT_MOVE: Rejection = { reject: 'cannot-move', text: 'This agent cannot move' }
const NO_SUCH_WORD: Rejection = { reject: 'no-such-word', text: 'There is no such word' }
const SILENT: Rejection = { reject: 'silent', text: 'This agent cannot speak' }
const BAD_MESSAGE: Rejection = {
  reject: 'bad-message',
  text: 'A message has one number for each word',
}

interface Go {
  readonly say: number
  readonly to: Way
}

/** A step in one direction and a word: the reference's discrete actions, numbered as there: `to` is id % 5, `say` is id / 5. */
export const go = {
  text: 'Thrust in one direction; who can speak says a word by its number, from 0',
  args: {
    say: z
      .int()
      .min(0)
      .max(WORDS_MAX - 1)
      .default(0),
    to: z.enum(WAYS).default('stay'),
  },
  *options(w: Particles, _me: Entity, seat: Seat) {
    const { scene } = tableOf(w)
    if (seat.index >= scene.agents) return
    const words = scene.speaks[seat.index] === 1 ? scene.words : 1
    const ways = scene.moves[seat.index] === 1 ? WAYS : (['stay'] as const)
    for (let say = 0; say < words; say++) for (const to of ways) yield { say, to }
  },
  check(w: Particles, _me: Entity, { say, to }: Go, { index }: Seat): Rejection | undefined {
    const { scene } = tableOf(w)
    if (index >= scene.agents) return NO_BODY
    if (to !== 'stay' && scene.moves[index] === 0) return CANNOT_MOVE
    if (say === 0) return undefined
    if (scene.speaks[index] === 0) return SILENT
    return say < scene.words ? undefined : NO_SUCH_WORD
  },
  apply(w: Particles, _me: Entity, { say, to }: Go, { index }: Seat): undefined {
    const { scene, saying } = tableOf(w)
    const thrust = scene.thrust[index]!
    const push = PUSH[to]
    scene.fx[index] = push[0] * thrust
    scene.fy[index] = push[1] * thrust
    if (scene.speaks[index] === 1) saying[index * scene.words + say] = 1
  },
}

/** What `go` cannot do: slantwise at full thrust. */
const SLANTS: readonly (readonly number[])[] = [
  [0, 1, 0, 1, 0],
  [0, 1, 0, 0, 1],
  [0, 0, 1, 1, 0],
  [0, 0, 1, 0, 1],
]

interface Drive {
  readonly force?: readonly number[] | undefined
  readonly say?: readonly number[] | undefined
}

/** Thrust and a message in numbers: the reference's continuous actions, which are float32. */
export const drive = {
  text: 'Thrust by five numbers from 0 to 1: none, left, right, down, up; say a message of as many numbers as there are words',
  args: { force: z.array(unit).length(5).optional(), say: z.array(unit).max(WORDS_MAX).optional() },
  *options(w: Particles, _me: Entity, { index }: Seat) {
    const { scene } = tableOf(w)
    if (index >= scene.agents || scene.moves[index] === 0) return
    for (const slant of SLANTS) yield { force: [...slant] }
  },
  check(w: Particles, _me: Entity, { force, say }: Drive, { index }: Seat): Rejection | undefined {
    const { scene } = tableOf(w)
    if (index >= scene.agents) return NO_BODY
    if (force !== undefined && scene.moves[index] === 0) return CANNOT_MOVE
    if (say === undefined) return undefined
    if (scene.speaks[index] === 0) return SILENT
    return say.length === scene.words ? undefined : BAD_MESSAGE
  },
  apply(w: Particles, _me: Entity, { force, say }: Drive, { index }: Seat): undefined {
    const table = tableOf(w)
    if (force !== undefined) thrust(table, index, force, w.profile === 'mpe@1' ? -1 : 1)
    if (say === undefined) return
    const { saying, scene } = table
    for (let k = 0; k < say.length; k++) saying[index * scene.words + k] = Math.fround(say[k]!)
  },
}

/** @param sign -1 where numbers stand for the opposite directions, as they did before MPE2 */
function thrust({ scene }: Table, index: number, force: readonly number[], sign: number): void {
  const [, left, right, down, up] = force.map(Math.fround) as [
    number,
    number,
    number,
    number,
    number,
  ]
  scene.fx[index] = sign * Math.fround(right - left) * scene.thrust[index]!
  scene.fy[index] = sign * Math.fround(up - down) * scene.thrust[index]!
}
