import { readFileSync } from 'node:fs'
import { expect, it, vi } from 'vitest'

const readme = readFileSync('README.md', 'utf8')

it('shows the example as it is', () => {
  const shown = /```ts\n([\s\S]*?)```/.exec(readme)![1]
  expect(shown).toBe(readFileSync('examples/first-episode.ts', 'utf8'))
})

it('says what the example prints', async () => {
  const said = /It prints `([^`]*)`/.exec(readme)![1]
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  await import('./first-episode.js')
  expect(print.mock.calls).toEqual([[said]])
  print.mockRestore()
}, 60_000)
