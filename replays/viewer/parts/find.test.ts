import { expect, test } from 'vitest'
import { fits, forksOf, orderText, readOrder, sorted } from './find.js'

const rows = [
  { name: 'a.mcap', bytes: 10, world: 'kitchen', ticks: 400, scores: { reward: 3, success: 0 } },
  { name: 'b.mcap', bytes: 20, world: 'household', ticks: 20, scores: { reward: 7, success: 1 } },
  { name: 'c.mcap', bytes: 30, problem: 'cannot be read' },
]
const found = (find: string): string =>
  rows
    .filter((r) => fits(r, find))
    .map((r) => r.name[0])
    .join('')

test.each([
  ['', 'abc'],
  ['KITCH', 'a'],
  ['mcap', 'abc'],
  ['reward>3', 'b'],
  ['reward>=3 ticks<100', 'b'],
  ['success=no', 'a'],
  ['world=kitchen', 'a'],
  ['world=kit', ''],
  ['unknown<9', ''],
  ['__proto__=1', ''],
])('%j finds %j', (find, names) => expect(found(find)).toBe(names))

test('rows without a value come last, whichever way', () => {
  const order = (text: string) =>
    sorted(rows, readOrder(text))
      .map((r) => r.name[0])
      .join('')
  expect(order('reward')).toBe('abc')
  expect(order('-reward')).toBe('bac')
  expect(order('-name')).toBe('cba')
  expect(orderText(readOrder('-reward'))).toBe('-reward')
  expect(readOrder(null)).toEqual({ by: 'name', down: false })
})

test('forks of a run are those that say so', () => {
  const fork = { name: 'f.mcap', bytes: 1, parent: { run: 'aa', tick: 7 } }
  expect(forksOf([...rows, fork], 'aa')).toEqual([7])
  expect(forksOf([...rows, fork], undefined)).toEqual([])
})
