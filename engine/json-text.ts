/** Something wrong in a JSON text. */
export interface JsonFlaw {
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units. */
  readonly column: number
  readonly message: string
}

type Expect =
  | 'a value'
  | 'a value or ]'
  | 'a name in quotes'
  | 'a name or }'
  | 'a colon'
  | 'a comma or the end'

interface Scope {
  /** Names used so far; undefined in a list. */
  readonly names: Set<string> | undefined
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
const SPACE = /[ \t\n\r]*/y
const FLAWS_MAX = 100

/**
 * Says what is wrong in a JSON text: the first place where it is not JSON, and, which parsers pass over, names that
 * occur twice in one object, reserved names, and nesting beyond `depth`.
 *
 * @returns nothing when `JSON.parse` would accept the text and lose nothing
 */
export function jsonFlaws(text: string, depth = 100): JsonFlaw[] {
  const flaws: JsonFlaw[] = []
  const scopes: Scope[] = []
  let expect: Expect = 'a value'
  let i = 0
  const flaw = (at: number, message: string): JsonFlaw[] => {
    flaws.push({ ...position(text, at), message })
    return flaws
  }
  const afterValue = (): Expect => 'a comma or the end'
  for (;;) {
    i = match(SPACE, text, i)
    if (i >= text.length) {
      return scopes.length === 0 && expect === 'a comma or the end'
        ? flaws
        : flaw(i, `the text ends; expected ${expect}`)
    }
    const c = text[i]!
    const scope = scopes.at(-1)
    const closes = scope !== undefined && c === (scope.names === undefined ? ']' : '}')
    if (
      closes &&
      (expect === 'a comma or the end' || expect === 'a value or ]' || expect === 'a name or }')
    ) {
      scopes.pop()
      expect = afterValue()
      i += 1
    } else if (expect === 'a comma or the end') {
      if (scope === undefined) return flaw(i, 'something follows the value')
      if (c !== ',') return flaw(i, `expected a comma or ${scope.names === undefined ? ']' : '}'}`)
      expect = scope.names === undefined ? 'a value' : 'a name in quotes'
      i += 1
    } else if (expect === 'a colon') {
      if (c !== ':') return flaw(i, 'expected a colon')
      expect = 'a value'
      i += 1
    } else if (expect === 'a name in quotes' || expect === 'a name or }') {
      const end = c === '"' ? stringEnd(text, i) : -1
      if (end < 0) return flaw(c === '"' ? -end : i, c === '"' ? BAD_STRING : `expected ${expect}`)
      const name = JSON.parse(text.slice(i, end)) as string
      if (flaws.length < FLAWS_MAX) {
        if (scope!.names!.has(name))
          flaw(i, `the name "${name.slice(0, 80)}" occurs twice in one object`)
        if (name === '__proto__') flaw(i, `the name "${name}" is reserved`)
      }
      scope!.names!.add(name)
      expect = 'a colon'
      i = end
    } else if (c === '{' || c === '[') {
      if (scopes.length >= depth) return flaw(i, `nested more than ${depth} deep`)
      scopes.push({ names: c === '{' ? new Set() : undefined })
      expect = c === '{' ? 'a name or }' : 'a value or ]'
      i += 1
    } else {
      const end = c === '"' ? stringEnd(text, i) : scalarEnd(text, i)
      if (end < 0) return flaw(c === '"' ? -end : i, c === '"' ? BAD_STRING : `expected ${expect}`)
      expect = afterValue()
      i = end
    }
  }
}

const BAD_STRING =
  'a text with a line break, a control character, a wrong escape or no closing quote'

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : -1
}

function scalarEnd(text: string, at: number): number {
  const end = match(NUMBER, text, at)
  return end < 0 ? match(WORD, text, at) : end
}

/** The position after the closing quote; negative, the place of the fault, when the text in quotes is malformed. */
function stringEnd(text: string, from: number): number {
  let i = from + 1
  while (i < text.length) {
    const c = text.charCodeAt(i)
    if (c === 34) return i + 1
    if (c < 32) return -i
    if (c !== 92) i += 1
    else {
      const end = match(ESCAPE, text, i)
      if (end < 0) return -i
      i = end
    }
  }
  return -i
}

function position(text: string, at: number): { line: number; column: number } {
  let line = 1
  let start = 0
  for (let next = text.indexOf('\n'); next >= 0 && next < at; next = text.indexOf('\n', start)) {
    line += 1
    start = next + 1
  }
  return { line, column: at - start + 1 }
}
