import { LLMock } from '@copilotkit/aimock'
import { MockLanguageModelV3 } from 'ai/test'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CallRecord, CallRequest } from '../../engine/index.js'
import { createGateway } from './gateway.js'
import type { GatewayOptions } from './options.js'
import { probe } from './probe.web.js'
import { asking, jumpingClock, moveRequest, textRequest, timeUp } from './testing/ask.js'
import { completion, type RawServer, rawServer, send } from './testing/raw.node.js'

const KEY = 'test-key-0123456789'

interface Body {
  readonly model: string
  readonly messages: readonly { readonly role: string; readonly content: unknown }[]
  readonly response_format?: {
    readonly type: string
    readonly json_schema: { readonly name: string; readonly strict: boolean }
  }
  readonly tools?: readonly { readonly function: { readonly name: string } }[]
  readonly [key: string]: unknown
}

describe('a server of the OpenAI API', () => {
  const mock = new LLMock({ port: 0 })
  let records: CallRecord[] = []
  beforeAll(() => mock.start())
  afterAll(() => mock.stop())
  beforeEach(() => {
    mock.reset()
    records = []
  })
  const gateway = (more: GatewayOptions = {}) =>
    createGateway({
      model: 'mocked',
      endpoint: { baseUrl: `${mock.url}/v1`, apiKey: KEY },
      clock: jumpingClock(),
      onCall: (record) => records.push(record),
      ...more,
    })
  const bodies = (): Body[] => mock.getRequests().map((r) => r.body as unknown as Body)

  test('is asked with key, schema and parameters, and tells text and tokens', async () => {
    mock.on({}, { content: '{"dir":"e"}', usage: { prompt_tokens: 40, completion_tokens: 5 } })
    const reply = await gateway().call(
      asking(),
      moveRequest('Where to?', { temperature: 0.5, maxTokens: 99 }),
    )
    expect(reply).toMatchObject({ value: { dir: 'e' }, usage: { input: 40, output: 5 } })
    expect(reply.usage).not.toHaveProperty('estimated')
    const [body] = bodies()
    expect(body).toMatchObject({
      model: 'mocked',
      temperature: 0.5,
      max_tokens: 99,
      messages: [{ role: 'system', content: 'You walk on a grid.' }, { role: 'user' }],
      response_format: { type: 'json_schema', json_schema: { name: 'move', strict: false } },
    })
    expect(mock.getRequests()[0]!.headers['authorization']).not.toBeUndefined()
  })
  test('that knows no schema is asked by a tool, or in words', async () => {
    const refuse = (what: string) => ({ error: { message: `unknown field ${what}` }, status: 400 })
    mock.on({ predicate: (r) => r.response_format !== undefined }, refuse('response_format'))
    mock.on(
      { predicate: (r) => r.tools !== undefined },
      { toolCalls: [{ name: 'move', arguments: '{"dir":"w"}' }] },
    )
    const way = gateway()
    expect((await way.call(asking(), moveRequest())).value).toEqual({ dir: 'w' })
    mock.clearFixtures()
    mock.on({ predicate: (r) => r.tools !== undefined }, refuse('tools'))
    mock.on({}, { content: 'Fine:\n```json\n{"dir":"s"}\n```' })
    expect((await way.call(asking(), moveRequest('And now?'))).value).toEqual({ dir: 's' })
    expect(records.map((r) => [r.by, r.attempts])).toEqual([
      ['tool', 2],
      ['text', 2],
    ])
  })
  test('is told how much to think, and its thoughts are kept apart', async () => {
    mock.on({}, { content: 'north', reasoning: 'the wall is in the south' })
    const way = gateway()
    const think = (thinking: NonNullable<CallRequest['thinking']>) =>
      way.call(asking(), { ...textRequest(), thinking })
    expect(await think('on')).toMatchObject({
      text: 'north',
      reasoning: 'the wall is in the south',
    })
    await think('off')
    await think({ budget: 500 })
    expect(bodies().map((b) => [b['reasoning_effort'], b['chat_template_kwargs']])).toEqual([
      ['medium', { enable_thinking: true }],
      ['none', { enable_thinking: false }],
      ['low', { enable_thinking: true, thinking_budget: 500 }],
    ])
  })
  test('that refuses to be told gets no such words again', async () => {
    mock.on(
      { predicate: (r) => r['chat_template_kwargs'] !== undefined },
      {
        error: { message: 'Unrecognized request argument supplied: chat_template_kwargs' },
        status: 400,
      },
    )
    mock.on({}, { content: 'north' })
    const way = gateway()
    for (const n of [1, 2]) await way.call(asking(), { ...textRequest(`${n}`), thinking: 'off' })
    expect(bodies().map((b) => 'chat_template_kwargs' in b)).toEqual([true, false, false])
    expect(bodies().every((b) => b['reasoning_effort'] === 'none')).toBe(true)
  })
  test('sees pictures', async () => {
    mock.on({}, { content: 'red' })
    const picture = { type: 'image', media: 'image/png', data: 'iVBORw0KGgo=' } as const
    const content = [{ type: 'text', text: 'Which color?' } as const, picture]
    await gateway().call(asking(), { purpose: 'look', messages: [{ role: 'user', content }] })
    expect(bodies()[0]!.messages[0]!.content).toEqual([
      { type: 'text', text: 'Which color?' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } },
    ])
    expect(records[0]!.messages).toEqual([{ role: 'user', content }])
  })
  test('that is busy is asked again when it says', async () => {
    mock.nextRequestError(429, { message: 'too many' })
    mock.nextRequestError(500, { message: 'oh' })
    mock.on({}, { content: 'yes' })
    const clock = jumpingClock()
    await gateway({ clock }).call(asking(), textRequest())
    expect(records[0]!.attempts).toBe(3)
    expect(clock.slept.length).toBe(2)
  })
  test('that sends rubbish, or hangs up, is asked again where that may help', async () => {
    mock.on({}, { content: 'yes' })
    mock.setChaos({ disconnectRate: 1 })
    const lost = await gateway({ retries: 2 })
      .call(asking(), textRequest())
      .catch((e) => e)
    expect(lost.code).toBe('model/unreachable')
    expect(records[0]!.attempts).toBe(3)
    mock.setChaos({ malformedRate: 1 })
    await expect(gateway().call(asking(), textRequest())).rejects.toMatchObject({
      code: 'model/garbled',
    })
    mock.clearChaos()
  })
  test('that is slow is not waited for when the decision is not', async () => {
    mock.on({}, () => new Promise((resolve) => setTimeout(resolve, 400, { content: 'yes' })))
    const turn = new AbortController()
    const calling = gateway().call(asking(0, 1, turn.signal), textRequest())
    setTimeout(() => turn.abort(timeUp()), 20)
    await expect(calling).rejects.toMatchObject({ code: 'model/timeout' })
    expect(records[0]).toMatchObject({ failure: { code: 'model/timeout' } })
  })
  test('is looked at before anything is played', async () => {
    mock.on({ predicate: (r) => r.response_format !== undefined }, { content: '{"color":"red"}' })
    mock.on(
      { predicate: (r) => r.tools !== undefined },
      { toolCalls: [{ name: 'color', arguments: '{"color":"red"}' }] },
    )
    mock.on({}, { content: 'yes' })
    const found: Record<string, boolean> = {}
    for await (const { what, ok, text } of probe({
      model: 'mocked',
      endpoint: { baseUrl: `${mock.url}/v1`, apiKey: KEY },
    })) {
      found[what] = ok
      expect(text).not.toContain(KEY)
    }
    expect(found).toEqual({
      reachable: true,
      text: true,
      usage: true,
      'json-schema': true,
      tools: true,
      'json-in-text': false,
      thinking: false,
      images: true,
    })
  })
})

describe('bytes that no server should send', () => {
  let server: RawServer | undefined
  afterEach(() => server?.close())
  const callOn = async (answer: Parameters<typeof rawServer>[0], request: CallRequest) => {
    server = await rawServer(answer)
    const records: CallRecord[] = []
    const endpoint = { baseUrl: server.baseUrl, apiKey: KEY }
    const clock = jumpingClock()
    const way = createGateway({ model: 'raw', endpoint, clock, onCall: (r) => records.push(r) })
    const outcome = await way.call(asking(), request).catch((e) => e)
    return { outcome, records, slept: clock.slept, seen: server.seen }
  }

  test('a key, and a name that is the same when it is sent again', async () => {
    const { seen } = await callOn(
      (res, n) => (n === 0 ? send(res, '{}', 503) : send(res, completion('yes'))),
      textRequest(),
    )
    expect(seen.map((s) => s.headers['authorization'])).toEqual([`Bearer ${KEY}`, `Bearer ${KEY}`])
    expect(new Set(seen.map((s) => s.headers['idempotency-key'])).size).toBe(1)
  })
  test('an answer that is cut in the middle is asked for again', async () => {
    const { outcome, records } = await callOn((res, n) => {
      if (n > 0) return send(res, completion('whole'))
      res.writeHead(200, { 'content-type': 'application/json', 'content-length': 5000 })
      res.write(completion('half').slice(0, 40))
      setTimeout(() => res.destroy(), 5)
    }, textRequest())
    expect(outcome.text).toBe('whole')
    expect(records[0]!.attempts).toBe(2)
  })
  test.each([
    ['seconds', { 'retry-after': '3' }, 3000],
    ['milliseconds', { 'retry-after-ms': '2500', 'retry-after': '9' }, 2500],
  ])('Retry-After in %s is kept', async (_, headers, ms) => {
    const { slept } = await callOn(
      (res, n) => (n === 0 ? send(res, '{}', 429, headers) : send(res, completion('yes'))),
      textRequest(),
    )
    expect(slept).toEqual([ms])
  })
  test('Retry-After as a date is kept', async () => {
    const until = new Date(Date.now() + 30_000).toUTCString()
    const { slept } = await callOn(
      (res, n) =>
        n === 0 ? send(res, '{}', 429, { 'retry-after': until }) : send(res, completion('yes')),
      textRequest(),
    )
    expect(slept[0]).toBeGreaterThan(20_000)
    expect(slept[0]).toBeLessThanOrEqual(30_000)
  })
  test.each([
    ['no JSON', '<html>oops</html>'],
    ['JSON of another kind', '{"choices":[]}'],
    ['nothing', ''],
    ['a giant', `{"x":"${'a'.repeat(9 << 20)}"}`],
  ])('%s is refused once', async (_, body) => {
    const { outcome, seen } = await callOn((res) => send(res, body), textRequest())
    expect(outcome.code).toBe('model/garbled')
    expect(seen).toHaveLength(1)
  })
  test('a key that comes back in an error is seen nowhere', async () => {
    const { outcome, records } = await callOn(
      (res) =>
        send(
          res,
          JSON.stringify({ error: { message: `wrong: Bearer ${KEY} and sk-${'x'.repeat(30)}` } }),
          401,
        ),
      textRequest(),
    )
    const told = JSON.stringify([outcome.message, outcome.detail, records])
    expect(told).toContain('wrong')
    expect(told).not.toContain(KEY)
    expect(told).not.toContain('xxxx')
  })
  test('a redirect elsewhere is not followed with the key', async () => {
    let followed = 0
    const other = await rawServer((res) => {
      followed += 1
      send(res, completion('yes'))
    })
    const { outcome } = await callOn(
      (res) => send(res, '', 307, { location: `${other.baseUrl}/chat/completions` }),
      textRequest(),
    )
    await other.close()
    expect(outcome.code).toBe('model/unreachable')
    expect(followed).toBe(0)
  })
  test('control characters, broken pairs and reserved names do no harm', async () => {
    const nasty =
      '\u001b[2J\u0000 \ud800 {"dir":"n","__proto__":{"x":1}} {"dir":"s","why":"\\u001b[31m"}'
    const { outcome, records } = await callOn((res) => send(res, completion(nasty)), moveRequest())
    expect(outcome.value).toEqual({ dir: 's', why: '\u001b[31m' })
    expect(outcome.text).toContain('\ufffd')
    expect(Object.getPrototypeOf(outcome.value)).toBe(Object.prototype)
    expect(({} as { x?: number }).x).toBeUndefined()
    expect(records[0]!.attempts).toBe(1)
  })
  test('JSON nested a hundred thousand levels deep is no answer', async () => {
    const deep = `${'{"dir":'.repeat(20_000)}1${'}'.repeat(20_000)}`
    const { outcome } = await callOn((res) => send(res, completion(deep)), moveRequest())
    expect(outcome.code).toBe('model/no-answer')
  })
  test('tokens that are no numbers are counted here', async () => {
    const usage = { prompt_tokens: 'many', completion_tokens: -3 }
    const { outcome } = await callOn(
      (res) => send(res, completion('yes', { usage })),
      textRequest(),
    )
    if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'model/garbled' })
    else expect(outcome.usage).toMatchObject({ estimated: true })
  })
  test('an answer without tokens is counted here', async () => {
    const { outcome } = await callOn(
      (res) => send(res, completion('yes', { usage: undefined })),
      textRequest('one two three'),
    )
    expect(outcome.usage).toMatchObject({ estimated: true, output: 5 })
    expect(outcome.usage.input).toBeGreaterThan(3)
  })
})

describe('a language model of the AI SDK', () => {
  test('is called as it is', async () => {
    const model = new MockLanguageModelV3({
      modelId: 'given',
      doGenerate: async () => ({
        content: [
          { type: 'reasoning', text: 'hm' },
          { type: 'text', text: '{"dir":"n"}' },
        ],
        finishReason: { unified: 'stop', raw: 'stop' },
        usage: {
          inputTokens: { total: 20, noCache: 5, cacheRead: 15, cacheWrite: 0 },
          outputTokens: { total: 9, text: 4, reasoning: 5 },
        },
        warnings: [],
      }),
    })
    const prices = { given: { input: 2, output: 10, cached: 1 } }
    const records: CallRecord[] = []
    const way = createGateway({ model, prices, onCall: (r) => records.push(r) })
    expect(await way.call(asking(), moveRequest())).toEqual({
      text: '{"dir":"n"}',
      value: { dir: 'n' },
      reasoning: 'hm',
      usage: { input: 20, output: 9, reasoning: 5, cached: 15 },
      model: 'given',
    })
    expect(records[0]!.price).toBeCloseTo((5 * 2 + 15 * 1 + 9 * 10) / 1e6, 12)
    expect(model.doGenerateCalls[0]).toMatchObject({
      responseFormat: { type: 'json', name: 'move' },
      maxOutputTokens: 4096,
    })
  })
})
