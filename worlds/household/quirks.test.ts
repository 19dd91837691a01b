import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { quirks } from './quirks.js'

const sources = [
  'worlds/household',
  'worlds/household/rules',
  'worlds/household/rules/compat',
  'worlds/kernels/embodied',
  'bench/import',
]
  .flatMap((dir) => readdirSync(dir).map((file) => join(dir, file)))
  .filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('quirks.ts'),
  )
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n')

it.each(Object.keys(quirks))('does the quirk %s in one marked place', (name) => {
  expect(sources.split(`quirk: ${name}`).length - 1).toBe(1)
})

it('marks no quirk that is not named', () => {
  const marked = [...sources.matchAll(/quirk: (\w+)/g)].map((m) => m[1])
  expect(marked.filter((name) => !(name! in quirks))).toEqual([])
})
