import { shellWord } from './printable.js'

/** The command line that does the same again. */
export interface Again {
  /** As it was given. */
  readonly line: string
  /** With an option that decides how it goes, where it was left out. */
  with(option: string, value: string): string
}

/** @param words the arguments after `coact` */
export function againLine(words: readonly string[]): Again {
  const line = (more: readonly string[]): string =>
    ['coact', ...words, ...more].map(shellWord).join(' ')
  const has = (option: string): boolean =>
    words.some((w) => w === `--${option}` || w === `-${option[0]}` || w.startsWith(`--${option}=`))
  return {
    line: line([]),
    with: (option, value) => line(has(option) ? [] : [`--${option}`, value]),
  }
}
