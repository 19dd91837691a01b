import { createReadStream } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CoactError, safeText } from '../../engine/index.js'
import type { LiveHost } from '../../replays/index.node.js'
import { documentsOf } from './documents.node.js'
import { tellEvents, tellSeat } from './events.node.js'
import type { Forks } from './forks.node.js'
import type { ListedFile } from './listing.node.js'
import type { Looks } from './looks.node.js'
import { answerPost, postsOf } from './posts.node.js'
import type { Results } from './results.node.js'
import type { Seats } from './seats.node.js'

const { randomBytes, timingSafeEqual } = process.getBuiltinModule('node:crypto')

/** A viewer that is served. */
export interface ViewServer {
  /** With the path that only who is told knows. */
  readonly address: string
  close(): Promise<void>
}

export interface ViewOptions {
  /** The page. */
  readonly html: string
  /** What there is to see, now; asked again with every list. */
  readonly list: () => Promise<readonly ListedFile[]>
  /** 0 takes any that is free. */
  readonly port: number
  /** A run that goes on, which is shown first. */
  readonly live?: Pick<LiveHost, 'answer' | 'watch' | 'now'>
  /** Seats of that run in which people play; until it is over, nobody sees more of it than they ask for. */
  readonly seats?: Seats
  /** What a sweep wrote beside them, now. */
  readonly results?: () => Promise<Results | undefined>
  /** Simulates the files, to see what was not recorded. */
  readonly looks?: Looks
  /** Makes forks of the files. */
  readonly forks?: Forks
}

/**
 * Serves the viewer and replays to this machine alone: bound to 127.0.0.1, answering only requests to that name, only from its own
 * pages, and only below a random path. Files are given by their names in the list; a request never becomes a path.
 *
 * @throws CoactError `serve/port`
 */
export async function serveView(options: ViewOptions): Promise<ViewServer> {
  const { html, list, port, live, seats } = options
  const token = randomBytes(18).toString('base64url')
  let files = new Map<string, ListedFile>()
  const relist = async (): Promise<ListedFile[]> => {
    const found = [...(await list())]
    files = new Map(found.map((f) => [f.name, f]))
    return found
  }
  await relist()
  const posts = postsOf(options)
  const documents = documentsOf(options, relist)
  const policy =
    /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "default-src 'none'"
  const headers = {
    'content-security-policy': `${policy}; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
  }
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    const here = (server.address() as AddressInfo).port
    const path = allowed(request, here, token)
    if (typeof path === 'number') return refuse(response, path)
    if (request.method === 'POST') {
      const work = posts.get(path)
      if (work === undefined) return refuse(response, 405)
      const { status, told } = await answerPost(request, work)
      // What was not read of it is not waited for.
      if (status === 413) response.setHeader('connection', 'close')
      return send(request, response, 'application/json', JSON.stringify(told), status)
    }
    const document = documents.get(path)
    if (document !== undefined) {
      const made = await document()
      if (made === undefined) return refuse(response, 404)
      if (made.policy !== undefined) response.setHeader('content-security-policy', made.policy)
      return send(request, response, made.type, made.text)
    }
    const asked = new URL(request.url ?? '', 'http://localhost').searchParams
    if (seats !== undefined && path === 'seat/events')
      return tellSeat(response, seats, asked.get('token') ?? '')
    if (live !== undefined && path === 'live/events') return tellEvents(response, live)
    if (live !== undefined && path === 'live/ask') {
      const isHidden = seats !== undefined && !seats.mayLook(asked.get('key') ?? '')
      const told = isHidden ? HIDDEN : await live.answer(asked.get('q') ?? '')
      return send(request, response, 'application/json', JSON.stringify(told))
    }
    const name = path.startsWith('files/') ? decoded(path.slice(6)) : undefined
    if (name !== undefined && !files.has(name)) await relist()
    const file = name === undefined ? undefined : files.get(name)
    if (file === undefined) return refuse(response, 404)
    return sendFile(request, response, file)
  }
  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      if (response.headersSent) response.destroy()
      else refuse(response, 500)
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
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${token}/`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** What is told of a run in which people play, to whoever did not ask to see everything. */
const HIDDEN = {
  failure: { code: 'seat/hidden', message: 'What happens is hidden while people play' },
}

/** The path below the token, or the status to refuse with. */
function allowed(
  { method, headers, url = '' }: IncomingMessage,
  port: number,
  token: string,
): string | number {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  const { host = '', origin } = headers
  if (!hosts.includes(host)) return 403
  if (origin !== undefined && !hosts.some((h) => origin === `http://${h}`)) return 403
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 403
  // Browsers say where a post comes from; what does not is no page of ours.
  const isPost = method === 'POST' && origin !== undefined
  if (method !== 'GET' && method !== 'HEAD' && !isPost) return 405
  const [path = ''] = url.split(/[?#]/)
  const given = /^\/([^/]*)\/(.*)$/s.exec(path)
  if (given === null || !isSame(given[1]!, token)) return 404
  return given[2]!
}

/** Compares in a time that says nothing of where they differ. */
function isSame(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)]
  return x.length === y.length && timingSafeEqual(x, y)
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(`${status}\n`)
}

function send(
  { method }: IncomingMessage,
  response: ServerResponse,
  type: string,
  text: string,
  status = 200,
): void {
  const bytes = Buffer.from(text)
  response.writeHead(status, { 'content-type': type, 'content-length': bytes.length })
  response.end(method === 'HEAD' ? undefined : bytes)
}

/** A file, or the part of it that is asked for. */
function sendFile(
  { method, headers }: IncomingMessage,
  response: ServerResponse,
  { path, bytes, changed }: ListedFile,
): void {
  const range = rangeOf(headers.range, bytes)
  response.setHeader('accept-ranges', 'bytes')
  response.setHeader('etag', `"${bytes}-${Math.round(changed)}"`)
  if (range === null) {
    response.setHeader('content-range', `bytes */${bytes}`)
    refuse(response, 416)
    return
  }
  const [from, to] = range ?? [0, bytes - 1]
  const length = Math.max(0, to - from + 1)
  response.writeHead(range === undefined ? 200 : 206, {
    'content-type': 'application/octet-stream',
    'content-length': length,
    ...(range === undefined ? {} : { 'content-range': `bytes ${from}-${to}/${bytes}` }),
  })
  if (method === 'HEAD' || length === 0) {
    response.end()
    return
  }
  const stream = createReadStream(path, { start: from, end: to })
  stream.on('error', () => response.destroy())
  response.once('close', () => stream.destroy())
  stream.pipe(response)
}

/** What is asked for: undefined for all, null for what is not there. */
function rangeOf(
  header: string | undefined,
  size: number,
): readonly [number, number] | undefined | null {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (asked === null || (asked[1] === '' && asked[2] === '')) return undefined
  const from = asked[1] === '' ? Math.max(0, size - Number(asked[2])) : Number(asked[1])
  const to = asked[1] === '' || asked[2] === '' ? size - 1 : Math.min(size - 1, Number(asked[2]))
  return from > to || from >= size ? null : [from, to]
}
