import { expect, test } from 'vitest'
import type { Frame } from '../engine/index.js'
import { feast } from '../examples/bazaar.js'
import { describeEpisode } from './header.js'
import { memoryPatches, storedInputs, wholeInputs } from './memories.js'
import { openReplay } from './reader.js'
import { bytesSource } from './source.js'
import { play, recorded } from './testing/runs.js'

const run = play(feast, 60)
const names = describeEpisode(run.episode).agents.map((a) => a.name)
const remembering = run.frames.filter((f) => f.inputs.some((input) => input?.memory !== undefined))
const never = (): never => expect.fail('nothing is missing')

test('what agents remember is in the file once, and in frames where it was', async () => {
  const bytes = await recorded(run)
  const replay = await openReplay(bytesSource(bytes))
  expect(remembering.length).toBeGreaterThan(10)
  let lines = 0
  for await (const { tick, inputs } of replay.lines('/inputs')) {
    inputs.forEach((input, i) => {
      if (input?.memory === undefined) return
      lines += 1
      expect(input.memory).toBe(true)
      expect(run.frames[tick]!.inputs[i]!.memory).toBeDefined()
    })
  }
  expect(lines).toBeGreaterThan(10)
  for (const { tick, inputs } of remembering)
    expect(JSON.stringify((await replay.frame(tick)).inputs)).toBe(JSON.stringify(inputs))
})

const frame = remembering[0]!
const agent = frame.inputs.findIndex((input) => input?.memory !== undefined)
const withMemory = (memory: unknown): Frame =>
  ({ ...frame, inputs: frame.inputs.map((x, i) => (i === agent ? { ...x, memory } : x)) }) as Frame

test.each([
  ['refused', { ...frame, diff: { ...frame.diff, docs: [] } }],
  ['of another cause', { ...frame, causes: frame.causes.map(() => 'system:dream') }],
  ['of another value', withMemory([{ op: 'replace', path: [], value: 'other' }])],
  ['of another order', withMemory([...frame.inputs[agent]!.memory!].map(reversed))],
  ['of more steps', withMemory([...frame.inputs[agent]!.memory!, { op: 'remove', path: ['x'] }])],
])('what the state has not, or not so, stays with its input: %s', (_, told) => {
  const stored = storedInputs(told, names)
  expect(JSON.stringify(stored[agent])).toBe(JSON.stringify(told.inputs[agent]))
  expect(wholeInputs(stored, told, names, never)).toEqual(told.inputs)
})

test('a memory that neither has is told', () => {
  const stored = storedInputs(frame, names)
  expect(stored[agent]!.memory).toBe(true)
  expect(memoryPatches(frame, names[agent]!)).toEqual(frame.inputs[agent]!.memory)
  const missing = (name: string): never => {
    throw new Error(`no ${name}`)
  }
  const nothing = { causes: frame.causes, diff: { docs: [] } }
  expect(() => wholeInputs(stored, nothing, names, missing)).toThrow(`no ${names[agent]}`)
})

function reversed(patch: object): object {
  return Object.fromEntries(Object.entries(patch).reverse())
}
