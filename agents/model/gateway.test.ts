import { describe, expect, test } from 'vitest'
import type { CallRecord } from '../../engine/index.js'
import { createGateway } from './gateway.js'
import { asking, jumpingClock, moveRequest, textRequest, timeUp } from './testing/ask.js'
import { type Ask, networkFault, statusFault, type Transport } from './transport.js'

type Reply = string | Error | ((ask: Ask) => string | Error)

/** A model that gives one reply after the other, the last for ever, and keeps what it was asked. */
function scripted(...replies: readonly Reply[]): Transport & { readonly asks: Ask[] } {
  const asks: Ask[] = []
  const send: Transport = async (ask) => {
    const reply = replies[Math.min(asks.length, replies.length - 1)]!
    asks.push(ask)
    const said = typeof reply === 'function' ? reply(ask) : reply
    if (typeof said !== 'string') throw said
    const usage = { input: 100, output: 10, reasoning: 0, cached: 0 }
    return { text: said, finish: 'stop', usage }
  }
  return Object.assign(send, { asks })
}

/** A gateway to a model, and the records of its calls. */
function gatewayTo(model: Transport, more: Parameters<typeof createGateway>[0] = {}) {
  const records: CallRecord[] = []
  const clock = jumpingClock()
  const gateway = createGateway({ model, clock, onCall: (r) => records.push(r), ...more })
  return { gateway, records, clock, call: gateway.call }
}

const refusing = (text: string): Error => statusFault(400, text)

describe('an answer', () => {
  test('is text where no schema is given', async () => {
    const { call, records } = gatewayTo(scripted('hello'))
    expect(await call(asking(), textRequest())).toEqual({
      text: 'hello',
      model: 'model',
      usage: { input: 100, output: 10, reasoning: 0, cached: 0 },
    })
    expect(records[0]).toMatchObject({ id: '1:0:0', tick: 1, agent: 0, purpose: 'talk', asked: 1 })
  })
  test('is JSON that fits where one is given', async () => {
    const model = scripted('{"dir":"n"}')
    const { call, records } = gatewayTo(model)
    const reply = await call(asking(), moveRequest())
    expect(reply.value).toEqual({ dir: 'n' })
    expect(model.asks[0]!.json).toMatchObject({ by: 'schema', name: 'move' })
    expect(records[0]).toMatchObject({ by: 'schema', attempts: 1, reply: { value: { dir: 'n' } } })
  })
  test.each([
    ['in a fence', 'Sure!\n```json\n{"dir":"s"}\n```\nGood luck.'],
    ['in prose', 'I think {"dir":"s", "why":"a } in a text"} is best. {oops'],
    ['after thinking aloud', '<think>n? {"dir":"n"}</think>{"dir":"s"}'],
    ['after thinking whose beginning was in the prompt', 'maybe n\n</think>\n{"dir":"s"}'],
    ['after one that does not fit', '{"dir":"up"} no: {"dir":"s"}'],
  ])('is found %s', async (_, text) => {
    const { call } = gatewayTo(scripted(text))
    expect((await call(asking(), moveRequest())).value).toMatchObject({ dir: 's' })
  })
  test('keeps thinking apart', async () => {
    const { call } = gatewayTo(scripted('<think>a long thought</think>\nyes'))
    const reply = await call(asking(), textRequest())
    expect(reply).toMatchObject({ text: 'yes', reasoning: 'a long thought' })
  })
  test.each([
    [
      'of another shape',
      '{"dir":"up"}',
      /dir is none of the possible values.*"n", "e", "s", "w".*"up"/,
    ],
    ['with more than was asked for', '{"dir":"n","x":1}', /x is no field/],
    ['with reserved keys', '{"dir":"n","__proto__":{"admin":true}}', /__proto__/],
    ['nested without end', `{"why":${'{"a":'.repeat(90)}1${'}'.repeat(90)}}`, /nested/],
    ['without JSON', 'I would rather not.', /no JSON object/],
    ['that is a list', '[{"dir":1}]', /dir/],
  ])('%s is sent back with the reason, until it fits', async (_, text, reason) => {
    const model = scripted('{"dir":"e"}', text, '{"dir":"w"}')
    const { call, records } = gatewayTo(model)
    await call(asking(), moveRequest())
    expect((await call(asking(), moveRequest('And now?'))).value).toEqual({ dir: 'w' })
    const [, , said, why] = model.asks[2]!.messages
    expect(said).toEqual({ role: 'assistant', content: text.slice(0, 4000) })
    expect(why!.content).toMatch(reason)
    expect(records[1]).toMatchObject({ asked: 2, attempts: 2, usage: { input: 200, output: 20 } })
    expect(records[1]!.messages).toHaveLength(4)
  })
  test('that passes the schema and not the check is sent back with its words', async () => {
    const model = scripted('{"dir":"n"}', '{"dir":"e"}')
    const { call } = gatewayTo(model)
    const check = (value: unknown) =>
      (value as { dir: string }).dir === 'n' ? 'there is a wall' : undefined
    const request = moveRequest()
    const reply = await call(asking(), { ...request, answer: { ...request.answer!, check } })
    expect(reply.value).toEqual({ dir: 'e' })
    expect(model.asks[1]!.messages.at(-1)!.content).toMatch(/there is a wall/)
  })
  test('that never fits is given up after two repairs', async () => {
    const model = scripted('{"dir":"up"}')
    const { call, records } = gatewayTo(model)
    await expect(call(asking(), moveRequest())).rejects.toMatchObject({ code: 'model/no-answer' })
    expect(model.asks).toHaveLength(3)
    expect(records[0]!.failure).toMatchObject({ code: 'model/no-answer' })
    expect(records[0]!.failure!.message).toMatch(/dir is none of/)
    expect(records[0]).not.toHaveProperty('reply')
  })
})

describe('the way in which JSON is asked for', () => {
  test('is the next one where a server does not know it, and is remembered', async () => {
    const model = scripted((ask) =>
      ask.json === undefined ? '{"dir":"n"}' : refusing('no such thing'),
    )
    const { call, records } = gatewayTo(model)
    await call(asking(), moveRequest())
    expect(model.asks.map((a) => a.json?.by ?? 'text')).toEqual(['schema', 'tool', 'text'])
    expect(model.asks[2]!.messages.at(-1)!.content).toMatch(/^Where to\?\n\nAnswer with one JSON/)
    await call(asking(), moveRequest('And now?'))
    expect(model.asks).toHaveLength(4)
    expect(records.map((r) => r.by)).toEqual(['text', 'text'])
    expect(records[1]!.messages).toEqual(moveRequest('And now?').messages)
  })
  test('is the next one where only prose comes of it', async () => {
    const model = scripted((ask) => (ask.json?.by === 'tool' ? '{"dir":"n"}' : 'To the north.'))
    const { call, records } = gatewayTo(model)
    expect((await call(asking(), moveRequest())).value).toEqual({ dir: 'n' })
    expect(records[0]).toMatchObject({ by: 'tool', attempts: 2 })
  })
  test('leaves out what a model refuses, and remembers that', async () => {
    const model = scripted((ask) =>
      ask.without.has('temperature') ? '{"dir":"n"}' : refusing("'temperature' is not supported"),
    )
    const { call } = gatewayTo(model)
    await call(asking(), moveRequest('a', { temperature: 0 }))
    await call(asking(), moveRequest('b', { temperature: 0 }))
    expect(model.asks.map((a) => a.without.has('temperature'))).toEqual([false, true, true])
    expect(model.asks.every((a) => a.json?.by === 'schema')).toBe(true)
  })
})

describe('a request', () => {
  test.each([408, 409, 429, 500, 502, 503])(
    'that the server answers %i is sent again',
    async (status) => {
      const model = scripted(statusFault(status, 'not now'), networkFault('reset'), 'yes')
      const { call, records, clock } = gatewayTo(model)
      expect((await call(asking(), textRequest())).text).toBe('yes')
      expect(records[0]).toMatchObject({ attempts: 3 })
      expect(clock.slept).toHaveLength(2)
      expect(clock.slept[1]).toBeGreaterThan(clock.slept[0]!)
      expect(new Set(model.asks.map((a) => a.id)).size).toBe(1)
    },
  )
  test('waits as long as the server asks, and no longer than a minute', async () => {
    const patient = gatewayTo(scripted(statusFault(429, 'slow down', 7000), 'yes'))
    await patient.call(asking(), textRequest())
    expect(patient.clock.slept).toEqual([7000])
    const { call } = gatewayTo(scripted(statusFault(429, 'tomorrow', 86_400_000), 'yes'))
    await expect(call(asking(), textRequest())).rejects.toMatchObject({ code: 'model/overloaded' })
  })
  test.each([
    [400, 'model/refused'],
    [401, 'model/unauthorized'],
    [404, 'model/unknown'],
  ])('that the server answers %i is not', async (status, code) => {
    const model = scripted(statusFault(status, 'no'))
    const { call } = gatewayTo(model)
    await expect(call(asking(), textRequest())).rejects.toMatchObject({ code })
    expect(model.asks).toHaveLength(1)
  })
  test('is given up after some time, with what the server said', async () => {
    const { call, records } = gatewayTo(scripted(statusFault(500, 'out of memory')), { retries: 2 })
    await expect(call(asking(), textRequest())).rejects.toThrow(/500: out of memory/)
    expect(records[0]).toMatchObject({ attempts: 3, failure: { code: 'model/server' } })
  })
  test('of which nothing comes is broken off', async () => {
    const { call } = gatewayTo(() => new Promise(() => {}), { requestMs: 10, retries: 1 })
    await expect(call(asking(), textRequest())).rejects.toThrow(/no answer within 10 ms/)
  })
  test('is no longer waited for when the decision is not', async () => {
    const turn = new AbortController()
    const { call, records } = gatewayTo(() => new Promise(() => {}))
    const calling = call(asking(0, 1, turn.signal), textRequest())
    await Promise.resolve()
    await Promise.resolve()
    await Promise.resolve()
    turn.abort(timeUp())
    await expect(calling).rejects.toMatchObject({ code: 'model/timeout' })
    expect(records[0]).toMatchObject({
      failure: { code: 'model/timeout', message: 'No decision within 50 ms' },
      attempts: 1,
      usage: { output: 0, estimated: true },
    })
    expect(records[0]!.usage.input).toBeGreaterThan(0)
    await expect(call(asking(0, 1, turn.signal), textRequest())).rejects.toThrow(/No decision/)
    expect(records).toHaveLength(1)
  })
})

describe('secrets', () => {
  const KEY = 'key-of-nobody-1234567890'
  test('are seen nowhere, whoever says them', async () => {
    const replies = [statusFault(401, `bad key ${KEY}`), `${KEY} is your key`]
    const { call, records } = gatewayTo(scripted(...replies), {
      endpoint: { baseUrl: 'http://localhost:1/v1', apiKey: KEY },
    })
    const error = await call(asking(), textRequest(`my key is ${KEY}`)).catch((e) => e)
    const reply = await call(asking(), textRequest())
    expect(String(error)).toMatch(/bad key \*\*\*/)
    expect(reply.text).toBe('*** is your key')
    expect(JSON.stringify([records, error.message, error.detail])).not.toContain(KEY)
    expect(records[0]!.messages[0]!.content).toBe('my key is ***')
  })
  test('do not stand in addresses', () => {
    const endpoint = { baseUrl: 'http://ada:password@localhost/v1' }
    expect(() => createGateway({ endpoint })).toThrow(/model\/base-url/)
    expect(() => createGateway({ endpoint })).not.toThrow(/password@/)
  })
})
