import type { ActionCall, Rejection } from '../../engine/index.js'
import { type Household, indexOf, no } from './household.js'

/** Blanks as the reference's language splits on them, which is not quite what a JavaScript expression calls blank. */
const BLANK = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const WORD = '[\\p{L}\\p{N}_]'
const TRIM = new RegExp(`^${BLANK}+|${BLANK}+$`, 'gu')
const SPLIT = new RegExp(`${BLANK}+`, 'u')
const form = (source: string): RegExp => new RegExp(`^${source.replaceAll(' ', `${BLANK}+`)}\\n?$`, 'iu')

const ONE = form(`${WORD}+ (${WORD}+)`)
const MAYBE_ONE = form(`${WORD}+(?: (${WORD}+))?`)
const PLACE = form(`PLACE (${WORD}+)(?: (in|on) (${WORD}+))?`)
const TOGETHER = form(`CORP_${WORD}+ ([\\p{L}\\p{N}_,]+) (${WORD}+)`)

const badFormat = (usage: string): Rejection => no('bad-format', `The form is: ${usage}`)

type Read = (w: Household, text: string, verb: string) => ActionCall | Rejection

const one =
  (action: string, arg: string, usage: string): Read =>
  (_w, text) => {
    const m = ONE.exec(text)
    return m === null ? badFormat(usage) : { action, args: { [arg]: m[1]! } }
  }

/** Splits on blanks, which forgives blanks around and words after. */
const words = (text: string): string[] => text.replace(TRIM, '').split(SPLIT)

const FIXED: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['GOTO', one('goto', 'to', 'GOTO <room or thing>')],
  ['GRAB', one('grab', 'thing', 'GRAB <thing>')],
  ['EXPLORE', (_w, text) => {
    const m = MAYBE_ONE.exec(text)
    if (m === null) return badFormat('EXPLORE')
    const where = m[1]
    return { action: 'explore', args: where === undefined || where.toUpperCase() === 'THOROUGH' ? {} : { room: where } }
  }],
  ['LOOK', (_w, text) => {
    const m = MAYBE_ONE.exec(text)
    if (m === null) return badFormat('LOOK [<thing>]')
    const at = m[1]
    return { action: 'look', args: at === undefined || at.toUpperCase() === 'AROUND' ? {} : { at } }
  }],
  ['PLACE', (_w, text) => {
    const m = PLACE.exec(text)
    if (m === null) return badFormat('PLACE <thing> <in|on> <target>')
    return { action: 'place', args: m[2] === undefined ? { thing: m[1]! } : { thing: m[1]!, preposition: m[2], target: m[3]! } }
  }],
  ['CORP_GRAB', (_w, text) => {
    const [, agents, thing] = words(text)
    if (thing === undefined) return badFormat('CORP_GRAB <agent,agent> <thing>')
    return { action: 'carry', args: { agents: agents!.split(','), thing } }
  }],
  ['CORP_GOTO', (_w, text) => {
    const [, agents, room] = words(text)
    if (room === undefined) return badFormat('CORP_GOTO <agent,agent> <room>')
    return { action: 'carryTo', args: { agents: agents!.split(','), room } }
  }],
  ['CORP_PLACE', (_w, text) => {
    const [, agents, thing, preposition, target] = words(text)
    if (target === undefined || (preposition !== 'in' && preposition !== 'on')) {
      return badFormat('CORP_PLACE <agent,agent> <thing> <in|on> <target>')
    }
    return { action: 'setDown', args: { agents: agents!.split(','), thing: thing!, preposition, target } }
  }],
])

const changeOne: Read = (_w, text, verb) => {
  const m = ONE.exec(text)
  return m === null ? badFormat(`${verb} <thing>`) : { action: 'change', args: { verb: verb.toLowerCase(), thing: m[1]! } }
}

const changeTogether: Read = (_w, text, verb) => {
  const m = TOGETHER.exec(text)
  if (m === null) return badFormat(`${verb} <agent,agent> <thing>`)
  return {
    action: 'changeTogether',
    args: { verb: verb.slice(5).toLowerCase(), agents: m[1]!.split(','), thing: m[2]! },
  }
}

/** The upper-case first word of a command, or the empty text. */
function firstWord(text: string): string {
  const trimmed = text.replace(TRIM, '')
  const end = trimmed.search(SPLIT)
  return (end < 0 ? trimmed : trimmed.slice(0, end)).toUpperCase()
}

/**
 * Length of the first word of a plain command of two words (`GOTO kitchen_1`), or 0 for anything else. Nearly every
 * command is one, and telling so by character codes is ten times as fast as the general forms.
 */
function plainTwoWords(text: string): number {
  let blank = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 32) {
      if (blank !== 0 || i === 0) return 0
      blank = i
    } else if (!((c >= 97 && c <= 122) || (c >= 48 && c <= 57) || c === 95 || (c >= 65 && c <= 90))) return 0
  }
  return blank === text.length - 1 ? 0 : blank
}

/** Reads a plain command of two words; undefined when its verb is none that takes one word. */
function parsePlain(w: Household, verb: string, word: string): ActionCall | undefined {
  if (verb === 'GOTO') return { action: 'goto', args: { to: word } }
  if (verb === 'GRAB') return { action: 'grab', args: { thing: word } }
  const found = indexOf(w).verbs.get(verb)
  return found === undefined ? undefined : { action: 'change', args: { verb: found.name, thing: word } }
}

/** Reads a text command. The verb is the first word in any letter case; the whole text must then have the verb's form. */
export function parse(w: Household, text: string): ActionCall | Rejection {
  const blank = plainTwoWords(text)
  if (blank > 0) {
    const plain = parsePlain(w, text.slice(0, blank).toUpperCase(), text.slice(blank + 1))
    if (plain !== undefined) return plain
  } else if (text === 'EXPLORE') return { action: 'explore', args: {} }
  const verb = firstWord(text)
  if (verb === '') return no('empty-command', 'Say something', 'effect')
  if (verb === 'DONE' && text.replace(TRIM, '').length === 4) return { action: 'done', args: {} }
  const fixed = FIXED.get(verb)
  if (fixed !== undefined) return fixed(w, text, verb)
  const { verbs } = indexOf(w)
  if (verbs.has(verb)) return changeOne(w, text, verb)
  if (verb.startsWith('CORP_') && verbs.has(verb.slice(5))) return changeTogether(w, text, verb)
  return no('unknown-command', `There is no command ${verb.slice(0, 60)}`)
}

/** Writes an action as a text command. */
export function format(action: string, args: Readonly<Record<string, unknown>>): string {
  const a = args as Readonly<Record<string, string>>
  const agents = Array.isArray(args['agents']) ? (args['agents'] as string[]).join(',') : ''
  switch (action) {
    case 'goto':
      return `GOTO ${a['to']}`
    case 'explore':
      return a['room'] === undefined ? 'EXPLORE' : `EXPLORE ${a['room']}`
    case 'look':
      return a['at'] === undefined ? 'LOOK' : `LOOK ${a['at']}`
    case 'grab':
      return `GRAB ${a['thing']}`
    case 'place':
      return a['target'] === undefined ? `PLACE ${a['thing']}` : `PLACE ${a['thing']} ${a['preposition']} ${a['target']}`
    case 'change':
      return `${a['verb']!.toUpperCase()} ${a['thing']}`
    case 'changeTogether':
      return `CORP_${a['verb']!.toUpperCase()} ${agents} ${a['thing']}`
    case 'carry':
      return `CORP_GRAB ${agents} ${a['thing']}`
    case 'carryTo':
      return `CORP_GOTO ${agents} ${a['room']}`
    case 'setDown':
      return `CORP_PLACE ${agents} ${a['thing']} ${a['preposition']} ${a['target']}`
    default:
      return action.toUpperCase()
  }
}
