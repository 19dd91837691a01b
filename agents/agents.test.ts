import { describe, expect, test } from 'vitest'
import { run } from '../bench/index.js'
import { defineScenario, type Frame, isCoactError, type Policy } from '../engine/index.js'
import { harvest } from '../examples/harvest.js'
import * as door from './index.js'

const { choosePolicy, definePolicyFactory, idle, planner, policyCatalog, random, scripted } = door

const alone = defineScenario(harvest, {
  params: { size: 5, apples: 5 },
  agents: { ada: {} },
  horizon: 30,
})

/** What the policy did, tick by tick. */
const play = async (policy: Policy, seed = 7): Promise<Frame[]> => {
  const frames: Frame[] = []
  await run(alone, { seed, agents: { ada: policy }, onFrame: (f) => frames.push(f) })
  return frames.slice(1)
}
const codeOf = (f: () => unknown): string => {
  try {
    f()
  } catch (e) {
    if (isCoactError(e)) return `${e.code} ${e.message}`
    throw e
  }
  return 'nothing was thrown'
}

test('idle does nothing', async () => {
  const frames = await play(idle)
  expect(frames.flatMap((f) => [...f.actions, ...f.messages])).toEqual([])
})

test('planner refuses a world without an action model, before the first tick', async () => {
  await expect(play(planner)).rejects.toThrow(/harvest[\s\S]*planner\/no-model/)
})

describe('random', () => {
  test('does only what is legal, a little of everything', async () => {
    const acts = (await play(random)).flatMap((f) => f.actions)
    expect(acts.every((a) => a.verdict === 'ok' || a.verdict === 'nothing-here')).toBe(true)
    expect(new Set(acts.map((a) => a.action))).toEqual(new Set(['move', 'eat']))
    expect(new Set(acts.map((a) => a.args['dir'])).size).toBeGreaterThan(3)
  })
  test('has the luck of the seed', async () => {
    const chain = async (seed: number) => (await play(random, seed)).at(-1)?.chain
    expect(await chain(1)).toBe(await chain(1))
    expect(await chain(1)).not.toBe(await chain(2))
  })
})

describe('scripted', () => {
  const commands = async (policy: Policy) => (await play(policy)).map((f) => f.inputs[0]?.do)
  const move = { action: 'move', args: { dir: 'e' } }
  test('follows a list, then does nothing', async () => {
    const did = await commands(
      scripted([move, 'GOTO x', null, ['a', 'b'], { do: 'c', say: [], why: 'd' }]),
    )
    expect(did.slice(0, 7)).toEqual([
      [move],
      [{ text: 'GOTO x' }],
      undefined,
      [{ text: 'a' }, { text: 'b' }],
      [{ text: 'c' }],
      undefined,
      undefined,
    ])
  })
  test('follows a timetable', async () => {
    const did = await commands(scripted({ 2: move, 5: ['a'] }))
    expect(did.slice(0, 5)).toEqual([undefined, [move], undefined, undefined, [{ text: 'a' }]])
  })
  test('keeps its place in its memory, so that two agents share nothing', async () => {
    const plan = scripted(['a', 'b'])
    expect(await commands(plan)).toEqual(await commands(plan))
  })
  test('is not changed by whoever made the plan', async () => {
    const plan = ['a']
    const policy = scripted(plan)
    plan[0] = 'b'
    expect((await commands(policy))[0]).toEqual([{ text: 'a' }])
  })
  test.each([
    ['a JSON list', '["a", {"action": "eat"}]', ['a', { action: 'eat' }]],
    ['a JSON object', '{ "3": "a" }', { 3: 'a' }],
    [
      'lines of JSON',
      '"a"\n\n{"action": "eat"}\nnull\n["b"]\n',
      ['a', { action: 'eat' }, null, ['b']],
    ],
    ['one step', '{"action": "eat"}', [{ action: 'eat' }]],
  ])('reads %s', (_, text, plan) => {
    expect(scripted.read(text)).toEqual(plan)
  })
  test.each([
    ['a number', 3, /a number/],
    ['a step that is a number', ['a', 3], /plan\.1/],
    ['a tick that is no tick', { 0: 'a' }, /plan\.0/],
    ['a step that sets memory', [{ memory: {} }], /memory/],
    ['an action with a stray field', [{ action: 'eat', arg: {} }], /"arg"/],
  ])('refuses %s', (_, plan, says) => {
    expect(codeOf(() => scripted.create(plan))).toMatch(/^plan\/invalid /)
    expect(codeOf(() => scripted.create(plan))).toMatch(says)
  })
  test('says in which line a plan is wrong', () => {
    expect(codeOf(() => scripted.read('"a"\n"b\n'))).toMatch(/plan\/invalid [\s\S]*line 2/)
  })
})

describe('the catalog', () => {
  const catalog = policyCatalog(door)
  test('holds what the door exports, by id', () => {
    expect([...catalog.keys()].sort()).toEqual([
      ...[
        'alpha-beta',
        'best-response',
        'central',
        'cfr',
        'decentral',
        'idle',
        'mcts',
        'planner',
        'random',
        'react',
        'scripted',
        'search',
      ],
    ])
    expect(choosePolicy(catalog, 'random')).toBe(random)
    expect(choosePolicy(catalog, { use: 'scripted', with: ['a'] }).id).toBe('scripted')
  })
  test('gives those for whom the same mind of several seats is named one mind', () => {
    const same = { use: 'central', with: { history: 3 } }
    expect(choosePolicy(catalog, same)).toBe(choosePolicy(catalog, structuredClone(same)))
    expect(choosePolicy(catalog, same)).not.toBe(choosePolicy(catalog, 'central'))
    expect(choosePolicy(catalog, 'react')).not.toBe(choosePolicy(catalog, 'react'))
  })
  test('takes a new policy from any module', () => {
    const parrot = definePolicyFactory({
      id: 'parrot',
      needs: 'a word',
      read: (t) => t,
      create: () => idle,
    })
    const more = policyCatalog(door, {
      mine: { ...idle, id: 'lazy' },
      parrot,
      other: 3,
      none: null,
    })
    expect([...more.keys()]).toEqual(expect.arrayContaining(['lazy', 'parrot', 'idle']))
    expect(choosePolicy(more, { use: 'parrot', with: 'hi' })).toBe(idle)
  })
  test.each([
    [
      'randm',
      /policy\/unknown[\s\S]*idle[\s\S]*planner, random, scripted[\s\S]*Did you mean "random"/,
    ],
    ['__proto__', /policy\/unknown/],
    ['scripted', /policy\/needs-data[\s\S]*a plan/],
    [{ use: 'idle', with: 3 }, /policy\/takes-no-data/],
  ])('refuses %j', (choice, says) => {
    expect(codeOf(() => choosePolicy(catalog, choice))).toMatch(says)
  })
})
