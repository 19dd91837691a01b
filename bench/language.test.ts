import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { choiceOf, loadPolicy } from './agents.node.js'
import { run, shipped } from './index.js'
import { loadScenario } from './load.node.js'

const registry = await shipped()
const shippedPrompt = readFileSync(
  new URL('../agents/language/prompts/react.md', import.meta.url),
  'utf8',
)
const fileOf = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'coact-')), 'my.md')
  writeFileSync(path, text)
  return path
}

describe('a prompt of one’s own', () => {
  test('is a file on the command line, and its text from there on', async () => {
    const mine = shippedPrompt.replace('You are {{agent}}.', 'You are {{agent}}, and careful.')
    const choice = await choiceOf(`react:history=2,prompt=${fileOf(mine)}`, registry)
    expect(choice).toEqual({ use: 'react', with: { history: 2, prompt: mine } })
  })
  test.each([
    ['nowhere', '/nowhere/my.md', /prompt\/unreadable[\s\S]*Check the path/],
    ['no prompt', fileOf('Hello.\nYou are {{agent}}.'), /no head \[prompt\/unreadable\]/],
    ['wrong', fileOf(shippedPrompt.replace('{{view}}', '{{views}}')), /unknown-variable/],
  ])('is refused when it is %s', async (_, path, says) => {
    await expect(loadPolicy(`react:prompt=${path}`, registry)).rejects.toThrow(says)
  })
  test('is its text in a scenario file, never a path', () => {
    const factory = registry.policies.get('react') as { create(given: unknown): unknown }
    expect(() => factory.create({ prompt: fileOf(shippedPrompt) })).toThrow(
      /prompt\/unreadable[\s\S]*in a scenario file give its text/,
    )
  })
})

describe.each(['react', 'central', 'decentral'])('%s', (name) => {
  test('is refused before the first tick where no model can be called', async () => {
    const { scenario } = await loadScenario('moving-day', registry)
    const agents = { '*': await loadPolicy(name, registry) }
    await expect(run(scenario, { agents })).rejects.toThrow(/policy\/no-model[\s\S]*--model NAME/)
  })
})
