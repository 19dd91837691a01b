import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { attributeActions } from './attribute-actions.js'

/** Names that change the same attribute in the same direction with the same tool flag. */
const aliases = [['dry', 'wipe']]

const dataDir = process.env.COACT_DATA_DIR ?? ''
const skipReason = dataDir === '' ? ' (skipped: COACT_DATA_DIR is not set)' : ''

/** The text of one file inside a gzipped tar archive (plain ustar headers of 512 bytes). */
function readFromTarball(archive: string, path: string): string {
  const tar = gunzipSync(readFileSync(archive))
  const field = (start: number, length: number): string =>
    tar
      .toString('utf8', start, start + length)
      .split('\0', 1)
      .join()
  let at = 0
  while (at + 512 <= tar.length) {
    const size = Number.parseInt(field(at + 124, 12), 8) || 0
    if (field(at, 100).replace(/^\.\//, '') === path) {
      return tar.subarray(at + 512, at + 512 + size).toString('utf8')
    }
    at += 512 + Math.ceil(size / 512) * 512
  }
  throw new Error(`${archive} has no file ${path}`)
}

describe('attributeActions', () => {
  it('has 217 rows with distinct names', () => {
    expect(attributeActions).toHaveLength(217)
    expect(new Set(attributeActions.map((action) => action.name)).size).toBe(217)
  })

  it('changes 166 attributes; 136 actions need a tool; 58 act on true', () => {
    expect(new Set(attributeActions.map((action) => action.attribute)).size).toBe(166)
    expect(attributeActions.filter((action) => action.tool)).toHaveLength(136)
    expect(attributeActions.filter((action) => action.when)).toHaveLength(58)
  })

  it('has no aliases but the listed ones', () => {
    const groups = new Map<string, string[]>()
    for (const { name, attribute, when, tool } of attributeActions) {
      const key = `${attribute} ${when} ${tool}`
      groups.set(key, [...(groups.get(key) ?? []), name])
    }
    expect([...groups.values()].filter((names) => names.length > 1)).toEqual(aliases)
  })

  it('describes every action in a distinct phrase of 3 to 10 words', () => {
    expect(new Set(attributeActions.map((action) => action.text)).size).toBe(217)
    for (const { text } of attributeActions) {
      expect(text).toMatch(/^[A-Z][a-z-]*(,? [a-z]+){2,9}$/)
    }
  })

  it.skipIf(dataDir === '')(`has the facts of the benchmark's table${skipReason}`, () => {
    const archive = join(dataDir, 'earbench-eval.tar.gz')
    const csv = readFromTarball(archive, 'data/attribute_actions.csv')
    const [header, ...lines] = csv.trimEnd().split(/\r?\n/)
    expect(header).toBe('action_name,attribute,value,requires_tool,description')
    // Only the last column is quoted, so the first four split at their commas.
    expect(
      attributeActions.map(({ name, attribute, when, tool }) =>
        [name, attribute, when, tool].join(),
      ),
    ).toEqual(lines.map((line) => line.split(',', 4).join()))
  })
})
