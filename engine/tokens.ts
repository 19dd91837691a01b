/** UTF-8 bytes of a text. */
export function utf8Length(text: string): number {
  let n = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c < 0x80) n += 1
    else if (c < 0x800) n += 2
    else if (c >= 0xd800 && c < 0xdc00) {
      n += 4
      i += 1
    } else n += 3
  }
  return n
}

/** Characters of one token, by kind: space costs nothing. */
const SPACE = 0
const LETTER = 6
const DIGIT = 3
const SIGN = 2
const OTHER = 1

function kindOf(c: number): number {
  if (c >= 0x80) return OTHER
  if ((c >= 97 && c <= 122) || (c >= 65 && c <= 90)) return LETTER
  if (c >= 48 && c <= 57) return DIGIT
  return c <= 32 ? SPACE : SIGN
}

/**
 * Tokens of a text by a fixed rule, so that budgets and replays do not depend on a model: a run of up to 6 ASCII letters, 3 digits
 * or 2 other signs is one; a character outside ASCII is one; white space is none. English text comes to about four characters
 * a token, as with the tokenizers of current models.
 *
 * @returns how many tokens; with `max`, at most one more than that
 * @example
 * countTokens('bring 12 onions') // 3
 */
export const countTokens = (text: string, max = Infinity): number =>
  walk(text, (n) => n > max).tokens

/** The longest beginning of a text that has no more than `max` tokens. */
export const cutToTokens = (text: string, max: number): string => {
  const { tokens, at } = walk(text, (n) => n > max)
  return tokens > max ? text.slice(0, at).trimEnd() : text
}

/** Counts until the count is enough; `at` is where the last token began. */
function walk(
  text: string,
  isEnough: (tokens: number) => boolean,
): { readonly tokens: number; readonly at: number } {
  let tokens = 0
  let kind = SPACE
  let run = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    // The second half of a pair belongs to the first.
    if (c >= 0xdc00 && c < 0xe000) continue
    const now = kindOf(c)
    if (now === kind && run < now) run += 1
    else {
      kind = now
      run = 1
      if (now !== SPACE) {
        tokens += 1
        if (isEnough(tokens)) return { tokens, at: i }
      }
    }
  }
  return { tokens, at: text.length }
}
