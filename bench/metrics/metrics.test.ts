import { describe, expect, it } from 'vitest'
import { claims } from './claims.js'
import { conflict } from './conflict.js'
import { cost } from './cost.js'
import { divisionOfLabour } from './division-of-labour.js'
import { equality } from './equality.js'
import { formatValid } from './format-valid.js'
import { gini } from './gini.js'
import { idle } from './idle.js'
import { influence, mutual } from './influence.js'
import { interdependence } from './interdependence.js'
import { ites } from './ites.js'
import { jain } from './jain.js'
import { leakRate } from './leak-rate.js'
import { anchored, giniOf, jainOf, lcs, tesOf } from './math.js'
import { nash } from './nash-welfare.js'
import { normalisedReturn } from './normalised-return.js'
import { planAdherence } from './plan-adherence.js'
import { prediction } from './prediction.js'
import { progress } from './progress.js'
import { rawls } from './rawls.js'
import { redundancy } from './redundancy.js'
import { byOrders, shapleyOf } from './shapley.js'
import { spl } from './spl.js'
import { success } from './success.js'
import { sustainability } from './sustainability.js'
import { tes } from './tes.js'
import { tesLcs } from './tes-lcs.js'
import golden from './testing/golden.json' with { type: 'json' }
import { contextFor, frames, type MadeAction, scored } from './testing/made.js'
import { tokensPerSuccess } from './tokens-per-success.js'
import { transportRate } from './transport-rate.js'
import { utilitarian } from './utilitarian.js'
import { violations } from './violations.js'

describe('outcome', () => {
  it('success is all goals done; nothing can be said without goals', () => {
    expect(scored(success, frames(2, { goals: [1, 0.5] })).value).toBe(0)
    expect(scored(success, frames(2, { goals: [0, 0] }, { goals: [1, 1] })).value).toBe(1)
    expect(scored(success, frames(2, {})).value).toBeNull()
  })
  it('progress is the mean at the end; its area the mean over time', () => {
    const told = scored(
      progress,
      frames(1, { goals: [0, 0] }, { goals: [1, 0] }, { goals: [1, 1] }),
    )
    expect(told).toEqual({ value: 1, parts: { area: 0.5 } })
  })
  it('SPL: success in 16 ticks where 10 would do is 0.625', () => {
    const { Lref, L, v } = golden.spl
    const list = frames(
      1,
      ...Array.from({ length: L }, (_, i) => ({ goals: [i === L - 1 ? 1 : 0] })),
    )
    const references = [{ ada: Array(Lref).fill('x') }, { ada: Array(30).fill('x') }]
    const told = scored(spl, list, contextFor(1, { references, solo: { ticks: 32 } }))
    expect(told.value).toBe(v)
    expect(told.parts).toEqual({ improvement: 0.5, reference: 10 })
    expect(scored(spl, list.slice(0, -1), contextFor(1, { references })).value).toBe(0)
  })
  it('claims are right or wrong, or not made', () => {
    const done = {
      actions: [
        [0, 'done'],
        [1, 'done'],
      ] as MadeAction[],
    }
    expect(scored(claims, frames(2, { ...done, goals: [1] }))).toEqual({
      value: 1,
      parts: { claimed: 1, actual: 1 },
    })
    expect(scored(claims, frames(2, { ...done, goals: [0] })).value).toBe(0)
    const twice = frames(2, { ...done, actions: [done.actions[0]!, done.actions[0]!], goals: [1] })
    expect(scored(claims, twice)).toEqual({ value: 0, parts: { claimed: 0, actual: 1 } })
    expect(scored(claims, frames(2, { goals: [1] })).value).toBeNull()
  })
  it('returns are 0 for random play and 1 for the reference', () => {
    const list = frames(2, { rewards: [3, 4] })
    const returns = { random: 1, reference: 13 }
    expect(scored(normalisedReturn, list, contextFor(2, { returns })).value).toBe(0.5)
    expect(scored(normalisedReturn, list).value).toBeNull()
  })
})

describe('matching with references', () => {
  it.each(golden.tes)('$act', ({ act, refs, tes: released, tesLCS }) => {
    const list = frames(1, ...act.map((a) => ({ actions: [[0, a] as MadeAction] })))
    const context = contextFor(1, { references: refs.map((ada) => ({ ada })) })
    expect(scored(tes, list, context).value).toBeCloseTo(released, 12)
    expect(scored(tesLcs, list, context).value).toBeCloseTo(tesLCS, 12)
  })
  it('what one more action adds', () => {
    const { before, after, v } = golden.ites
    const refs = golden.tes[0]!.refs
    const at = (history: readonly string[]): number =>
      Math.max(...refs.map((r) => tesOf(anchored(r, history), r.length, history.length)))
    expect(at(after) - at(before)).toBeCloseTo(v, 12)
    const list = frames(1, ...after.map((a) => ({ actions: [[0, a] as MadeAction] })))
    const context = contextFor(1, { references: refs.map((ada) => ({ ada })) })
    expect(scored(ites, list, context)).toEqual({
      value: expect.closeTo(at(after) / 2, 12),
      parts: { rate: 1 },
    })
  })
  it('what the world did for an agent that failed is not its own', () => {
    const own = { actions: [[0, 'pick']] as MadeAction[] }
    const instead = { actions: [[0, 'wait', { fallback: true }]] as MadeAction[] }
    const context = contextFor(1, { references: [{ ada: ['pick'] }] })
    expect(scored(tesLcs, frames(1, own, instead), context).value).toBe(1)
  })
  it('the longest common subsequence', () => {
    expect(lcs([...'abcbdab'], [...'bdcaba'])).toBe(4)
    expect(lcs([], ['a'])).toBe(0)
  })
})

describe('effort', () => {
  it('conflicts and invalid actions are shares of actions', () => {
    const list = frames(2, {
      actions: [
        [0, 'take'],
        [1, 'take', { verdict: 'conflict' }],
        [0, 'take', { verdict: 'not-here' }],
        [1, 'wait', { fallback: true, verdict: 'x' }],
      ],
    })
    expect(scored(conflict, list)).toEqual({
      value: 1 / 3,
      parts: { actions: 3, conflicts: 1, invalid: 2 / 3 },
    })
    expect(scored(violations, list).value).toBeCloseTo(200 / 3)
  })
  it('who does nothing, fails, or changes nothing is idle', () => {
    const list = frames(
      2,
      {
        actions: [
          [0, 'go'],
          [1, 'go', { writes: [] }],
        ],
      },
      { actions: [[0, 'go', { verdict: 'wall' }]] },
    )
    expect(scored(idle, list)).toEqual({ value: 3 / 4, parts: { asked: 4 } })
  })
  it('nothing can be said where bodies are moved by systems alone', () => {
    const column = (n: number, id: number, value: number, cause: number) => ({
      column: n,
      ids: Int32Array.of(id),
      values: Int32Array.of(value),
      causes: Int32Array.of(cause),
    })
    const none = { pairs: [], strings: [], stringsFrom: 0, docs: [] }
    const causes = ['setup', 'system:move']
    const born = { diff: { columns: [column(1, 5, 1, 0)], ...none }, causes }
    const moved = { diff: { columns: [column(0, 5, 7, 1)], ...none }, causes }
    const push = (more: object, writes: number[] = []) => ({
      actions: [[0, 'push', { writes }] as MadeAction],
      more,
    })
    const context = contextFor(1, { columns: ['Body.x', 'entity.owner'] })
    const told = (...made: Parameters<typeof frames>[1][]) =>
      scored(idle, frames(1, ...made), context).value
    expect(told(push(born), push(moved))).toBeNull()
    expect(told(push(born), push({}))).toBe(1)
    expect(told(push(born, [9]), push(moved))).toBe(0.5)
  })
  it('what could not be read is no decision', () => {
    const list = frames(2, {
      actions: [
        [0, '', { verdict: 'bad-command' }],
        [1, 'go', { verdict: 'wall' }],
      ],
    })
    expect(scored(formatValid, list).value).toBe(0.5)
  })
})

describe('labour', () => {
  const work = (...kinds: readonly (readonly string[])[]): MadeAction[] =>
    kinds.flatMap((list, agent) => list.map((kind): MadeAction => [agent, kind]))
  it.each([
    ['specialised', work(['a', 'a'], ['b', 'b'])],
    ['mixed', work(['a', 'b'], ['a', 'b'])],
    ['partial 3:1', work(['a', 'a', 'a', 'b'], ['b', 'b', 'b', 'a'])],
  ])('%s', (name, actions) => {
    const { v } = golden.dol.find((d) => d.in === name)!
    const told = scored(divisionOfLabour, frames(2, { actions }))
    expect(told.value).toBeCloseTo(v.sym, 12)
    expect(told.parts!['tasksGivenAgents']).toBeCloseTo(v.tasksGivenAgents, 12)
    expect(told.parts!['agentsGivenTasks']).toBeCloseTo(v.agentsGivenTasks, 12)
  })
  it('a link is made by reading or changing what another changed, but for bodies', () => {
    const list = frames(
      2,
      { actions: [[0, 'open', { writes: [7] }]] },
      { actions: [[0, 'look', { reads: [7], writes: [] }]] },
      { actions: [[1, 'take', { writes: [7] }]] },
    )
    const parts = { links: 2, latency: 2, 'ada to bob': 1 }
    expect(scored(interdependence, list)).toEqual({ value: 0.5, parts })
  })
})

describe('redundancy', () => {
  const cell = (entity: number, value: number, cause = 0) => ({
    diff: {
      columns: [
        {
          column: 0,
          ids: Int32Array.of(entity),
          values: Int32Array.of(value),
          causes: Int32Array.of(cause),
        },
      ],
      pairs: [],
      strings: [],
      stringsFrom: 0,
      docs: [],
    },
    causes: ['action:ada:set'],
  })
  const set = (value: number, reads: readonly number[] = []) => ({
    actions: [[0, 'set', { writes: [5], reads: [...reads] }] as MadeAction],
    more: cell(5, value),
  })
  it('what is undone before anybody used it was in vain', () => {
    const told = scored(redundancy, frames(1, set(0), set(1), set(0)))
    expect(told).toEqual({ value: 1 / 3, parts: { effects: 3, undone: 1, vain: 0, repeated: 0 } })
  })
  it('what was used was not', () => {
    const used = { actions: [[0, 'look', { reads: [5], writes: [9] }] as MadeAction] }
    const told = scored(redundancy, frames(1, set(0), set(1), used, set(0)))
    expect(told.parts).toMatchObject({ undone: 0 })
  })
  it('who goes back has undone nothing', () => {
    const owner = {
      more: {
        diff: {
          ...cell(5, 1).diff,
          columns: [{ ...cell(5, 1).diff.columns[0]!, column: 1 }],
        },
      },
    }
    const context = contextFor(1, { columns: ['Body.x', 'entity.owner'] })
    const told = scored(redundancy, frames(1, owner, set(0), set(1), set(0)), context)
    expect(told.parts).toMatchObject({ undone: 0 })
  })
  it('a look where a teammate looked, who told of it, is repeated', () => {
    const look = (agent: number, ...messages: { from: string }[]) => ({
      actions: [[agent, 'look', { reads: [8], writes: [agent + 1] }] as MadeAction],
      messages,
    })
    expect(scored(redundancy, frames(2, look(0), look(1))).parts).toMatchObject({ repeated: 0 })
    const told = scored(redundancy, frames(2, look(0, { from: 'ada' }), look(1)))
    expect(told).toMatchObject({ value: 0.5, parts: { repeated: 1 } })
  })
  it('a kind that changes things at times was in vain when it did not', () => {
    const list = frames(1, {
      actions: [
        [0, 'open'],
        [0, 'open', { writes: [] }],
        [0, 'wait', { writes: [] }],
      ],
    })
    expect(scored(redundancy, list)).toMatchObject({ value: 0.5, parts: { vain: 1 } })
  })
})

describe('talk', () => {
  it('tokens count once there is success', () => {
    const said = { messages: [{ tokens: 4 }, { tokens: 3, verdict: 'muted' }] }
    const reply = { messages: [{ tokens: 2, from: 'bob', replyTo: '1:ada:0' }], goals: [1] }
    expect(scored(tokensPerSuccess, frames(2, said, reply))).toEqual({
      value: 6,
      parts: { said: 6, models: 0, messages: 2, answered: 0.5 },
      over: [6, 1],
    })
    expect(scored(tokensPerSuccess, frames(2, said)).value).toBeNull()
    const lost = scored(tokensPerSuccess, frames(2, { ...said, goals: [0] }))
    expect(lost).toMatchObject({ value: null, over: [4, 0] })
  })
  it('nothing costs nothing', () => {
    expect(scored(cost, frames(1, {})).value).toBe(0)
  })
  it('a secret leaks in whatever case it is written, by its own agent', () => {
    const secret = (agent: string, text: string, weight?: number) => ({
      type: 'secret',
      data: { agent, text, ...(weight === undefined ? {} : { weight }) },
      cause: 0,
    })
    const events = [secret('ada', 'Blue  Door', 3), secret('ada', '4711'), secret('bob', 'Monday')]
    const list = frames(
      2,
      { more: { events } },
      {
        messages: [
          { body: 'it is the BLUE door' },
          { body: 'blue door, I said' },
          { body: 'not on monday' },
          { from: 'bob', body: 'blue door' },
          { from: 'bob', body: 'monday', verdict: 'muted' },
        ],
      },
    )
    expect(scored(leakRate, list)).toEqual({
      value: 1 / 3,
      parts: { secrets: 3, weighted: 3 / 5, messages: 1 / 2 },
    })
    expect(scored(leakRate, list.slice(1)).value).toBeNull()
  })
  it('what is heard tells of what is done, or does not', () => {
    const { MI, cond, pm } = golden.influence
    const pairs = Object.entries(cond).flatMap(([m, p]) =>
      p.flatMap((x, a) => Array(Math.round(x * pm.m0 * 1000)).fill([m, `a${a}`])),
    ) as [string, string][]
    expect(
      mutual(
        pairs.map((p) => p[0]),
        pairs.map((p) => p[1]),
      ),
    ).toBeCloseTo(MI / Math.log(2), 6)
    const heed = frames(
      2,
      ...Array.from({ length: 40 }, (_, i) => ({
        messages: i % 2 ? [{ type: 'go' }] : [],
        actions: [[1, i % 2 ? 'wait' : 'go'] as MadeAction],
      })),
    )
    expect(scored(influence, heed).value).toBeGreaterThan(0.8)
    const deaf = heed.map((f, i) => ({ ...f, actions: heed[(i * 17) % 40]!.actions }))
    const same = deaf.map((f) => ({ ...f, actions: heed[0]!.actions }))
    expect(scored(influence, same).value).toBe(0)
  })
})

describe('welfare', () => {
  it('coefficients', () => {
    for (const { in: values, v } of golden.gini) expect(giniOf(values)).toBeCloseTo(v, 12)
    expect(jainOf(golden.jain.in)).toBeCloseTo(golden.jain.v, 12)
    expect(giniOf([1, -1])).toBeNull()
  })
  it('of one run', () => {
    const list = frames(2, { rewards: [3, 0] }, { rewards: [0, 1] })
    const value = (metric: Parameters<typeof scored>[0]) => scored(metric, list).value
    expect(scored(equality, list)).toEqual({
      value: 0.75,
      parts: { least: 1, most: 3, jain: 0.8 },
    })
    expect(value(utilitarian as never)).toBe(2)
    expect(value(gini as never)).toBe(0.25)
    expect(value(jain as never)).toBe(0.8)
    expect(value(rawls as never)).toBe(1)
    expect(value(nash as never)).toBeCloseTo(Math.sqrt(3))
    expect(value(sustainability as never)).toBe(0.75)
  })
})

describe('plans', () => {
  it('steps done of steps planned', () => {
    const outcome = { result: 'done', version: 3, steps: 4, done: 3 }
    const data = { id: '1:ada:0', protocol: 'plan@1', outcome, ticks: 9 }
    const list = frames(2, { more: { events: [{ type: 'conversation', data, cause: 0 }] } })
    expect(scored(planAdherence, list)).toEqual({
      value: 0.75,
      parts: { plans: 1, steps: 4, revisions: 200 },
    })
  })
  it('what is taken up and put down', () => {
    const list = frames(1, {
      actions: [
        [0, 'take'],
        [0, 'GRAB'],
        [0, 'drop'],
        [0, 'walk'],
      ],
    })
    expect(scored(transportRate, list).value).toBe(0.5)
  })
  it('predictions come true or do not', () => {
    const list = frames(2, {
      messages: [{ type: 'data', body: { predict: { bob: 'go' } } }],
      actions: [[1, 'go']],
      more: { inputs: [{ why: 'so\npredict bob: WAIT' }, {}] },
    })
    expect(scored(prediction, list)).toEqual({ value: 0.5, parts: { guesses: 2 } })
  })
})

describe('Shapley values', () => {
  const { v, phi } = golden.shapley
  const names = ['a', 'b', 'c'] as const
  const worth = (members: number): number =>
    v[names.filter((_, i) => (members >> i) & 1).join('') as keyof typeof v]
  it('of a game worked out by hand', () => {
    const told = shapleyOf(names.length, worth)
    for (const [i, name] of names.entries()) expect(told[i]).toBeCloseTo(phi[name], 12)
  })
  it('by orders come near, within what the standard errors allow, and sum to the same', async () => {
    // Worth 1 only when all are in: whoever comes last brings it.
    const last = async (members: number): Promise<number[]> => [members === 7 ? 1 : 0]
    const { gains, errors } = await byOrders({ names, samples: 1, worthOf: last }, 60)
    for (const [i, name] of names.entries()) {
      const error = errors[`${name}.se`]!
      expect(error).toBeGreaterThan(0.01)
      expect(Math.abs(gains[i]![0]! - 1 / 3)).toBeLessThanOrEqual(3 * error)
    }
    expect(gains.flat().reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9)
  })
  it('by orders have no error where an order and its reverse always tell the same', async () => {
    // v = n²: marginals of an order and its reverse add up to 2n, whatever the order.
    const square = async (members: number): Promise<number[]> => {
      const size = members.toString(2).replaceAll('0', '').length
      return [size * size]
    }
    const { gains, errors } = await byOrders({ names, samples: 1, worthOf: square }, 10)
    expect(gains).toEqual([[3], [3], [3]].map(([x]) => [expect.closeTo(x!, 9)]))
    for (const error of Object.values(errors)) expect(error).toBeCloseTo(0, 9)
  })
})
