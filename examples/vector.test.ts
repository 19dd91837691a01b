import { readFileSync } from 'node:fs'
import { expect, it, vi } from 'vitest'

const page = readFileSync('docs/vector.md', 'utf8')

it('shows the example as it is', () => {
  const shown = /```ts\n([\s\S]*?)```/.exec(page)![1]
  expect(shown).toBe(readFileSync('examples/many-games.ts', 'utf8'))
})

it('says what the example prints', async () => {
  const said = /It prints `([^`]*)`/.exec(page)![1]
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  await import('./many-games.js')
  expect(print.mock.calls).toEqual([[said]])
  print.mockRestore()
}, 60_000)
