/** What a terminal sends for keys that have no character. */
const NAMED: Readonly<Record<string, string>> = {
  '\u001b[C': 'right',
  '\u001bOC': 'right',
  '\u001b[D': 'left',
  '\u001bOD': 'left',
  '\u001b[A': 'up',
  '\u001bOA': 'up',
  '\u001b[B': 'down',
  '\u001bOB': 'down',
  '\u001b[H': 'home',
  '\u001bOH': 'home',
  '\u001b[1~': 'home',
  '\u001b[F': 'end',
  '\u001bOF': 'end',
  '\u001b[4~': 'end',
  '\u001b': 'escape',
  '\r': 'enter',
  '\n': 'enter',
  '\u007f': 'backspace',
  '\b': 'backspace',
  '\u0003': 'quit',
  '\u0004': 'quit',
}

/** An escape sequence, a character of several code units, or anything else. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what terminals send
const PIECE = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|O[@-~]|[^[O\u001b])?|[\s\S]/gu

/** No hand types more at once. */
const KEYS_MAX = 4096

/**
 * The keys in what a terminal sent: characters as they are, others by name. Sequences and control characters that mean
 * nothing here are left out.
 */
export function keysIn(sent: string): string[] {
  const keys: string[] = []
  for (const [piece] of sent.slice(0, KEYS_MAX).matchAll(PIECE)) {
    const named = NAMED[piece]
    if (named !== undefined) keys.push(named)
    else if (!/\p{C}/u.test(piece)) keys.push(piece)
  }
  return keys
}
