import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AnyWorld, actionCatalog, createEpisode, defineScenario } from '../../engine/index.js'
import { begin, bodies, body, parts, step, verdicts } from './testing/play.js'
import { particles } from './world.js'

const alone = { scenario: 'simple', start: { bodies: bodies([0, 0], [1, 0]) } }
const pair = {
  scenario: 'reference',
  start: { bodies: bodies([0, 0], [1, 1], [2, 0], [2, 1], [2, 2]), goals: [0, 2] },
}
const talk = {
  scenario: 'speaker-listener',
  start: { bodies: bodies([0, 0], [1, 1], [2, 0], [2, 1], [2, 2]), goals: [2, null] },
}

describe('discrete actions', () => {
  const { ids } = actionCatalog(particles as unknown as AnyWorld)

  it('have the numbers of the reference: the way is id % 5, the word id / 5', () => {
    const ways = ['stay', 'left', 'right', 'down', 'up']
    expect(ids).toHaveLength(50)
    for (const [id, { action, args }] of ids.entries()) {
      expect([action, args]).toEqual(['go', { say: Math.floor(id / 5), to: ways[id % 5] }])
    }
  })

  it.each([
    ['stay', 0, 0],
    ['left', -0.5, 0],
    ['right', 0.5, 0],
    ['down', 0, -0.5],
    ['up', 0, 0.5],
  ])('%s thrusts that way', (to, vx, vy) => {
    const episode = begin(alone, 1)
    expect(verdicts(step(episode, { go: { to } }))).toEqual(['ok'])
    expect(body(episode, 0)).toEqual([0, 0, vx, vy])
    expect(body(episode, 1)).toEqual([1, 0, 0, 0])
  })

  it('say a word that is heard after the tick, and not for longer', () => {
    const episode = begin(pair, 2)
    step(episode, { go: { say: 7 } }, undefined)
    expect(parts(episode, 1)['heard from agent_0']).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 0, 0])
    expect(parts(episode, 0)['heard from agent_1']).toEqual(Array(10).fill(0))
    step(episode, undefined, { go: { to: 'up' } })
    expect(parts(episode, 1)['heard from agent_0']).toEqual(Array(10).fill(0))
    expect(parts(episode, 0)['heard from agent_1']).toEqual([1, ...Array(9).fill(0)])
  })

  it('are legal as far as the body allows', () => {
    const speaker = begin(talk, 2)
    const legal = (agent: number): unknown[] =>
      speaker
        .legal(agent)
        .filter((a) => a.action === 'go')
        .map((a) => a.args)
    expect(legal(0)).toEqual([0, 1, 2].map((say) => ({ say, to: 'stay' })))
    expect(legal(1)).toHaveLength(5)
    expect(verdicts(step(speaker, { go: { to: 'up' } }, { go: { say: 1 } }))).toEqual([
      'cannot-move',
      'silent',
    ])
    expect(verdicts(step(speaker, { go: { say: 3 } }, { go: { to: 'east' } }))).toEqual([
      'no-such-word',
      'bad-arguments',
    ])
    expect([...body(speaker, 0), ...body(speaker, 1)]).toEqual([0, 0, 0, 0, 1, 1, 0, 0])
  })
})

describe('continuous actions', () => {
  it('thrust by differences in float32', () => {
    const episode = begin(alone, 1)
    step(episode, { drive: { force: [0.9, 0.1, 0.8, 0.3, 0.2] } })
    const f = Math.fround
    expect(body(episode, 0)).toEqual([
      0,
      0,
      f(f(0.8) - f(0.1)) * 5 * 0.1,
      f(f(0.2) - f(0.3)) * 5 * 0.1,
    ])
  })

  it('went the other way in the original, whose bodies take their new speed at once', () => {
    const episode = begin(alone, 1, { profile: 'mpe@1' })
    step(episode, { drive: { force: [0, 0, 1, 0, 0] } })
    expect(body(episode, 0)).toEqual([-0.5 * 0.1, 0, -0.5, 0])
    step(episode, { go: { to: 'right' } })
    const vx = -0.5 * 0.75 + 0.5
    expect(body(episode, 0)).toEqual([-0.5 * 0.1 + vx * 0.1, 0, vx, 0])
  })

  it('say a message of as many numbers as there are words', () => {
    const episode = begin(talk, 2)
    step(episode, { drive: { say: [0.1, 0.5, 1] } }, undefined)
    expect(parts(episode, 1)['heard from speaker_0']).toEqual([0.1, 0.5, 1].map(Math.fround))
    expect(
      verdicts(step(episode, { drive: { say: [1, 0] } }, { drive: { say: [1, 0, 0] } })),
    ).toEqual(['bad-message', 'silent'])
    expect(verdicts(step(episode, { drive: { force: [0, 0, 0, 0, 0] } }, undefined))).toEqual([
      'cannot-move',
    ])
  })

  it.each([NaN, Infinity, -Infinity, 1e300, -0.001, 1.001, '1', null, [0]])(
    'refuse %j among the numbers, and nothing moves',
    (odd) => {
      const episode = begin(talk, 2)
      const frame = step(
        episode,
        { drive: { say: [0, odd, 0] } },
        { drive: { force: [0, odd, 0, 0, 0] } },
      )
      expect(verdicts(frame)).toEqual(['bad-arguments', 'bad-arguments'])
      expect(body(episode, 1)).toEqual([1, 1, 0, 0])
      expect(parts(episode, 1)['heard from speaker_0']).toEqual([0, 0, 0])
    },
  )

  it.each([[[0, 0, 0, 0]], [[0, 0, 0, 0, 0, 0]], [[]]])(
    'refuse %j, which are not five',
    (force) => {
      expect(verdicts(step(begin(alone, 1), { drive: { force } }))).toEqual(['bad-arguments'])
    },
  )
})

describe('commands', () => {
  const read = (text: string): unknown => {
    const { action, args, verdict } = step(begin(pair, 2), { text }).actions[0]!
    return verdict === 'ok' ? [action, args] : verdict
  }

  it.each([
    ['LEFT', ['go', { say: 0, to: 'left' }]],
    ['say 9', ['go', { say: 9, to: 'stay' }]],
    [' Up  say 3 ', ['go', { say: 3, to: 'up' }]],
    ['DRIVE 0 1 0 0 .5', ['drive', { force: [0, 1, 0, 0, 0.5] }]],
    ['DRIVE SAY 1 0 0 0 0 0 0 0 0 0', ['drive', { say: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0] }]],
    ['', 'bad-command'],
    ['LEFT RIGHT', 'bad-command'],
    ['LEFTISH', 'bad-command'],
    ['SAY 10', 'bad-command'],
    ['SAY -1', 'bad-command'],
    ['SAY 1 SAY 2', 'bad-command'],
    ['LEFT SAY', 'bad-command'],
    ['DRIVE 0 1 0 0', 'bad-command'],
    ['DRIVE 0 1 0 0 2', 'bad-command'],
    ['DRIVE 0 1 0 0 NaN', 'bad-command'],
    ['DRIVE SAY', 'bad-command'],
    ['DRIVE SAY 1', 'bad-message'],
  ])('%j is read as %j', (text, expected) => {
    expect(read(text)).toEqual(expected)
  })

  it('are read as they are written', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true }).map((x) => x + 0)
    const drive = fc.record({ force: fc.array(unit, { minLength: 5, maxLength: 5 }) })
    fc.assert(
      fc.property(drive, (args) => {
        expect(read(particles.format!('drive', args))).toEqual(['drive', args])
      }),
      { numRuns: 40 },
    )
  })
})

describe('seats and bodies', () => {
  it('need not be as many: extra seats look on, extra bodies drift', () => {
    const episode = begin(alone, 3)
    const frame = step(
      episode,
      { go: { to: 'up' } },
      { go: {} },
      { drive: { force: [0, 0, 1, 0, 0] } },
    )
    expect(verdicts(frame)).toEqual(['ok', 'no-body', 'no-body'])
    expect(frame.rewards).toEqual([-1, 0, 0])
    expect(episode.observe(2)).toEqual({ scenario: 'simple', role: 'none', vector: [], parts: {} })
    expect(episode.describe(2)).toContain('no body')
    expect(episode.legal(2)).toEqual([])
    const lonely = begin({ scenario: 'spread' }, 1)
    expect(verdicts(step(lonely, { go: { to: 'up' } }))).toEqual(['ok'])
    expect(parts(lonely, 0)).toHaveProperty('to agent_2')
  })

  it('may share a name with a body', () => {
    const scenario = defineScenario(particles, {
      params: { scenario: 'simple' },
      agents: { landmark_0: {}, landmark_0_: {} },
    })
    const { w, seats } = createEpisode(scenario, { seed: 1 })
    expect(seats[0]!.entity).toBeGreaterThan(0)
    expect(w.entity('landmark_0__')).toBeGreaterThan(0)
  })
})
