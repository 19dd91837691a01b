import { describe, expect, test } from 'vitest'
import { run } from '../../bench/index.js'
import type { Frame, Policy } from '../../engine/index.js'
import { idle } from '../idle.js'
import { planner } from './planner.js'
import { lampLine } from './testing/lamps.js'

const play = async (
  scenario: ReturnType<typeof lampLine>,
  agents: Readonly<Record<string, Policy>> = {},
) => {
  const frames: Frame[] = []
  const result = await run(scenario, {
    seed: 1,
    agents: { '*': planner, ...agents },
    onFrame: (f) => frames.push(f),
    heavy: true,
  })
  const names = Object.keys(scenario.agents)
  const actions = frames.flatMap((f) =>
    f.actions.map((a) => ({ ...a, tick: f.tick, name: names[a.agent]! })),
  )
  return { result, actions, frames, done: result.goals.map((g) => g.done) }
}
const lamp = (id: string, buttons: [number] | [number, number], after?: string) => ({
  id,
  buttons,
  ...(after === undefined ? {} : { after }),
})

describe('in a world of another kind, a planner', () => {
  test('goes where it has to and does what it has to', async () => {
    const { result, actions } = await play(
      lampLine({
        length: 9,
        lamps: [lamp('red', [6])],
        wanted: ['red'],
        starts: { ada: 2 },
        sight: 9,
      }),
    )
    expect(result.end).toBe('done')
    expect(actions.map((a) => a.action)).toEqual(['step', 'step', 'step', 'step', 'press'])
    expect(actions.at(-1)!.why).toMatch(/red burns/)
  })
  test('finds what it does not see, looking no further than it must', async () => {
    const { result, actions } = await play(
      lampLine({ length: 40, lamps: [lamp('red', [6])], wanted: ['red'], starts: { ada: 2 } }),
    )
    expect(result.end).toBe('done')
    expect(actions.length).toBeLessThan(12)
    expect(actions.every((a) => a.verdict === 'ok')).toBe(true)
  })
  test('sees to what comes before, however far away', async () => {
    const { result, actions } = await play(
      lampLine({
        length: 12,
        lamps: [lamp('red', [6], 'blue'), lamp('blue', [0], 'green'), lamp('green', [11])],
        wanted: ['red'],
        starts: { ada: 5 },
      }),
    )
    expect(result.end).toBe('done')
    const pressed = actions.filter((a) => a.action === 'press').map((a) => a.args['lamp'])
    expect(pressed).toEqual(['green', 'blue', 'red'])
  })
  test.each([1, 12])('does with another what takes two, when one sees %i steps', async (sight) => {
    const { result, actions, frames } = await play(
      lampLine({
        length: 12,
        lamps: [lamp('twin', [1, 9]), lamp('red', [5], 'twin')],
        wanted: ['red', 'twin'],
        starts: { ada: 4, bob: 6 },
        sight,
      }),
    )
    expect(result.end).toBe('done')
    const both = actions.filter((a) => a.args['lamp'] === 'twin' && a.verdict === 'ok')
    expect(new Set(both.map((a) => a.name))).toEqual(new Set(['ada', 'bob']))
    expect(new Set(both.map((a) => a.tick)).size).toBe(1)
    expect(actions.every((a) => a.why !== undefined)).toBe(true)
    const told = frames.flatMap((f) =>
      f.messages.filter((m) => m.from === 'bob').map((m) => m.body),
    )
    expect(JSON.stringify(told)).toContain('["bob","pos","",')
  })
  test('shares the work with two others', async () => {
    const wanted = ['a', 'b', 'c', 'd']
    const line = (starts: Record<string, number>) =>
      lampLine({
        length: 30,
        lamps: wanted.map((id, i) => lamp(id, [[1, 10, 19, 28][i]!])),
        wanted,
        starts,
        sight: 30,
      })
    const one = await play(line({ ada: 14 }))
    const three = await play(line({ ada: 14, bob: 2, cid: 27 }))
    expect([one.result.end, three.result.end]).toEqual(['done', 'done'])
    expect(three.result.ticks).toBeLessThan(one.result.ticks / 2)
  })
  test('does what can be done, and waits for nobody who never answers', async () => {
    const { done, frames } = await play(
      lampLine({
        length: 12,
        lamps: [lamp('twin', [1, 9]), lamp('red', [5])],
        wanted: ['twin', 'red'],
        starts: { ada: 4, bob: 6 },
        sight: 12,
      }),
      { bob: idle },
    )
    expect(done).toEqual([false, true])
    expect(frames.filter((f) => f.actions.length > 0).length).toBeLessThan(10)
  })
})
