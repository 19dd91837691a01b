import { describe, expect, it } from 'vitest'
import { type AgentInput, at, type Episode, type Frame, when } from './index.js'
import { doing, type Lane, laneEpisode, places } from './testing/lane.js'

const right = doing('step', { by: 'right' })
const verdicts = (frame: Frame): string[] =>
  frame.actions.map((a) => `${a.agent} ${a.action} ${a.verdict}`)
const step = (episode: Episode, ...inputs: (AgentInput | null)[]): string[] =>
  verdicts(episode.step(inputs))

describe('turns', () => {
  it('ask everyone at once', () => {
    const episode = laneEpisode()
    expect(episode.asked()).toEqual([0, 1])
    expect(step(episode, right, right)).toEqual(['0 step ok', '1 step ok'])
  })

  it('ask one after the other', () => {
    const episode = laneEpisode({ turns: 'sequential' })
    const asked: (readonly number[])[] = []
    for (let i = 0; i < 3; i++) {
      asked.push(episode.asked())
      expect(episode.step([right, right]).asked).toEqual(asked[i])
    }
    expect(asked).toEqual([[0], [1], [0]])
    expect(places(episode)).toEqual([2, 1])
  })

  it('ask whom the state says', () => {
    const episode = laneEpisode({
      turns: (w: Lane) => (w.tick % 3 === 2 ? [] : [w.c.Walker.x.get(w.agents[0]!.entity) % 2]),
    })
    expect(episode.asked()).toEqual([0])
    expect(step(episode, right, right)).toEqual(['0 step ok', '1 step out-of-turn'])
    expect(episode.asked()).toEqual([1])
    expect(step(episode, right, right)).toEqual(['0 step out-of-turn', '1 step ok'])
    expect(episode.asked()).toEqual([])
    expect(step(episode, right, right)).toEqual(['0 step out-of-turn', '1 step out-of-turn'])
  })

  it('bring rewards, observations and messages also to those who are not asked', () => {
    const episode = laneEpisode({ turns: 'sequential' })
    const frame = episode.step([{ ...right, say: [{ to: 'all', type: 'text', body: 'my turn' }] }])
    expect(frame.rewards).toEqual([1, 0])
    expect(episode.inbox(1).map((m) => m.body)).toEqual(['my turn'])
    expect(episode.observe(1)).toEqual({ x: 0 })
    expect(episode.reward(0)).toBe(1)
  })
})

describe('the order of actions in a tick', () => {
  it('is that of the agents', () => {
    const episode = laneEpisode()
    expect(step(episode, doing('grab'), doing('grab'))).toEqual(['0 grab ok', '1 grab taken'])
  })

  it('does not depend on the order in which inputs came', () => {
    const late: (AgentInput | null)[] = []
    late[1] = doing('grab')
    late[0] = doing('grab')
    expect(step(laneEpisode(), ...late)).toEqual(['0 grab ok', '1 grab taken'])
  })

  it('is shuffled by the seed where the world or the scenario says so', () => {
    const firsts = (seed: number, where: 'world' | 'scenario') => {
      const episode = laneEpisode(
        where === 'world' ? { order: 'initiative' } : {},
        where === 'world' ? {} : { order: 'initiative' },
        { seed },
      )
      return Array.from({ length: 20 }, () => episode.step([right, right]).actions[0]!.agent).join(
        '',
      )
    }
    expect(firsts(1, 'world')).toBe(firsts(1, 'scenario'))
    expect(firsts(1, 'world')).not.toBe(firsts(2, 'world'))
    expect(new Set(firsts(1, 'world'))).toEqual(new Set(['0', '1']))
  })
})

describe('a verdict', () => {
  const refused = (given: unknown, world = {}) =>
    laneEpisode(world).step([{ do: [given as never] }]).actions[0]!

  it('names the nearest action', () => {
    expect(refused({ action: 'stepp', args: {} })).toMatchObject({
      action: 'stepp',
      verdict: 'unknown-action',
      stage: 'check',
      text: expect.stringContaining('did you mean step?'),
    })
    expect(refused({ action: 'constructor', args: {} }).verdict).toBe('unknown-action')
    expect(refused({ action: '__proto__', args: {} }).verdict).toBe('unknown-action')
  })

  it('names the path of each bad argument', () => {
    const { verdict, text } = refused({ action: 'jump', args: { to: 9, high: 'very', far: 1 } })
    expect(verdict).toBe('bad-arguments')
    expect(text).toMatch(/^to: .*high: .*far/s)
  })

  it.each([
    [{ text: 'go' }, 'no-text-commands'],
    [{ text: 3 }, 'bad-action'],
    [{ text: 'x'.repeat(4097) }, 'command-too-long'],
    [{ id: 99 }, 'unknown-action'],
    [{ id: -1 }, 'unknown-action'],
    [{ id: 'length' }, 'unknown-action'],
    [{ id: 0.5 }, 'unknown-action'],
    [{ action: 7 }, 'bad-action'],
    [{ action: '' }, 'bad-action'],
    [{}, 'bad-action'],
    [null, 'bad-action'],
    ['step', 'bad-action'],
    [[], 'bad-action'],
  ])('%j is %s', (given, verdict) => {
    expect(refused(given).verdict).toBe(verdict)
  })

  it('tells what was read, written and taken, and why it was done', () => {
    const episode = laneEpisode()
    const coin = episode.w.entity('coin')
    const [first, second] = episode.step([
      { ...doing('grab'), why: 'shiny' },
      doing('grab'),
    ]).actions
    expect(first).toEqual({
      agent: 0,
      action: 'grab',
      args: {},
      verdict: 'ok',
      note: 'grabbed',
      took: coin,
      reads: [coin],
      writes: [coin],
      why: 'shiny',
    })
    expect(second).toEqual({
      agent: 1,
      action: 'grab',
      args: {},
      verdict: 'taken',
      stage: 'effect',
      text: 'ada was first',
      reads: [coin],
    })
  })

  it('reaches the agent with its next turn', () => {
    const episode = laneEpisode()
    const { actions } = episode.step([doing('step', { by: 'left' })])
    expect(actions[0]).toMatchObject({ verdict: 'wall', stage: 'check' })
    expect(episode.last(0)).toEqual(actions)
    expect(episode.last(1)).toEqual([])
    episode.step([])
    expect(episode.last(0)).toEqual([])
  })

  it('is over-budget beyond the actions of a tick', () => {
    const three = { do: [right.do![0]!, right.do![0]!, { text: 'more' }] }
    expect(step(laneEpisode(), three)).toEqual([
      '0 step ok',
      '0 step over-budget',
      '0  over-budget',
    ])
    expect(step(laneEpisode({ actionsPerTick: 2 }), three)).toEqual([
      '0 step ok',
      '0 step ok',
      '0  over-budget',
    ])
  })

  it('comes also for commands', () => {
    const world = {
      parse: (_: Lane, text: string) =>
        text === 'go'
          ? { action: 'step', args: { by: 'right' } }
          : { reject: 'not-understood', text: 'Say go' },
    }
    const episode = laneEpisode(world)
    expect(
      episode.step([{ do: [{ text: 'go' }] }, { do: [{ text: 'fly' }] }]).actions,
    ).toMatchObject([
      { action: 'step', command: 'go', verdict: 'ok' },
      { action: '', command: 'fly', verdict: 'not-understood', text: 'Say go' },
    ])
  })
})

describe('a fallback', () => {
  const world = { fallback: () => right.do![0] }

  it('is done for those who were asked and did nothing usable, and marked as such', () => {
    const episode = laneEpisode(world)
    const frame = episode.step([doing('step', { by: 'left' })])
    expect(verdicts(frame)).toEqual(['0 step wall', '0 step ok', '1 step ok'])
    expect(frame.actions.map((a) => a.fallback)).toEqual([undefined, true, true])
  })

  it('is not done for those who were not asked', () => {
    expect(step(laneEpisode({ ...world, turns: 'sequential' }))).toEqual(['0 step ok'])
  })

  it('draws from a stream of its own, whatever was said before', () => {
    const rolls = {
      fallback: (w: Lane) => ({ action: 'jump', args: { to: w.rng.int(4), high: false } }),
    }
    const [quiet, loud] = [
      {},
      {
        say: [{ to: 'all', type: 'text', body: 'hm' }],
        memory: [{ op: 'replace' as const, path: [], value: 1 }],
      },
    ].map((input) => {
      const episode = laneEpisode(rolls)
      return Array.from({ length: 8 }, () => [episode.step([input, input]).draws, places(episode)])
    })
    expect(loud).toEqual(quiet)
  })
})

describe('a script', () => {
  const coins = (episode: Episode): number => (episode.w as unknown as Lane).count('Coin')
  const spawn = (w: Lane): void => void w.spawn({ Coin: {} })

  it('makes things happen at a tick, before its actions', () => {
    const episode = laneEpisode(
      {},
      { script: [at(2, (w: Lane) => w.c.Walker.x.set(w.agents[0]!.entity, 5))] as never },
    )
    episode.step([right])
    expect(places(episode)[0]).toBe(1)
    const frame = episode.step([right])
    expect(places(episode)[0]).toBe(6)
    expect(frame.causes[0]).toBe('script:0')
  })

  it('makes things happen once a condition holds, or whenever it does', () => {
    const far = (w: Lane): boolean => w.c.Walker.x.get(w.agents[0]!.entity) >= 2
    for (const [every, counts] of [
      [false, [1, 1, 2, 2, 2]],
      [true, [1, 1, 2, 3, 4]],
    ] as const) {
      const episode = laneEpisode({}, { script: [when(far, spawn, { every })] as never })
      for (const count of counts) {
        episode.step([right])
        expect(coins(episode)).toBe(count)
      }
    }
  })

  it('remembers over a restore what happened already', () => {
    const script = [when(() => true, spawn)] as never
    const episode = laneEpisode({}, { script })
    episode.step([])
    const other = laneEpisode({}, { script })
    other.restore(episode.save())
    other.step([])
    expect(coins(other)).toBe(2)
  })
})

describe('goals', () => {
  const goal = {
    id: 'far',
    text: 'Ada is far',
    test: (w: Lane) => w.c.Walker.x.get(w.agents[0]!.entity) / 2,
  }

  it('make an event of each change of progress', () => {
    const episode = laneEpisode({}, { goals: [goal] as never })
    const frames = [right, null, right, right].map((input) => episode.step([input]))
    expect(frames.map((f) => f.events.map((e) => e.data))).toEqual([
      [{ id: 'far', progress: 0.5, done: false, before: 0 }],
      [],
      [{ id: 'far', progress: 1, done: true, before: 0.5 }],
      [],
    ])
    expect(frames[3]!.goals).toEqual([{ id: 'far', text: 'Ada is far', progress: 1, done: true }])
    expect(episode.goals()).toEqual(frames[3]!.goals)
  })

  it('have a progress from 0 to 1, whatever their test says', () => {
    for (const [result, progress] of [
      [NaN, 0],
      [-3, 0],
      [7, 1],
      [true, 1],
      [false, 0],
    ] as const) {
      const episode = laneEpisode({}, { goals: [{ ...goal, test: () => result }] as never })
      expect(episode.goals()[0]).toMatchObject({ progress, done: progress === 1 })
    }
  })
})

describe('an end', () => {
  it('comes with the horizon', () => {
    const episode = laneEpisode({}, { horizon: 2 })
    expect(episode.step([]).end).toBeUndefined()
    expect(episode.step([]).end).toBe('horizon')
    expect(episode.asked()).toEqual([])
    expect(() => episode.step([])).toThrow('episode/ended')
  })

  it('comes when the world is done, also before the first tick', () => {
    const episode = laneEpisode({ done: (w: Lane) => w.c.Walker.x.get(w.agents[0]!.entity) === 1 })
    expect(episode.step([right]).end).toBe('done')
    const over = laneEpisode({ done: () => true })
    expect([over.end, over.first?.end]).toEqual(['done', 'done'])
    expect(() => over.step([])).toThrow('episode/ended')
  })

  it('comes when it is aborted, and keeps what happened', () => {
    const episode = laneEpisode()
    const { chain } = episode.step([right])
    episode.abort()
    expect(episode.end).toBe('aborted')
    expect(() => episode.step([])).toThrow('episode/ended')
    expect(episode.save()).toMatchObject({ tick: 1, end: 'aborted' })
    const other = laneEpisode()
    expect(other.step([right]).chain).toBe(chain)
  })

  it('is not undone by an abort', () => {
    const episode = laneEpisode({}, { horizon: 1 })
    episode.step([])
    episode.abort()
    expect(episode.end).toBe('horizon')
  })
})

describe('a frame', () => {
  it('never changes after it was given', () => {
    const world = { systems: [(w: Lane) => w.tick % 2 === 0 && w.emit('even', { tick: w.tick })] }
    const episode = laneEpisode(world)
    const body = { coins: 1 }
    const frames = Array.from({ length: 8 }, (_, i) =>
      episode.step([
        { ...(i % 3 === 0 ? right : doing('grab')), say: [{ to: 'all', type: 'offer', body }] },
      ]),
    )
    const kept = frames.map(({ inputs: _, ...rest }) => rest)
    const copies = structuredClone(kept)
    body.coins = 99
    for (let i = 0; i < 8; i++) episode.step([doing('roll'), right])
    expect(kept).toEqual(copies)
    expect(frames.map((f) => f.events.length)).toEqual([0, 1, 0, 1, 0, 1, 0, 1])
    expect(frames[0]!.messages[0]!.body).toEqual({ coins: 1 })
  })

  it('of tick 0 is the setup', () => {
    const { first } = laneEpisode()
    expect(first).toMatchObject({
      tick: 0,
      asked: [],
      causes: ['setup'],
      actions: [],
      rewards: [0, 0],
    })
    expect(first!.diff.columns.length).toBeGreaterThan(0)
  })

  it('of an untracked run has what agents need, and no more', () => {
    const frame = laneEpisode({}, {}, { track: false }).step([right])
    expect(verdicts(frame)).toEqual(['0 step ok'])
    expect(frame).toMatchObject({
      tick: 1,
      rewards: [1, 0],
      state: '',
      chain: '',
      causes: [],
      draws: [],
    })
  })
})

describe('episodes of one scenario', () => {
  it('share nothing', () => {
    const a = laneEpisode()
    const b = laneEpisode()
    a.step([right, doing('grab')])
    expect(places(b)).toEqual([0, 0])
    expect(b.step([right, doing('grab')]).chain).toBe(
      laneEpisode().step([right, doing('grab')]).chain,
    )
  })
})
