import { readFile, stat } from 'node:fs/promises'
import { CoactError, limits, safeText } from '../engine/index.js'
import { MODULE_FILE } from './module.node.js'

/** Whether a word means a file, rather than a name. */
export const isPath = (word: string): boolean =>
  /[/\\]|\.jsonl?$/.test(word) || MODULE_FILE.test(word)

/**
 * The text of a file.
 *
 * @param kind what it is, for errors
 * @throws CoactError `<kind>/unreadable`, `limit/<kind>`
 */
export async function readText(path: string, kind: string): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size > limits.SCENARIO_JSON_CHARS_MAX) {
      throw new CoactError(`limit/${kind}`, `The file of the ${kind} is too large`, {
        where: path,
        expected: `at most ${limits.SCENARIO_JSON_CHARS_MAX} bytes`,
        got: `${size}`,
      })
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
  } catch (e) {
    if (e instanceof CoactError) throw e
    throw new CoactError(`${kind}/unreadable`, `The file of the ${kind} cannot be read`, {
      where: path,
      expected: 'a text file in UTF-8',
      got: safeText(e),
      next: 'Check the path.',
    })
  }
}

/**
 * The export of a module that is meant: the default, or the only one that fits.
 *
 * @throws CoactError `<kind>/module`
 */
export function exportOf<T>(
  module: Readonly<Record<string, unknown>>,
  fits: (value: unknown) => value is T,
  path: string,
  kind: string,
): T {
  if (fits(module['default'])) return module['default']
  const found = Object.entries(module).filter(([, value]) => fits(value))
  if (found.length === 1) return found[0]![1] as T
  const names = (found.length === 0 ? Object.entries(module) : found)
    .map(([name]) => name)
    .join(', ')
  throw new CoactError(`${kind}/module`, `It is not clear which ${kind} of the module is meant`, {
    where: path,
    expected: `a default export, or one export, that is a ${kind}`,
    got: names === '' ? 'no exports' : names,
  })
}
