import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { CoactError, safeText } from '../../engine/index.js'

/** Something that is served. */
export interface Served {
  /** Resolves when the client has gone; never where several may come. */
  readonly gone: Promise<void>
  readonly address: string | undefined
  close(): Promise<void>
}

const BODY_BYTES_MAX = 4 << 20
const NAMES = ['localhost', '127.0.0.1', '[::1]']

/**
 * Serves a fetch handler at a path of this machine alone. Other names of it are refused: a page on the web cannot reach it
 * by a name that it makes mean this machine.
 *
 * @throws CoactError `serve/port`
 */
export async function serveFetch(
  port: number,
  path: string,
  handle: (request: Request) => Promise<Response>,
  close: () => Promise<void>,
): Promise<Served> {
  const server = createServer((request, response) => {
    answer(request, response, path, handle).catch((e) => {
      if (response.headersSent) response.destroy()
      else refuse(response, e instanceof Refusal ? e.status : 500)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (e) =>
      reject(
        new CoactError('serve/port', 'The port cannot be used', {
          where: `127.0.0.1:${port}`,
          got: safeText(e),
          next: 'Give another: --port N; 0 takes any that is free.',
        }),
      ),
    )
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    gone: new Promise(() => {}),
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    async close() {
      await close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

class Refusal extends Error {
  readonly status: number
  constructor(status: number) {
    super(String(status))
    this.status = status
  }
}

const refuse = (response: ServerResponse, status: number): void => {
  response
    .writeHead(status, { 'content-type': 'text/plain', connection: 'close' })
    .end(`${status}\n`)
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  handle: (request: Request) => Promise<Response>,
): Promise<void> {
  const { host = '', origin } = request.headers
  if (!isHere(`http://${host}`) || (origin !== undefined && !isHere(origin))) throw new Refusal(403)
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (url.pathname !== path) throw new Refusal(404)
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const body = await bodyOf(request)
  const answered = await handle(
    new Request(url, {
      method: request.method ?? 'GET',
      headers: headersOf(request),
      signal: gone.signal,
      ...(body === undefined ? {} : { body }),
    }),
  )
  response.writeHead(answered.status, Object.fromEntries(answered.headers))
  if (answered.body === null) {
    response.end()
    return
  }
  response.flushHeaders()
  const stream = Readable.fromWeb(answered.body as ReadableStream)
  stream.on('error', () => response.destroy())
  response.once('close', () => stream.destroy())
  stream.pipe(response)
}

function isHere(origin: string): boolean {
  return URL.canParse(origin) && NAMES.includes(new URL(origin).hostname)
}

function headersOf({ headers }: IncomingMessage): Headers {
  const out = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    if (name === 'connection' || name === 'transfer-encoding' || value === undefined) continue
    out.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return out
}

async function bodyOf(request: IncomingMessage): Promise<BodyInit | undefined> {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > BODY_BYTES_MAX) throw new Refusal(413)
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
