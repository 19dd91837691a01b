import {
  type Act,
  type ActionCall,
  type Json,
  limits,
  nearest,
  type Rejection,
  type Turn,
} from '../../engine/index.js'
import { describesAll } from './described.js'
import { isObject, type JsonObject, own } from './json.js'
import type { LanguageOptions } from './options.js'
import { jsonLine, line, quoted } from './words.js'

/** How a model gives an action: as a text command, as the number of a legal one, or by name and arguments. */
export type MoveForm = 'commands' | 'list' | 'schema'

/** The actions of a turn, for a model. */
export interface Moves {
  readonly form: MoveForm
  /** How actions are given; the same in every turn of an episode but for whether there are legal ones to list. */
  readonly told: string
  /** The legal ones as lines, where there are few and the view does not list them. */
  readonly legal: string
  /** A JSON Schema of one action. */
  readonly schema: Json
  /** What stands for an action in a sample of the answer. */
  readonly sample: string
  /**
   * Reads an action: what to do, null for nothing; or in words why it cannot be that.
   * @param isLater whether it comes after another in the same tick, and so cannot be judged now
   */
  read(value: Json, isLater?: boolean): { readonly act: Act | null } | { readonly problem: string }
}

/** How many legal actions are listed. */
const LISTED_MAX = 40
const SHOWN_CHARS_MAX = 200

/** What an agent can do now, in the form that the options say, or else that suits the world. */
export function movesOf(
  turn: Turn,
  view: string,
  options: Pick<LanguageOptions, 'actions' | 'illegal'>,
): Moves {
  const legal = turn.legal()
  const form = options.actions === 'auto' ? formFor(turn, legal) : options.actions
  const judge: Judge = (act, isLater) =>
    options.illegal === 'act' || isLater ? undefined : turn.refusal(act)
  if (form === 'commands') return commands(turn, view, legal, judge)
  return form === 'list' ? numbered(turn, legal) : typed(turn, judge)
}

function formFor({ manual }: Turn, legal: readonly ActionCall[]): MoveForm {
  if (manual.takesCommands) return 'commands'
  const isWhole = manual.actions.every((a) => a.isEnumerable)
  return isWhole && legal.length <= LISTED_MAX ? 'list' : 'schema'
}

type Judge = (act: Act, isLater: boolean) => Rejection | undefined

const NOTHING = { act: null } as const
const orNull = (schema: JsonObject): Json => ({
  anyOf: [schema, { type: 'null' }],
})
/** In a game whoever is asked has to move. */
const mayPass = ({ game }: Turn): boolean => game === undefined
const passing = (turn: Turn): string =>
  mayPass(turn)
    ? ' null is to do nothing.'
    : ' You have to move: without a legal move one is made for you.'

/** An action in words: its text command where the world has some. */
export const commandOf = (manual: Turn['manual'], act: Act): string =>
  isText(act) ? act.text : (manual.command(act) ?? `${act.action} ${JSON.stringify(act.args)}`)

const isText = (act: Act): act is { readonly text: string } => !('action' in act)

function commands(turn: Turn, view: string, legal: readonly ActionCall[], judge: Judge): Moves {
  const { manual } = turn
  const known = legal.map((call) => commandOf(turn.manual, call))
  const isListed = known.length <= LISTED_MAX && !describesAll(view, known)
  const where = manual.hasWords
    ? 'The end of <view> says which there are.'
    : `There are: ${manual.actions.map(({ name, text }) => `${name} (${text ?? ''})`).join(', ')}.`
  return {
    form: 'commands',
    told: `An action is a text command. ${where} Names are written as in <view>.${isListed ? ' <legal> lists those that are possible now.' : ''}${passing(turn)}`,
    legal: isListed ? known.map((c) => line(c, SHOWN_CHARS_MAX)).join('\n') : '',
    schema: mayPass(turn) ? orNull({ type: 'string' }) : { type: 'string' },
    sample: '"a command"',
    read(value, isLater = false) {
      if (value === null && mayPass(turn)) return NOTHING
      const given = typeof value === 'number' ? String(value) : value
      if (typeof given !== 'string') return { problem: 'an action is a text command' }
      const text = given.replace(/\s+/g, ' ').trim()
      if (text === '') return mayPass(turn) ? NOTHING : { problem: 'an action is a text command' }
      if (text.length > limits.ACTION_TEXT_CHARS_MAX)
        return { problem: `a command has at most ${limits.ACTION_TEXT_CHARS_MAX} characters` }
      const refusal = judge({ text }, isLater)
      if (refusal === undefined) return { act: { text } }
      return { problem: refused(quoted(text, 100), refusal, nearest(text, known)) }
    },
  }
}

function numbered(turn: Turn, legal: readonly ActionCall[]): Moves {
  const count = legal.length
  const integer = { type: 'integer', minimum: 1, maximum: Math.max(1, count) }
  const shown = legal.map(
    (call, i) => `${i + 1}. ${line(commandOf(turn.manual, call), SHOWN_CHARS_MAX)}`,
  )
  const texts = turn.manual.actions.flatMap(({ name, text }) =>
    text === undefined ? [] : [`${name}: ${text}.`],
  )
  return {
    form: 'list',
    told: `${[...texts, 'An action is the number of a line of <legal>.'].join('\n')}${passing(turn)}`,
    legal: count === 0 ? 'nothing is possible now' : shown.join('\n'),
    schema: mayPass(turn) || count === 0 ? orNull(integer) : integer,
    sample: '1',
    read(value) {
      if (value === null && (mayPass(turn) || count === 0)) return NOTHING
      const at = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value
      const call = Number.isInteger(at) ? legal[(at as number) - 1] : undefined
      return call === undefined
        ? { problem: `an action is the number of a line of <legal>, from 1 to ${count}` }
        : { act: call }
    },
  }
}

function typed(turn: Turn, judge: Judge): Moves {
  const { actions } = turn.manual
  const names = actions.map((a) => a.name)
  const told = actions.map(
    ({ name, text, args }) =>
      `${name}${text === undefined ? '' : `: ${text}.`} args: ${jsonLine(args, 2000)}`,
  )
  const each = actions.map(({ name, args }) => ({
    type: 'object',
    properties: { name: { type: 'string', enum: [name] }, args },
    required: ['name', 'args'],
    additionalProperties: false,
  }))
  return {
    form: 'schema',
    told: `An action has a name and args, which are JSON of these schemas.${passing(turn)}\n${told.join('\n')}`,
    legal: '',
    schema: { anyOf: [...each, ...(mayPass(turn) ? [{ type: 'null' }] : [])] },
    sample: `{ "name": "${names[0]}", "args": { } }`,
    read(value, isLater = false) {
      if (value === null && mayPass(turn)) return NOTHING
      const name = isObject(value) ? own(value, 'name') : undefined
      if (!isObject(value) || typeof name !== 'string')
        return { problem: 'an action has a name and args' }
      const args = own(value, 'args') ?? {}
      if (!names.includes(name))
        return { problem: refused(quoted(name, 60), UNKNOWN, nearest(name, names)) }
      if (JSON.stringify(args).length > limits.ACTION_ARGS_JSON_CHARS_MAX)
        return { problem: `args have at most ${limits.ACTION_ARGS_JSON_CHARS_MAX} characters` }
      const act = { action: name, args: args as ActionCall['args'] }
      const refusal = judge(act, isLater)
      if (refusal === undefined) return { act }
      return { problem: refused(`${name} ${jsonLine(args, 200)}`, refusal, undefined) }
    },
  }
}

const UNKNOWN: Rejection = { reject: 'unknown-action', text: 'There is no such action' }

const refused = (what: string, { reject, text }: Rejection, near: string | undefined): string => {
  const why = text === undefined ? reject : `${line(text, 300)} [${reject}]`
  return `${what} is not possible now: ${why}.${near === undefined ? '' : ` Did you mean ${line(near, 100)}?`}`
}
