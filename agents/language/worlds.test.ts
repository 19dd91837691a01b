import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { shipped } from '../../bench/index.js'
import type { Policy } from '../../engine/index.js'
import { central, decentral, react } from '../index.js'
import { fakeModel, reader, systemText, userText } from './testing/fake.js'
import { playTicks } from './testing/play.js'
import { scenariosIn } from './testing/scenarios.js'

vi.setConfig({ testTimeout: 30_000 })

const scenarios = scenariosIn(await shipped())
const policies: Readonly<Record<string, () => Policy<'*'>>> = {
  react: () => react({}),
  decentral: () => decentral({}),
  central: () => central({}),
}

/** Characters of one prompt, for the largest scenario that ships; the median has 3,000. */
const PROMPT_CHARS_MAX = 26_000
const TICKS = 3

describe.each([...scenarios.keys()])('%s', (id) => {
  const scenario = scenarios.get(id)!
  test.each(Object.keys(policies))('is played by %s from what its prompt says', async (name) => {
    const play = async () => {
      const model = reader()
      return { model, frames: await playTicks(scenario, policies[name]!(), model.call, TICKS) }
    }
    const { model, frames } = await play()
    expect(model.requests.length).toBeGreaterThan(0)
    expect(model.problems).toEqual([])
    for (const { inputs, actions, events } of frames) {
      expect(inputs.flatMap((input) => input?.failure ?? [])).toEqual([])
      expect(
        inputs.flatMap((input) => (input?.why?.startsWith('fallback') ? input.why : [])),
      ).toEqual([])
      expect(actions.filter((a) => a.stage === 'check' && a.fallback !== true)).toEqual([])
      expect(events.filter((e) => e.type === 'memory-refused')).toEqual([])
    }
    for (const request of model.requests) {
      const text = `${systemText(request)}\n${userText(request)}`
      expect(text.length).toBeLessThan(PROMPT_CHARS_MAX)
      expect(text).not.toMatch(/\{\{[#/]?\w+\}\}|\bundefined\b|\[object/)
      expect(text).not.toMatch(/\n\n\n/)
    }
    const again = await play()
    expect(again.frames.at(-1)!.chain).toBe(frames.at(-1)!.chain)
  })
})

test.each(['list', 'schema', 'commands'] as const)(
  'answers by %s have schemas that can be read back',
  async (actions) => {
    const seen = new Set<string>()
    for (const scenario of scenarios.values()) {
      for (const policy of [decentral({ actions }), central({ actions })]) {
        const model = fakeModel(() => null)
        await playTicks(scenario, policy, model.call, 1)
        for (const { answer } of model.requests) seen.add(JSON.stringify(answer!.schema))
      }
    }
    expect(seen.size).toBeGreaterThan(10)
    for (const schema of seen) expect(() => z.fromJSONSchema(JSON.parse(schema))).not.toThrow()
  },
)
