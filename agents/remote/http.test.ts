import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { run } from '../../bench/index.js'
import { httpPolicy } from './http.js'
import { pairPlayer } from './testing/play.node.js'

const playPair = pairPlayer(run)

vi.setConfig({ testTimeout: 60_000 })

type Message = Readonly<Record<string, never>> & { readonly type: string; readonly tick: number }
type Answer = (message: Message, response: ServerResponse, request: IncomingMessage) => void

const servers: Server[] = []
afterAll(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** A server that plays well but for what it answers differently; the messages that it got, and its address. */
async function serving(otherwise: Readonly<Record<string, Answer>> = {}) {
  const got: Message[] = []
  const sessions = new Set<unknown>()
  const sockets = new Set<unknown>()
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const message = JSON.parse(body) as Message
    got.push(message)
    sessions.add(request.headers['coact-session'])
    sockets.add(request.socket)
    const odd = otherwise[message.type === 'turn' ? String(message.tick) : message.type]
    if (odd !== undefined) return odd(message, response, request)
    response.end(JSON.stringify(good(message)))
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { got, sessions, sockets, server, url: `http://127.0.0.1:${port}/ada` }
}

const good = ({ type, tick }: Message): object =>
  type === 'hello'
    ? { type: 'ready', protocol: 1, wants: ['text'] }
    : { type: 'decision', tick, do: { action: 'eat', args: {} }, more: true }

const status =
  (code: number, headers = {}): Answer =>
  (_, response) =>
    response.writeHead(code, headers).end('{}')
const text =
  (body: string): Answer =>
  (_, response) =>
    void response.end(body)

describe.concurrent('an agent at an address', () => {
  test('plays a whole episode over connections that are kept', async () => {
    const { url, got, sessions, sockets } = await serving()
    const { result, failures } = await playPair(httpPolicy(url))
    expect(failures).toEqual({})
    expect(result.agents['ada']).toMatchObject({ actions: 10, policy: url })
    expect(got.map((m) => m.type)).toEqual(['hello', ...Array(10).fill('turn'), 'end'])
    expect(got[1]).toMatchObject({ tick: 1, text: expect.stringContaining('You stand') })
    expect(got.at(-1)).toMatchObject({ reason: 'horizon' })
    expect(sockets.size).toBe(1)
    expect(sessions.size).toBe(1)
  })

  test.each<readonly [string, Answer, string, RegExp]>([
    ['another status', status(404), 'bad-decision', /status 404/],
    ['no content', status(204), 'bad-decision', /status 204/],
    ['a failure', status(500), 'crashed', /status 500/],
    [
      'a redirect',
      status(307, { location: '/elsewhere' }),
      'bad-decision',
      /307; redirects are not/,
    ],
    ['what is not JSON', text('<html>\u001b[2J'), 'bad-decision', /not JSON: <html>$/],
    ['an empty body', text(''), 'bad-decision', /not JSON/],
    ['an earlier tick', text('{"type":"decision","tick":2}'), 'bad-decision', /earlier tick/],
    ['a later tick', text('{"type":"decision","tick":4}'), 'bad-decision', /tick 4/],
    ['too much', text('x'.repeat(2 << 20)), 'bad-decision', /more than 1048576 bytes/],
    ['nothing', (_, response) => void response.destroy(), 'crashed', /cannot be reached|broke off/],
    [
      'half of it',
      (_, response) => {
        response.writeHead(200, { 'content-length': '100' })
        response.write('{"type":')
        setTimeout(() => response.destroy(), 20)
      },
      'crashed',
      /broke off/,
    ],
    ['too late', () => {}, 'timeout', /700 ms/],
    [
      'bytes without end',
      (_, response) => {
        const timer = setInterval(() => response.write(' '), 5)
        response.on('close', () => clearInterval(timer))
      },
      'timeout',
      /700 ms/,
    ],
  ])('that answers with %s fails in that tick alone', async (_, answer, type, message) => {
    const { url } = await serving({ 3: answer })
    const { failures, result } = await playPair(httpPolicy(url, { timeoutMs: 700 }))
    expect(failures).toEqual({ 3: { type, message: expect.stringMatching(message) } })
    expect(result).toMatchObject({ ticks: 10, closeErrors: [] })
  })

  test('is greeted until it answers that, and is not asked before', async () => {
    let greetings = 0
    const { url, got } = await serving({
      hello: (message, response) => {
        greetings += 1
        response.writeHead(greetings < 3 ? 503 : 200).end(JSON.stringify(good(message)))
      },
    })
    const { failures } = await playPair(httpPolicy(url))
    expect(Object.keys(failures)).toEqual(['1', '2'])
    expect(got.slice(0, 4).map((m) => m.type)).toEqual(['hello', 'hello', 'hello', 'turn'])
  })

  test('of another version of the protocol fails', async () => {
    const { url } = await serving({ hello: text('{"type":"ready","protocol":"9\\u001b[2J"}') })
    const { failures } = await playPair(httpPolicy(url))
    expect(failures[1]).toEqual({
      type: 'crashed',
      message: 'It speaks version 9 of the protocol; known: 1',
    })
  })

  test('that is not there fails in every tick', async () => {
    const { url, server } = await serving()
    server.close()
    const { failures } = await playPair(httpPolicy(url))
    expect(Object.keys(failures)).toHaveLength(10)
    expect(failures[1]).toMatchObject({
      type: 'crashed',
      message: expect.stringMatching('ECONNREFUSED'),
    })
  })

  test('may close connections that were kept', async () => {
    const { url, server } = await serving()
    server.keepAliveTimeout = 1
    const close = setInterval(() => server.closeIdleConnections(), 1)
    const { failures } = await playPair(httpPolicy(url))
    clearInterval(close)
    expect(failures).toEqual({})
  })
})
