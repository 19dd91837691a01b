import { describe, expect, it } from 'vitest'
import {
  HOUSE,
  idsSeenBy,
  last,
  play,
  roomAbove,
  seenBy,
  start,
  state,
  tasksDone,
  things,
} from './testing/play.js'

const found = { allFound: true }
const both = (command: string): string => `ada ${command}; bob ${command}`
const room = (episode: ReturnType<typeof start>, id: string): string => {
  const w = state(episode)
  return w.nameOf(roomAbove(w, w.entity(id)))
}

describe('hands', () => {
  it('counts once what is taken out of a bag in hand', () => {
    const episode = start({ ...found, things: things({ id: 'brick', weight: 13 }) })
    expect(play(episode, 'ada GOTO bag', 'ada GRAB bag', 'ada GRAB brick')).toEqual([
      'goto-object',
      'grab',
      'grab',
    ])
    expect(seenBy(episode, 'ada').load).toBe(15)
  })

  it('knows the load anew from what is held', () => {
    const episode = start({ ...found, things: things({ id: 'brick', at: 'in:hall' }) })
    play(episode, 'ada GOTO bag', 'ada GRAB bag', 'ada GOTO lamp', 'ada GRAB lamp')
    expect(seenBy(episode, 'ada').load).toBe(5)
    play(episode, 'ada PLACE lamp in tin')
    expect(seenBy(episode, 'ada').load).toBe(5)
    play(episode, 'ada PLACE bag in hall')
    expect(seenBy(episode, 'ada').load).toBe(0)
  })

  it.each([
    ['into itself', 'bag in bag'],
    ['into what is in it', 'bag in tin'],
    ['onto what is in what is in it', 'bag on brick'],
  ])('puts nothing %s', (_, what) => {
    const episode = start({ ...found, things: things({ id: 'brick', weight: 1 }) })
    expect(last(episode, 'ada GOTO bag', 'ada GRAB bag', `ada PLACE ${what}`)).toBe('inside-itself')
  })

  it('tells nothing of what is inside what it cannot see into', () => {
    const shut = things({ id: 'bag', states: { is_open: false } }, { id: 'brick', weight: 1 })
    const ticks = ['ada EXPLORE', 'ada GOTO bag', 'ada GRAB bag']
    expect(last(start({ things: shut }), ...ticks, 'ada PLACE bag in tin')).toBe('undiscovered')
    expect(last(start({ things: shut }), ...ticks, 'ada PLACE bag in ghost')).toBe('undiscovered')
  })

  it('has what it holds with it, wherever it goes', () => {
    const episode = start(found)
    play(episode, 'ada GOTO kit', 'ada GRAB kit', 'ada GOTO shed')
    expect(room(episode, 'kit')).toBe('shed')
    expect(idsSeenBy(episode, 'bob')).not.toContain('kit')
    expect(last(episode, 'bob GOTO kit')).toBe('not-in-sight')
    expect(last(episode, 'bob GOTO shed', 'bob GRAB kit')).toBe('held-by-other')
  })

  it('keeps what was held out of a place in another room', () => {
    const ticks = ['ada GOTO kit', 'ada GRAB kit', 'ada PLACE kit in shed']
    expect(last(start(found), ...ticks)).toBe('place-other-room')
  })
})

describe('reach', () => {
  it.each([
    ['the thing itself', 'ada GOTO lamp', 'ada TURN_ON lamp', 'attr'],
    ['nothing', 'ada GOTO shed', 'ada TURN_ON lamp', 'not-in-sight'],
    ['another thing', 'ada GOTO table', 'ada TURN_ON lamp', 'not-near'],
    ['the furniture that things are on', 'ada GOTO kit', 'ada GRAB radio', 'grab'],
    ['the thing on the floor that others are in', 'ada GOTO bag', 'ada GRAB tin', 'grab'],
  ])('is told from %s', (_, go, tick, verdict) => {
    expect(last(start(found), go, tick)).toBe(verdict)
  })

  it('ends when the thing is carried off, even if it is brought back', () => {
    const episode = start(found)
    play(episode, 'ada GOTO lamp; bob GOTO lamp', 'ada GRAB lamp', 'ada GOTO shed', 'ada GOTO hall')
    expect(last(episode, 'ada PLACE lamp in hall', 'bob TURN_ON lamp')).toBe('not-near')
  })

  it('does not ask for a hand that is free', () => {
    const oneHand = { bodies: { ...HOUSE.bodies, ada: { start: 'hall', strength: 99, grasp: 1 } } }
    const ticks = ['ada GOTO kit', 'ada GRAB kit', 'ada REPAIR radio']
    expect(last(start({ ...found, ...oneHand }), ...ticks)).toBe('attr')
  })
})

describe('tasks', () => {
  const on = { thing: 'lamp', states: { is_on: true } }
  it.each([
    ['alone', 'direct_command', undefined, 'ada TURN_ON lamp', true],
    [
      'alone where it takes several',
      'explicit_collaboration',
      undefined,
      'ada TURN_ON lamp',
      false,
    ],
    ['together', 'implicit_collaboration', undefined, both('CORP_TURN_ON ada,bob lamp'), true],
    ['alone where the check says so', 'compound_collaboration', false, 'ada TURN_ON lamp', true],
    ['alone where the check asks for several', 'tool_use', true, 'ada TURN_ON lamp', false],
  ] as const)('judges what was done %s', (_, category, together, tick, done) => {
    const check = together === undefined ? on : { ...on, together }
    const tasks = [{ text: 'Work together', category, checks: [check] }]
    const episode = start({ ...found, tasks })
    play(episode, both('GOTO lamp'), tick)
    expect(tasksDone(episode)).toEqual([done])
  })

  it('forgets who did it when one alone does it again', () => {
    const tasks = [
      {
        text: 'Off',
        category: 'explicit_collaboration' as const,
        checks: [{ thing: 'lamp', states: { is_on: false } }],
      },
    ]
    const episode = start({ ...found, tasks })
    play(episode, both('GOTO lamp'), both('CORP_TURN_ON ada,bob lamp'), 'ada TURN_OFF lamp')
    expect(tasksDone(episode)).toEqual([false])
  })

  it('are judged at the end of the tick, whoever says in it that they are done', () => {
    const tasks = [
      {
        text: 'Lamp on, chest open',
        checks: [on, { thing: 'chest', states: { is_open: true } }],
      },
    ]
    const opened = things({ id: 'chest', states: { is_open: true } })
    const episode = start({ ...found, tasks, things: opened })
    play(episode, 'ada GOTO lamp; cid GOTO chest', 'ada TURN_ON lamp; bob DONE; cid CLOSE chest')
    expect(tasksDone(episode)).toEqual([false])
  })

  it('gives a team its own aims, and may end with the first team', () => {
    const episode = start({
      ...found,
      ends: 'first',
      agents: { ada: { team: 'red' }, bob: { team: 'blue' } },
      tasks: [
        { text: 'Lamp on', team: 'red', checks: [on] },
        {
          text: 'Radio well',
          team: 'blue',
          checks: [{ thing: 'radio', states: { is_broken: false } }],
        },
      ],
    })
    const aims = (name: string) => seenBy(episode, name).tasks.map((t) => t.text)
    expect([aims('ada'), aims('bob')]).toEqual([['Lamp on'], ['Radio well']])
    play(episode, 'bob GOTO lamp', 'bob TURN_ON lamp')
    expect([episode.reward(0), episode.reward(1), episode.end]).toEqual([1, 0, 'done'])
  })
})
