import type { Act, Decision, Turn } from '../../engine/index.js'
import type { Answer } from './answer.js'
import { fallbackOf } from './ask.js'
import { type LanguageMemory, remember } from './memory.js'
import { commandOf } from './moves.js'
import type { LanguageOptions } from './options.js'
import { saidLine } from './talking.js'
import { line } from './words.js'

const WHY_CHARS_MAX = 1000

/** Does what a model decided, and remembers it. */
export function carryOut(
  turn: Turn,
  memory: LanguageMemory,
  { acts, say, thought, note }: Answer,
  options: LanguageOptions,
): Decision {
  const kept = { did: didLines(turn, acts), said: say.map(saidLine) }
  remember(memory, turn, note === undefined ? kept : { ...kept, note }, options.history)
  return {
    do: acts,
    ...(say.length === 0 ? {} : { say }),
    ...(thought === '' ? {} : { why: line(thought, WHY_CHARS_MAX) }),
  }
}

/** Does what the options say for a model that gave no usable answer, with the code of why it did not. */
export function fallBack(
  turn: Turn,
  memory: LanguageMemory,
  failure: string,
  options: LanguageOptions,
): Decision {
  const instead = fallbackOf(turn, options)
  const did = didLines(turn, instead === undefined ? [] : [instead])
  remember(memory, turn, { did, said: [] }, options.history)
  return { ...(instead === undefined ? {} : { do: instead }), why: `fallback: ${failure}` }
}

/** Actions as they are remembered. */
const didLines = ({ manual }: Turn, acts: readonly Act[]): string[] =>
  acts.length === 0
    ? ['you did nothing']
    : acts.map((act) => `you did: ${line(commandOf(manual, act), 200)}`)
