import type { Entity, Seat } from '../../engine/index.js'
import type { Particles } from './components.js'
import { observe } from './observe.js'
import type { Scene } from './scene.js'
import { tableOf } from './table.js'

const digits = (x: number): string => (Math.abs(x) < 0.0005 ? '0' : String(Number(x.toFixed(3))))

/** The observation in words: what it is about, what is seen, how bodies move, and what can be done. */
export function describe(w: Particles, me: Entity, seat: Seat): string {
  const { game, scene } = tableOf(w)
  if (seat.index >= scene.agents) return `${game.title}. You have no body here and only look on.`
  const { role, parts } = observe(w, me, seat)
  const lines = [`${game.title}. You are ${seat.name}, ${role}. ${game.text[role]!}`]
  for (const [name, values] of Object.entries(parts)) {
    const [x, y] = values
    const shown = values.map(digits).map(shade(name)).join(', ')
    const isWay = name.startsWith('to ') && values.length === 2
    const far = isWay ? `, distance ${digits(Math.sqrt(x! * x! + y! * y!))}` : ''
    const size = isWay ? radius(scene, name.slice('to '.length)) : ''
    lines.push(`${name}: (${shown})${far}${size}${isWord(name) ? word(values) : ''}`)
  }
  if (scene.moves[seat.index] === 1) lines.push(motion(scene, seat.index))
  lines.push(orders(scene, seat.index, w.profile))
  return lines.join('\n')
}

/** How wide a body is that the scenario knows by this name. */
function radius({ names, size }: Scene, name: string): string {
  const body = names.indexOf(name)
  return body < 0 ? '' : `, radius ${digits(size[body]!)}`
}

/** Names the parts of a colour. */
const shade =
  (name: string) =>
  (value: string, i: number): string =>
    name.includes('colour') ? `${['red', 'green', 'blue'][i]} ${value}` : value

const isWord = (name: string): boolean =>
  name.startsWith('heard') || name === 'the secret' || name === 'the key'

/** Which word a message is, if it is one. */
function word(message: readonly number[]): string {
  const at = message.indexOf(1)
  if (at >= 0 && message.every((c, k) => c === (k === at ? 1 : 0))) return `: word ${at}`
  return message.every((c) => c === 0) ? ': nothing' : ''
}

function motion({ size, thrust, mass, maxSpeed }: Scene, me: number): string {
  const max = maxSpeed[me]!
  return (
    `Your radius is ${digits(size[me]!)}. In a tick you move by 0.1 of your velocity; a quarter of it is lost, ` +
    `full thrust adds ${digits((thrust[me]! / mass[me]!) * 0.1)}${max === Infinity ? '' : `, at most ${digits(max)} is kept`}. ` +
    'x grows to the right, y upwards.'
  )
}

function orders({ moves, speaks, words }: Scene, me: number, profile: string): string {
  const say = `SAY and a word from 0 to ${words - 1}`
  const heard = 'It is heard in the next tick.'
  if (moves[me] === 0) return `Commands: ${say}. ${heard}`
  const ways = profile === 'mpe@1' ? 'right, left, up, down' : 'left, right, down, up'
  const drive = `DRIVE and five numbers from 0 to 1 (nothing, ${ways}: parts of full thrust)`
  const speech =
    speaks[me] === 1 ? `, with ${say} behind (left out, you say word 0). ${heard}` : '.'
  return `Commands: STAY, LEFT, RIGHT, DOWN, UP (full thrust), ${drive}${speech}`
}
