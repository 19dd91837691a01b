import { describe, expect, test } from 'vitest'
import { conformPolicy, shipped } from '../../bench/index.js'
import { defineScenario } from '../../engine/index.js'
import { harvest } from '../../examples/harvest.js'
import { central, decentral, react } from '../index.js'
import { fakeModel, part, reader, systemText, userText } from './testing/fake.js'
import { playTicks } from './testing/play.js'
import { scenariosIn } from './testing/scenarios.js'

const field = defineScenario(harvest, {
  params: { size: 5, apples: 5 },
  agents: { ada: {}, bob: { team: 'blue' }, cyd: {} },
  horizon: 30,
})
const actions = { ada: 1, bob: 1, cyd: 2 }

describe('one model that commands a team', () => {
  test('is asked once for all of its agents, and each does its part', async () => {
    const model = fakeModel((_, agent) =>
      agent === 1 ? { actions: { bob: null } } : { thought: 'go', actions: { ada: 1, cyd: null } },
    )
    const [frame] = await playTicks(field, central({}), model.call, 1)
    expect(model.requests).toHaveLength(2)
    expect(systemText(model.requests[0]!)).toMatch(
      /^You command ada \(team all\), cyd \(team all\)[\s\S]*you do not command: bob \(team blue\)/,
    )
    expect(frame!.inputs).toMatchObject([
      { do: [{ action: 'move' }], why: 'go' },
      { do: [] },
      { do: [], why: 'go' },
    ])
  })
  test('is shown each view, the past of each, and the newest note', async () => {
    const model = fakeModel((_, agent, tick) =>
      agent === 1
        ? { actions: { bob: null } }
        : { actions: { ada: 1, cyd: 1 }, note: `plan ${tick}` },
    )
    await playTicks(field, central({}), model.call, 3)
    const text = userText(model.requests.at(-2)!)
    expect(part(text, 'view of="cyd"')).toMatch(/^You stand at[\s\S]*<legal>\n1\. move/)
    expect(part(text, 'note')).toBe('plan 2')
    expect(
      part(text, 'came-of-it')!
        .split('\n')
        .map((l) => l.slice(0, 4)),
    ).toEqual(['ada:', 'cyd:'])
    expect(part(text, 'past')).toMatch(/^ada: tick 1: [\s\S]*\ncyd: tick 1: /)
  })
  test.each([
    ['no actions', {}, /"actions" says what each agent does/],
    ['an agent too few', { actions: { ada: 1 } }, /^cyd: "action" is missing$/],
    ['what only some can do', { actions: { ada: 99, cyd: 98 } }, /^ada: .*\ncyd: /],
    ['inherited actions', { actions: JSON.parse('{"__proto__":{"ada":1,"cyd":1}}') }, /missing/],
  ])('with %s is told so, and all fall back', async (_, value, why) => {
    const model = fakeModel((_, agent) => (agent === 1 ? { actions: { bob: 1 } } : value))
    const [frame] = await playTicks(field, central({ fallback: 'first' }), model.call, 1)
    expect(model.problems[0]).toMatch(why)
    expect(frame!.inputs.map((input) => input?.why)).toEqual([
      'fallback: model/no-answer',
      undefined,
      'fallback: model/no-answer',
    ])
    expect(frame!.inputs[2]!.do).toHaveLength(1)
  })
  test('need not give what others would do', async () => {
    const model = fakeModel((_, agent) => ({ actions: agent === 1 ? { bob: 1 } : actions }))
    const [frame] = await playTicks(field, central({}), model.call, 1)
    expect(frame!.inputs.every((input) => input?.failure === undefined)).toBe(true)
  })
})

const scenarios = scenariosIn(await shipped())
describe.each([
  ['react', () => react({})],
  ['central', () => central({})],
  ['decentral', () => decentral({})],
] as const)('%s, with a model that always answers alike', (_, make) => {
  const options = {
    scenarios: [scenarios.get('moving-day')!, scenarios.get('kuhn-poker')!],
    seeds: [1],
    ticks: 6,
    call: reader().call,
  }
  for (const { name, run } of conformPolicy(make(), options)) test(name, run)
})
