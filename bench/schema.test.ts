import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { scenarioJsonSchema } from '../engine/index.js'
import { shipped } from './registry.js'

// COACT_UPDATE=1 npx vitest run bench/schema.test.ts   writes the published schemas anew
const folder = fileURLToPath(new URL('../docs/schema/', import.meta.url))
const root = fileURLToPath(new URL('..', import.meta.url))

const { worlds } = await shipped()
const published = new Map([
  ['scenario.schema.json', scenarioJsonSchema()],
  ...[...worlds.values()].map((w) => [`${w.id}.schema.json`, scenarioJsonSchema(w)] as const),
])

beforeAll(() => {
  if (process.env['COACT_UPDATE'] !== '1') return
  mkdirSync(folder, { recursive: true })
  for (const [name, schema] of published) writeFileSync(folder + name, JSON.stringify(schema))
  execFileSync(`${root}node_modules/.bin/biome`, ['format', '--write', folder], { cwd: root })
})

test.each([...published])('docs/schema/%s is what the code says', (name, schema) => {
  expect(JSON.parse(readFileSync(folder + name, 'utf8'))).toEqual(schema)
})

test('docs/schema holds nothing else', () => {
  expect(readdirSync(folder).sort()).toEqual([...published.keys()].sort())
})
