import { CoactError, errorText } from '../engine/index.js'
import type { ReplaySource } from './source.js'

export interface HttpOptions {
  /** Default: the platform's own. */
  readonly fetch?: typeof fetch
  /** Sent with every request, such as an authorisation. */
  readonly headers?: Readonly<Record<string, string>>
  /** Gives up what is under way. */
  readonly signal?: AbortSignal
  /** What is fetched at least (default: 8 KiB). */
  readonly pieceBytes?: number
  /** How much is kept for reading again (default: 2 MiB). */
  readonly keptBytes?: number
}

/** What a server sent: some bytes, and the size of the whole if it told. */
interface Answer {
  readonly bytes: Uint8Array
  readonly size: bigint | undefined
}

/**
 * A replay on a web server, read piece by piece with range requests; it works in Node and in browsers. Pieces that are
 * wanted at once and lie side by side are one request; those that were read last are kept.
 *
 * @throws CoactError, when it is read: `replay/http` for a server that cannot be reached, refuses, or has changed the file
 *   meanwhile; `replay/no-ranges` for one that sends whole files only
 * @example
 * const replay = await openReplay(httpSource('https://example.org/harvest.mcap'))
 */
export function httpSource(url: string | URL, options: HttpOptions = {}): ReplaySource {
  const { pieceBytes = 8192, keptBytes = 2 << 20 } = options
  const request = requester(url, options)
  let head: Promise<{ readonly size: bigint; readonly first: Uint8Array }> | undefined
  const begin = async () => {
    const { bytes, size } = await request(0, pieceBytes - 1)
    return { first: bytes, size: size ?? (await sizeOf(url, options)) }
  }
  const begun = () => {
    if (head === undefined) {
      head = begin()
      head.catch(() => {
        head = undefined
      })
    }
    return head
  }
  const pieces = createPieces(Math.ceil(keptBytes / pieceBytes), async (from, to) => {
    const { first, size } = await begun()
    const end = Math.min(to * pieceBytes, Number(size))
    const known = from === 0 ? [first] : []
    const start = (from + known.length) * pieceBytes
    if (start >= end) return known
    const { bytes } = await request(start, end - 1)
    const rest = Array.from({ length: to - from - known.length }, (_, i) =>
      bytes.slice(i * pieceBytes, (i + 1) * pieceBytes),
    )
    return [...known, ...rest]
  })
  return {
    size: async () => (await begun()).size,
    async read(offset, length) {
      const [start, size] = [Number(offset), Number(length)]
      const out = new Uint8Array(size)
      if (size === 0) return out
      const from = Math.floor(start / pieceBytes)
      const to = Math.ceil((start + size) / pieceBytes)
      const wanted = Array.from({ length: to - from }, (_, i) => pieces(from + i))
      for (const [i, piece] of (await Promise.all(wanted)).entries()) {
        const at = (from + i) * pieceBytes - start
        const part = piece.subarray(Math.max(0, -at), size - at)
        out.set(part, Math.max(0, at))
      }
      return out
    },
  }
}

/** Gives pieces by number. @param load pieces from one number up to before another */
function createPieces(
  max: number,
  load: (from: number, to: number) => Promise<readonly Uint8Array[]>,
): (piece: number) => Promise<Uint8Array> {
  const kept = new Map<number, Promise<Uint8Array>>()
  let waiting: number[] = []
  let loading: Promise<Map<number, Promise<readonly Uint8Array[]>>> | undefined
  /** Loads all that was asked for in this turn, runs of neighbours at once; each piece finds its run. */
  const loadWaiting = async () => {
    await Promise.resolve()
    const numbers = waiting.sort((a, b) => a - b)
    waiting = []
    loading = undefined
    const runs = new Map<number, Promise<readonly Uint8Array[]>>()
    for (let i = 0; i < numbers.length; ) {
      let j = i + 1
      while (j < numbers.length && numbers[j] === numbers[j - 1]! + 1) j += 1
      const [from, to] = [numbers[i]!, numbers[j - 1]! + 1]
      const run = load(from, to)
      for (; i < j; i++) {
        const at = numbers[i]! - from
        runs.set(
          numbers[i]!,
          run.then((list) => [list[at]!]),
        )
      }
    }
    return runs
  }
  const fetched = async (piece: number): Promise<Uint8Array> => {
    waiting.push(piece)
    loading ??= loadWaiting()
    return (await (await loading).get(piece)!)[0]!
  }
  return (piece) => {
    const known = kept.get(piece)
    kept.delete(piece)
    const bytes = known ?? fetched(piece)
    if (known === undefined) bytes.catch(() => kept.delete(piece))
    kept.set(piece, bytes)
    if (kept.size > max) kept.delete(kept.keys().next().value!)
    return bytes
  }
}

/** Asks for ranges of one file; both ends are included. */
function requester(
  url: string | URL,
  options: HttpOptions,
): (from: number, to: number) => Promise<Answer> {
  let version: string | undefined
  return async (from, to) => {
    const answer = await send(url, options, 'GET', { range: `bytes=${from}-${to}` })
    const told = /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/.exec(answer.headers.get('content-range') ?? '')
    const size = told === null ? undefined : BigInt(told[2]!)
    if (answer.status === 416 && size === 0n) return { bytes: new Uint8Array(0), size }
    if (answer.status !== 206) {
      await answer.body?.cancel()
      throw answer.status === 200 ? noRanges(url) : refused(url, `the status ${answer.status}`)
    }
    if (told !== null && Number(told[1]) !== from)
      throw refused(url, `the bytes from ${told[1]}, not from ${from}`)
    const now = answer.headers.get('etag') ?? answer.headers.get('last-modified') ?? undefined
    if (version !== undefined && now !== undefined && now !== version)
      throw refused(url, 'another version of the file than before')
    version ??= now
    const bytes = await reading(url, async () => new Uint8Array(await answer.arrayBuffer()))
    const wanted = size === undefined ? to : Math.min(to, Number(size) - 1)
    const isShort = size === undefined ? bytes.length === 0 : bytes.length < wanted - from + 1
    if (isShort || bytes.length > to - from + 1)
      throw refused(url, `${bytes.length} of ${wanted - from + 1} bytes`)
    return { bytes, size }
  }
}

/** Where a page may not see how large the whole is, it may see how long the answer would be. */
async function sizeOf(url: string | URL, options: HttpOptions): Promise<bigint> {
  const { headers } = await send(url, options, 'HEAD', {})
  const length = headers.get('content-length')
  if (length !== null && /^\d+$/.test(length)) return BigInt(length)
  throw refused(url, 'no size', 'Let the server tell Content-Range or Content-Length.')
}

const send = (
  url: string | URL,
  { fetch: given, headers, signal }: HttpOptions,
  method: string,
  more: Readonly<Record<string, string>>,
): Promise<Response> =>
  reading(url, () =>
    (given ?? fetch)(url, {
      method,
      // Ranges count the bytes of the file as it is.
      headers: { ...headers, 'accept-encoding': 'identity', ...more },
      ...(signal === undefined ? {} : { signal }),
    }),
  )

async function reading<T>(url: string | URL, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (e) {
    const { cause } = e as { readonly cause?: unknown }
    throw refused(url, cause === undefined ? errorText(e) : errorText(cause))
  }
}

/** A URL without what may be secret in it. */
const place = (url: string | URL): string => {
  const { origin, pathname } = new URL(url, 'http://localhost')
  return `${origin}${pathname}`
}

const refused = (url: string | URL, got: string, next?: string): CoactError =>
  new CoactError('replay/http', 'A replay cannot be read from its server', {
    where: place(url),
    got,
    ...(next === undefined ? {} : { next }),
  })

const noRanges = (url: string | URL): CoactError =>
  new CoactError('replay/no-ranges', 'The server sends whole files only', {
    where: place(url),
    expected: 'the status 206 with a part of the file',
    got: 'the status 200',
    next: 'Serve the file with support for range requests, or download it and open it as a Blob.',
  })
