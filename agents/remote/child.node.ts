import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { safeText } from '../../engine/index.js'
import { cleanLine, cleanLines } from './clean.js'
import type { ExecSettings } from './exec.js'

// Bundlers for browsers follow static imports, even where this is loaded on demand.
const { spawn } = process.getBuiltinModule('node:child_process')

/** A process that was started. */
export interface Child {
  /** Writes lines; when it does not read them, only the last one is kept for when it does. */
  send(line: string): void
  /** Lets no more of what it writes in, or lets it in again. */
  listen(on: boolean): void
  /** What ended it; undefined while it runs. */
  readonly ended: string | undefined
  /** Resolves, with what ended it, when it and its streams are gone. */
  readonly gone: Promise<string>
  /** End of input, then SIGTERM, then SIGKILL, with the given milliseconds between them; resolves when it is gone. */
  stop(graceMs: number, farewell?: string): Promise<void>
}

const STDERR_CHARS = 2000
/** Characters of it that are told. */
const TOLD_CHARS = 160
/** Milliseconds for the streams of a process that has exited: others may hold them open. */
const STREAMS_MS = 200
const isPosix = process.platform !== 'win32'

const alive = new Set<ChildProcessWithoutNullStreams>()
const killAll = (): void => {
  for (const child of alive) signalGroup(child, 'SIGKILL')
}

/** Starts a program in a group of its own, so that a Ctrl-C for Coact is none for the program. */
export function startChild(
  { words, shell }: Pick<ExecSettings, 'words' | 'shell'>,
  onData: (chunk: Uint8Array) => void,
): Child {
  const [program, ...args] = words
  const child = spawn(program!, args, {
    shell,
    detached: isPosix,
    windowsHide: true,
    stdio: 'pipe',
  })
  if (alive.size === 0) process.once('exit', killAll)
  alive.add(child)
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_CHARS)
  })
  child.stdout.on('data', onData)
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => {})
  let ended: string | undefined
  const gone = new Promise<string>((resolve) => {
    const end = (how: string): void => {
      alive.delete(child)
      if (alive.size === 0) process.off('exit', killAll)
      ended ??= how + lastWords(stderr)
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy()
      resolve(ended)
    }
    child.once('error', (e) => end(`It cannot be started: ${safeText(e)}`))
    child.once('exit', (code, signal) => {
      signalGroup(child, 'SIGKILL')
      const how = signal === null ? `It exited with code ${code}` : `It was ended by ${signal}`
      const timer = setTimeout(end, STREAMS_MS, how)
      child.once('close', () => {
        clearTimeout(timer)
        end(how)
      })
    })
  })
  let kept: string | undefined
  child.stdin.on('drain', () => {
    if (kept !== undefined) child.stdin.write(kept)
    kept = undefined
  })
  return {
    send(line) {
      if (child.stdin.writableNeedDrain) kept = line
      else child.stdin.write(line)
    },
    listen(on) {
      if (on) child.stdout.resume()
      else child.stdout.pause()
    },
    get ended() {
      return ended
    },
    gone,
    async stop(graceMs, farewell) {
      if (ended !== undefined) return
      // What it still writes is nobody's, but it must not wait for somebody to read it.
      child.stdout.resume()
      child.stdin.end(child.stdin.writableNeedDrain ? undefined : farewell)
      const timers = [
        setTimeout(() => signalGroup(child, 'SIGTERM'), graceMs),
        setTimeout(() => signalGroup(child, 'SIGKILL'), 2 * graceMs),
      ]
      await gone
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

/** Signals a process and all that it started; that there is none is no failure. */
function signalGroup({ pid }: ChildProcessWithoutNullStreams, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(isPosix ? -pid : pid, signal)
  } catch {}
}

function lastWords(stderr: string): string {
  const text = cleanLines(stderr).trim()
  if (text === '') return ''
  const lines = text.split(/\s*\n\s*/)
  const from = lines.findLastIndex((line) => ERROR.test(line))
  const told =
    from < 0 ? tail(lines.join(' | ')) : cleanLine(lines.slice(from).join(' | '), TOLD_CHARS)
  return `; it had said: ${told}`
}

/** What a line looks like that says what went wrong. */
const ERROR = /\b\w*(?:error|exception|panic)\w*\b.*:|:.*\b(?:error|exception|panic)/i

const tail = (text: string): string =>
  text.length > TOLD_CHARS ? `…${text.slice(1 - TOLD_CHARS)}` : text
