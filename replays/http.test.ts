import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { feast } from '../examples/bazaar.js'
import { webDeflate } from './deflate.js'
import { httpSource } from './http-source.web.js'
import { openReplay } from './reader.js'
import { bytesSource } from './source.js'
import { play, recorded } from './testing/runs.js'

let file: Uint8Array
let server: Server
let base = ''
/** What the server was asked for, and how many bytes it sent. */
let asked: string[] = []
let sent = 0

/** A server of one file: `/file` as it should be, the others with one fault each. */
function answer({ url, method, headers }: IncomingMessage, out: ServerResponse): void {
  const path = (url ?? '').split('?')[0]
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? []
  if (path === '/missing') out.writeHead(404).end('nothing here')
  else if (method === 'HEAD') out.writeHead(200, { 'content-length': file.length }).end()
  else if (path === '/whole') out.writeHead(200).end(file)
  else if (path === '/empty') out.writeHead(416, { 'content-range': 'bytes */0' }).end()
  else {
    const start = Number(from)
    const part = file.subarray(start, Number(to) + 1)
    asked.push(`${from}-${to}`)
    sent += part.length
    const told = path === '/elsewhere' ? start + 1 : start
    out.writeHead(206, {
      ...(path === '/silent'
        ? {}
        : { 'content-range': `bytes ${told}-${told + part.length - 1}/${file.length}` }),
      etag: path === '/changing' ? `"${asked.length}"` : '"one"',
    })
    out.end(path === '/short' ? part.subarray(1) : part)
  }
}

beforeAll(async () => {
  file = await recorded(play(feast, 800), { deflate: webDeflate })
  server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

test('frames and states read over ranges as from memory, and little is fetched', async () => {
  const [remote, local] = [
    await openReplay(httpSource(`${base}/file`, { pieceBytes: 1024 })),
    await openReplay(bytesSource(file)),
  ]
  for (const tick of [0, 1, 64, 400, 800]) {
    expect(await remote.frame(tick)).toEqual(await local.frame(tick))
    expect((await remote.state(tick)).tables).toEqual((await local.state(tick)).tables)
  }
  const fresh = await openReplay(httpSource(`${base}/file`, { pieceBytes: 1024 }))
  ;[asked, sent] = [[], 0]
  await fresh.frame(500)
  expect(sent).toBeLessThan(file.length / 5)
  expect(asked.length).toBeLessThan(8)
  ;[asked, sent] = [[], 0]
  await fresh.frame(501)
  expect(sent).toBe(0)
})

test('what is wanted at once and lies side by side is one request; what is kept is bounded', async () => {
  const source = httpSource(`${base}/file`, { pieceBytes: 1000, keptBytes: 3000 })
  await source.size()
  asked = []
  const read = (from: number, length: number) => source.read(BigInt(from), BigInt(length))
  const parts = await Promise.all([read(2500, 10), read(3999, 2), read(10_500, 1), read(3000, 900)])
  expect(parts.map((p) => [...p])).toEqual([
    [...file.subarray(2500, 2510)],
    [...file.subarray(3999, 4001)],
    [file[10_500]],
    [...file.subarray(3000, 3900)],
  ])
  expect(asked).toEqual(['2000-4999', '10000-10999'])
  await read(10_500, 1)
  expect(asked.length).toBe(2)
  await read(2000, 1)
  expect(asked.length).toBe(3)
})

test('a server that does not tell the size of the whole is asked for it', async () => {
  expect(await httpSource(`${base}/silent`).size()).toBe(BigInt(file.length))
  const replay = await openReplay(httpSource(`${base}/silent`))
  expect(replay.info.ticks).toBe(800)
})

test.each([
  ['/whole', 'replay/no-ranges', /status 206[\s\S]*next:/],
  ['/missing', 'replay/http', /the status 404/],
  ['/short', 'replay/http', /8191 of 8192 bytes/],
  ['/elsewhere', 'replay/http', /bytes from 1, not from 0/],
  ['/changing', 'replay/http', /another version of the file/],
  ['/empty', 'replay/not-a-replay', /MCAP/],
])('%s is refused: %s', async (path, code, says) => {
  const error = await openReplay(httpSource(`${base}${path}?token=secret`)).catch((e) => e)
  expect(error).toMatchObject({ code, message: expect.stringMatching(says) })
  expect(error.message).not.toContain('secret')
})

test('a server that is not there is told, and asked again when it comes back', async () => {
  let isThere = false
  const source = httpSource(`${base}/file`, {
    fetch: (...args) => (isThere ? fetch(...args) : Promise.reject(new Error('no route'))),
  })
  await expect(openReplay(source)).rejects.toThrow(/replay\/http[\s\S]*no route/)
  isThere = true
  expect((await openReplay(source)).info.ticks).toBe(800)
})
