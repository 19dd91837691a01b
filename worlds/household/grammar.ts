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

/** Splits on blanks, which forgives blanks around and words after. */
const words = (text: string): string[] => text.replace(TRIM, '').split(SPLIT)

interface Form {
  /** How the command is written. */
  readonly usage: string
  /** The arguments that a text gives, or none when the text does not have the form. */
  readonly match: (text: string) => readonly (string | undefined)[] | undefined
  readonly call: (verb: string, args: readonly (string | undefined)[]) => ActionCall
}

const matching =
  (pattern: RegExp) =>
  (text: string): readonly (string | undefined)[] | undefined =>
    pattern.exec(text)?.slice(1)

const oneWord = matching(ONE)

/** A form that is split on blanks, not matched. @param count how many words must follow the verb */
const splitting =
  (count: number) =>
  (text: string): readonly string[] | undefined => {
    const rest = words(text).slice(1)
    return rest.length < count ? undefined : rest.slice(0, count)
  }

const list = (agents: string | undefined): string[] => agents!.split(',')

const FIXED: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['goto', { usage: 'GOTO <room or thing>', match: oneWord, call: (_, [to]) => ({ action: 'goto', args: { to } }) }],
  ['grab', { usage: 'GRAB <thing>', match: oneWord, call: (_, [thing]) => ({ action: 'grab', args: { thing } }) }],
  [
    'explore',
    {
      usage: 'EXPLORE',
      match: matching(MAYBE_ONE),
      call: (_, [room]) => ({ action: 'explore', args: isWord(room, 'THOROUGH') ? {} : { room } }),
    },
  ],
  [
    'look',
    {
      usage: 'LOOK [<thing>]',
      match: matching(MAYBE_ONE),
      call: (_, [at]) => ({ action: 'look', args: isWord(at, 'AROUND') ? {} : { at } }),
    },
  ],
  [
    'place',
    {
      usage: 'PLACE <thing> <in|on> <target>',
      match: matching(PLACE),
      call: (_, [thing, preposition, target]) => ({
        action: 'place',
        args: preposition === undefined ? { thing } : { thing, preposition, target },
      }),
    },
  ],
  [
    'corp_grab',
    {
      usage: 'CORP_GRAB <agent,agent> <thing>',
      match: splitting(2),
      call: (_, [agents, thing]) => ({ action: 'carry', args: { agents: list(agents), thing } }),
    },
  ],
  [
    'corp_goto',
    {
      usage: 'CORP_GOTO <agent,agent> <room>',
      match: splitting(2),
      call: (_, [agents, room]) => ({ action: 'carryTo', args: { agents: list(agents), room } }),
    },
  ],
  [
    'corp_place',
    {
      usage: 'CORP_PLACE <agent,agent> <thing> <in|on> <target>',
      match: (text) => {
        const found = splitting(4)(text)
        return found?.[2] === 'in' || found?.[2] === 'on' ? found : undefined
      },
      call: (_, [agents, thing, preposition, target]) => ({
        action: 'setDown',
        args: { agents: list(agents), thing, preposition, target },
      }),
    },
  ],
])

const CHANGE: Form = {
  usage: '<VERB> <thing>',
  match: oneWord,
  call: (verb, [thing]) => ({ action: 'change', args: { verb, thing } }),
}

const CHANGE_TOGETHER: Form = {
  usage: 'CORP_<VERB> <agent,agent> <thing>',
  match: matching(TOGETHER),
  call: (verb, [agents, thing]) => ({
    action: 'changeTogether',
    args: { verb: verb.slice(TOGETHER_PREFIX.length), agents: list(agents), thing },
  }),
}

const TOGETHER_PREFIX = 'corp_'

/** True for a word that adds nothing, and for none. */
const isWord = (given: string | undefined, word: string): boolean => given === undefined || given.toUpperCase() === word

/** The form of a verb in lower case, in this scene. */
function formOf(w: Household, verb: string): Form | undefined {
  const fixed = FIXED.get(verb)
  if (fixed !== undefined) return fixed
  const { verbs } = indexOf(w)
  if (verbs.has(verb)) return CHANGE
  return verb.startsWith(TOGETHER_PREFIX) && verbs.has(verb.slice(TOGETHER_PREFIX.length)) ? CHANGE_TOGETHER : undefined
}

/**
 * The position of the only blank of a plain command of two words (`GOTO kitchen_1`), or 0 for anything else. Most commands
 * are one, and character codes tell so several times as fast as the general forms.
 */
function plainBlank(text: string): number {
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

/** Reads a text command. The verb is the first word in any letter case; the whole text must then have the verb's form. */
export function parse(w: Household, text: string): ActionCall | Rejection {
  const blank = plainBlank(text)
  if (blank > 0) {
    const verb = text.slice(0, blank).toLowerCase()
    const form = formOf(w, verb)
    if (form?.match === oneWord) return form.call(verb, [text.slice(blank + 1)])
  }
  return parseAny(w, text)
}

function parseAny(w: Household, text: string): ActionCall | Rejection {
  const trimmed = text.replace(TRIM, '')
  const end = trimmed.search(SPLIT)
  const verb = (end < 0 ? trimmed : trimmed.slice(0, end)).toUpperCase().toLowerCase()
  if (verb === '') return no('empty-command', 'Say something', 'effect')
  if (verb === 'done' && end < 0) return { action: 'done', args: {} }
  const form = formOf(w, verb)
  if (form === undefined) return no('unknown-command', `There is no command ${verb.slice(0, 60)}`)
  const args = form.match(text)
  return args === undefined ? no('bad-format', `The form is: ${form.usage}`) : form.call(verb, args)
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
