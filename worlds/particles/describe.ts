import type { Entity, Seat } from '../../engine/index.js'
import type { Particles } from './components.js'
import { observe } from './observe.js'
import { tableOf } from './table.js'

const digits = (x: number): string => (Math.abs(x) < 0.0005 ? '0' : String(Number(x.toFixed(3))))

/** The observation in words: what it is about, what is seen, and what can be done. */
export function describe(w: Particles, me: Entity, seat: Seat): string {
  const { game, scene } = tableOf(w)
  if (seat.index >= scene.agents) return `${game.title}. You have no body here and only look on.`
  const { role, parts } = observe(w, me, seat)
  const lines = [`${game.title}. You are ${seat.name}, ${role}. ${game.text[role]!}`]
  for (const [name, values] of Object.entries(parts)) {
    const [x, y] = values
    const shown = values.map(digits).join(', ')
    const isWay = name.startsWith('to ') && values.length === 2
    const far = isWay ? `, distance ${digits(Math.sqrt(x! * x! + y! * y!))}` : ''
    lines.push(`${name}: (${shown})${far}${name.startsWith('heard') ? word(values) : ''}`)
  }
  lines.push(orders(scene.moves[seat.index] === 1, scene.speaks[seat.index] === 1, scene.words))
  return lines.join('\n')
}

/** Which word a message is, if it is one. */
function word(message: readonly number[]): string {
  const at = message.indexOf(1)
  const isWord = at >= 0 && message.every((c, k) => c === (k === at ? 1 : 0))
  if (isWord) return `: word ${at}`
  return message.every((c) => c === 0) ? ': nothing' : ''
}

function orders(moves: boolean, speaks: boolean, words: number): string {
  const say = `SAY and a word from 0 to ${words - 1}`
  if (!moves) return `Commands: ${say}.`
  return `Commands: STAY, LEFT, RIGHT, DOWN, UP${speaks ? `, with ${say} behind` : ''}. x grows to the right, y upwards.`
}
