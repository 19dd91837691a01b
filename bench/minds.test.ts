import { describe, expect, test } from 'vitest'
import {
  type Decisions,
  defineScenario,
  defineUniversalPolicy,
  defineUniversalTeamPolicy,
  type Frame,
  type Policy,
  type Turn,
} from '../engine/index.js'
import { harvest } from '../examples/harvest.js'
import { conformPolicy, fork, run, trunkOf } from './index.js'
import { play } from './play.js'
import { seatPolicies } from './seats.js'

const scenario = defineScenario(harvest, {
  params: { size: 6, apples: 12 },
  agents: {
    ada: { team: 'red' },
    bob: { team: 'blue' },
    cyd: { team: 'red' },
    dot: { team: 'red' },
  },
  horizon: 6,
})
const eat = { action: 'eat', args: {} }

/** A mind that writes down whom it was asked for. */
const asking = (
  decide: (turns: readonly Turn[]) => Decisions | Promise<Decisions>,
  asked: string[] = [],
): Policy<'*'> =>
  defineUniversalTeamPolicy({
    id: 'mind',
    memory: () => ({ n: 0 }),
    decideMany(turns) {
      asked.push(`${turns[0]!.tick}:${turns.map((t) => t.agent).join('+')}`)
      return decide(turns)
    },
  })
const everyone = (turns: readonly Turn[]): Decisions =>
  Object.fromEntries(turns.map(({ agent }) => [agent, eat]))

const frames = async (agents: Record<string, Policy>, options = {}): Promise<Frame[]> => {
  const all: Frame[] = []
  await run(scenario, { agents, onFrame: (f) => all.push(f), ...options })
  return all.slice(1)
}
const failures = ({ inputs }: Frame) => inputs.map((i) => i?.failure?.type ?? 'ok')

describe('one mind with several seats', () => {
  test('is asked once a tick for each team, with the turns in the order of the seats', async () => {
    const asked: string[] = []
    const [first] = await frames({ '*': asking(everyone, asked) })
    expect(asked.slice(0, 4)).toEqual(['1:ada+cyd+dot', '1:bob', '2:ada+cyd+dot', '2:bob'])
    expect(first!.actions.map((a) => a.agent)).toEqual([0, 1, 2, 3])
  })
  test('is another mind than the one beside it', async () => {
    const asked: string[] = []
    const mind = asking(everyone, asked)
    await frames({ ada: mind, cyd: asking(everyone, asked), '*': mind })
    expect(asked.slice(0, 3)).toEqual(['1:ada+dot', '1:bob', '1:cyd'])
  })
  test('leaves those whom it does not name without a decision', async () => {
    const [first] = await frames({ '*': asking(() => ({})) })
    expect(first!.inputs).toEqual([{}, {}, {}, {}])
  })
  test('keeps a memory for each seat', async () => {
    const mind = asking((turns) => {
      for (const turn of turns) (turn.memory as { n: number }).n += turn.tick
      return {}
    })
    const [first, second] = await frames({ '*': mind })
    expect(first!.inputs.map((i) => i?.memory)).toEqual(
      Array(4).fill([{ op: 'replace', path: ['n'], value: 1 }]),
    )
    expect(second!.inputs[3]?.memory).toEqual([{ op: 'replace', path: ['n'], value: 3 }])
  })
  test('speaks for each', async () => {
    const mind = asking((turns) =>
      Object.fromEntries(turns.map(({ agent, say }) => [agent, { say: say.all(`I am ${agent}`) }])),
    )
    const [first] = await frames({ '*': mind })
    expect(first!.messages.map((m) => `${m.from}: ${m.body}`)).toEqual(
      ['ada', 'bob', 'cyd', 'dot'].map((name) => `${name}: I am ${name}`),
    )
  })
})

describe('what happens to a mind happens to all of its seats', () => {
  const blue = defineUniversalPolicy({ id: 'blue', decide: () => eat })
  test.each([
    ['throws', () => Promise.reject(new Error('no')), 'threw'],
    [
      'throws at once',
      () => {
        throw new Error('no')
      },
      'threw',
    ],
    ['gives a list', () => [eat] as never, 'bad-decision'],
    ['gives nothing', async () => undefined as never, 'bad-decision'],
    ['names somebody who is not asked', () => ({ bob: eat }), 'bad-decision'],
  ])('when it %s', async (_, decide, failure) => {
    const [first] = await frames({ '*': asking(decide), bob: blue })
    expect(failures(first!)).toEqual([failure, 'ok', failure, failure])
  })
  test('but what is no decision of one is its own failure', async () => {
    const [first] = await frames({ '*': asking(() => ({ ada: 42 as never, cyd: eat })), bob: blue })
    expect(failures(first!)).toEqual(['bad-decision', 'ok', 'ok', 'ok'])
  })
  test('when it is late, and while it is busy with an earlier tick', async () => {
    let release: (d: Decisions) => void = () => {}
    let calls = 0
    const slow = asking(() => {
      calls += 1
      return new Promise<Decisions>((resolve) => {
        release = resolve
      })
    })
    const result = await run(scenario, {
      agents: { '*': slow, bob: blue },
      timeoutMs: 15,
      onFrame(f) {
        if (f.tick === 0) return
        expect(failures(f)).toEqual(['timeout', 'ok', 'timeout', 'timeout'])
        if (f.tick === 6) release({})
      },
    })
    expect(result.ticks).toBe(6)
    expect(calls).toBe(1)
  })
})

test('a mind plays where nobody waits', () => {
  const played = play(scenario, asking(everyone))
  expect(played.failure).toBeUndefined()
  expect(played.decisionsMs).toHaveLength(2 * played.ticks)
})

test('a mind goes on in a fork from what each seat remembers', async () => {
  const count = (turns: readonly Turn[]): Decisions => {
    for (const turn of turns) (turn.memory as { n: number }).n += 1
    return everyone(turns)
  }
  const mind = asking(count)
  const all: Frame[] = []
  await run(scenario, { agents: { '*': mind }, seed: 3, onFrame: (f) => all.push(f) })
  const { scenario: seated } = seatPolicies(scenario, { '*': mind })
  const trunk = trunkOf(seated, all, { seed: 3 })
  const again: Frame[] = []
  await fork(
    trunk,
    { at: 3, mode: 'live' },
    { policies: { '*': mind }, onFrame: (f) => again.push(f) },
  )
  expect(again.slice(1).map((f) => f.state)).toEqual(all.slice(4).map((f) => f.state))
})

test('a mind conforms', async () => {
  const asked: string[] = []
  for (const { run: check } of conformPolicy(asking(everyone, asked), {
    scenarios: [scenario],
    ticks: 4,
    seeds: [1],
  }))
    await check()
  expect(asked).toContain('1:ada+cyd+dot')
})

test('who calls a language model is refused before the first tick where there is none', async () => {
  const caller = defineUniversalPolicy({ id: 'caller', calls: true, decide: () => undefined })
  await expect(frames({ '*': caller })).rejects.toThrow(/policy\/no-model[\s\S]*--model NAME/)
})
