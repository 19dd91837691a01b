import { wellFormed } from '../../engine/index.js'

/** Characters of an answer that are kept; what comes after is no answer to anything that was asked. */
export const ANSWER_CHARS_MAX = 400_000
/** Characters that are looked through for JSON. */
const SCANNED_MAX = 200_000
/** Places where JSON may begin that are tried. */
const STARTS_MAX = 64

const THINK = /^\s*<(think|thinking|reasoning)>([\s\S]*?)(?:<\/\1>|$)/i
/** Templates that open the thinking themselves leave only its end in the answer. */
const THOUGHT = /^([\s\S]*?)<\/think>/i

/** Parts what a model thought aloud from its answer. */
export function withoutThinking(text: string): {
  readonly text: string
  readonly reasoning?: string
} {
  const shown = wellFormed(text.slice(0, ANSWER_CHARS_MAX))
  const found = THINK.exec(shown)
  if (found !== null)
    return { text: shown.slice(found[0].length).trim(), reasoning: found[2]!.trim() }
  const end = shown.includes('<think>') ? null : THOUGHT.exec(shown)
  if (end !== null) return { text: shown.slice(end[0].length).trim(), reasoning: end[1]!.trim() }
  return { text: shown }
}

/**
 * What of a text may be a JSON object: the whole, what stands in fences, and what stands in prose from an opening brace to
 * the one that closes it, likeliest first.
 */
export function* jsonTexts(text: string): Generator<string, void, void> {
  const whole = text.trim().slice(0, SCANNED_MAX)
  if (whole.startsWith('{')) yield whole
  for (const [, body] of whole.matchAll(/```(?:json)?\s*\n?([\s\S]*?)```/gi)) yield body!.trim()
  let starts = 0
  for (let at = whole.indexOf('{'); at >= 0 && starts < STARTS_MAX; starts++) {
    const end = closing(whole, at)
    if (end > 0) yield whole.slice(at, end)
    at = whole.indexOf('{', end > 0 ? end : at + 1)
  }
}

/** Behind the brace that closes the one at a place; 0 when there is none. */
function closing(text: string, at: number): number {
  let depth = 0
  let isText = false
  for (let i = at; i < text.length; i++) {
    const c = text[i]
    if (isText) {
      if (c === '\\') i += 1
      else if (c === '"') isText = false
    } else if (c === '"') isText = true
    else if (c === '{') depth += 1
    else if (c === '}') {
      depth -= 1
      if (depth === 0) return i + 1
    }
  }
  return 0
}
