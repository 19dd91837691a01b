import { type Decision, defineUniversalPolicy, type Policy, type Turn } from '../../engine/index.js'
import { answerSample, answerSchema, readAnswer } from './answer.js'
import { ask, asksThought, callOf } from './ask.js'
import { carryOut, fallBack } from './decision.js'
import type { SeatVariable } from './kinds.js'
import { emptyMemory, heardLines, type LanguageMemory, pastText, recall } from './memory.js'
import { type Moves, movesOf } from './moves.js'
import type { LanguageOptions } from './options.js'
import type { Prompt } from './prompt.js'
import { type Talking, talkingOf, talkLines } from './talking.js'
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
  return 'failure' in known
    ? fallBack(turn, memory, known.failure, options)
    : carryOut(turn, memory, known.answer, options)
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
