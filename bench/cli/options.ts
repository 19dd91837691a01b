import { InvalidArgumentError, Option } from 'commander'

/** Reads a whole number within bounds. */
export const wholeNumber =
  (from: number, to: number) =>
  (text: string): number => {
    const n = Number(text)
    if (/^\d+$/.test(text) && n >= from && n <= to) return n
    throw new InvalidArgumentError(`It is a whole number from ${from} to ${to}.`)
  }

export const noPlugins = (): Option =>
  new Option('--no-plugins', 'leave out what installed packages bring')
export const json = (): Option => new Option('--json', 'print one JSON document and nothing else')
/** Lines for the end of a command's help. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((l) => `  $ coact ${l}`).join('\n')}\n`
