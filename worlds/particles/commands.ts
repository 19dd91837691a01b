import type { ActionCall, Rejection, Seat } from '../../engine/index.js'
import { WAYS } from './actions.js'
import { type Particles, WORDS_MAX } from './components.js'

const WAY = new RegExp(`^(${WAYS.join('|')})\\b`, 'i')
const NUMBER = /^(?:\d+(?:\.\d*)?|\.\d+)(?:e-?\d+)?$/i

const unread = (text: string): Rejection => ({ reject: 'bad-command', text })
const FORMS =
  'Write STAY, LEFT, RIGHT, DOWN or UP; SAY and the number of a word, alone or behind; or DRIVE and five numbers from 0 to 1, behind it SAY and the numbers of a message'

/**
 * Reads a command.
 *
 * @example
 * parse(w, 'LEFT SAY 2', seat) // { action: 'go', args: { say: 2, to: 'left' } }
 * parse(w, 'DRIVE 0 1 0 0 .5 SAY 1 0 0', seat) // { action: 'drive', args: { force: [0, 1, 0, 0, 0.5], say: [1, 0, 0] } }
 */
export function parse(_w: Particles, text: string, _seat: Seat): ActionCall | Rejection {
  const [head = '', said, ...more] = text.trim().split(/\s*\bsay\b\s*/i)
  if (more.length > 0) return unread(FORMS)
  if (/^drive\b/i.test(head)) return parseDrive(head.slice(5), said)
  const to = head === '' ? 'stay' : WAY.exec(head)?.[0]
  if (to === undefined || (head !== '' && to.length !== head.length)) return unread(FORMS)
  if (head === '' && said === undefined) return unread(FORMS)
  if (said !== undefined && !/^\d{1,3}$/.test(said)) return unread(FORMS)
  const say = Number(said ?? 0)
  if (say >= WORDS_MAX) return unread(`Words have numbers from 0 to ${WORDS_MAX - 1}`)
  return { action: 'go', args: { say, to: to.toLowerCase() } }
}

function parseDrive(force: string, said: string | undefined): ActionCall | Rejection {
  const push = numbers(force)
  const say = said === undefined ? undefined : numbers(said)
  const isForce = push !== undefined && (push.length === 5 || push.length === 0)
  const isSaid =
    said === undefined || (say !== undefined && say.length > 0 && say.length <= WORDS_MAX)
  if (!isForce || !isSaid) return unread(FORMS)
  return {
    action: 'drive',
    args: {
      ...(push.length === 0 ? {} : { force: push }),
      ...(say === undefined ? {} : { say }),
    },
  }
}

/** Numbers from 0 to 1, or undefined when something else is among them. */
function numbers(text: string): number[] | undefined {
  const words = text.split(/[\s,]+/).filter((word) => word !== '')
  if (!words.every((word) => NUMBER.test(word) && Number(word) <= 1)) return undefined
  return words.map(Number)
}

/** Writes an action as a command. */
export function format(action: string, args: Readonly<Record<string, unknown>>): string {
  const { say, to, force } = args as {
    readonly say?: number | readonly number[]
    readonly to?: string
    readonly force?: readonly number[]
  }
  if (action === 'drive') {
    const parts = ['DRIVE', ...(force ?? []), ...(say === undefined ? [] : ['SAY', say].flat())]
    return parts.join(' ')
  }
  const way = (to ?? 'stay').toUpperCase()
  return say === undefined || say === 0 ? way : `${way} SAY ${String(say)}`
}
