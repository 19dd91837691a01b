import {
  type Act,
  type Decision,
  defineUniversalPolicy,
  type Policy,
  type Turn,
} from '../../engine/index.js'
import { answerSample, answerSchema, readAnswer } from './answer.js'
import { ask, callOf, fallbackOf } from './ask.js'
import type { SeatVariable } from './kinds.js'
import {
  emptyMemory,
  heardLines,
  type LanguageMemory,
  pastText,
  recall,
  remember,
} from './memory.js'
import { commandOf, type Moves, movesOf } from './moves.js'
import type { LanguageOptions } from './options.js'
import type { Prompt } from './prompt.js'
import { saidLine, type Talking, talkingOf, talkLines } from './talking.js'
import { goalsOf, peopleOf, roleOf, rulesOf, viewOf } from './view.js'
import { block, line } from './words.js'

/** Makes a policy by which a model of its own plays one agent. */
export function seatPolicy(
  id: string,
  prompt: Prompt<SeatVariable>,
  options: LanguageOptions,
  talks: boolean,
): Policy<'*'> {
  return defineUniversalPolicy({
    id,
    calls: true,
    memory: emptyMemory,
    decide: (turn) => decide(id, prompt, options, turn, talks && turn.agents.length > 1),
  })
}

async function decide(
  id: string,
  prompt: Prompt<SeatVariable>,
  options: LanguageOptions,
  turn: Turn,
  talks: boolean,
): Promise<Decision> {
  const call = callOf(turn, id)
  const memory = turn.memory as LanguageMemory
  const came = recall(memory, turn)
  const view = viewOf(turn, options)
  const moves = movesOf(turn, view, options)
  const talking = talks ? talkingOf(turn) : undefined
  const thinks = asksThought(options)
  const known = await ask(
    call,
    {
      messages: prompt.render(valuesOf(turn, { memory, came, view, moves, talking, thinks })),
      schema: answerSchema(turn, moves, talking, thinks),
      read: (value) => readAnswer(turn, moves, talking, value),
    },
    options,
  )
  if ('failure' in known) {
    const instead = fallbackOf(turn, options)
    remember(memory, turn, { did: didLines(turn, instead), said: [] }, options.history)
    return { ...(instead === undefined ? {} : { do: instead }), why: `fallback: ${known.failure}` }
  }
  const { acts, say, thought, note } = known.answer
  const kept = { did: didLines(turn, ...acts), said: say.map(saidLine) }
  remember(memory, turn, note === undefined ? kept : { ...kept, note }, options.history)
  return {
    do: acts,
    ...(say.length === 0 ? {} : { say }),
    ...(thought === '' ? {} : { why: whyOf(thought) }),
  }
}

/** A model that thinks by itself is not asked to do so in its answer. */
export const asksThought = ({ thinking }: LanguageOptions): boolean =>
  thinking === undefined || thinking === 'off'

const WHY_CHARS_MAX = 1000
export const whyOf = (thought: string): string => line(thought, WHY_CHARS_MAX)

/** Actions as they are remembered. */
export const didLines = ({ manual }: Turn, ...acts: readonly (Act | undefined)[]): string[] => {
  const done = acts.filter((act): act is Act => act !== undefined)
  if (done.length === 0) return ['you did nothing']
  return done.map((act) => `you did: ${line(commandOf(manual, act), 200)}`)
}

interface Shown {
  readonly memory: LanguageMemory
  readonly came: readonly string[]
  readonly view: string
  readonly moves: Moves
  readonly talking: Talking | undefined
  readonly thinks: boolean
}

const HEARD_CHARS_MAX = 1000

function valuesOf(
  turn: Turn,
  { memory, came, view, moves, talking, thinks }: Shown,
): Readonly<Record<SeatVariable, string>> {
  const { manual, tick, agent, inbox } = turn
  return {
    agent,
    title: line(manual.title, 200),
    tick: String(tick),
    horizon: String(manual.horizon),
    role: roleOf(turn),
    others: peopleOf(turn, (name) => name !== agent),
    rules: rulesOf(turn, view),
    goals: goalsOf(turn, view),
    actions: moves.told,
    talking: talking?.told ?? '',
    answer: answerSample(turn, moves, talking, thinks),
    past: pastText(memory, tick),
    note: memory.note.text,
    came: came.join('\n'),
    heard: heardLines(inbox, HEARD_CHARS_MAX).join('\n'),
    talks: talkLines(turn).join('\n'),
    view,
    legal: block(moves.legal, 10_000),
  }
}
