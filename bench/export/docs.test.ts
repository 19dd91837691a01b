import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exportColumns } from './index.js'

const text = readFileSync(new URL('../../docs/export.md', import.meta.url), 'utf8')

test.each(['episodes', 'ticks', 'actions', 'messages', 'calls'] as const)(
  'docs/export.md tells the columns of %s as they are',
  (grain) => {
    const section = text.split('\n### ').find((part) => part.startsWith(`${grain}\n`))!
    const rows = section.split('\n').filter((line) => line.startsWith('| `'))
    expect(
      rows.map((row) =>
        row
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
    ).toEqual(
      exportColumns(grain).map(({ name, type, nullable, about }) => [
        `\`${name}\``,
        nullable ? `${type}?` : type,
        about,
      ]),
    )
  },
)
