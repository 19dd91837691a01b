/** Texts that a view is not looked through for. */
const LOOKED_MAX = 2000

/**
 * Whether a view names every one of some commands as whole words, so that listing them would say it twice.
 *
 * @example
 * describesAll('Moves:\n  98: a7a6\n  99: b7b6', ['98', '99']) // true
 */
export const describesAll = (view: string, commands: readonly string[]): boolean =>
  commands.length <= LOOKED_MAX && commands.every((command) => hasWords(view, command))

function hasWords(view: string, words: string): boolean {
  for (let at = view.indexOf(words); at >= 0; at = view.indexOf(words, at + 1)) {
    if (isEdge(view[at - 1]) && isEdge(view[at + words.length])) return true
  }
  return false
}

const isEdge = (c: string | undefined): boolean => c === undefined || !/[\p{L}\p{N}_]/u.test(c)
