import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LLMock } from '@copilotkit/aimock'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { samplingModel } from '../../agents/index.js'
import { bundleCli, type Ended, root, runCli } from '../testing/cli.node.js'

// Each test starts processes.
vi.setConfig({ testTimeout: 60_000 })

const KEY = 'key-of-the-command-line-1234'
const mock = new LLMock({ port: 0 })
let [home, near, cli, url] = ['', '', '', '']
let delayMs = 0
beforeAll(async () => {
  process.env['COACT_TEST_KEY'] = KEY
  home = mkdtempSync(join(tmpdir(), 'coact-model-'))
  near = mkdtempSync(join(root, '.tmp-model-'))
  cli = await bundleCli(join(near, 'dist'))
  await mock.start()
  url = `${mock.url}/v1`
  mock.on({}, async ({ response_format: format }) => {
    await new Promise((resolve) => setTimeout(resolve, delayMs))
    const json = (format as { readonly json_schema?: object } | undefined)?.json_schema
    const { text } = await samplingModel(
      { json, messages: [] } as never,
      new AbortController().signal,
    )
    return {
      content: text.replaceAll('"x"', '"EXPLORE"'),
      usage: { prompt_tokens: 100, completion_tokens: 10 },
    }
  })
})
afterAll(async () => {
  await mock.stop()
  for (const folder of [home, near]) rmSync(folder, { recursive: true, force: true })
})

const coact = (args: readonly string[], watching?: Parameters<typeof runCli>[2]): Promise<Ended> =>
  runCli(cli, args, watching)
const named = (): string[] => [
  '--model',
  'mocked',
  '--base-url',
  url,
  '--api-key-env',
  'COACT_TEST_KEY',
]
const play = ['run', 'moving-day', '--agents', 'react', '--horizon', '6', '--quiet']

describe('coact run with a model', () => {
  test('tells calls, tokens and cost; the file plays again without it, byte for byte', async () => {
    const [first, second] = [join(home, 'first.mcap'), join(home, 'second.mcap')]
    const { code, out, err } = await coact([...play, ...named(), '--out', first, '--price', '1,2'])
    expect([code, err]).toEqual([1, ''])
    expect(out).toMatch(
      /^12 calls of models · 12 requests · 1200 tokens in, 120 out · cost 0\.0014$/m,
    )
    const asked = mock.getRequests().length
    const tape = ['--tape', 'replay', '--tape-from', first]
    const again = await coact([...play, ...tape, '--out', second])
    expect(again.out).toMatch(/12 calls of models · 12 from the tape/)
    expect(mock.getRequests()).toHaveLength(asked)
    expect(readFileSync(second).equals(readFileSync(first))).toBe(true)
    for (const told of [out, err, again.out, readFileSync(first, 'latin1')])
      expect(told.includes(KEY)).toBe(false)
  })
  test('stays within its caps', async () => {
    const { out } = await coact([...play, ...named(), '--max-tokens', '3000', '--json'])
    const { calls } = JSON.parse(out)
    expect(calls.failures).toHaveProperty('model/over-budget')
    expect(calls.usage.input + calls.usage.output).toBeLessThanOrEqual(3000)
  })
  test('is estimated without asking anybody', async () => {
    const asked = mock.getRequests().length
    const { code, out } = await coact([
      ...play,
      ...named(),
      '--estimate',
      '--price',
      '1,2',
      '--max-cost',
      '0.5',
    ])
    expect(code).toBe(0)
    expect(out).toMatch(/^calls {2}12 to the horizon$/m)
    expect(out).toMatch(/^tokens \d{4,} in, at most 49152 out$/m)
    expect(out).toMatch(/^cost {3}at most 0\.\d\d; 0\.\d\d if every answer/m)
    expect(out).toMatch(/^cap {4}0\.50$/m)
    expect(mock.getRequests()).toHaveLength(asked)
  })
  test.each([
    [['--max-cost', '1', '--model', 'x'], 'model/no-price', /--price/],
    [['--model', 'x', '--api-key-env', 'NOT_SET_ANYWHERE'], 'model/no-key', /NOT_SET_ANYWHERE/],
    [['--tape', 'replay'], 'model/no-tape', /--tape-from/],
    [['--model', 'x'], 'model/no-endpoint', /--base-url/],
    [['--model', 'x', '--base-url', 'ftp://x'], 'model/base-url', /http/],
    [['--model', 'local:none.gguf'], 'model/no-file', /GGUF/],
    [['--price', 'cheap'], 'usage/', /amount/],
    [[], 'policy/no-model', /--model/],
  ])('refuses %j with a reason', async (flags, code, words) => {
    const { code: exit, err } = await coact([...play, ...flags])
    expect(exit).toBe(2)
    expect(err).toContain(code)
    expect(err).toMatch(words)
  })
  test('goes on with the same model after it was killed, unless the journal came from elsewhere', async () => {
    const out = join(home, 'killed.mcap')
    delayMs = 60
    const args = [
      'run',
      'moving-day',
      '--agents',
      'react',
      '--horizon',
      '30',
      ...named(),
      '--out',
      out,
    ]
    const killed = await coact(args, {
      see: (text, kill) => {
        if (/^ +4 {2}/m.test(text)) kill('SIGKILL')
      },
    })
    delayMs = 0
    expect(killed.code).toBeNull()
    for (const end of ['.tmp', '.journal']) copyFileSync(out + end, join(home, `copy.mcap${end}`))
    expect(readFileSync(`${out}.journal`, 'latin1').includes(KEY)).toBe(false)
    const copy = await coact(['resume', join(home, 'copy.mcap'), '--quiet'])
    expect(copy.err).toContain('resume/needs-model')
    const resumed = await coact(['resume', out, '--quiet'])
    expect(resumed.err).toBe('')
    expect(resumed.out).toMatch(/^reached the horizon after 30 ticks/m)
    expect(resumed.out).toMatch(/^60 calls of models/m)
  })
})

describe('a tournament with a model', () => {
  test('lets it play, and tells what that cost', async () => {
    const args = ['tournament', 'tic-tac-toe', '-p', 'random', 'react', '--games', '2']
    const { code, out, err } = await coact([...args, ...named(), '--price', '1,2'])
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^\d+ calls of models .* cost 0\.\d+$/m)
  })
})

describe('coact doctor', () => {
  test('tells what an endpoint supports', async () => {
    const { code, out } = await coact(['doctor', ...named()])
    expect(code).toBe(0)
    expect(out).toMatch(/^ {2}yes reachable/m)
    expect(out).toMatch(/^ {2}yes json-schema {2}it gave \{"color":"red"\} \(\d+ ms\)$/m)
    expect(out).toMatch(/^ {2}no {2}thinking/m)
    expect(out).toMatch(/It can play\.$/m)
    expect(out).not.toContain(KEY)
  })
  test('tells that there is nothing, and that no model is named', async () => {
    const nothing = await coact([
      'doctor',
      '--model',
      'x',
      '--base-url',
      'http://127.0.0.1:9/v1',
      '--json',
    ])
    expect(nothing.code).toBe(2)
    const { works, findings } = JSON.parse(nothing.out)
    expect(works).toBe(false)
    expect(findings[0]).toMatchObject({ what: 'reachable', ok: false })
    expect((await coact(['doctor'])).err).toContain('model/none')
  })
})
