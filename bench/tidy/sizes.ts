import { isCode, isTest, type Source } from './source.js'

const FILE_LINES_MAX = 400
const TEST_LINES_MAX = 600

/** Files that are longer, with their length: it may only go down, and the entry goes when the file is short. */
export const longFiles: Readonly<Record<string, number>> = {}

export const lineCount = ({ text }: Source) => text.split('\n').length - 1

export function sizeProblems(files: readonly Source[], long = longFiles): string[] {
  const code = files.filter(({ path }) => isCode(path))
  const gone = Object.keys(long).filter((path) => !code.some((file) => file.path === path))
  return [
    ...gone.map((path) => `${path} is gone: remove it from longFiles`),
    ...code.flatMap((file) => sizeProblem(file, long[file.path]) ?? []),
  ]
}

function sizeProblem(file: Source, allowed: number | undefined): string | undefined {
  const { path } = file
  const lines = lineCount(file)
  const max = isTest(path) ? TEST_LINES_MAX : FILE_LINES_MAX
  if (allowed === undefined)
    return lines > max ? `${path} has ${lines} lines, more than ${max}: split it` : undefined
  if (lines <= max) return `${path} is short now: remove it from longFiles`
  if (lines > allowed) return `${path} grew from ${allowed} to ${lines} lines: split it`
  return lines < allowed ? `${path} shrank: set longFiles to ${lines}` : undefined
}

export function medianLines(files: readonly Source[]): number {
  const counts = files.map(lineCount).sort((a, b) => a - b)
  return counts[counts.length >> 1] ?? 0
}
