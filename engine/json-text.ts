/** Something wrong in a JSON text. */
export interface JsonFlaw {
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units. */
  readonly column: number
  readonly message: string
}

interface Scan {
  readonly text: string
  readonly depthMax: number
  readonly flaws: JsonFlaw[]
  at: number
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
const SPACE = /[ \t\n\r]*/y
const FLAWS_MAX = 100

/**
 * Says what is wrong in a JSON text: the first place where it is not JSON; and, what parsers pass over, names that occur
 * twice in one object, reserved names, and nesting beyond `depthMax`.
 *
 * @returns nothing when `JSON.parse` would accept the text and lose nothing
 */
export function jsonFlaws(text: string, depthMax = 100): readonly JsonFlaw[] {
  const s: Scan = { text, depthMax, flaws: [], at: 0 }
  if (readValue(s, 0) && next(s) !== undefined) flaw(s, 'something follows the value')
  return s.flaws
}

// The readers begin at a value and end behind it; they return false once the text is not JSON.

function readValue(s: Scan, depth: number): boolean {
  const c = next(s)
  if (c === '"') return readString(s)
  if (c === '{' || c === '[') {
    if (depth >= s.depthMax) return flaw(s, `nested more than ${s.depthMax} deep`)
    return c === '{' ? readObject(s, depth + 1) : readList(s, depth + 1)
  }
  return take(s, NUMBER) || take(s, WORD) || expected(s, 'a value')
}

function readList(s: Scan, depth: number): boolean {
  s.at += 1
  if (next(s) === ']') return step(s)
  for (;;) {
    if (!readValue(s, depth)) return false
    const c = next(s)
    if (c === ']') return step(s)
    if (c !== ',') return expected(s, 'a comma or ]')
    s.at += 1
  }
}

function readObject(s: Scan, depth: number): boolean {
  const names = new Set<string>()
  s.at += 1
  if (next(s) === '}') return step(s)
  for (;;) {
    if (next(s) !== '"') return expected(s, names.size === 0 ? 'a name or }' : 'a name in quotes')
    const from = s.at
    if (!readString(s)) return false
    noteName(s, names, from)
    if (next(s) !== ':') return expected(s, 'a colon')
    s.at += 1
    if (!readValue(s, depth)) return false
    const c = next(s)
    if (c === '}') return step(s)
    if (c !== ',') return expected(s, 'a comma or }')
    s.at += 1
  }
}

function noteName(s: Scan, names: Set<string>, from: number): void {
  const name = JSON.parse(s.text.slice(from, s.at)) as string
  if (names.has(name)) flaw(s, `the name "${name.slice(0, 80)}" occurs twice in one object`, from)
  if (name === '__proto__') flaw(s, `the name "${name}" is reserved`, from)
  names.add(name)
}

function readString(s: Scan): boolean {
  const { text } = s
  for (s.at += 1; s.at < text.length; ) {
    const c = text.charCodeAt(s.at)
    if (c === QUOTE) return step(s)
    if (c < CONTROL_END) return flaw(s, 'a line break or control character in a text')
    if (c !== BACKSLASH) s.at += 1
    else if (!take(s, ESCAPE)) return flaw(s, 'a wrong escape in a text')
  }
  return flaw(s, 'a text without its closing quote')
}

const QUOTE = 34
const BACKSLASH = 92
const CONTROL_END = 32

/** The next character that is not space. */
function next(s: Scan): string | undefined {
  take(s, SPACE)
  return s.text[s.at]
}

function step(s: Scan): true {
  s.at += 1
  return true
}

function take(s: Scan, pattern: RegExp): boolean {
  pattern.lastIndex = s.at
  if (!pattern.test(s.text)) return false
  s.at = pattern.lastIndex
  return true
}

const expected = (s: Scan, what: string): false =>
  flaw(s, s.at < s.text.length ? `expected ${what}` : `the text ends; expected ${what}`)

function flaw(s: Scan, message: string, at = s.at): false {
  if (s.flaws.length < FLAWS_MAX) s.flaws.push({ ...position(s.text, at), message })
  return false
}

function position(text: string, at: number): { readonly line: number; readonly column: number } {
  let line = 1
  let start = 0
  for (let end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', start)) {
    line += 1
    start = end + 1
  }
  return { line, column: at - start + 1 }
}
