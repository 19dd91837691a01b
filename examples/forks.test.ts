import { readFileSync } from 'node:fs'
import { expect, it, vi } from 'vitest'

const page = readFileSync('docs/forks.md', 'utf8')

it('shows the example as it is', () => {
  const shown = /```ts\n([\s\S]*?)```/.exec(page)![1]
  expect(shown).toBe(readFileSync('examples/forks.ts', 'utf8'))
})

it('says what the example prints', async () => {
  const said = /It prints:\n\n```json\n([\s\S]*?)```/.exec(page)![1]
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  await import('./forks.js')
  const lines = print.mock.calls.map(([value]) => `${JSON.stringify(value)}\n`)
  print.mockRestore()
  expect(lines.join('')).toBe(said)
}, 60_000)
