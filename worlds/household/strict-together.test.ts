import { describe, expect, it } from 'vitest'
import { at } from '../../engine/index.js'
import { type Household, household } from './index.js'
import {
  HOUSE,
  idsSeenBy,
  last,
  placeOf,
  play,
  roomAbove,
  seenBy,
  start,
  state,
  things,
} from './testing/play.js'

const found = { allFound: true }
const both = (command: string): string => `ada ${command}; bob ${command}`
const all = (command: string): string => `${both(command)}; cid ${command}`
const gather = all('GOTO trunk')
const lift = both('CORP_GRAB ada,bob trunk')
const room = (episode: ReturnType<typeof start>, id: string): string => {
  const w = state(episode)
  return w.nameOf(roomAbove(w, w.entity(id)))
}

describe('acting together', () => {
  const near = both('GOTO lamp')
  it.each([
    ['one alone', 'ada CORP_TURN_ON ada lamp', 'alone'],
    ['one named twice', 'ada CORP_TURN_ON ada,ada lamp', 'alone'],
    ['one named twice among others', both('CORP_TURN_ON ada,bob,ada lamp'), 'alone; alone'],
    ['somebody who does nothing', 'ada CORP_TURN_ON ada,bob lamp', 'no-consent'],
    [
      'somebody who does it alone',
      'ada CORP_TURN_ON ada,bob lamp; bob TURN_ON lamp',
      'no-consent; attr',
    ],
    [
      'somebody who names others',
      'ada CORP_TURN_ON ada,bob lamp; bob CORP_TURN_ON ada,bob,cid lamp',
      'no-consent; no-consent',
    ],
    [
      'somebody who does another thing',
      'ada CORP_TURN_ON ada,bob lamp; bob CORP_TURN_OFF ada,bob lamp',
      'no-consent; no-consent',
    ],
    ['others only', 'cid CORP_TURN_ON ada,bob lamp', 'not-in-list'],
    ['nobody known', 'ada CORP_TURN_ON ada,zoe lamp', 'list-no-agent'],
    ['two who agree', both('CORP_TURN_ON ada,bob lamp'), 'corp-attr; corp-attr'],
    [
      'two who name each other first',
      'ada CORP_TURN_ON ada,bob lamp; bob CORP_TURN_ON bob,ada lamp',
      'corp-attr; corp-attr',
    ],
    [
      'two of whom one is not near',
      'ada CORP_TURN_ON ada,cid lamp; cid CORP_TURN_ON ada,cid lamp',
      'not-near; not-near',
    ],
  ])('%s', (_, tick, verdicts) => {
    expect(last(start(found), near, tick)).toBe(verdicts)
  })

  it('changes a thing once', () => {
    const episode = start(found)
    play(episode, near, both('CORP_TURN_ON ada,bob lamp'))
    expect(last(episode, both('CORP_TURN_OFF ada,bob lamp'))).toBe('corp-attr; corp-attr')
    expect(seenBy(episode, 'ada').things.find((t) => t.id === 'lamp')!.states['is_on']).toBe(false)
  })

  it('reaches what one of them holds, and nothing in the hands of others', () => {
    const take = ['ada GOTO lamp', 'ada GRAB lamp']
    expect(last(start(found), ...take, both('CORP_TURN_ON ada,bob lamp'))).toBe(
      'corp-attr; corp-attr',
    )
    const others = 'bob CORP_TURN_ON bob,cid lamp; cid CORP_TURN_ON bob,cid lamp'
    expect(last(start(found), ...take, others)).toBe('held-by-other; held-by-other')
  })

  it('needs one tool among all, not one each', () => {
    const take = ['ada GOTO kit; bob GOTO radio', 'ada GRAB kit']
    expect(last(start(found), ...take, both('CORP_REPAIR ada,bob radio'))).toBe(
      'corp-attr; corp-attr',
    )
    expect(last(start(found), take[0]!, both('CORP_REPAIR ada,bob radio'))).toBe(
      'no-ability; no-ability',
    )
  })
})

describe('carrying together', () => {
  const carrying = (scene = {}) => {
    const episode = start({ ...found, ...scene })
    play(episode, gather, lift)
    return episode
  }

  it.each([
    ['what both can lift', {}, 'corp-grab; corp-grab'],
    [
      'what is too heavy for both',
      { things: things({ id: 'trunk', weight: 33 }) },
      'weight; weight',
    ],
    [
      'what is too heavy with what is in what is on it',
      {
        things: things(
          { id: 'bag', at: 'on:trunk' },
          { id: 'tin', at: 'in:bag' },
          { id: 'brick', at: 'in:tin', weight: 1 },
        ),
      },
      'weight; weight',
    ],
    [
      'what a static thing is',
      { things: things({ id: 'trunk', kind: 'static' as const }) },
      'not-grabbable; not-grabbable',
    ],
  ])('lifts by summed strength: %s', (_, scene, verdicts) => {
    expect(last(start({ ...found, ...scene }), gather, lift)).toBe(verdicts)
  })

  it('counts what is in hands already, and asks for a free hand', () => {
    const loaded = ['ada GOTO lamp; bob GOTO trunk', 'ada GRAB lamp', 'ada GOTO trunk']
    expect(last(start(found), ...loaded, lift)).toBe('weight; weight')
    const oneHand = { bodies: { ...HOUSE.bodies, ada: { start: 'hall', strength: 99, grasp: 1 } } }
    expect(last(start({ ...found, ...oneHand }), ...loaded, lift)).toBe('hands-full; hands-full')
  })

  it('takes the thing along, for all to see', () => {
    const episode = carrying()
    const go = both('CORP_GOTO ada,bob shed')
    expect(play(episode, 'cid GOTO shed', go)).toEqual(['goto-room', 'corp-goto; corp-goto'])
    expect(room(episode, 'trunk')).toBe('shed')
    expect(idsSeenBy(episode, 'cid')).toContain('trunk')
    expect(last(episode, both('CORP_PLACE ada,bob trunk in shed'))).toBe('corp-place; corp-place')
    expect(placeOf(episode, 'trunk')).toBe('in:shed')
    expect(seenBy(episode, 'ada').agents.map((a) => a.bound)).toEqual(['', '', ''])
  })

  it('binds those who carry, and nobody else', () => {
    const episode = carrying()
    expect(play(episode, 'ada GOTO shed; bob GRAB lamp; cid GOTO shed')).toEqual([
      'coop-locked; coop-locked; goto-room',
    ])
    expect(last(episode, both('CORP_GOTO ada,bob,cid shed'))).toBe('no-consent; no-consent')
    expect(last(episode, all('CORP_GOTO ada,bob,cid shed'))).toBe('not-coop; not-coop; not-coop')
    expect(last(episode, 'ada EXPLORE; bob LOOK trunk')).toBe('explore-none; look')
  })

  it('lets nobody take what two carry', () => {
    expect(last(carrying(), 'cid GRAB trunk')).toBe('held-by-other')
    expect(last(carrying(), 'cid GOTO trunk')).toBe('held-by-other')
  })

  it('drops the thing when one of two lets go', () => {
    const episode = carrying()
    expect(play(episode, 'ada LET_GO', 'bob GOTO shed', 'ada LET_GO')).toEqual([
      'dropped',
      'goto-room',
      'not-coop',
    ])
    expect(placeOf(episode, 'trunk')).toBe('in:hall')
  })

  it('drops even what the one who is left could lift', () => {
    const episode = carrying({ things: things({ id: 'trunk', weight: 5 }) })
    expect(play(episode, 'ada LET_GO', 'bob GOTO trunk', 'bob GRAB trunk')).toEqual([
      'dropped',
      'goto-object',
      'grab',
    ])
  })

  it.each([
    ['goes on when the two who are left are strong enough', 30, 'let-go', 'corp-goto; corp-goto'],
    ['falls when they are not', 40, 'dropped', 'not-coop; not-coop'],
  ])('of three: %s', (_, weight, note, then) => {
    const episode = start({ ...found, things: things({ id: 'trunk', weight }) })
    play(episode, gather, all('CORP_GRAB ada,bob,cid trunk'))
    expect(last(episode, 'ada LET_GO')).toBe(note)
    expect(last(episode, 'bob CORP_GOTO bob,cid shed; cid CORP_GOTO bob,cid shed')).toBe(then)
    expect(room(episode, 'trunk')).toBe(weight === 30 ? 'shed' : 'hall')
  })

  it('sets nothing down in or on what is in hands', () => {
    const strong = { start: 'hall', strength: 20 }
    const episode = start({
      ...found,
      bodies: { ada: strong, bob: strong, cid: strong },
      things: things({ id: 'brick', weight: 0.1 }, { id: 'trunk', weight: 25 }),
    })
    play(episode, 'ada GOTO bag; bob GOTO trunk', 'ada GRAB bag', 'ada GOTO trunk', lift)
    expect(last(episode, both('CORP_PLACE ada,bob trunk in bag'))).toBe(
      'held-by-other; held-by-other',
    )
  })

  it('sets down where all who carry see the place, or not at all', () => {
    const episode = start()
    play(episode, 'ada EXPLORE; bob EXPLORE', both('GOTO trunk'), lift)
    play(episode, both('CORP_GOTO ada,bob shed'), 'bob EXPLORE')
    expect(last(episode, both('CORP_PLACE ada,bob trunk on rope'))).toBe(
      'undiscovered; undiscovered',
    )
  })

  it('is offered with those who are there, then with those who carry', () => {
    const episode = start(found)
    const offered = (action: string) => {
      const calls = episode.legal(0).filter((call) => call.action === action)
      return [...new Set(calls.map(({ args }) => (args['agents'] as string[]).join(',')))]
    }
    play(episode, 'ada GOTO trunk; bob GOTO trunk; cid GOTO shed')
    expect([offered('carry'), offered('carryTo')]).toEqual([['ada,bob'], []])
    play(episode, lift)
    expect([offered('carryTo'), offered('setDown')]).toEqual([['ada,bob'], ['ada,bob']])
  })

  it.each([
    ['the trunk that two carry', 'trunk', 'shed', 'ada'],
    ['a thing into hands', 'lamp', 'cid', 'in:hall'],
    ['a thing that lies about', 'lamp', 'shed', 'in:shed'],
  ])('a script moves or leaves: %s', (_, thing, target, place) => {
    const move = household.events!.move.apply as unknown as (w: Household, args: object) => void
    const script = [at(3, (w) => move(w as never, { thing, preposition: 'in', target }))]
    const episode = start({ ...found, script })
    play(episode, gather, lift, 'cid LOOK')
    expect(placeOf(episode, thing)).toBe(place)
  })
})
