import { CoactError } from '../../engine/index.js'

/** A value of a Python literal; `None` is null. */
export type Literal =
  | null
  | boolean
  | number
  | string
  | readonly Literal[]
  | { readonly [k: string]: Literal }

export type Dict = { readonly [k: string]: Literal }

export const isDict = (value: unknown): value is Dict =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const DEPTH_MAX = 40
const CHARS_MAX = 1 << 20

/**
 * Reads a Python literal: dicts with text keys, lists, tuples, texts (also in three quotes), numbers, `True`, `False`,
 * `None`, `float('inf')`; comments are skipped. Nothing is ever run.
 *
 * @param source what to call the text in errors
 * @param lines is given the line, counted from 1, on which the value of each key of the outermost dict begins
 * @throws CoactError `layout/syntax` with the line and what was expected there
 */
export function parseLiteral(
  text: string,
  source: string,
  lines: Map<string, number> = new Map(),
): Literal {
  const reader: Reader = { text, at: 0, source, lines }
  if (text.length > CHARS_MAX) throw wrong(reader, `at most ${CHARS_MAX} characters`)
  const value = readValue(reader, 0)
  skip(reader)
  if (reader.at < text.length) throw wrong(reader, 'the end of the text')
  return value
}

interface Reader {
  readonly text: string
  at: number
  readonly source: string
  readonly lines: Map<string, number>
}

const lineAt = ({ text, at }: Reader): number => text.slice(0, at).split('\n').length

function wrong(reader: Reader, expected: string): CoactError {
  const { text, at, source } = reader
  const line = lineAt(reader)
  const got = /^[^\n]{0,30}/.exec(text.slice(at))![0]
  return new CoactError('layout/syntax', 'This is no layout that can be read', {
    where: `${source}:${line}`,
    expected,
    got: got === '' ? (at >= text.length ? 'the end of the text' : 'the end of the line') : got,
    next: 'Correct the text at this place.',
  })
}

function skip(reader: Reader): void {
  const blank = /(?:\s|#[^\n]*|\\\r?\n)*/y
  blank.lastIndex = reader.at
  blank.exec(reader.text)
  reader.at = blank.lastIndex
}

/** Goes past a text if it comes next. */
function passes(reader: Reader, what: string): boolean {
  skip(reader)
  if (!reader.text.startsWith(what, reader.at)) return false
  reader.at += what.length
  return true
}

function matches(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at
  const found = pattern.exec(reader.text)
  if (found === null) return undefined
  reader.at = pattern.lastIndex
  return found[0]
}

function readValue(reader: Reader, depth: number): Literal {
  if (depth > DEPTH_MAX) throw wrong(reader, `at most ${DEPTH_MAX} brackets within each other`)
  skip(reader)
  const next = reader.text[reader.at]
  if (next === '{') return readDict(reader, depth)
  if (next === '[' || next === '(') return readList(reader, depth, next === '[' ? ']' : ')')
  if (next === '"' || next === "'") return readTexts(reader)
  const infinity = matches(reader, /([+-]?)float\(\s*(['"])\+?(inf|infinity)\2\s*\)/iy)
  if (infinity !== undefined) return infinity.startsWith('-') ? -Infinity : Infinity
  const number = matches(reader, /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/y)
  if (number !== undefined) return Number(number)
  const word = matches(reader, /(?:True|False|None)\b/y)
  if (word === undefined) throw wrong(reader, 'a dict, list, text, number, True, False or None')
  return word === 'None' ? null : word === 'True'
}

function readDict(reader: Reader, depth: number): Literal {
  reader.at += 1
  const entries: [string, Literal][] = []
  while (!passes(reader, '}')) {
    skip(reader)
    const quote = reader.text[reader.at]
    if (quote !== '"' && quote !== "'") throw wrong(reader, 'a key in quotes, or }')
    const key = readTexts(reader)
    if (!passes(reader, ':')) throw wrong(reader, '":"')
    skip(reader)
    if (depth === 0) reader.lines.set(key, lineAt(reader))
    entries.push([key, readValue(reader, depth + 1)])
    if (passes(reader, ',')) continue
    if (passes(reader, '}')) break
    throw wrong(reader, '"," or "}"')
  }
  return Object.fromEntries(entries)
}

function readList(reader: Reader, depth: number, close: string): Literal {
  reader.at += 1
  const items: Literal[] = []
  while (!passes(reader, close)) {
    items.push(readValue(reader, depth + 1))
    if (passes(reader, ',')) continue
    if (passes(reader, close)) break
    throw wrong(reader, `"," or "${close}"`)
  }
  return items
}

/** One text or several that follow each other, which count as one. */
function readTexts(reader: Reader): string {
  let out = readText(reader)
  for (;;) {
    skip(reader)
    const next = reader.text[reader.at]
    if (next !== '"' && next !== "'") return out
    out += readText(reader)
  }
}

function readText(reader: Reader): string {
  const quote = reader.text[reader.at]!
  const triple = quote.repeat(3)
  const long = reader.text.startsWith(triple, reader.at)
  const fence = long ? triple : quote
  const begun = reader.at
  reader.at += fence.length
  let out = ''
  while (!reader.text.startsWith(fence, reader.at)) {
    const c = reader.text[reader.at]
    if (c === undefined || (!long && c === '\n')) {
      reader.at = begun
      throw wrong(reader, `a text that ends with ${fence}`)
    }
    out += c === '\\' ? readEscape(reader) : c
    reader.at += 1
  }
  reader.at += fence.length
  return out
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
}

function readEscape(reader: Reader): string {
  reader.at += 1
  const meant = ESCAPES[reader.text[reader.at] ?? '']
  if (meant === undefined) throw wrong(reader, 'one of \\n \\t \\r \\\\ \\\' \\"')
  return meant
}
