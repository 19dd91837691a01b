import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { CoactError, errorText } from '../engine/index.js'

/**
 * The values of a `.jsonl` or `.jsonl.gz` file.
 * @throws CoactError `lines/unreadable` naming the file and line
 */
export async function readLines(path: string): Promise<unknown[]> {
  const unreadable = (e: unknown, line?: number): CoactError =>
    new CoactError('lines/unreadable', `${path} cannot be read`, {
      where: line === undefined ? path : `${path}, line ${line}`,
      expected: 'JSON, one value a line, plain or gzip',
      got: errorText(e),
      next: 'Check that the file is whole.',
    })
  let text: string
  try {
    const bytes = await readFile(path)
    text = new TextDecoder().decode(
      bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes,
    )
  } catch (e) {
    throw unreadable(e)
  }
  const out: unknown[] = []
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    try {
      out.push(JSON.parse(line))
    } catch (e) {
      throw unreadable(e, i + 1)
    }
  }
  return out
}
