import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { hostileFiles } from './testing/hostile.js'
import { HOSTILE, type Verdicts } from './testing/hostile.node.js'

const root = fileURLToPath(new URL('../', import.meta.url))
const kept = readdirSync(HOSTILE)
const names = [...hostileFiles.map(({ name }) => name), ...kept]

/** Megabytes of JavaScript objects that the process may have, and of everything. */
const HEAP_MIB = 128
const PEAK_MIB = 1024

describe('files made to harm', () => {
  let told: Verdicts
  beforeAll(() => {
    const script = 'replays/testing/hostile.node.ts'
    const args = [`--max-old-space-size=${HEAP_MIB}`, '--import', 'tsx', script]
    told = JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' }))
  }, 300_000)

  test('were all judged', () => {
    expect(told.outcomes.map(({ name }) => name)).toEqual(names)
    expect(kept.length).toBeGreaterThan(60)
  })

  test.each(names)('come to what they must: %s', (name) => {
    const { expected, got } = told.outcomes.find((o) => o.name === name)!
    expect(new Set(got)).toEqual(new Set([expected]))
  })

  test('leave prototypes as they are, and memory bounded', () => {
    expect(told.polluted).toBe(false)
    expect(told.peakMiB).toBeLessThan(PEAK_MIB)
  })
})
