/** How much may come in. */
export interface LineLimits {
  /** Bytes of one line. */
  readonly lineBytes: number
  /** Bytes until {@link LineReader.refill}. */
  readonly bytes: number
}

/** That too much came. */
export interface Flood {
  readonly complaint: string
  /** Whether no more may come in, until {@link LineReader.refill}. */
  readonly isFull: boolean
}

/** Makes lines of bytes as they come in, within limits. */
export interface LineReader {
  /** Tells when there was too much: what came is dropped then, up to the next end of a line. */
  take(chunk: Uint8Array): Flood | undefined
  /** Lets as much come in again as at the beginning. */
  refill(): void
}

/**
 * Reads lines that end with LF or CRLF, in UTF-8. Empty lines are left out.
 *
 * @example
 * const reader = lineReader({ lineBytes: 1024, bytes: 4096 }, (line) => console.log(line))
 * reader.take(new TextEncoder().encode('{}\n'))
 */
export function lineReader(limits: LineLimits, onLine: (line: string) => void): LineReader {
  const decoder = new TextDecoder()
  let parts: string[] = []
  let size = 0
  let left = limits.bytes
  let skips = false
  const drop = (): void => {
    decoder.decode()
    parts = []
    size = 0
    skips = true
  }
  return {
    take(chunk) {
      left -= chunk.length
      if (left < 0) {
        drop()
        return {
          complaint: `It wrote more than ${limits.bytes} bytes in one tick`,
          isFull: true,
        }
      }
      let flood: Flood | undefined
      let from = 0
      while (from < chunk.length) {
        const found = chunk.indexOf(LF, from)
        // Who writes only line ends is to cost nothing.
        if (found === from && size === 0 && !skips) {
          from += 1
          continue
        }
        const to = found < 0 ? chunk.length : found
        size += to - from
        if (!skips && size > limits.lineBytes) {
          drop()
          flood ??= {
            complaint: `It wrote a line of more than ${limits.lineBytes} bytes`,
            isFull: false,
          }
        }
        const stream = found < 0
        const text = skips ? '' : decoder.decode(chunk.subarray(from, to), { stream })
        if (found < 0) {
          if (!skips) parts.push(text)
          break
        }
        const line = parts.length === 0 ? text : parts.join('') + text
        const isWhole = !skips
        parts = []
        size = 0
        skips = false
        if (isWhole && line.trim() !== '') onLine(line.endsWith('\r') ? line.slice(0, -1) : line)
        from = found + 1
      }
      return flood
    },
    refill() {
      left = limits.bytes
    },
  }
}

const LF = 10
