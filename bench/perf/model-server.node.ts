import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** What a server does with more requests than it works at. */
export type Excess = 'waits' | 'refused'

/** A server of the OpenAI API that answers after a while, and works at so many requests at once. */
const SERVER = `
const { createServer } = require('node:http')
const [ms, limit, excess] = [Number(process.argv[1]), Number(process.argv[2]), process.argv[3]]
let working = 0, served = 0, refused = 0
const waiting = []
const body = JSON.stringify({
  id: 'c', object: 'chat.completion', created: 1, model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: '{"dir":"n"}' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 },
})
const work = (res) => {
  working += 1
  setTimeout(() => {
    working -= 1
    served += 1
    res.end(body)
    const next = waiting.shift()
    if (next) work(next)
  }, ms)
}
createServer((req, res) => {
  req.resume()
  req.on('end', () => {
    res.setHeader('content-type', 'application/json')
    if (req.url === '/count') return res.end(JSON.stringify({ served, refused }))
    if (working < limit) return work(res)
    if (excess === 'waits') return waiting.push(res)
    refused += 1
    res.statusCode = 429
    res.setHeader('retry-after', '1')
    res.end('{"error":{"message":"too many"}}')
  })
}).listen(0, '127.0.0.1', function () { console.log(this.address().port) })
process.on('disconnect', () => process.exit())
`

export interface ModelServer {
  readonly baseUrl: string
  /** Requests that were answered so far. */
  served(): Promise<number>
  close(): void
}

/** Starts the server in a process of its own. */
export async function modelServer(ms: number, limit: number, excess: Excess): Promise<ModelServer> {
  const child = spawn(process.execPath, ['-e', SERVER, String(ms), String(limit), excess], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const [port] = (await once(child.stdout!, 'data')) as [Buffer]
  const home = `http://127.0.0.1:${String(port).trim()}`
  return {
    baseUrl: `${home}/v1`,
    async served() {
      const response = await fetch(`${home}/count`)
      return ((await response.json()) as { readonly served: number }).served
    },
    close: () => child.kill(),
  }
}
