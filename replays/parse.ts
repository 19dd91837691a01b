import { CoactError, limits } from '../engine/index.js'
import { BACKSLASH, CLOSE, CLOSE_LIST, COMMA, OPEN, OPEN_LIST, QUOTE } from './ascii.js'

/** Shorter than this, JSON can neither nest nor hold too much to be looked at first. */
const SMALL_CHARS = 4096

/** What a list or an object takes, in values. */
const BOX_VALUES = 8

/**
 * Parses JSON of a stranger: what would take many times its own length in memory, or nests deeper than recursion can
 * follow, is refused before it is parsed.
 *
 * @throws CoactError `limit/json`; SyntaxError when it is no JSON
 */
export function parseJson(source: string): unknown {
  if (source.length > SMALL_CHARS) checkSize(source)
  return JSON.parse(source)
}

function checkSize(source: string): void {
  let values = 0
  let depth = 0
  for (let i = 0; i < source.length; i++) {
    const unit = source.charCodeAt(i)
    if (unit === QUOTE) i = textEnd(source, i)
    else if (unit === COMMA) values += 1
    else if (unit === OPEN_LIST || unit === OPEN) {
      values += BOX_VALUES
      depth += 1
      if (depth > limits.JSON_DEPTH_MAX) throw tooDeep()
    } else if (unit === CLOSE_LIST || unit === CLOSE) depth -= 1
  }
  if (values > limits.JSON_VALUES_MAX) {
    throw new CoactError('limit/json', 'JSON in this replay holds too many values', {
      expected: `at most ${limits.JSON_VALUES_MAX}, where a list or an object counts as ${BOX_VALUES}`,
      got: String(values),
      next: NEXT,
    })
  }
}

/** Where a text ends that begins at a place. */
function textEnd(source: string, start: number): number {
  for (let end = source.indexOf('"', start + 1); end >= 0; end = source.indexOf('"', end + 1)) {
    let at = end
    while (source.charCodeAt(at - 1) === BACKSLASH) at -= 1
    if ((end - at) % 2 === 0) return end
  }
  return source.length
}

const NEXT = 'Do not trust this file.'

/** The error for JSON that would overrun the stack of whoever follows it. */
export const tooDeep = (): CoactError =>
  new CoactError('limit/json', 'JSON in this replay is nested too deeply', {
    expected: `at most ${limits.JSON_DEPTH_MAX} levels`,
    next: NEXT,
  })
