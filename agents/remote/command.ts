import { CoactError } from '../../engine/index.js'

/** What only a shell understands, when it is not in quotation marks. */
const SHELL = /^(?:\d?[<>].*|\|\|?|&&?|;|.*[;|&]|\d?>&\d)$/

/**
 * The words of a command, as a shell would split them: by space, with '…' and "…" for words that have some, and \ before a
 * character that means itself (within "…" only before " and \). Nothing else has a meaning: no variables, patterns, pipes.
 *
 * @throws CoactError `exec/command` for no words, open quotation marks, and what needs a shell
 * @example
 * splitCommand('python3 "my agent.py" --name=\'a b\'') // ['python3', 'my agent.py', '--name=a b']
 */
export function splitCommand(command: string): readonly string[] {
  const words: string[] = []
  let word: string | undefined
  let isQuoted = false
  const end = (): void => {
    if (word === undefined) return
    if (!isQuoted && SHELL.test(word)) throw needsShell(word)
    words.push(word)
    word = undefined
    isQuoted = false
  }
  for (let i = 0; i < command.length; i++) {
    const c = command[i]!
    if (/\s/.test(c)) end()
    else if (c === "'" || c === '"') {
      const [text, next] = quotedFrom(command, i)
      word = (word ?? '') + text
      isQuoted = true
      i = next
    } else if (c === '\\') {
      i += 1
      if (i === command.length) throw unfit('it ends with a \\')
      word = (word ?? '') + command[i]!
      isQuoted = true
    } else word = (word ?? '') + c
  }
  end()
  if (words.length === 0 || words[0] === '') throw unfit('nothing')
  if (command.includes('\0')) throw unfit('a zero character')
  return words
}

/** What is between the quotation mark at a place and the next one, and where that is. */
function quotedFrom(command: string, from: number): readonly [text: string, end: number] {
  const mark = command[from]!
  let text = ''
  for (let i = from + 1; i < command.length; i++) {
    const c = command[i]!
    if (c === mark) return [text, i]
    const next = command[i + 1]
    if (c === '\\' && mark === '"' && (next === '"' || next === '\\')) {
      text += next
      i += 1
    } else text += c
  }
  throw unfit(`${mark} is not closed`)
}

const unfit = (got: string): CoactError =>
  new CoactError('exec/command', 'A command cannot be read', {
    expected: 'a program and its arguments, such as exec:"python3 my_agent.py"',
    got,
  })

const needsShell = (word: string): CoactError =>
  new CoactError(
    'exec/command',
    'No shell reads a command, and one of its words means something to a shell',
    {
      got: word.slice(0, 100),
      next: 'Put the word in quotation marks if it is meant as it stands; or ask for a shell: exec:shell=true:COMMAND.',
    },
  )
