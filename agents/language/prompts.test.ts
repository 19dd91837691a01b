import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { CENTRAL, DECENTRAL, REACT } from './kinds.js'
import { type PromptKind, readPrompt } from './prompt.js'
import { PROMPTS } from './prompts/text.js'

// COACT_UPDATE=1 npx vitest run agents/language/prompts.test.ts   writes prompts/text.ts anew, twice to see it green
const folder = fileURLToPath(new URL('./prompts/', import.meta.url))
const names = readdirSync(folder).flatMap((file) => /^(\w+)\.md$/.exec(file)?.[1] ?? [])
const fileOf = (name: string): string => readFileSync(`${folder}${name}.md`, 'utf8')

/** A text as a template without a variable. */
const literal = (text: string): string => `\`${text.replace(/[\\`]|\$(?=\{)/g, '\\$&')}\``

beforeAll(() => {
  if (process.env['COACT_UPDATE'] !== '1') return
  const sorted = names.sort()
  const entries = sorted.map((name) => `  ${name}: ${literal(fileOf(name))},\n`)
  const union = sorted.map((name) => `'${name}'`).join(' | ')
  writeFileSync(
    `${folder}text.ts`,
    `/** The prompt files beside this one, word for word: written by prompts.test.ts with COACT_UPDATE=1. */\nexport const PROMPTS: Readonly<Record<${union}, string>> = {\n${entries.join('')}}\n`,
  )
})

const kinds: Readonly<Record<string, PromptKind<string>>> = {
  react: REACT,
  central: CENTRAL,
  decentral: DECENTRAL,
}

describe.each(names)('the prompt %s', (name) => {
  test('is in the module as it is in its file', () => {
    expect(PROMPTS[name as keyof typeof PROMPTS]).toBe(fileOf(name))
  })
  test('uses every variable there is', () => {
    const kind = kinds[name]!
    const unused = new Set(Object.keys(kind.variables))
    for (const used of readPrompt(fileOf(name), kind).uses) unused.delete(used)
    // Words between agents are for those who talk.
    if (name === 'react') for (const talk of ['talking', 'talks']) unused.delete(talk)
    expect([...unused]).toEqual([])
  })
})

test('there is a kind for each prompt, and a prompt for each kind', () => {
  expect(Object.keys(kinds).sort()).toEqual([...names].sort())
  expect(Object.keys(PROMPTS).sort()).toEqual([...names].sort())
})
