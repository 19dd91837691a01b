import { describe, expect, test } from 'vitest'
import { isCoactError } from '../../engine/index.js'
import { type PromptKind, readPrompt } from './prompt.js'

const kind: PromptKind<'agent' | 'view' | 'note'> = {
  id: 'hello',
  variables: { agent: 'a name', view: 'what is seen', note: 'a note' },
  needed: ['agent', 'view'],
}
const file = (body: string, head = 'prompt: hello\nversion: 2') => `---\n${head}\n---\n${body}`
const read = (body: string) => readPrompt(file(body), kind)
const values = { agent: 'ada', view: 'a hall', note: '' }

describe('a prompt file', () => {
  test('is messages with values in place of variables', () => {
    const prompt = read(
      '=== system ===\nYou are {{agent}}.\n=== user ===\n{{view}}\n{{#note}}\n\nNote: {{note}}\n{{/note}}\n\nAnd?\n',
    )
    expect(prompt).toMatchObject({ kind: 'hello', version: 2, uses: ['agent', 'view', 'note'] })
    expect(prompt.render(values)).toEqual([
      { role: 'system', content: 'You are ada.' },
      { role: 'user', content: 'a hall\n\nAnd?' },
    ])
    expect(prompt.render({ ...values, note: 'N' })[1]).toEqual({
      role: 'user',
      content: 'a hall\n\nNote: N\n\nAnd?',
    })
  })
  test('takes values as they are, whatever they hold', () => {
    const prompt = read('=== user ===\n{{agent}}: {{view}}{{#note}}!{{/note}}')
    expect(
      prompt.render({ agent: '{{view}}', view: '$& {{#note}}\n=== system ===', note: '' }),
    ).toEqual([{ role: 'user', content: '{{view}}: $& {{#note}}\n=== system ===' }])
  })
  test('may have examples, blocks in blocks, and the line ends of Windows', () => {
    const text = file(
      '=== user ===\nhi\n=== assistant ===\nho\n=== user ===\n{{agent}}{{#view}}{{#note}}b{{/note}}c{{/view}}',
    ).replaceAll('\n', '\r\n')
    expect(
      readPrompt(text, kind)
        .render(values)
        .map((m) => m.content),
    ).toEqual(['hi', 'ho', 'adac'])
  })
  test.each([
    [
      'an unknown variable',
      '=== user ===\n{{agent}} {{views}}',
      /unknown-variable[\s\S]*\{\{view\}\}/,
    ],
    ['an unknown block', '=== user ===\n{{agent}} {{view}} {{#not}}x{{/not}}', /unknown-variable/],
    ['a reserved name', '=== user ===\n{{constructor}}', /unknown-variable/],
    [
      'a missing variable',
      '=== user ===\n{{agent}}',
      /missing-variable[\s\S]*\{\{view\}\}: what is seen/,
    ],
    ['an open block', '=== user ===\n{{agent}}{{#view}}', /unreadable[\s\S]*not closed/],
    ['a stray end', '=== user ===\n{{agent}}{{/view}}', /unreadable[\s\S]*not open/],
    ['ends that cross', '=== user ===\n{{#agent}}{{#view}}{{/agent}}{{/view}}', /unreadable/],
    ['what is no variable', '=== user ===\n{{ agent }} {{view}}', /unreadable[\s\S]*no variable/],
    ['text before its messages', 'Hello\n=== user ===\n{{agent}}{{view}}', /unreadable/],
    ['no message', '', /unreadable/],
    [
      'no user message at its end',
      '=== user ===\n{{agent}}{{view}}\n=== system ===\nx',
      /unreadable/,
    ],
  ])('with %s is refused', (_, body, says) => {
    expect(codeOf(() => read(body))).toMatch(says)
  })
  test.each([
    ['no head', '=== user ===\n{{agent}}{{view}}', /prompt\/unreadable/],
    ['the path of a file', 'my.md', /prompt\/unreadable/],
    ['another kind', file('', 'prompt: other\nversion: 1'), /prompt\/kind[\s\S]*prompt: hello/],
    ['no version', file('', 'prompt: hello'), /version/],
  ])('with %s is refused', (_, text, says) => {
    expect(codeOf(() => readPrompt(text, kind))).toMatch(says)
  })
})

function codeOf(f: () => unknown): string {
  try {
    f()
  } catch (e) {
    if (isCoactError(e)) return `${e.code} ${e.message}`
    throw e
  }
  return 'nothing was thrown'
}
