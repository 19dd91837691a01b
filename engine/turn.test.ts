import { describe, expect, test, vi } from 'vitest'
import { harvest } from '../examples/harvest.js'
import { createEpisode, definePolicy, defineScenario, type Episode } from './index.js'
import { limits } from './limits.js'
import { createTurns } from './turn.js'

const noSignal = (): AbortSignal => new AbortController().signal
const rememberer = definePolicy(harvest, {
  id: 'rememberer',
  memory: () => ({ n: 0, list: [1, 2, 3] as number[], note: 'a' as string | undefined }),
  decide: () => undefined,
})
const scenario = defineScenario(harvest, {
  params: { size: 4, apples: 3 },
  agents: { ada: { policy: rememberer, team: 'red', role: 'picker' }, bob: { team: 'red' } },
})
const start = (): Episode => createEpisode(scenario, { seed: 7 })
const open = (episode: Episode, agent = 0) => createTurns(episode).open(agent, noSignal)

describe('a turn', () => {
  test('says who is asked, when, and with whom', () => {
    const { turn } = open(start())
    expect(turn).toMatchObject({
      tick: 1,
      agent: 'ada',
      team: 'red',
      role: 'picker',
      agents: ['ada', 'bob'],
      reward: 0,
    })
  })
  test('builds actions, commands and messages', () => {
    const { act, say, command } = open(start()).turn
    const build = act as unknown as Readonly<Record<string, (args?: object) => unknown>>
    expect(build['move']!({ dir: 'e' })).toEqual({ action: 'move', args: { dir: 'e' } })
    expect(build['eat']!()).toEqual({ action: 'eat', args: {} })
    expect(command('go')).toEqual({ text: 'go' })
    expect(say.team('hi')).toEqual({ to: 'team', type: 'text', body: 'hi' })
    expect(say.to('bob', { type: 'bid', price: 3 } as never)).toEqual({
      to: 'bob',
      type: 'bid',
      body: { price: 3 },
    })
  })
  test('makes only what is looked at, and reports it once', () => {
    const seen = vi.fn()
    const episode = start()
    const { turn } = createTurns(episode, { seen }).open(1, noSignal)
    expect(seen).not.toHaveBeenCalled()
    void turn.text
    void turn.text
    expect(seen.mock.calls).toEqual([[1, 'text', episode.describe(1)]])
    expect(turn.obs).toEqual(episode.observe(1))
    expect(seen).toHaveBeenLastCalledWith(1, 'obs', turn.obs)
    expect(turn.legal()).toEqual(episode.legal(1))
  })
  test('gives each agent and tick its own luck, and the same each time', () => {
    const draw = (episode: Episode, agent: number) => open(episode, agent).turn.rng.int(1e9)
    const [a, b] = [start(), start()]
    expect(draw(a, 0)).toBe(draw(b, 0))
    expect(draw(a, 0)).not.toBe(draw(a, 1))
    const before = draw(a, 0)
    a.step([])
    expect(draw(a, 0)).not.toBe(before)
    expect(draw(createEpisode(scenario, { seed: 8 }), 0)).not.toBe(draw(b, 0))
  })
  test('shows nothing of a later tick to a decision that comes too late', () => {
    const episode = start()
    const { turn, cancel } = open(episode)
    cancel()
    episode.step([])
    expect(() => turn.obs).toThrow(/turn\/over/)
    expect(() => turn.legal()).toThrow(/turn\/over/)
  })
})

describe('memory', () => {
  const remember = (change: (memory: Record<string, unknown>) => unknown) => {
    const episode = start()
    const { turn, close } = open(episode)
    const decision = change(turn.memory as Record<string, unknown>)
    const input = close(decision)
    episode.step([input])
    return { input, memory: episode.memory(0), episode }
  }
  test('is changed in place, and only the changes enter', () => {
    const { input, memory } = remember((m) => {
      m['n'] = 5
    })
    expect(input).toEqual({ memory: [{ op: 'replace', path: ['n'], value: 5 }] })
    expect(memory).toEqual({ n: 5, list: [1, 2, 3], note: 'a' })
  })
  test('adds nothing when it was only read', () => {
    expect(remember((m) => void m['n']).input).toEqual({})
  })
  test.each([
    [
      'an added field',
      (m: Record<string, unknown>) => {
        m['z'] = { deep: [1] }
      },
    ],
    [
      'a removed field',
      (m: Record<string, unknown>) => {
        delete m['note']
      },
    ],
    [
      'a field set to undefined',
      (m: Record<string, unknown>) => {
        m['note'] = undefined
      },
    ],
    [
      'a shortened list',
      (m: Record<string, unknown>) => {
        ;(m['list'] as number[]).length = 1
      },
    ],
    [
      'a list that loses its first',
      (m: Record<string, unknown>) => {
        ;(m['list'] as number[]).shift()
      },
    ],
    [
      'a list that grows',
      (m: Record<string, unknown>) => {
        ;(m['list'] as number[]).push(4)
      },
    ],
  ])('keeps %s as JSON would', (_, change) => {
    const plain = JSON.parse(JSON.stringify(start().memory(0)))
    change(plain)
    expect(remember(change).memory).toStrictEqual(JSON.parse(JSON.stringify(plain)))
  })
  test('is replaced by what the decision brings, even where that is made from the draft', () => {
    const { memory } = remember((m) => {
      m['n'] = 9
      return { memory: { kept: m['list'], n: m['n'] } }
    })
    expect(memory).toEqual({ kept: [1, 2, 3], n: 9 })
  })
  test.each([
    [
      'a function',
      (m: Record<string, unknown>) => {
        m['f'] = () => 1
      },
      /memory\.f is a function/,
    ],
    [
      'a map',
      (m: Record<string, unknown>) => {
        m['f'] = new Map()
      },
      /memory\.f is an instance/,
    ],
    [
      'a reserved name',
      (m: Record<string, unknown>) => {
        m['constructor'] = 1
      },
      /reserved/,
    ],
    [
      'more than fits',
      (m: Record<string, unknown>) => {
        m['note'] = 'x'.repeat(limits.MEMORY_JSON_CHARS_MAX)
      },
      /memory\.note makes more/,
    ],
  ])('refuses %s and stays as it was', (_, change, says) => {
    const { input, memory } = remember(change)
    expect(input.failure?.type).toBe('bad-decision')
    expect(input.failure?.message).toMatch(says)
    expect(memory).toEqual({ n: 0, list: [1, 2, 3], note: 'a' })
  })
  test('stays as it was when the decision is refused', () => {
    const { memory } = remember((m) => {
      m['n'] = 5
      return 42
    })
    expect(memory).toMatchObject({ n: 0 })
  })
})
