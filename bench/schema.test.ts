import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { scenarioJsonSchema } from '../engine/index.js'
import { shipped } from './registry.js'

// COACT_UPDATE=1 npx vitest run bench/schema.test.ts   writes the published schemas anew
const folder = fileURLToPath(new URL('../docs/schema/', import.meta.url))
const textOf = (schema: object): string => `${JSON.stringify(schema, null, 2)}\n`

const { worlds } = await shipped()
const published = new Map([
  ['scenario.schema.json', textOf(scenarioJsonSchema())],
  ...[...worlds.values()].map(
    (w) => [`${w.id}.schema.json`, textOf(scenarioJsonSchema(w))] as const,
  ),
])

beforeAll(() => {
  if (process.env['COACT_UPDATE'] !== '1') return
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of published) writeFileSync(folder + name, text)
})

test.each([...published.keys()])('docs/schema/%s is what the code says', (name) => {
  expect(readFileSync(folder + name, 'utf8')).toBe(published.get(name))
})

test('docs/schema holds nothing else', () => {
  expect(readdirSync(folder).sort()).toEqual([...published.keys()].sort())
})
