import { once } from 'node:events'
import pc from 'picocolors'
import { isCoactError, safeText } from '../../engine/index.js'
import { EXIT, exitFor } from './exit.js'
import { jsonDocument, printableLines } from './printable.js'

/** Green or red. */
export type Tone = 'good' | 'bad'

/** Where a command writes. */
export interface Terminal {
  /** One JSON document is wanted, and nothing else. */
  readonly json: boolean
  /** A person is looking. */
  readonly live: boolean
  /** Writes a line; nothing where JSON is wanted. The text must be safe to print; its tone shows where a person is looking. */
  line(text: string, tone?: Tone): void
  /** Writes a line, or several, that the next ones replace; nothing unless a person is looking. */
  status(text: () => string): void
  /** Writes the document, where JSON is wanted. */
  document(value: unknown): void
  /** Writes an error with the line that reproduces it. @returns the exit code */
  error(error: unknown, again: string): number
  /** Waits until all is written. */
  flush(): Promise<void>
}

const STATUS_EVERY_MS = 50

export function createTerminal(json: boolean): Terminal {
  const { stdout, stderr } = process
  // A reader such as `head` may go away: what is left unsaid then is lost, the run is not.
  for (const stream of [stdout, stderr]) {
    stream.on('error', (e: NodeJS.ErrnoException) => {
      if (e.code !== 'EPIPE') throw e
    })
  }
  const live = stdout.isTTY && !json
  const { green, red } = pc.createColors(live && pc.isColorSupported)
  const paint = { good: green, bad: red }
  /** Lines of the status that stands there. */
  let shown = 0
  let statusAt = 0
  const clear = (): void => {
    if (shown > 0) stdout.write(`\r\u001b[2K${'\u001b[1A\u001b[2K'.repeat(shown - 1)}`)
    shown = 0
  }
  return {
    json,
    live,
    line(text, tone) {
      if (json) return
      clear()
      write(stdout, `${tone === undefined ? text : paint[tone](text)}\n`)
    },
    status(text) {
      const now = performance.now()
      if (!live || now - statusAt < STATUS_EVERY_MS) return
      statusAt = now
      clear()
      const lines = text()
        .split('\n')
        .slice(0, Math.max(1, (stdout.rows || 24) - 2))
        .map((line) => line.slice(0, (stdout.columns || 80) - 1))
      stdout.write(lines.join('\n'))
      shown = lines.length
    },
    document(value) {
      if (json) write(stdout, `${jsonDocument(value)}\n`)
    },
    error(error, again) {
      clear()
      write(
        stderr,
        json
          ? `${jsonDocument({ error: errorData(error), again })}\n`
          : `${errorLines(error, again)}\n`,
      )
      return isCoactError(error) ? exitFor(error.code) : EXIT.defect
    },
    async flush() {
      for (const stream of [stdout, stderr]) {
        if (!stream.writableNeedDrain || stream.destroyed) continue
        // A reader that goes away now is no failure either.
        const ready = Promise.race([once(stream, 'drain'), once(stream, 'close')])
        await ready.catch(() => undefined)
      }
    },
  }
}

function write(stream: NodeJS.WriteStream, text: string): void {
  if (!stream.destroyed) stream.write(text)
}

function errorLines(error: unknown, again: string): string {
  const text = isCoactError(error) ? error.message : ((error as Error)?.stack ?? safeText(error))
  return printableLines(`${text}\n  again:    ${again}`)
}

function errorData(error: unknown): unknown {
  if (!isCoactError(error)) return { code: 'internal/error', message: safeText(error) }
  const { data, ...detail } = error.detail
  const firstLine = error.message.split('\n')[0]!
  return {
    code: error.code,
    message: firstLine.slice(0, firstLine.lastIndexOf(' [')),
    ...detail,
    ...jsonOnly(data),
  }
}

/** Data of an error may be another error, or anything else that JSON cannot tell. */
const jsonOnly = (data: unknown): object => (Array.isArray(data) ? { problems: data } : {})
