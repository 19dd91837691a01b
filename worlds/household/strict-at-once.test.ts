import { describe, expect, it } from 'vitest'
import { createEpisode } from '../../engine/index.js'
import {
  HOUSE,
  idsSeenBy,
  last,
  placeOf,
  play,
  scenarioOf,
  seenBy,
  start,
  things,
} from './testing/play.js'

const found = { allFound: true }
const both = (command: string): string => `ada ${command}; bob ${command}`
const FOUR = ['ada', 'bob', 'cid', 'dan']
const four = {
  ...found,
  agents: Object.fromEntries(FOUR.map((name) => [name, {}])),
  bodies: { ...HOUSE.bodies, dan: { start: 'hall', strength: 16 } },
}
const gather = (to: string): string => FOUR.map((name) => `${name} GOTO ${to}`).join('; ')

describe('two hands and one thing', () => {
  const GRAB = both('GRAB lamp')
  const outcome = (seed: number): string =>
    last(start({ ...found, order: 'initiative', seed }), both('GOTO lamp'), GRAB)

  it('goes to the first agent in agent order', () => {
    expect(last(start(found), both('GOTO lamp'), GRAB)).toBe('grab; conflict ada')
  })

  it('goes to whom the seed says where initiative decides', () => {
    const outcomes = Array.from({ length: 20 }, (_, seed) => outcome(seed))
    expect(new Set(outcomes)).toEqual(new Set(['grab; conflict ada', 'conflict bob; grab']))
    expect(Array.from({ length: 20 }, (_, seed) => outcome(seed))).toEqual(outcomes)
  })

  it('tells the loser who won and why it failed', () => {
    const episode = start(found)
    play(episode, both('GOTO lamp'), GRAB)
    expect(episode.last(1)[0]).toMatchObject({
      verdict: 'conflict',
      data: { winner: 'ada', reason: 'held-by-other' },
      text: 'ada was first: ada has Lamp',
    })
  })

  it('is no conflict a tick later', () => {
    expect(last(start(found), both('GOTO lamp'), 'ada GRAB lamp', 'bob GRAB lamp')).toBe(
      'held-by-other',
    )
  })
})

describe('what another does in the same tick', () => {
  const opened = { ...found, things: things({ id: 'chest', states: { is_open: true } }) }

  it.each([
    [
      'takes the thing out from a lid that it opens',
      found,
      'ada GOTO chest; bob GOTO chest',
      'ada OPEN chest; bob GRAB coin',
      'attr; closed-container',
    ],
    [
      'finds what comes to light',
      {},
      'ada EXPLORE; bob EXPLORE',
      'ada GOTO chest; bob GOTO coin',
      'goto-object; undiscovered',
    ],
  ])('helps nobody: %s', (_, scene, go, tick, verdicts) => {
    for (const order of ['agents', 'initiative'] as const)
      expect(last(start({ ...scene, order }), go, tick)).toBe(verdicts)
  })

  it.each([
    [
      'shuts the lid',
      opened,
      both('GOTO chest'),
      'ada CLOSE chest; bob GRAB box',
      'attr; conflict ada',
    ],
    ['opens it too', found, both('GOTO chest'), both('OPEN chest'), 'attr; conflict ada'],
    [
      'takes what the thing is in',
      { ...found, things: things({ id: 'brick', weight: 1 }) },
      both('GOTO bag'),
      'ada GRAB bag; bob GRAB tin',
      'grab; conflict ada',
    ],
    [
      'takes what one goes to',
      found,
      'ada GOTO lamp',
      'ada GRAB lamp; bob GOTO lamp',
      'grab; conflict ada',
    ],
  ])('can be a conflict: it %s', (_, scene, go, tick, verdicts) => {
    expect(last(start(scene), go, tick)).toBe(verdicts)
  })

  it('helps nobody: it puts a thing down', () => {
    const episode = start(found)
    play(episode, both('GOTO table'), 'ada GRAB kit')
    expect(last(episode, 'ada PLACE kit on table; bob GRAB kit')).toBe('place; held-by-other')
    expect(last(episode, 'bob GRAB kit')).toBe('grab')
  })

  it('can be a conflict: it makes the thing too heavy', () => {
    const episode = start({
      ...found,
      things: things({ id: 'brick', weight: 12 }, { id: 'lamp', weight: 5 }),
    })
    play(episode, 'ada GOTO lamp; bob GOTO bag', 'ada GRAB lamp', 'ada GOTO bag')
    expect(last(episode, 'ada PLACE lamp in tin; bob GRAB bag')).toBe('place; conflict ada')
  })

  it('can be a conflict: it takes what one puts something into', () => {
    const episode = start({ ...found, things: things({ id: 'brick', weight: 1 }) })
    play(episode, 'bob GOTO lamp', 'bob GRAB lamp', both('GOTO bag'))
    expect(last(episode, 'ada GRAB bag; bob PLACE lamp in tin')).toBe('grab; conflict ada')
    expect(placeOf(episode, 'lamp')).toBe('bob')
  })

  it('can be a conflict: it shuts the door', () => {
    const gate = {
      id: 'gate',
      kind: 'static' as const,
      at: 'in:hall',
      door: ['hall', 'shed'] as [string, string],
    }
    const episode = start({
      ...found,
      travel: 'links',
      things: things({ ...gate, states: { is_open: true } }),
    })
    expect(last(episode, 'ada GOTO gate', 'ada CLOSE gate; bob GOTO shed')).toBe(
      'attr; conflict ada',
    )
  })
})

describe('joint actions at once', () => {
  const lift = (pair: string): string =>
    pair
      .split(',')
      .map((name) => `${name} CORP_GRAB ${pair} trunk`)
      .join('; ')
  const light = { ...four, things: things({ id: 'trunk', weight: 15 }) }

  it('fail for all partners when an outsider was first', () => {
    const tick = `ada GRAB trunk; ${lift('bob,cid')}`
    expect(last(start(light), gather('trunk'), tick)).toBe('grab; conflict ada; conflict ada')
  })

  it('stop an outsider who comes later, wherever it stands in the order', () => {
    expect(last(start(light), gather('trunk'), `cid GRAB trunk; ${lift('ada,bob')}`)).toBe(
      'conflict ada; corp-grab; corp-grab',
    )
    expect(last(start(light), gather('trunk'), `bob GRAB trunk; ${lift('ada,cid')}`)).toBe(
      'conflict ada; corp-grab; corp-grab',
    )
  })

  it('go to one of two pairs', () => {
    const tick = `${lift('ada,dan')}; ${lift('bob,cid')}`
    expect(last(start(four), gather('trunk'), tick)).toBe(
      'corp-grab; corp-grab; conflict ada; conflict ada',
    )
  })

  it('go to one of two pairs whole, by any initiative', () => {
    const tick = `${lift('ada,dan')}; ${lift('bob,cid')}`
    const outcomes = Array.from({ length: 24 }, (_, seed) =>
      last(start({ ...four, order: 'initiative', seed }), gather('trunk'), tick),
    )
    expect(new Set(outcomes)).toEqual(
      new Set([
        'corp-grab; corp-grab; conflict ada; conflict ada',
        'corp-grab; corp-grab; conflict dan; conflict dan',
        'conflict bob; conflict bob; corp-grab; corp-grab',
        'conflict cid; conflict cid; corp-grab; corp-grab',
      ]),
    )
  })

  it('are done for all by the first, though somebody takes the thing in between', () => {
    const small = { ...found, things: things({ id: 'lamp', weight: 3 }) }
    const episode = start(small)
    play(episode, 'ada GOTO lamp; bob GOTO lamp; cid GOTO lamp')
    const tick = 'ada CORP_TURN_ON ada,cid lamp; bob GRAB lamp; cid CORP_TURN_ON ada,cid lamp'
    expect(last(episode, tick)).toBe('corp-attr; grab; corp-attr')
  })

  it('are done by nobody once one of them failed, though the way is free again', () => {
    const episode = start({
      ...four,
      things: things(
        { id: 'trunk', weight: 20, container: true },
        { id: 'lamp', weight: 6 },
        { id: 'radio', at: 'in:trunk', weight: 8 },
      ),
    })
    play(episode, 'ada GOTO lamp', 'ada GRAB lamp', gather('trunk'))
    // Lamp and radio are too heavy for bob; when it is dan's turn, the radio is gone.
    const tick = `ada PLACE lamp in trunk; cid GRAB radio; ${lift('bob,dan')}`
    expect(last(episode, tick)).toBe('place; grab; conflict ada; no-consent')
  })
})

describe('between ticks', () => {
  it('offers the same after saving and loading', () => {
    const given = { ...found, agents: { ada: {}, bob: {} } }
    const episode = start(given)
    play(episode, both('GOTO lamp'), 'ada TURN_ON lamp')
    const loaded = createEpisode(scenarioOf(given), { seed: 1 })
    loaded.restore(structuredClone(episode.save()))
    expect(episode.legal(1)).toEqual(loaded.legal(1))
    expect(episode.legal(1)).not.toContainEqual(
      expect.objectContaining({
        action: 'changeTogether',
        args: { verb: 'turn_on', agents: ['ada', 'bob'], thing: 'lamp' },
      }),
    )
  })

  it('shows at once what all did in it', () => {
    const episode = start(found)
    play(episode, 'ada GOTO lamp; bob GOTO kit', 'ada GRAB lamp; bob GRAB kit')
    expect(seenBy(episode, 'cid').agents.map((a) => a.holds)).toEqual([['lamp'], ['kit'], []])
    expect(idsSeenBy(episode, 'cid')).toContain('kit')
  })
})
