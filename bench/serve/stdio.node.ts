import type { Readable, Writable } from 'node:stream'
import { lineReader } from '../../agents/index.js'
import type { Scenario } from '../../engine/index.js'
import type { Agents } from '../seats.js'
import { createEnvironment } from './env.js'
import { envServer } from './env-server.js'

const LINE_BYTES = 16 << 20
/** Requests that wait before no more are read. */
const QUEUE = 64

/**
 * Serves an environment over two streams, one line of JSON for one, in order, until the client closes it or ends its input.
 *
 * @returns the exit code
 */
export async function serveEnvironment(
  scenario: Scenario,
  agents: Agents,
  options: { readonly seed?: number | string; readonly timeout?: number },
  input: Readable,
  output: Writable,
): Promise<number> {
  const { seed, timeout } = options
  const env = createEnvironment(scenario, agents, {
    ...(seed === undefined ? {} : { seed }),
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
  })
  const server = envServer(env)
  const write = (line: string): Promise<void> =>
    new Promise((resolve, reject) =>
      output.write(`${line}\n`, (e) => (e ? reject(e) : resolve(undefined))),
    )
  await new Promise<void>((resolve) => {
    let waiting = 0
    let last: Promise<void> = Promise.resolve()
    const then = (work: () => Promise<void>): void => {
      waiting += 1
      if (waiting > QUEUE) input.pause()
      last = last.then(work).catch(resolve)
      void last.then(() => {
        waiting -= 1
        if (waiting === 0) input.resume()
      })
    }
    const reader = lineReader({ lineBytes: LINE_BYTES, bytes: Number.POSITIVE_INFINITY }, (line) =>
      then(async () => {
        if (server.isClosed) return
        await write(await server.answer(line))
        if (server.isClosed) resolve()
      }),
    )
    input.on('data', (chunk: Uint8Array) => {
      const flood = reader.take(chunk)
      if (flood !== undefined)
        then(() =>
          write(
            JSON.stringify({ id: null, error: { code: 'env/request', message: flood.complaint } }),
          ),
        )
    })
    const end = (): void => then(async () => resolve())
    input.on('end', end).on('error', end).on('close', end)
    output.on('error', () => resolve())
  })
  if (!server.isClosed) await env.close()
  return 0
}
