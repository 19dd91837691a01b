import type { Act, Json, Say, Turn } from '../../engine/index.js'
import { isObject, type JsonObject, own } from './json.js'
import type { Moves } from './moves.js'
import type { Talking } from './talking.js'

/** What a model decided for one agent. */
export interface Answer {
  readonly acts: readonly Act[]
  readonly say: readonly Say[]
  readonly thought: string
  readonly note: string | undefined
}

type Problem = { readonly problem: string }

const THOUGHT = { type: 'string', description: 'what matters now and what you want to reach' }
const NOTE = {
  type: 'string',
  description: 'what to remember; it takes the place of your last note',
}

/** Parts of an answer that are there for all kinds. */
export const commonParts = (thinks: boolean): JsonObject => ({
  ...(thinks ? { thought: THOUGHT } : {}),
})
export const NOTE_PART: JsonObject = { note: NOTE }

/** A JSON Schema of what an agent does: an action, or several where a tick has room for them. */
export const actsSchema = (turn: Turn, moves: Moves): Json =>
  isMany(turn)
    ? { type: 'array', items: moves.schema, maxItems: turn.manual.actionsPerTick }
    : moves.schema

export const isMany = ({ manual }: Turn): boolean => manual.actionsPerTick > 1

/** Reads what an agent does. Of several actions only the first is judged: the others meet another state. */
export function readActs(
  turn: Turn,
  moves: Moves,
  value: Json | undefined,
): { readonly acts: readonly Act[] } | Problem {
  if (!isMany(turn)) {
    if (value === undefined) return { problem: '"action" is missing' }
    const read = moves.read(value)
    return 'problem' in read ? read : { acts: read.act === null ? [] : [read.act] }
  }
  const most = turn.manual.actionsPerTick
  if (!Array.isArray(value) || value.length > most)
    return { problem: `"actions" is a list of at most ${most} actions` }
  const acts: Act[] = []
  for (const [i, given] of (value as readonly Json[]).entries()) {
    const read = moves.read(given, i > 0)
    if ('problem' in read) return read
    if (read.act !== null) acts.push(read.act)
  }
  return { acts }
}

/** A JSON Schema of one agent's answer. */
export const answerSchema = (
  turn: Turn,
  moves: Moves,
  talking: Talking | undefined,
  thinks: boolean,
): Json => ({
  type: 'object',
  properties: {
    ...commonParts(thinks),
    [isMany(turn) ? 'actions' : 'action']: actsSchema(turn, moves),
    ...(talking === undefined ? {} : { say: talking.schema }),
    ...NOTE_PART,
  },
  required: [isMany(turn) ? 'actions' : 'action'],
  additionalProperties: false,
})

/** What such an answer looks like, for people and models. */
export const answerSample = (
  turn: Turn,
  moves: Moves,
  talking: Talking | undefined,
  thinks: boolean,
): string => {
  const acts = isMany(turn) ? `"actions": [${moves.sample}]` : `"action": ${moves.sample}`
  return sampleLines(turn, thinks, acts, talking === undefined ? [] : [talking.sample])
}

/** A sample of an answer with a line on each of its parts. */
export function sampleLines(
  turn: Turn,
  thinks: boolean,
  acts: string,
  say: readonly string[] = [],
): string {
  const sample = [
    ...(thinks ? ['"thought": "…"'] : []),
    acts,
    ...say.map((messages) => `"say": ${messages}`),
    '"note": "…"',
  ]
  return [
    `{ ${sample.join(', ')} }`,
    ...(thinks
      ? ['- thought: what matters now and what you want to reach, in a sentence or two.']
      : []),
    ...(isMany(turn)
      ? [`- actions: up to ${turn.manual.actionsPerTick}, in the order in which they are done.`]
      : []),
    ...(say.length === 0 ? [] : ['- say: messages; leave it out when there is nothing to say.']),
    '- note: what to remember, in place of your last note; leave it out to keep that one.',
  ].join('\n')
}

/** Reads one agent's answer, or says what does not fit. */
export function readAnswer(
  turn: Turn,
  moves: Moves,
  talking: Talking | undefined,
  value: Json,
): Answer | Problem {
  if (!isObject(value)) return { problem: 'the answer is a JSON object' }
  const given = readActs(turn, moves, own(value, isMany(turn) ? 'actions' : 'action'))
  if ('problem' in given) return given
  const said = talking === undefined ? { say: [] } : talking.read(own(value, 'say'))
  if ('problem' in said) return said
  return { acts: given.acts, say: said.say, ...wordsOf(value) }
}

/** The thought and the note of an answer. */
export function wordsOf(value: JsonObject): Pick<Answer, 'thought' | 'note'> {
  const text = (key: string): string | undefined => {
    const part = own(value, key)
    return typeof part === 'string' ? part : undefined
  }
  return { thought: text('thought') ?? '', note: text('note') }
}
