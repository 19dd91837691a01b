import { CoactError } from '../../engine/index.js'
import type { Desk } from './human.js'
import { lineReader } from './lines.js'

// Bundlers for browsers follow static imports, even where this is loaded on demand.
const { fstatSync } = process.getBuiltinModule('node:fs')

const LINE_BYTES = 1 << 16
/** Lines that wait to be asked for. */
const LINES_MAX = 1000

/**
 * Refuses when nobody can write anything: standard input is closed, or a device that is no terminal.
 *
 * @throws CoactError `human/no-input`
 */
export function checkInput(fd = 0): void {
  if (fd === 0 && process.stdin.isTTY) return
  let got = 'standard input is closed'
  try {
    const stat = fstatSync(fd)
    if (!stat.isCharacterDevice()) return
    got = 'a device that is no terminal, such as /dev/null'
  } catch {}
  throw new CoactError(
    'human/no-input',
    'A person cannot play here: there is nothing to read from',
    {
      expected: 'a terminal, or lines that are piped in',
      got,
      next: 'Run it in a terminal; in a container, with a terminal attached; or let a policy play: --agents NAME=random.',
    },
  )
}

let shared: Desk | undefined

/** Standard input and standard error, so that standard output stays what the command prints. @throws CoactError `human/no-input` */
export function terminalDesk(): Desk {
  checkInput()
  shared ??= deskOn(process.stdin, process.stderr)
  return shared
}

/** A desk that reads lines from one stream and writes to another. */
export function deskOn(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Desk {
  const lines: string[] = []
  let isOver = false
  let waiting: ((line: string | undefined) => void) | undefined
  let last: Promise<unknown> = Promise.resolve()
  const give = (): void => {
    if (waiting === undefined || (lines.length === 0 && !isOver)) return
    const answer = waiting
    waiting = undefined
    answer(lines.shift())
  }
  const reader = lineReader({ lineBytes: LINE_BYTES, bytes: Number.POSITIVE_INFINITY }, (line) => {
    lines.push(line)
    if (lines.length >= LINES_MAX) input.pause()
    give()
  })
  const end = (): void => {
    if (isOver) return
    // The last line may have no end.
    reader.take(NEWLINE)
    isOver = true
    give()
  }
  input.on('data', (chunk: Uint8Array | string) =>
    reader.take(typeof chunk === 'string' ? Buffer.from(chunk) : chunk),
  )
  input.on('end', end).on('close', end).on('error', end)
  return {
    tell(told) {
      output.write(`${told.join('\n')}\n`)
    },
    ask(prompt, signal) {
      output.write(prompt)
      return new Promise((resolve, reject) => {
        const onAbort = (): void => {
          waiting = undefined
          output.write('\n')
          reject(signal.reason)
        }
        if (signal.aborted) return onAbort()
        signal.addEventListener('abort', onAbort, { once: true })
        waiting = (line) => {
          signal.removeEventListener('abort', onAbort)
          resolve(line)
        }
        if (lines.length < LINES_MAX) input.resume()
        give()
      })
    },
    inTurn(work) {
      const done = last.then(work)
      last = done.catch(() => {})
      return done
    },
    leave() {
      input.pause()
    },
  }
}

const NEWLINE = new Uint8Array([10])
