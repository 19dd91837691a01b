import { describe, expect, test } from 'vitest'
import { factsOf } from './facts.js'
import { globalProblems } from './globals.js'
import { doorProblems, importProblems } from './imports.js'
import { medianLines, sizeProblems } from './sizes.js'
import { wordProblems } from './words.js'
import { engineProblems, worldNames, worldProblems } from './worlds.js'

const imports = (path: string, text: string) =>
  importProblems({ path, text }, factsOf({ path, text }))
const globals = (path: string, text: string) =>
  globalProblems({ path, text }, factsOf({ path, text }))
const doors = (path: string, text: string) => doorProblems({ path, text }, factsOf({ path, text }))

describe('imports', () => {
  test.each([
    ['engine/a.ts', "import { b } from '../worlds/index.js'"],
    ['engine/a.ts', "import type { B } from '../bench/index.js'"],
    ['engine/a.ts', "let b: import('../worlds/index.js').B"],
    ['engine/a.ts', "export * from '../agents/index.js'"],
    ['worlds/x/a.ts', "import { b } from '../../agents/index.js'"],
    ['agents/a.ts', "const b = await import('../replays/index.js')"],
    ['replays/a.ts', "import { b } from '../bench/index.js'"],
    ['worlds/x/a.ts', "import { b } from '../../engine/store.js'"],
    ['bench/a.ts', "import { b } from '../worlds/x/world.js'"],
    ['engine/a.test.ts', "import { b } from '../worlds/x/world.js'"],
    ['index.ts', "export * from './engine/store.js'"],
    ['engine/a.ts', "import { readFileSync } from 'node:fs'"],
    ['bench/a.ts', "import { readFileSync } from 'node:fs'"],
    ['replays/index.ts', "export * from './file.node.js'"],
    ['agents/a.ts', "import { b } from 'coact/engine'"],
    ['engine/query.ts', "import { query } from 'bitecs'"],
    ['worlds/x/a.ts', "import { query } from 'bitecs/legacy'"],
    ['engine/bus.ts', "import { Subject } from 'rxjs'"],
  ])('flags in %s: %s', (path, text) => {
    expect(imports(path, text)).toEqual([expect.stringContaining(`${path}:1 `)])
  })

  test.each([
    ['engine/a.ts', "import { b } from './b.js'"],
    ['engine/store.ts', "import { query } from 'bitecs'"],
    ['engine/tap.ts', "import { Subject } from 'rxjs'"],
    ['agents/a.ts', "import { Subject } from 'rxjs'"],
    ['worlds/x/a.ts', "import { b } from '../../engine/index.js'"],
    ['worlds/x/a.ts', "import { b } from '../kernels/grid.js'"],
    ['worlds/x/a.test.ts', "import { conform } from '../../bench/index.js'"],
    ['bench/a.node.ts', "import { b } from '../replays/index.node.js'"],
    ['bench/a.ts', "const b = await import('./file.node.js')"],
    ['replays/index.node.ts', "export * from './file.node.js'"],
    ['examples/a.ts', "import { b } from '../engine/store.js'"],
    ['engine/a.test.ts', "import { readFileSync } from 'node:fs'"],
    ['engine/a.ts', "// import { b } from '../worlds/index.js'"],
  ])('allows in %s: %s', (path, text) => {
    expect(imports(path, text)).toEqual([])
  })
})

describe('doors', () => {
  test.each([
    'export const a = 1',
    "import './b.js'",
    'export default 1',
    'function f() {}',
    'const a = 1; export { a }',
  ])('flags %s', (text) => {
    expect(doors('engine/index.ts', text).length).toBeGreaterThan(0)
  })
  test('allows re-exports, and anything in other files', () => {
    const text = "export {}\nexport * from './a.js'\nexport { b, type C } from './b.js'"
    expect(doors('replays/index.node.ts', text)).toEqual([])
    expect(doors('engine/a.ts', 'export const a = 1')).toEqual([])
  })
})

describe('globals', () => {
  test.each([
    ['engine/a.ts', 'Math.random()'],
    ['engine/a.ts', "Math['random']()"],
    ['engine/a.ts', 'const { sin } = Math'],
    ['worlds/x/a.ts', 'Math.sin(1)'],
    ['worlds/x/a.ts', 'Math.hypot(1, 2)'],
    ['protocols/a.ts', 'const a = 2 ** 3'],
    ['protocols/a.ts', 'let a = 2\na **= 3'],
    ['bench/metrics/a.ts', 'new Date()'],
    ['engine/a.ts', 'const a = { at: Date.now() }'],
    ['engine/a.ts', 'const f = (at = performance.now()) => at'],
    ['engine/a.ts', 'globalThis.setTimeout(f, 1)'],
    ['engine/a.ts', 'queueMicrotask(f)'],
    ['engine/a.ts', 'crypto.randomUUID()'],
    ['engine/a.ts', "new Intl.Collator('de')"],
    ['worlds/x/a.ts', 'names.sort((a, b) => a.localeCompare(b))'],
    ['engine/a.ts', 'const f = async () => 1'],
    ['engine/dmath.ts', 'Date.now()'],
    ['agents/a.ts', 'process.exit()'],
    ['agents/a.ts', 'fetch(url)'],
    ['replays/a.node.ts', 'document.title'],
  ])('flags in %s: %s', (path, text) => {
    expect(globals(path, text)).toEqual([expect.stringContaining(`${path}:`)])
  })

  test.each([
    ['engine/a.ts', 'Math.sqrt(Math.abs(Math.PI))'],
    ['engine/a.ts', "const a = 'Math.random()' // Date.now()"],
    ['engine/a.ts', 'const a = { Date: 1, performance: 2 }\nf(a.Date, a.performance)'],
    ['engine/a.ts', 'interface A { fetch: string; process(document: number): void }'],
    ['engine/a.ts', 'function f(window: number, { process }: A) { return window + process }'],
    ['engine/dmath.ts', 'Math.sin(2 ** 3)'],
    ['engine/a.test.ts', 'Math.random() ** Date.now()'],
    ['bench/run.ts', 'const f = async () => Math.random()'],
    ['bench/run.node.ts', 'process.exit(await fetch(url))'],
    ['replays/viewer/page.web.ts', 'document.title = await fetch(window.name)'],
  ])('allows in %s: %s', (path, text) => {
    expect(globals(path, text)).toEqual([])
  })
})

describe('worlds', () => {
  const whole = ['world.ts', 'golden.txt', 'README.md', 'scenarios/one.json', 'world.test.ts']
  const tree = whole.map((name) => `worlds/harvest/${name}`)

  test('takes their names from folders', () => {
    expect(worldNames([...tree, 'worlds/kernels/grid.ts', 'examples/market/a.ts'])).toEqual([
      'harvest',
      'market',
    ])
  })
  test('flags a world that the engine knows, in code and in comments', () => {
    const flags = (path: string, text: string) => engineProblems({ path, text }, ['harvest'])
    expect(flags('engine/a.ts', "if (id === 'harvest') f()")).toHaveLength(1)
    expect(flags('engine/a.ts', '// as Harvest does')).toHaveLength(1)
    expect(flags('engine/a.ts', 'const harvesters = 1')).toEqual([])
    expect(flags('engine/a.test.ts', 'harvest')).toEqual([])
    expect(flags('worlds/a.ts', 'harvest')).toEqual([])
  })
  test('flags what a world lacks', () => {
    expect(worldProblems(tree)).toEqual([])
    expect(worldProblems(['worlds/harvest/draft.ts'])).toEqual([])
    for (const missing of tree.slice(1))
      expect(worldProblems(tree.filter((path) => path !== missing))).toHaveLength(1)
  })
})

describe('sizes', () => {
  const file = (path: string, lines: number) => ({ path, text: 'x\n'.repeat(lines) })
  test('flags long files', () => {
    expect(sizeProblems([file('a.ts', 400), file('a.test.ts', 600)], {})).toEqual([])
    expect(sizeProblems([file('a.ts', 401)], {})).toHaveLength(1)
    expect(sizeProblems([file('a.test.ts', 601)], {})).toHaveLength(1)
  })
  test('lets a listed file only shrink', () => {
    const long = { 'a.ts': 500 }
    expect(sizeProblems([file('a.ts', 500)], long)).toEqual([])
    expect(sizeProblems([file('a.ts', 501)], long)).toEqual([expect.stringMatching('grew')])
    expect(sizeProblems([file('a.ts', 499)], long)).toEqual([expect.stringMatching('499')])
    expect(sizeProblems([file('a.ts', 400)], long)).toEqual([expect.stringMatching('short')])
    expect(sizeProblems([], long)).toEqual([expect.stringMatching('gone')])
  })
  test('finds the median', () => {
    expect(medianLines([file('a.ts', 1), file('b.ts', 9), file('c.ts', 4)])).toBe(4)
  })
})

test.each([
  ['/wor', 'k/main/a.ts'],
  ['/tmp/bash', '_jobs.0'],
  ['https://registry.npm', 'js.org/x'],
  ['TO', 'DO: later'],
  ['FIX', 'ME'],
  ['see Issue', ' #12'],
])('flags the words %s%s', (start, end) => {
  expect(wordProblems({ path: 'a.md', text: `fine\n${start}${end}` })).toHaveLength(1)
  expect(wordProblems({ path: 'a.md', text: 'network/work, a todo list, an issue' })).toEqual([])
})
