import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readLines } from '../lines.node.js'
import { omniear } from './omniear.node.js'

const recordings = process.env['COACT_CONFORMANCE_DIR']
const data = process.env['COACT_DATA_DIR']
const missing = recordings === undefined || data === undefined
const why = missing ? ' (skipped: COACT_CONFORMANCE_DIR and COACT_DATA_DIR are not both set)' : ''
const dir = join(recordings ?? '', 'omniear')
const scenes = join(data ?? '', 'earbench-eval.tar.gz')

describe.skipIf(missing)(`the household world against its recorded reference${why}`, () => {
  const own = mkdtempSync(join(tmpdir(), 'coact-conform-'))
  afterAll(() => rmSync(own, { recursive: true, force: true }))

  it('agrees in every gate on every recording', async () => {
    const { gates } = await omniear.run(dir, { scenes })
    expect(gates.map((g) => [g.passed, g.failed, g.first])).toEqual([
      [2046, 0, undefined],
      [2046, 0, undefined],
      [2046, 0, undefined],
      [199, 0, undefined],
    ])
  }, 300_000)

  it('finds a changed status, result, code and observation, each in its gate, and names the step', async () => {
    const traces = (await readLines(join(dir, 'oracle.jsonl.gz'))).slice(0, 4) as {
      id: string
      steps: Record<string, unknown>[]
    }[]
    traces[0]!.steps[1]!['s'] = 'FAILURE'
    traces[1]!.steps[0]!['r'] = { made: 'up' }
    traces[2]!.steps[0]!['k'] = 'WEIGHT'
    writeFileSync(join(own, 'few.jsonl'), traces.map((t) => JSON.stringify(t)).join('\n'))
    const { gates } = await omniear.run(own, { scenes })
    expect(gates.slice(0, 3).map((g) => [g.passed, g.failed])).toEqual([
      [3, 1],
      [3, 1],
      [3, 1],
    ])
    expect(gates[0]!.first).toContain(`${traces[0]!.id} step 2`)
    expect(gates[1]!.first).toContain(`${traces[1]!.id} step 1`)
    expect(gates[2]!.first).toContain('expected WEIGHT')
  })
})

it.skipIf(missing)(`counts observations without their runs as skipped${why}`, async () => {
  const own = mkdtempSync(join(tmpdir(), 'coact-conform-'))
  const shown = await readLines(join(dir, 'shown.jsonl.gz'))
  const runs = (await readLines(join(dir, 'oracle.jsonl.gz'))).slice(0, 2)
  writeFileSync(
    join(own, 'some.jsonl'),
    [...shown, ...runs].map((v) => JSON.stringify(v)).join('\n'),
  )
  const { gates } = await omniear.run(own, { scenes })
  rmSync(own, { recursive: true })
  expect([gates[0]!.passed, gates[3]!.failed, gates[3]!.skipped]).toEqual([
    2,
    0,
    '199 whose runs are not in the folder',
  ])
})

it('asks for the scenes, and for recordings', async () => {
  await expect(omniear.run('.', {})).rejects.toThrow(/conform\/no-scenes/)
})
