import { CoactError, type Policy } from '../../engine/index.js'
import { playersBySeat } from './players.js'

/** How an HTTP endpoint is asked. */
export interface HttpOptions {
  /** Milliseconds for one decision; the run's when left out; 0: for ever. */
  readonly timeoutMs?: number
  /** Bytes of an answer (default 1 MiB). */
  readonly bytesMax?: number
}

const BYTES_MAX = 1 << 20

/**
 * Lets whoever answers at an address play: each message of the protocol in docs/remote.md is posted there, and the answer is
 * what comes back. It needs Node. Redirects are not followed.
 *
 * @throws CoactError `http/url`
 * @example
 * await run(scenario, { agents: { ada: httpPolicy('http://localhost:8080/ada') } })
 */
export function httpPolicy(url: string, options: HttpOptions = {}): Policy<'*'> {
  const address = readUrl(url)
  const { timeoutMs, bytesMax = BYTES_MAX } = options
  return {
    kind: 'policy',
    id: `${address.protocol}//${address.host}${address.pathname}`.slice(0, 64),
    version: 1,
    world: '*',
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    memory: () => null,
    ...playersBySeat(async () => {
      const { createEndpoint } = await import('./endpoint.node.js')
      return createEndpoint(address, bytesMax)
    }),
  }
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isPlain = url?.username === '' && url.password === ''
  if (url !== undefined && /^https?:$/.test(url.protocol) && isPlain) return url
  const got =
    url === undefined
      ? 'no address'
      : isPlain
        ? url.protocol
        : 'an address with a name and a password in it'
  throw new CoactError('http/url', 'The address of an agent cannot be used', {
    expected: 'http:// or https://, such as http://localhost:8080/ada',
    got,
  })
}
