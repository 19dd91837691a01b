import type { ClientRequest, Agent as HttpAgent, IncomingMessage } from 'node:http'
import { safeText } from '../../engine/index.js'
import { failure } from './failures.js'
import { helloMessage, type Ready, readAnswer, readReady, turnMessage } from './message.js'
import type { Player } from './players.js'

// Bundlers for browsers follow static imports, even where this is loaded on demand.
const { randomUUID } = process.getBuiltinModule('node:crypto')
const http = process.getBuiltinModule('node:http')
const https = process.getBuiltinModule('node:https')

/** Milliseconds that are spent on telling of the end. */
const FAREWELL_MS = 1000

/** Somebody at an address who plays a seat of an episode. It is greeted before its first turn, until it answers that. */
export function createEndpoint(url: URL, bytesMax: number): Player {
  const isSecure = url.protocol === 'https:'
  const agent = new (isSecure ? https : http).Agent({ keepAlive: true, maxSockets: 2 })
  const session = randomUUID()
  let ready: Ready | undefined
  const post = (message: object, signal: AbortSignal): Promise<string> =>
    exchange({ url, agent, session, bytesMax }, JSON.stringify(message), signal)

  return {
    async decide(turn) {
      const { signal } = turn
      if (ready === undefined) {
        const read = readReady(await post(helloMessage(turn), signal))
        if (typeof read === 'string') throw failure('crashed', read)
        ready = read
      }
      const answer = readAnswer(await post(turnMessage(turn, ready.wants), signal), turn.tick)
      if (answer === undefined) throw failure('bad-decision', 'It answered with an earlier tick')
      return answer.decision
    },
    async end(reason) {
      if (ready !== undefined)
        await post({ type: 'end', reason }, AbortSignal.timeout(FAREWELL_MS)).catch(() => {})
      agent.destroy()
    },
  }
}

interface Exchange {
  readonly url: URL
  readonly agent: HttpAgent
  readonly session: string
  readonly bytesMax: number
}

/** Posts a message and gives the answer's body. @throws CoactError `turn/crashed`, `turn/bad-decision`; what the signal says */
async function exchange(to: Exchange, body: string, signal: AbortSignal): Promise<string> {
  try {
    return await postOnce(to, body, signal)
  } catch (e) {
    // A server may close a connection that was kept at the moment when it is used again.
    if (!(e instanceof StaleConnection)) throw e
    return postOnce(to, body, signal)
  }
}

class StaleConnection extends Error {}

function postOnce(to: Exchange, body: string, signal: AbortSignal): Promise<string> {
  const { url, agent, session, bytesMax } = to
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      accept: 'application/json',
      'coact-session': session,
    }
    const send = url.protocol === 'https:' ? https.request : http.request
    const asked: ClientRequest = send(url, { method: 'POST', agent, headers, signal })
    asked.on('error', (e: NodeJS.ErrnoException) => {
      if (signal.aborted) reject(signal.reason)
      else if (asked.reusedSocket && e.code === 'ECONNRESET') reject(new StaleConnection())
      else reject(failure('crashed', `It cannot be reached: ${safeText(e)}`))
    })
    asked.on('response', (answer) => {
      readBody(answer, bytesMax).then(resolve, (e) => {
        reject(signal.aborted ? signal.reason : e)
        asked.destroy()
      })
    })
    asked.end(body)
  })
}

function readBody(answer: IncomingMessage, bytesMax: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const { statusCode = 0 } = answer
    if (statusCode !== 200) {
      const type = statusCode >= 500 ? 'crashed' : 'bad-decision'
      const redirect = statusCode >= 300 && statusCode < 400 ? '; redirects are not followed' : ''
      answer.on('error', () => {})
      reject(failure(type, `It answered with the status ${statusCode}${redirect}`))
      return
    }
    const chunks: Uint8Array[] = []
    let size = 0
    answer.on('data', (chunk: Uint8Array) => {
      size += chunk.length
      if (size > bytesMax)
        reject(failure('bad-decision', `It answered with more than ${bytesMax} bytes`))
      else chunks.push(chunk)
    })
    answer.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    answer.on('error', (e) => reject(failure('crashed', `Its answer broke off: ${safeText(e)}`)))
  })
}
