import type { ActionCall, Rejection } from '../../engine/index.js'
import { type Household, indexOf, no } from './household.js'

/** Blanks as the reference's language splits on them, which is not quite what a JavaScript expression calls blank. */
const BLANK =
  '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const WORD = '[\\p{L}\\p{N}_]'
const TRIM = new RegExp(`^${BLANK}+|${BLANK}+$`, 'gu')
const SPLIT = new RegExp(`${BLANK}+`, 'u')
const form = (source: string): RegExp =>
  new RegExp(`^${source.replaceAll(' ', `${BLANK}+`)}\\n?$`, 'iu')

const ONE = form(`${WORD}+ (${WORD}+)`)
const MAYBE_ONE = form(`${WORD}+(?: (${WORD}+))?`)
const PLACE = form(`PLACE (${WORD}+)(?: (in|on) (${WORD}+))?`)
const TOGETHER = form(`CORP_${WORD}+ ([\\p{L}\\p{N}_,]+) (${WORD}+)`)

/** Splits on blanks, which forgives blanks around and words after. */
const words = (text: string): string[] => text.replace(TRIM, '').split(SPLIT)

type Arguments = readonly (string | undefined)[]

/** Reads the arguments of a text; `plain` does so for the words of a plain text, and leaves to `any` what it does not see through. */
interface Match {
  readonly any: (text: string) => Arguments | undefined
  /** @param comma the position of the only word with commas, or -1 */
  readonly plain: (words: readonly string[], comma: number) => Arguments | undefined
}

interface Form {
  /** How the command is written. */
  readonly usage: string
  /** The arguments that a text gives, or none when the text does not have the form. */
  readonly match: Match
  readonly call: (verb: string, args: Arguments) => ActionCall
}

const matching = (pattern: RegExp, plain: Match['plain']): Match => ({
  any: (text) => pattern.exec(text)?.slice(1),
  plain,
})

const oneWord = matching(ONE, (w, comma) => (w.length === 2 && comma < 0 ? [w[1]] : undefined))
const maybeOneWord = matching(MAYBE_ONE, (w, comma) =>
  w.length <= 2 && comma < 0 ? [w[1]] : undefined,
)
const placing = matching(PLACE, (w, comma) =>
  w.length === 4 && comma < 0 && (w[2] === 'in' || w[2] === 'on') ? w.slice(1) : undefined,
)
const acting = matching(TOGETHER, (w, comma) =>
  w.length === 3 && (comma < 0 || comma === 1) ? w.slice(1) : undefined,
)

/** A form that is split on blanks, not matched. @param count how many words must follow the verb */
function splitting(count: number, fits: (args: Arguments) => boolean = () => true): Match {
  const plain = (all: readonly string[]): Arguments | undefined => {
    const args = all.slice(1, count + 1)
    return args.length === count && fits(args) ? args : undefined
  }
  return { any: (text) => plain(words(text)), plain }
}

const list = (agents: string | undefined): string[] => agents!.split(',')

const FIXED: ReadonlyMap<string, Form> = new Map<string, Form>([
  [
    'goto',
    {
      usage: 'GOTO <room or thing>',
      match: oneWord,
      call: (_, [to]) => ({ action: 'goto', args: { to } }),
    },
  ],
  [
    'grab',
    {
      usage: 'GRAB <thing>',
      match: oneWord,
      call: (_, [thing]) => ({ action: 'grab', args: { thing } }),
    },
  ],
  [
    'explore',
    {
      usage: 'EXPLORE',
      match: maybeOneWord,
      call: (_, [room]) => ({ action: 'explore', args: isWord(room, 'THOROUGH') ? {} : { room } }),
    },
  ],
  [
    'look',
    {
      usage: 'LOOK [<thing>]',
      match: maybeOneWord,
      call: (_, [at]) => ({ action: 'look', args: isWord(at, 'AROUND') ? {} : { at } }),
    },
  ],
  [
    'place',
    {
      usage: 'PLACE <thing> <in|on> <target>',
      match: placing,
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
      match: splitting(4, (args) => args[2] === 'in' || args[2] === 'on'),
      call: (_, [agents, thing, preposition, target]) => ({
        action: 'setDown',
        args: { agents: list(agents), thing, preposition, target },
      }),
    },
  ],
])

const LET_GO: Form = {
  usage: 'LET_GO',
  match: matching(form(`(${WORD}+)`), (w, comma) => (w.length === 1 && comma < 0 ? [] : undefined)),
  call: () => ({ action: 'letGo', args: {} }),
}

const CHANGE: Form = {
  usage: '<VERB> <thing>',
  match: oneWord,
  call: (verb, [thing]) => ({ action: 'change', args: { verb, thing } }),
}

const CHANGE_TOGETHER: Form = {
  usage: 'CORP_<VERB> <agent,agent> <thing>',
  match: acting,
  call: (verb, [agents, thing]) => ({
    action: 'changeTogether',
    args: { verb: verb.slice(TOGETHER_PREFIX.length), agents: list(agents), thing },
  }),
}

const TOGETHER_PREFIX = 'corp_'

/** True for a word that adds nothing, and for none. */
const isWord = (given: string | undefined, word: string): boolean =>
  given === undefined || given.toUpperCase() === word

/** The form of a verb in lower case, in this scene. */
function formOf(w: Household, verb: string): Form | undefined {
  const fixed = verb === 'let_go' && w.profile !== 'compat' ? LET_GO : FIXED.get(verb)
  if (fixed !== undefined) return fixed
  const { verbs } = indexOf(w)
  if (verbs.has(verb)) return CHANGE
  return verb.startsWith(TOGETHER_PREFIX) && verbs.has(verb.slice(TOGETHER_PREFIX.length))
    ? CHANGE_TOGETHER
    : undefined
}

/** A word of a plain text must not be empty, so that blanks stand singly and inside. */
const isPlain = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 48 && code <= 57) ||
  code === 95 ||
  (code >= 65 && code <= 90)

/**
 * Reads a text command. The verb is the first word in any letter case; the whole text must then have the verb's form.
 * Nearly all commands are plain (ASCII words, single blanks, commas in one word at most), and reading their characters
 * is several times as fast as the general forms.
 */
export function parse(w: Household, text: string): ActionCall | Rejection {
  let start = 0
  let comma = -1
  const parts: string[] = []
  for (let i = 0; i <= text.length; i++) {
    const code = i === text.length ? 32 : text.charCodeAt(i)
    if (code === 32) {
      if (i === start) return parseAny(w, text)
      parts.push(text.slice(start, i))
      start = i + 1
    } else if (code === 44) {
      if (comma >= 0 && comma !== parts.length) return parseAny(w, text)
      comma = parts.length
    } else if (!isPlain(code)) return parseAny(w, text)
  }
  const verb = parts[0]!.toLowerCase()
  const form = formOf(w, verb)
  const args = form?.match.plain(parts, comma)
  return args === undefined ? parseAny(w, text) : form!.call(verb, args)
}

/** Reads any text. */
export function parseAny(w: Household, text: string): ActionCall | Rejection {
  const trimmed = text.replace(TRIM, '')
  const end = trimmed.search(SPLIT)
  const verb = (end < 0 ? trimmed : trimmed.slice(0, end)).toUpperCase().toLowerCase()
  if (verb === '') return no('empty-command', 'Say something', 'effect')
  if (verb === 'done' && end < 0) return { action: 'done', args: {} }
  const form = formOf(w, verb)
  if (form === undefined) return no('unknown-command', `There is no command ${verb.slice(0, 60)}`)
  const args = form.match.any(text)
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
      return a['target'] === undefined
        ? `PLACE ${a['thing']}`
        : `PLACE ${a['thing']} ${a['preposition']} ${a['target']}`
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
    case 'letGo':
      return 'LET_GO'
    default:
      return action.toUpperCase()
  }
}
