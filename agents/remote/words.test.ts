import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanLine, cleanLines } from './clean.js'
import { splitCommand } from './command.js'
import { lineReader } from './lines.js'
import { isRemote, remotePolicy } from './word.js'

describe('a command is split into', () => {
  test.each([
    ['python3 my_agent.py', ['python3', 'my_agent.py']],
    ['  a\t b \n', ['a', 'b']],
    [`a 'b c' "d e"`, ['a', 'b c', 'd e']],
    [`--name='a b'"c"d`, ['--name=a bcd']],
    [`"a \\"b\\" \\\\ \\n"`, ['a "b" \\ \\n']],
    [`'a\\b' c\\ d`, ['a\\b', 'c d']],
    [`a '' "$HOME" '*' ';'`, ['a', '', '$HOME', '*', ';']],
    ['a $HOME * ~ #x', ['a', '$HOME', '*', '~', '#x']],
    ['C:\\\\bin\\\\a.exe', ['C:\\bin\\a.exe']],
  ])('words: %s', (command, words) => {
    expect(splitCommand(command)).toEqual(words)
  })

  test.each([
    '',
    '   ',
    `a 'b`,
    'a "b',
    'a \\',
    `''`,
    'a\0b',
    'a | b',
    'a > b',
    'a && b',
    'a; b',
    'a 2>&1',
    'a &',
  ])('nothing: %j', (command) => {
    expect(() => splitCommand(command)).toThrow('exec/command')
  })

  test('the words that were quoted', () => {
    const quote = (word: string): string => `'${word.replaceAll("'", `'"'"'`)}'`
    const words = fc.array(
      fc.string({ unit: 'binary' }).map((w) => w.replaceAll('\0', '')),
      {
        minLength: 1,
      },
    )
    fc.assert(
      fc.property(words, (given) => {
        fc.pre(given[0] !== '')
        expect(splitCommand(given.map(quote).join(' '))).toEqual(given)
      }),
    )
  })
})

describe('words of the command line', () => {
  test.each([
    'exec:a',
    'exec:restarts=0:a',
    'http://h/p',
    'https://h',
    'ftp://h',
    'human',
    'human:timeout=5',
  ])('for somebody outside: %s', (word) => {
    expect(isRemote(word)).toBe(true)
  })
  test.each(['random', 'mcts:simulations=9', './a.mjs', 'scripted:exec:a', 'humans', 'exec'])(
    'for somebody else: %s',
    (word) => {
      expect(isRemote(word)).toBe(false)
    },
  )

  const node = `"${process.execPath}"`
  test.each([
    [`exec:${node} a.mjs`, { id: 'exec:node a.mjs' }],
    [`exec:${node} /secret/a.mjs --key=x`, { id: 'exec:node a.mjs' }],
    [`exec:${node} --key=x`, { id: 'exec:node' }],
    [`exec:timeout=500,restarts=0:${node} a.mjs`, { timeoutMs: 500, id: 'exec:node a.mjs' }],
    ['exec:shell=true:no-such-program | cat', { id: 'exec:no-such-program |' }],
    ['http://localhost:81/a?key=x', { id: 'http://localhost:81/a' }],
  ])('become a policy: %s', async (word, policy) => {
    expect(await remotePolicy(word)).toMatchObject({ kind: 'policy', world: '*', ...policy })
  })

  test.each([
    ['exec:', 'exec/command'],
    ['exec:no-such-program-here a', 'exec/not-found'],
    ['exec:./no/such/program', 'exec/not-found'],
    ['exec:PATH=x node', 'exec/not-found'],
    [`exec:restarts=-1:${node}`, 'exec/options'],
    [`exec:hung=zero:${node}`, 'exec/options'],
    ['ftp://host/a', 'http/url'],
    ['file:///etc/passwd', 'http/url'],
    ['http://user:word@host/', 'http/url'],
    ['human:name=x', 'human/options'],
  ])('are refused before anything begins: %s', async (word, code) => {
    await expect(remotePolicy(word)).rejects.toMatchObject({ code })
  })
})

describe('lines', () => {
  const read = (chunks: readonly Uint8Array[], lineBytes = 100, bytes = 1000) => {
    const lines: string[] = []
    const reader = lineReader({ lineBytes, bytes }, (line) => lines.push(line))
    const floods = chunks.flatMap((chunk) => reader.take(chunk) ?? [])
    return { lines, floods, reader }
  }
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

  test('are the same however their bytes come in', () => {
    const text = fc.array(
      fc.string({ unit: 'grapheme', minLength: 1 }).map((s) => s.replace(/\s/g, 'x')),
    )
    fc.assert(
      fc.property(text, fc.array(fc.nat(40)), (given, cuts) => {
        const whole = bytes(given.map((line, i) => `${line}${i % 2 ? '\r\n' : '\n\n'}`).join(''))
        const chunks: Uint8Array[] = []
        let at = 0
        for (const cut of [...cuts, whole.length]) {
          chunks.push(whole.subarray(at, at + cut))
          at += cut
        }
        expect(read(chunks, 1e6, 1e9).lines).toEqual(given)
      }),
    )
  })
  test('that are too long are dropped, and the next is read', () => {
    const { lines, floods } = read([bytes('x'.repeat(60)), bytes(`${'y'.repeat(60)}\nnext\n`)])
    expect(lines).toEqual(['next'])
    expect(floods).toEqual([{ complaint: 'It wrote a line of more than 100 bytes', isFull: false }])
  })
  test('beyond the bytes of a tick are dropped until they are let in again', () => {
    const { lines, floods, reader } = read([
      bytes('a\n'.repeat(300)),
      bytes('b\n'.repeat(300)),
      bytes('c\n'),
    ])
    expect(lines).toEqual(Array(300).fill('a'))
    expect(floods).toMatchObject([{ isFull: true }, { isFull: true }])
    reader.refill()
    reader.take(bytes('rest\nd\n'))
    expect(lines.at(-1)).toBe('d')
    expect(lines).not.toContain('rest')
  })
})

describe('text of any origin does nothing to a terminal', () => {
  test.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007on', 'on'],
    ['\u001bPdata\u001b\\on', 'on'],
    ['a\u0008b\u202ec', 'a\\u{8}b\\u{202e}c'],
    ['a\tb\r\nc\rd', 'a  b\nc\nd'],
    ['\u009b31m', '\\u{9b}31m'],
    ['half \ud800', 'half \ufffd'],
  ])('%j', (text, clean) => {
    expect(cleanLines(text)).toBe(clean)
  })
  test('whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(cleanLines(text)).not.toMatch(/[^\P{Cc}\n]/u)
        expect(cleanLine(text, 10).length).toBeLessThanOrEqual(10)
      }),
    )
  })
})
