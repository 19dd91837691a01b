import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { AgentInput } from '../engine/index.js'
import { feast } from '../examples/bazaar.js'
import { windfall } from '../examples/harvest.js'
import { webDeflate } from './deflate.js'
import { nodeDeflate } from './index.node.js'
import { play, recorded } from './testing/runs.js'

const DIRECTIONS = ['n', 'e', 's', 'w', 'stay'] as const

/** Two agents that walk in circles, eat now and then, and talk. */
const circles = (tick: number): AgentInput[] =>
  [0, 1].map((agent) => ({
    do: [
      tick % 4 === agent
        ? { action: 'eat', args: {} }
        : { action: 'move', args: { dir: DIRECTIONS[(tick + agent * 3) % 5] } },
    ],
    ...(tick % 25 === 0 ? { say: [{ to: 'all', type: 'text', body: `tick ${tick}` }] } : {}),
  }))

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe('the bytes of a file', () => {
  // Changes with the format, the engine's hashes or the example's rules: only ever on purpose.
  test('of a scripted harvest are the same everywhere', async () => {
    const run = play(windfall, 200, { decide: circles })
    expect(run.frames.at(-1)!.chain).toBe('1908dd87e49d5e2c')
    expect(sha256(await recorded(run))).toBe(
      '16216ad8c9de074882a8b79376c47e761ce9e6913d96962eda086981ceaeead8',
    )
  })

  test('are the same for the same run', async () => {
    for (const deflate of [nodeDeflate, webDeflate]) {
      const first = await recorded(play(feast, 150), { deflate })
      const second = await recorded(play(feast, 150), { deflate })
      expect(sha256(first)).toBe(sha256(second))
    }
  })
})
