import { type CallMessage, type CallRequest, isCoactError, type Json } from '../../engine/index.js'
import { type AnswerReader, answerReader } from './schema.js'
import { withoutThinking } from './text.js'
import { type Answer, type Ask, fault, type Parameter } from './transport.js'

/** How JSON is asked for, surest first. */
const RUNGS = ['schema', 'tool', 'text'] as const
type Rung = (typeof RUNGS)[number]

/** What was learned of a model. */
export interface Traits {
  by: Rung
  /** Whether an answer came that way. */
  isProven: boolean
  without: ReadonlySet<Parameter>
}

export const unknownTraits = (): Traits => ({ by: 'schema', isProven: false, without: new Set() })

/** How far a call has come: what its record is made of, whenever it ends. */
export interface Progress {
  readonly messages: CallMessage[]
  by?: Rung
}

/** What a call ends with. */
export interface Reply {
  readonly text: string
  readonly value?: Json
  readonly reasoning?: string
}

export interface AnswerOptions {
  readonly request: CallRequest
  readonly model: string
  readonly maxTokens: number
  readonly traits: Traits
  readonly progress: Progress
  /** Names the call; its requests are numbered. */
  readonly id: string
  readonly send: (ask: Ask) => Promise<Answer>
}

/** How often a model is told why its answer does not fit. */
const REPAIRS_MAX = 2
const SHOWN_MAX = 4000
const WORDS_MAX = 1500

/**
 * Asks until there is an answer that fits: as JSON of a schema, as the arguments of a tool, or in words, whichever the model
 * is known to do or first does; an answer that does not fit is sent back with the reason, twice at most.
 *
 * @throws CoactError `model/no-answer`; `model/schema`; whatever `send` and the request's `check` throw
 */
export async function answerTo(options: AnswerOptions): Promise<Reply> {
  const { request, traits, progress, send } = options
  const reader = request.answer === undefined ? undefined : answerReader(request.answer.schema)
  let by = traits.by
  let without = traits.without
  let repairs = 0
  for (let n = 0; ; n++) {
    if (reader !== undefined) progress.by = by
    let given: Answer
    try {
      given = await send(askFor(options, by, without, n))
    } catch (e) {
      const refused = refusedBy(e, without)
      if (refused.length > 0) without = new Set([...without, ...refused])
      else if (reader !== undefined && isRefusal(e) && by !== 'text') by = below(by)
      else throw e
      continue
    }
    const judged = judge(given, request, reader)
    if ('text' in judged) {
      Object.assign(traits, { by, isProven: traits.isProven || reader !== undefined, without })
      return judged
    }
    const { problem, said, isForm } = judged
    if (isForm && by !== 'text' && !traits.isProven) {
      by = below(by)
      continue
    }
    if (repairs === REPAIRS_MAX) throw noAnswer(problem)
    repairs += 1
    progress.messages.push(
      { role: 'assistant', content: said.slice(0, SHOWN_MAX) || '(nothing)' },
      { role: 'user', content: repairText(problem, reader !== undefined) },
    )
  }
}

const below = (rung: Rung): Rung => RUNGS[RUNGS.indexOf(rung) + 1]!

function askFor(
  { request, model, maxTokens, progress, id }: AnswerOptions,
  by: Rung,
  without: ReadonlySet<Parameter>,
  n: number,
): Ask {
  const { answer, temperature, thinking } = request
  const isWords = answer !== undefined && by === 'text'
  return {
    id: `${id}:${n}`,
    model,
    messages: isWords ? withSchema(progress.messages, request) : progress.messages.slice(),
    maxTokens,
    without,
    ...(temperature === undefined ? {} : { temperature }),
    ...(thinking === undefined ? {} : { thinking }),
    ...(answer === undefined || by === 'text'
      ? {}
      : { json: { by, name: answer.name, schema: answer.schema } }),
  }
}

/** The schema in words, behind what the policy asks. */
function withSchema(
  messages: readonly CallMessage[],
  { messages: own, answer }: CallRequest,
): CallMessage[] {
  const words = `Answer with one JSON object, and nothing before or after it, of this JSON Schema:\n${JSON.stringify(answer!.schema)}`
  const asked = messages.slice(0, own.length)
  const last = asked.at(-1)
  if (last?.role !== 'user') asked.push({ role: 'user', content: words })
  else if (typeof last.content === 'string')
    asked[asked.length - 1] = { role: 'user', content: `${last.content}\n\n${words}` }
  else
    asked[asked.length - 1] = {
      role: 'user',
      content: [...last.content, { type: 'text', text: words }],
    }
  return [...asked, ...messages.slice(own.length)]
}

interface Unfit {
  readonly problem: string
  readonly said: string
  /** There was no JSON at all: the way of asking may be to blame. */
  readonly isForm: boolean
}

function judge(
  given: Answer,
  { answer }: CallRequest,
  reader: AnswerReader | undefined,
): Reply | Unfit {
  if (given.finish === 'filter') throw noAnswer('its provider withheld it')
  const { text, reasoning: thought } = withoutThinking(given.text)
  const reasoning = [given.reasoning, thought].filter((part) => part !== undefined && part !== '')
  const reply = { text, ...(reasoning.length === 0 ? {} : { reasoning: reasoning.join('\n') }) }
  const isCut = given.finish === 'length'
  const unfit = (problem: string, isForm = false): Unfit => ({
    problem: isCut ? `it was cut off because it was too long (${problem})` : problem,
    said: text,
    isForm: isForm && !isCut,
  })
  if (reader === undefined) return text.trim() === '' ? unfit('it is empty') : reply
  const read = reader.read(text)
  if ('problem' in read) return unfit(read.problem, !read.isJson)
  const problem = answer?.check?.(read.value)
  return problem === undefined ? { ...reply, value: read.value } : unfit(problem)
}

const repairText = (problem: string, isJson: boolean): string =>
  `Your answer cannot be used: ${problem.slice(0, WORDS_MAX)}.\nAnswer again${isJson ? ' with the whole JSON object, and nothing else' : ''}.`

const noAnswer = (problem: string): Error =>
  fault('model/no-answer', `The model gave no usable answer: ${problem.slice(0, WORDS_MAX)}`, {
    isPassing: false,
  })

const isRefusal = (e: unknown): boolean => isCoactError(e) && e.code === 'model/refused'

const PARAMETERS: readonly (readonly [Parameter, RegExp])[] = [
  ['temperature', /temperature/i],
  ['max_tokens', /max_tokens/i],
  ['chat_template_kwargs', /chat_template_kwargs|enable_thinking|thinking/i],
  ['reasoning_effort', /reasoning[_ ]effort|thinking/i],
]

/** Parameters that a refusal names and that had been sent. */
const refusedBy = (e: unknown, without: ReadonlySet<Parameter>): readonly Parameter[] =>
  isRefusal(e)
    ? PARAMETERS.filter(
        ([name, words]) => !without.has(name) && words.test((e as Error).message),
      ).map(([name]) => name)
    : []
