import type { ActionCall, Rejection, Seat } from '../../engine/index.js'
import type { Depot } from './components.js'

/** The arguments of each action, in the order of a command's words. */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  walk: ['by'],
  take: ['crate'],
  drop: [],
  unlock: ['crate', 'code'],
  lift: ['crate'],
  push: ['gate'],
  grab: ['lot'],
  give: ['lot', 'to'],
}
const NUMBERS_MAX: Readonly<Record<string, number>> = {
  crate: 1_000_000,
  lot: 1_000_000,
  gate: 12,
  code: 99,
}

const FORMS =
  'Write WALK left or WALK right, TAKE and a crate, DROP, UNLOCK with a crate and a code, LIFT and a crate, PUSH and a gate, GRAB and a lot, or GIVE with a lot and a name'

/**
 * Reads a command.
 *
 * @example
 * parse(w, 'UNLOCK 5 24', seat) // { action: 'unlock', args: { crate: 5, code: 24 } }
 */
export function parse(w: Depot, text: string, _seat: Seat): ActionCall | Rejection {
  const [word = '', ...rest] = text.trim().split(/\s+/)
  const action = word.toLowerCase()
  const names = Object.hasOwn(ORDER, action) ? ORDER[action]! : undefined
  if (names === undefined || names.length !== rest.length) return unread(FORMS)
  const args: Record<string, unknown> = {}
  for (const [i, name] of names.entries()) {
    const value = readWord(w, name, rest[i]!)
    if (typeof value === 'object') return value
    args[name] = value
  }
  return { action, args }
}

function readWord(w: Depot, name: string, word: string): number | string | Rejection {
  if (name === 'by') {
    const by = word.toLowerCase()
    return by === 'left' || by === 'right' ? by : unread(FORMS)
  }
  if (name === 'to')
    return w.agents.find((a) => a.name.toLowerCase() === word.toLowerCase())?.name ?? unread(FORMS)
  const value = /^\d{1,7}$/.test(word) ? Number(word) : 0
  const most = NUMBERS_MAX[name]!
  return value >= 1 && value <= most
    ? value
    : unread(`The number of a ${name} is 1 to ${most}, not ${word.slice(0, 40)}`)
}

const unread = (text: string): Rejection => ({ reject: 'bad-command', text })

/** Writes an action as a command. */
export const format = (action: string, args: Readonly<Record<string, unknown>>): string =>
  [action.toUpperCase(), ...(ORDER[action] ?? []).map((name) => String(args[name]))].join(' ')
