import { wellFormed } from '../../engine/index.js'

/** Control characters, and those that change how a line reads: direction, invisible joins, line separators. */
const UNSAFE =
  /[\p{Cc}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

const escaped = (c: string): string => `\\u{${c.codePointAt(0)!.toString(16)}}`

/** Text of any origin as one line that does nothing to a terminal. @param charsMax longer text ends in `…` */
export function printable(text: string, charsMax = 200): string {
  const short = text.length > charsMax ? `${text.slice(0, charsMax - 1)}…` : text
  return wellFormed(short)
    .replace(/[\t\n\r]+/g, ' ')
    .replace(UNSAFE, escaped)
}

/** The same for text of several lines. */
export const printableLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => wellFormed(line).replace(UNSAFE, escaped))
    .join('\n')

/** A value as one line of JSON, safe to print. */
export const printableJson = (value: unknown, charsMax?: number): string =>
  printable(JSON.stringify(value) ?? 'null', charsMax)

/** A JSON document that is safe to print and still the same document. @param indent 0 for one line */
export const jsonDocument = (value: unknown, indent = 2): string =>
  JSON.stringify(value, null, indent).replace(UNSAFE, (c) =>
    c === '\n'
      ? c
      : Array.from(
          { length: c.length },
          (_, i) => `\\u${c.charCodeAt(i).toString(16).padStart(4, '0')}`,
        ).join(''),
  )

/** A word for a POSIX shell. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./*-]+$/.test(word) && !word.includes('*')
    ? word
    : `'${printable(word, 10_000).replaceAll("'", "'\\''")}'`
