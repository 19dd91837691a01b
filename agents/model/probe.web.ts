import { type CallRequest, isCoactError } from '../../engine/index.js'
import { checkEndpoint, type Endpoint } from './endpoint.web.js'
import { chooseModel, type GatewayOptions, settingsOf } from './options.js'
import { answerReader } from './schema.js'
import { scrubber } from './scrub.js'
import { withoutThinking } from './text.js'
import type { Answer, Ask } from './transport.js'
import { createWays } from './ways.js'

/** What a look at an endpoint found of one thing. */
export interface Finding {
  readonly what:
    | 'reachable'
    | 'text'
    | 'usage'
    | 'json-schema'
    | 'tools'
    | 'json-in-text'
    | 'thinking'
    | 'images'
  readonly ok: boolean
  /** In words; never a secret. */
  readonly text: string
  readonly ms?: number
}

const MODELS_SHOWN = 12
const PROBE_MS = 120_000
const ANSWER_TOKENS = 1024

const SCHEMA = {
  type: 'object',
  properties: { color: { enum: ['red', 'green', 'blue'] } },
  required: ['color'],
  additionalProperties: false,
}
/** One red dot. */
const RED_DOT =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC'

/**
 * Looks at what an endpoint and a model can do, by a few short requests; each finding comes when it is known.
 *
 * @throws CoactError `model/options`, `model/base-url`, `model/none`, `model/no-endpoint`
 * @example
 * for await (const { what, ok, text } of probe({ model: 'qwen3:8b', endpoint })) console.log(ok, what, text)
 */
export async function* probe(options: GatewayOptions): AsyncGenerator<Finding, void, void> {
  const settings = settingsOf(options)
  const { endpoint } = options
  const key = endpoint?.apiKey
  const scrub = scrubber([...(options.secrets ?? []), ...(key === undefined ? [] : [key])])
  const { name, choice } = chooseModel(undefined, options, undefined)
  const way = createWays(options, settings)(name, choice)
  const look = async (
    what: Finding['what'],
    ask: Pick<Ask, 'messages'> & Partial<Ask>,
    judge: (answer: Answer) => string | { readonly fault: string },
  ): Promise<Finding & { readonly answer?: Answer }> => {
    const begun = performance.now()
    try {
      const whole: Ask = {
        id: what,
        model: name,
        maxTokens: ANSWER_TOKENS,
        without: NOTHING,
        ...ask,
      }
      const answer = await way.send(whole, AbortSignal.timeout(PROBE_MS))
      const ms = Math.round(performance.now() - begun)
      const found = judge(answer)
      const ok = typeof found === 'string'
      return { what, ok, text: scrub.text(ok ? found : found.fault), ms, answer }
    } catch (e) {
      return { what, ok: false, text: scrub.text(firstWords(e)) }
    }
  }
  if (endpoint !== undefined && typeof choice === 'string' && !choice.startsWith('local:')) {
    const reachable = await reach(endpoint, name)
    yield { ...reachable, text: scrub.text(reachable.text) }
  }
  const { answer, ...text } = await look(
    'text',
    { messages: user('Answer with the word yes.') },
    said,
  )
  yield text
  if (answer === undefined) return
  yield usageOf(answer)
  const color = { messages: user('Which color has a ripe tomato?') }
  const named = { name: 'color', schema: SCHEMA }
  yield plain(await look('json-schema', { ...color, json: { by: 'schema', ...named } }, fits))
  yield plain(await look('tools', { ...color, json: { by: 'tool', ...named } }, fits))
  const inText = `Which color has a ripe tomato? Answer with JSON of this schema: ${JSON.stringify(SCHEMA)}`
  yield plain(await look('json-in-text', { messages: user(inText) }, fits))
  yield plain(await look('thinking', { ...color, thinking: 'on' }, thinks))
  yield plain(await look('images', { messages: [picture] }, said))
}

const NOTHING: Ask['without'] = new Set()
const user = (text: string): CallRequest['messages'] => [{ role: 'user', content: text }]
const picture: CallRequest['messages'][number] = {
  role: 'user',
  content: [
    { type: 'text', text: 'Which color is this? Answer with one word.' },
    { type: 'image', media: 'image/png', data: RED_DOT },
  ],
}

const plain = ({ answer: _, ...finding }: Finding & { readonly answer?: Answer }): Finding =>
  finding
const shown = (text: string): string => JSON.stringify(text.trim().slice(0, 60))

const said = ({ text }: Answer): string | { readonly fault: string } =>
  withoutThinking(text).text.trim() === ''
    ? { fault: 'the answer is empty' }
    : `it said ${shown(withoutThinking(text).text)}`

const fits = ({ text }: Answer): string | { readonly fault: string } => {
  const read = answerReader(SCHEMA).read(withoutThinking(text).text)
  return 'value' in read
    ? `it gave ${JSON.stringify(read.value)}`
    : { fault: `${read.problem}: ${shown(text)}` }
}

const thinks = ({ text, reasoning }: Answer): string | { readonly fault: string } => {
  const thought = reasoning ?? withoutThinking(text).reasoning ?? ''
  return thought === ''
    ? { fault: 'it does not tell its thoughts' }
    : `it thought ${shown(thought)}`
}

const usageOf = ({ usage }: Answer): Finding => ({
  what: 'usage',
  ok: usage !== undefined,
  text:
    usage === undefined
      ? 'the server does not tell tokens: they are counted here, roughly'
      : `${usage.input} tokens in, ${usage.output} out`,
})

/** Asks for the list of models, which all servers of this kind have. */
async function reach(endpoint: Endpoint, model: string): Promise<Finding> {
  const { baseUrl, apiKey } = checkEndpoint(endpoint)
  const begun = performance.now()
  const finding = (ok: boolean, text: string): Finding => ({
    what: 'reachable',
    ok,
    text,
    ms: Math.round(performance.now() - begun),
  })
  try {
    const headers = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }
    const signal = AbortSignal.timeout(PROBE_MS)
    const response = await fetch(`${baseUrl}/models`, { headers, signal, redirect: 'error' })
    if (!response.ok)
      return finding(
        response.status !== 401,
        `it answers; its list of models is ${response.status}`,
      )
    const { data } = (await response.json()) as { readonly data?: unknown }
    const ids = Array.isArray(data) ? data.map((m: { readonly id?: unknown }) => String(m?.id)) : []
    const more = ids.length > MODELS_SHOWN ? ` and ${ids.length - MODELS_SHOWN} more` : ''
    const list = `it has ${ids.slice(0, MODELS_SHOWN).join(', ') || 'no list of models'}${more}`
    return finding(
      true,
      ids.length === 0 || ids.includes(model) ? list : `${list}; "${model}" is not among them`,
    )
  } catch (e) {
    return finding(false, `there is no answer from ${baseUrl}: ${firstWords(e)}`)
  }
}

function firstWords(e: unknown): string {
  const cause = (e as { readonly cause?: { readonly message?: unknown; readonly code?: unknown } })
    ?.cause
  const more =
    cause === undefined || isCoactError(e) ? '' : ` (${String(cause.code ?? cause.message)})`
  return `${String((e as Error)?.message ?? e)
    .split('\n')[0]!
    .slice(0, 300)}${more}`
}
