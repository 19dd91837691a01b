import { readFileSync } from 'node:fs'
import { beginConversation, checkAll, conform, hear, transcript } from 'coact'
import { describe, expect, it } from 'vitest'
import { harvest, windfall } from './harvest.js'
import { sealedBid } from './sealed-bid.js'

const kit = readFileSync('docs/kit.md', 'utf8')

describe('docs/kit.md', () => {
  it('shows the examples as they are', () => {
    const shown = [...kit.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code)
    for (const file of ['examples/kit.test.ts', 'examples/sealed-bid.ts'])
      expect(shown).toContain(readFileSync(file, 'utf8'))
  })
  it('names every check that there is', () => {
    const given = {
      golden: { file: 'x' },
      baseline: { policies: {}, better: () => 0 },
      readme: 'x',
    }
    const checks = conform(harvest, { ...given, invariants: { law: () => undefined } })
    const names = checks.map(({ name }) => name.replace(/:.*/, ''))
    const rows = [...kit.matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, name]) => name)
    expect(rows).toEqual(expect.arrayContaining(names))
  })
  it('says what the conversation comes to', () => {
    const [, code] = /```ts run\n([\s\S]*?)```/.exec(kit)!
    const lines = code!.trim().split('\n')
    const expected = lines.filter((l) => l.startsWith('// ')).map((l) => l.slice(3))
    const said: string[] = []
    const body = lines.filter((l) => !/^(\/\/|import )/.test(l)).join('\n')
    const console = { log: (value: unknown) => said.push(JSON.stringify(value)) }
    new Function('beginConversation', 'hear', 'sealedBid', 'console', body)(
      beginConversation,
      hear,
      sealedBid,
      console,
    )
    expect(said).toEqual(expected)
  })
  it('may be used without a test runner', async () => {
    const report = await checkAll(conform(harvest, { scenarios: [windfall], ticks: 10 }))
    const failed = report.checks.filter((c) => !c.ok).map((c) => c.name)
    // Whether apples lie where one stands is found out by trying.
    expect(failed).toEqual(['legal: what is legal is not refused'])
    expect(await transcript(windfall, { seed: 7, ticks: 2 })).toContain('harvest-windfall, seed 7')
  })
})
