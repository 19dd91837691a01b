import { describe, expect, it } from 'vitest'
import type { SceneInput } from './scene.js'
import { idsSeenBy, last, play, seenBy, start, things } from './testing/play.js'

const found = { allFound: true }
const LIT = ['ada GOTO lamp', 'ada GRAB lamp']

describe('a closed container', () => {
  /** The coin is in the open box, the box in the closed chest. */
  it.each([
    ['GRAB coin', 'closed-container'],
    ['GRAB box', 'closed-container'],
    ['GOTO coin', 'closed-container'],
    ['LOOK coin', 'closed-container'],
    ['OPEN box', 'closed-container'],
    ['PLACE lamp in box', 'closed-container'],
    ['PLACE lamp on box', 'closed-container'],
    ['PLACE lamp in chest', 'closed-container'],
    ['PLACE lamp on chest', 'place'],
    ['LOOK chest', 'look'],
    ['OPEN chest', 'attr'],
  ])('is shut for all that is in it, at any depth: %s', (command, verdict) => {
    const scene = { ...found, things: things({ id: 'box', states: { is_open: false } }) }
    expect(last(start(scene), ...LIT, 'ada GOTO chest', `ada ${command}`)).toBe(verdict)
  })

  it('tells of the outermost lid alone', () => {
    const episode = start({ ...found, things: things({ id: 'box', states: { is_open: false } }) })
    play(episode, 'ada LOOK coin')
    expect(episode.last(0)[0]!.text).toBe('Chest is closed')
  })

  it('is shut for two as for one', () => {
    const both = (command: string) => `ada ${command}; bob ${command}`
    const episode = start({ ...found, things: things({ id: 'box', states: { is_open: false } }) })
    expect(
      play(
        episode,
        both('GOTO chest'),
        both('CORP_OPEN ada,bob box'),
        both('CORP_GRAB ada,bob coin'),
      ),
    ).toEqual([
      'goto-object; goto-object',
      'closed-container; closed-container',
      'closed-container; closed-container',
    ])
  })

  it('gives all it has once every lid is open', () => {
    const ticks = ['ada GOTO chest', 'ada OPEN chest', 'ada GRAB coin']
    expect(play(start(found), ...ticks)).toEqual(['goto-object', 'attr', 'grab'])
  })

  it('hides what one knows to be inside', () => {
    const episode = start(found)
    play(episode, 'ada GOTO chest')
    expect(idsSeenBy(episode, 'ada')).not.toContain('coin')
    play(episode, 'ada OPEN chest')
    expect(idsSeenBy(episode, 'ada')).toContain('coin')
    play(episode, 'ada CLOSE chest')
    expect(idsSeenBy(episode, 'ada')).not.toContain('box')
  })

  it('shows what is on it', () => {
    const episode = start(found)
    play(episode, ...LIT, 'ada GOTO chest', 'ada PLACE lamp on chest', 'ada LOOK chest')
    expect(episode.last(0)[0]!.data).toMatchObject({ contains: ['lamp'] })
  })
})

describe('finding', () => {
  it('takes an agent that looks', () => {
    const episode = start()
    expect(idsSeenBy(episode, 'ada')).toEqual([])
    play(episode, 'ada EXPLORE')
    expect(idsSeenBy(episode, 'ada').sort()).toEqual(
      ['bag', 'brick', 'chest', 'kit', 'lamp', 'radio', 'stove', 'table', 'tin', 'trunk'].sort(),
    )
    expect(idsSeenBy(episode, 'bob')).toEqual([])
  })

  it('tells of the room one is in', () => {
    expect(play(start(), 'ada EXPLORE shed', 'ada EXPLORE hall')).toEqual([
      'explore-other-room',
      'explore',
    ])
  })

  it('takes a look at the place itself: what was seen elsewhere is not seen from afar', () => {
    const episode = start()
    play(episode, 'ada EXPLORE', 'ada GOTO shed')
    expect(idsSeenBy(episode, 'ada')).toEqual([])
    play(episode, 'ada GOTO hall')
    expect(idsSeenBy(episode, 'ada')).toContain('lamp')
  })

  it.each([
    ['a lid is opened', ['ada GOTO chest', 'ada OPEN chest'], ['box', 'chest', 'coin']],
    ['a thing is taken', ['ada GOTO kit', 'ada GRAB kit'], ['kit']],
    [
      'a thing is put down',
      ['ada GOTO kit', 'ada GRAB kit', 'ada GOTO lamp', 'ada PLACE kit on lamp'],
      ['kit', 'lamp'],
    ],
  ])('is for all in the room when %s', (_, ticks, ids) => {
    const episode = start()
    play(episode, 'cid GOTO shed', 'ada EXPLORE', ...ticks)
    expect(idsSeenBy(episode, 'bob').sort()).toEqual(ids)
    expect(idsSeenBy(episode, 'cid')).toEqual([])
  })

  it('is for all whom one meets with things in hand', () => {
    const episode = start()
    play(episode, 'bob GOTO shed', 'ada EXPLORE', 'ada GOTO kit', 'ada GRAB kit', 'ada GOTO shed')
    expect(idsSeenBy(episode, 'bob')).toEqual(['kit'])
    play(episode, 'cid GOTO shed')
    expect(idsSeenBy(episode, 'cid')).toEqual(['kit'])
  })

  it('is of what a thing that one knows has been put on, when one comes by', () => {
    const episode = start()
    play(episode, 'ada EXPLORE', 'bob EXPLORE', 'ada GOTO lamp', 'ada GRAB lamp', 'ada GOTO shed')
    play(episode, 'ada EXPLORE', 'ada GOTO rope', 'ada PLACE lamp on rope', 'bob GOTO shed')
    expect(idsSeenBy(episode, 'bob').sort()).toEqual(['lamp', 'rope'])
  })

  it('is for all when two lift a thing', () => {
    const episode = start()
    const both = (command: string) => `ada ${command}; bob ${command}`
    play(episode, both('EXPLORE'), both('GOTO trunk'), both('CORP_GRAB ada,bob trunk'))
    expect(idsSeenBy(episode, 'cid')).toEqual(['trunk'])
  })

  it('does not tell what is in a closed bag that is carried by', () => {
    const episode = start({
      things: things({ id: 'bag', states: { is_open: false } }, { id: 'brick', weight: 1 }),
    })
    play(episode, 'ada EXPLORE', 'ada GOTO bag', 'ada GRAB bag')
    expect(idsSeenBy(episode, 'bob')).toEqual(['bag'])
    play(episode, 'ada OPEN bag')
    expect(idsSeenBy(episode, 'bob')).toEqual(['bag', 'tin', 'brick'])
  })

  it('tells nobody where the others are who are not in sight', () => {
    const episode = start()
    play(episode, 'cid GOTO shed')
    expect(seenBy(episode, 'ada').agents.map((a) => a.room)).toEqual(['hall', 'hall', ''])
    expect(episode.describe(0)).toContain('cid (cid) is not in sight')
  })

  it('refuses what is unknown as it refuses what does not exist', () => {
    expect(play(start(), 'ada GRAB coin; bob GRAB ghost', 'ada GOTO rope; bob GOTO cid')).toEqual([
      'undiscovered; undiscovered',
      'undiscovered; undiscovered',
    ])
  })
})

describe('links, doors and locks', () => {
  const house = (door: Partial<NonNullable<SceneInput['things']>[number]> = {}) => ({
    ...found,
    travel: 'links' as const,
    things: things(
      {
        id: 'gate',
        kind: 'static',
        at: 'in:hall',
        door: ['hall', 'shed'],
        states: { is_open: false, is_locked: false },
        ...door,
      },
      { id: 'key', at: 'in:hall', provides: ['lock', 'unlock'] },
    ),
  })
  const locked = { states: { is_open: false, is_locked: true } }

  it.each([
    ['a closed door', ['ada GOTO shed'], 'door-closed'],
    ['an opened door', ['ada GOTO gate', 'ada OPEN gate', 'ada GOTO shed'], 'goto-room'],
    ['no link', ['ada GOTO attic'], 'not-linked'],
    ['staying', ['ada GOTO hall'], 'goto-room'],
  ])('lets through or not: %s', (_, ticks, verdict) => {
    expect(last(start(house()), ...ticks)).toBe(verdict)
  })

  it('opens from both sides', () => {
    const episode = start({
      ...house(),
      bodies: { ada: { start: 'shed' }, bob: { start: 'hall' } },
    })
    expect(idsSeenBy(episode, 'ada')).toEqual(['rope', 'gate'])
    expect(play(episode, 'ada GOTO gate', 'ada OPEN gate', 'bob GOTO shed')).toEqual([
      'goto-object',
      'attr',
      'goto-room',
    ])
  })

  it('holds up those who carry as well', () => {
    const both = (command: string) => `ada ${command}; bob ${command}`
    const episode = start(house())
    play(episode, both('GOTO trunk'), both('CORP_GRAB ada,bob trunk'))
    expect(last(episode, both('CORP_GOTO ada,bob attic'))).toBe('not-linked; not-linked')
    expect(last(episode, both('CORP_GOTO ada,bob shed'))).toBe('door-closed; door-closed')
    expect(last(episode, 'cid GOTO gate', 'cid OPEN gate', both('CORP_GOTO ada,bob shed'))).toBe(
      'corp-goto; corp-goto',
    )
  })

  it('is nowhere to put things: they would be in the other room', () => {
    const episode = start({ ...house(), bodies: { ada: { start: 'shed' } } })
    const ticks = ['ada GOTO rope', 'ada GRAB rope', 'ada GOTO gate']
    expect(last(episode, ...ticks, 'ada PLACE rope on gate')).toBe('on-door')
  })

  it('cannot be carried off', () => {
    const item = start(house({ kind: 'item' }))
    expect(last(item, 'ada GOTO gate', 'ada GRAB gate')).toBe('not-grabbable')
  })

  it('is opened with a key in hand, in two steps', () => {
    const episode = start(house(locked))
    expect(
      play(
        episode,
        'ada GOTO gate',
        'ada OPEN gate',
        'ada UNLOCK gate',
        'ada GOTO key',
        'ada GRAB key',
      ),
    ).toEqual(['goto-object', 'locked', 'no-ability', 'goto-object', 'grab'])
    expect(
      play(episode, 'ada GOTO gate', 'ada UNLOCK gate', 'ada OPEN gate', 'ada GOTO shed'),
    ).toEqual(['goto-object', 'attr', 'attr', 'goto-room'])
  })

  it('is locked for two as for one', () => {
    const both = (command: string) => `ada ${command}; bob ${command}`
    expect(last(start(house(locked)), both('GOTO gate'), both('CORP_OPEN ada,bob gate'))).toBe(
      'locked; locked',
    )
  })

  it('matters where one can go anywhere only to those who say so', () => {
    expect(last(start(found), 'ada GOTO attic')).toBe('goto-room')
    expect(() => start({ ...house(), travel: 'anywhere' })).toThrow(/doors keep nobody in/)
  })
})
