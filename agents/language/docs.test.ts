import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CENTRAL, REACT } from './kinds.js'
import { languageOptions } from './options.js'
import { readPrompt } from './prompt.js'

const docs = readFileSync(new URL('../../docs/language-policies.md', import.meta.url), 'utf8')

test('the document has every option, variable and part', () => {
  const options = [...docs.matchAll(/^\| `(\w+)` +\| [^|]+\|[^|]*\|$/gm)].map(([, name]) => name)
  expect(options).toEqual(expect.arrayContaining(Object.keys(languageOptions.shape)))
  for (const name of [...Object.keys(REACT.variables), ...Object.keys(CENTRAL.variables)])
    expect(docs).toContain(`\`${name}\``)
  for (const part of ['past', 'note', 'came-of-it', 'heard', 'conversations', 'view', 'legal'])
    expect(docs).toContain(`| \`<${part}>\``)
})

test('the prompt that it shows is one', () => {
  const [, shown] = /```\n(---\nprompt: react[\s\S]*?)```/.exec(docs)!
  expect(readPrompt(shown!, REACT).uses).toEqual([
    'rules',
    'actions',
    'answer',
    'agent',
    'view',
    'legal',
  ])
})
