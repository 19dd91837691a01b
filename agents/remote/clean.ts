import { wellFormed } from '../../engine/index.js'

/** What terminals take as commands: escape sequences with their arguments, by ECMA-48. */
const SEQUENCES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /\u001b\[[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]/g

/** Other control characters, and those that change how a line reads: direction, invisible joins, line separators. */
const UNSAFE =
  /[\p{Cc}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

/**
 * Text of any origin as lines that do nothing to a terminal: escape sequences are left out, other control characters are
 * written as what they are.
 *
 * @example
 * cleanLines('\u001b[31mred\u001b[0m\u0007') // 'red\\u{7}'
 */
export const cleanLines = (text: string): string =>
  wellFormed(text)
    .replace(SEQUENCES, '')
    .replace(/\r\n?/g, '\n')
    .replace(UNSAFE, (c) =>
      c === '\n' ? c : c === '\t' ? '  ' : `\\u{${c.codePointAt(0)!.toString(16)}}`,
    )

/** The same as one line. */
export const cleanLine = (text: string, max = 200): string => {
  const line = cleanLines(text).replace(/\s+/g, ' ').trim()
  return line.length > max ? `${line.slice(0, max - 1)}…` : line
}
