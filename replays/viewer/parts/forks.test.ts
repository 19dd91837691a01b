import { expect, test } from 'vitest'
import { familyOf, forkCommand } from './forks.js'
import { brief, quoted, shown } from './text.js'

const row = (name: string, chain: string, run?: string) => ({
  name,
  bytes: 1,
  chain,
  ...(run === undefined ? {} : { parent: { run, tick: 3 } }),
})

test('a family is the first run and what was forked from it, wherever one asks', () => {
  const files = [
    row('c', '3', '2'),
    row('a', '1'),
    row('b', '2', '1'),
    row('d', '4', '1'),
    row('x', '9'),
  ]
  const tree = (chain: string) =>
    familyOf(files, chain).map(({ row: r, depth }) => `${depth}${r.name}`)
  for (const chain of ['1', '2', '3', '4']) expect(tree(chain)).toEqual(['0a', '1b', '2c', '1d'])
  expect(tree('9')).toEqual(['0x'])
  expect(tree('none')).toEqual([])
})

test('runs that name each other as parents are no endless tree', () => {
  expect(familyOf([row('a', '1', '2'), row('b', '2', '1')], '1')).toHaveLength(2)
})

test('the command that forks quotes what shells would read', () => {
  expect(forkCommand('run.mcap', 5, 'ada')).toBe('coact fork run.mcap --at 5 --agents ada=random')
  expect(forkCommand("$(rm) it's.mcap", 5, 'a b')).toBe(
    "coact fork '$(rm) it'\\''s.mcap' --at 5 --agents 'a b'=random",
  )
  expect(quoted('plain')).toBe('plain')
})

test('texts of a file are shown, not done', () => {
  expect(shown('a\u0000b\u001b[2Jc\u202ed\u0085e')).toBe('a␀b␛[2Jc�d�e')
  expect(shown('two\nlines\tand a tab')).toBe('two\nlines\tand a tab')
  expect(brief({ a: [1, 0.1 + 0.2], b: 'x' })).toBe('a: [1, 0.3], b: x')
  expect(brief('y'.repeat(500))).toHaveLength(161)
})
