import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server that answers with exactly the bytes it is told, for what no mock does. */
export interface RawServer {
  readonly baseUrl: string
  readonly seen: { readonly headers: Readonly<Record<string, unknown>>; readonly body: string }[]
  close(): Promise<void>
}

export async function rawServer(
  answer: (res: ServerResponse, n: number) => void,
): Promise<RawServer> {
  const seen: RawServer['seen'] = []
  const server = createServer((req, res) => {
    let body = ''
    req.on('data', (part) => {
      body += part
    })
    req.on('end', () => {
      seen.push({ headers: req.headers, body })
      answer(res, seen.length - 1)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** What a server of the OpenAI API answers. */
export const completion = (content: string, more: object = {}): string =>
  JSON.stringify({
    id: 'c1',
    object: 'chat.completion',
    created: 1,
    model: 'raw',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 },
    ...more,
  })

/** Sends JSON with a status. */
export function send(res: ServerResponse, body: string, status = 200, headers: object = {}): void {
  res.writeHead(status, { 'content-type': 'application/json', ...headers })
  res.end(body)
}
