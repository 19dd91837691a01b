/** Whether a word is a pattern. */
export const isGlob = (word: string): boolean => /[*?]/.test(word)

/** The folder in and below which everything lies that fits a pattern; empty for the current one. */
export const globRoot = (word: string): string =>
  /^(.*\/)?/.exec(/^[^*?]*/.exec(word)![0])?.[1] ?? ''

/**
 * What a pattern fits: `*` is any part of a name, `?` one character, `**` any folders.
 *
 * @example
 * globPattern('runs/*.mcap').test('runs/a.mcap') // true
 */
export function globPattern(word: string): RegExp {
  const source = word.replace(/\*\*\/|\*+|\?|[^*?]+/g, (part) => {
    if (part === '**/') return '(?:[^/]+/)*'
    if (part.startsWith('*')) return part === '*' ? '[^/]*' : '.*'
    return part === '?' ? '[^/]' : part.replace(/[.+^${}()|[\]\\]/g, '\\$&')
  })
  return new RegExp(`^${source}$`, 'su')
}
