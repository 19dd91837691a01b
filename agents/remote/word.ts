import { CoactError, type Policy } from '../../engine/index.js'
import { splitCommand } from './command.js'
import { type ExecOptions, execPolicy } from './exec.js'
import { httpPolicy } from './http.js'
import { humanPolicy } from './human.js'
import { webPolicy } from './web.js'

const URL_WORD = /^[a-z][a-z0-9+.-]*:\/\//i
const EXEC_OPTIONS = ['shell', 'restarts', 'hung', 'grace', 'timeout', 'line', 'bytes']

/** Whether a word of the command line means somebody outside: a program, an address or a person. */
export const isRemote = (word: string): boolean =>
  /^(?:exec|human|web):|^(?:human|web)$/.test(word) || URL_WORD.test(word)

/**
 * The policy of a word that {@link isRemote}: `exec:COMMAND`, `exec:restarts=0,timeout=500:COMMAND`, `http://host/path`,
 * `human`, `human:timeout=60000`, and the same with `web`. It is for words that a person gave on this machine, never for what a file says: they run
 * programs.
 *
 * @throws CoactError `exec/…`, `http/url`, `human/…`, `web/…`; also when the program is not there, or nobody can write anything
 */
export async function remotePolicy(word: string): Promise<Policy<'*'>> {
  if (URL_WORD.test(word)) return httpPolicy(word)
  if (word.startsWith('web')) return webPolicy(personOptions(word).timeoutMs)
  if (word.startsWith('human')) {
    const policy = humanPolicy(personOptions(word))
    const { checkInput } = await import('./desk.node.js')
    checkInput()
    return policy
  }
  const { command, options } = readExec(word.slice('exec:'.length))
  const policy = execPolicy(command, options)
  if (options.shell !== true) {
    const { findProgram } = await import('./find.node.js')
    findProgram(splitCommand(command)[0]!)
  }
  return policy
}

/** `human` and `web` take the same. */
function personOptions(word: string): { readonly timeoutMs?: number } {
  const [, name = '', ms] = /^([a-z]+)(?::timeout=(\d{1,9}))?$/.exec(word) ?? []
  if (name !== '') return ms === undefined ? {} : { timeoutMs: Number(ms) }
  const kind = word.split(':')[0]!
  throw new CoactError(`${kind}/options`, 'The options of a person do not fit', {
    expected: `${kind}, or ${kind}:timeout=MILLISECONDS`,
    got: word.slice(0, 100),
  })
}

/** The options before the command, if any. */
function readExec(word: string): { readonly command: string; readonly options: ExecOptions } {
  const [, list, command] = /^((?:[a-z]+=[^,:\s]*)(?:,[a-z]+=[^,:\s]*)*):(.*)$/s.exec(word) ?? []
  if (list === undefined || command === undefined) return { command: word, options: {} }
  const pairs = list.split(',').map((pair) => pair.split('=') as [string, string])
  if (!pairs.every(([name]) => EXEC_OPTIONS.includes(name))) return { command: word, options: {} }
  return {
    command,
    options: Object.fromEntries(pairs.map(([name, text]) => [name, readValue(text)])),
  }
}

const readValue = (text: string): unknown => {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^\d+$/.test(text) ? Number(text) : text
}
