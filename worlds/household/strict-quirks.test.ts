import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Episode } from '../../engine/index.js'
import { type Quirk, quirks } from './quirks.js'
import { last, seenBy, start, tasksDone, things } from './testing/play.js'

/** A scene in which the profiles part: the same ticks, and what comes of the last of them or is the case after it. */
interface Row {
  readonly scene?: Parameters<typeof start>[0]
  readonly ticks: readonly string[]
  readonly tell?: (episode: Episode) => unknown
  readonly compat: unknown
  readonly strict: unknown
}

const found = { allFound: true }
const lift = 'ada CORP_GRAB ada,bob trunk; bob CORP_GRAB ada,bob trunk'
const gather = ['ada GOTO trunk; bob GOTO trunk; cid GOTO trunk']

/** One row each for what the reference hardly meant, but for the last: no scene gets past it into a world. */
const rows: Readonly<Record<Exclude<Quirk, 'firstRoomForTheLost'>, Row>> = {
  heldStaysInStartRoom: {
    scene: found,
    ticks: ['ada GOTO lamp', 'ada GRAB lamp', 'ada GOTO shed', 'bob LOOK lamp'],
    compat: 'look',
    strict: 'not-in-sight',
  },
  onlyDirectLidCounts: {
    scene: found,
    ticks: ['ada GOTO chest', 'ada GRAB coin'],
    compat: 'grab',
    strict: 'closed-container',
  },
  oddPrepositions: {
    scene: found,
    ticks: ['ada GOTO table', 'ada GRAB kit', 'ada PLACE kit IN table'],
    compat: 'place',
    strict: 'not-container',
  },
  shallowWeight: {
    scene: found,
    ticks: ['ada GOTO bag', 'ada GRAB bag'],
    compat: 'grab',
    strict: 'weight',
  },
  loadDrifts: {
    scene: { ...found, things: things({ id: 'brick', at: 'in:hall', weight: 5 }) },
    ticks: [
      'ada GOTO bag',
      'ada GRAB bag',
      'ada GOTO brick',
      'ada GRAB brick',
      'ada PLACE brick in bag',
      'ada PLACE bag in hall',
    ],
    tell: (episode) => seenBy(episode, 'ada').load,
    compat: -5,
    strict: 0,
  },
  closedContainersAccept: {
    scene: found,
    ticks: ['ada GOTO lamp', 'ada GRAB lamp', 'ada GOTO chest', 'ada PLACE lamp in chest'],
    compat: 'place',
    strict: 'closed-container',
  },
  cyclesAllowed: {
    scene: { ...found, things: things({ id: 'brick', weight: 1 }) },
    ticks: ['ada GOTO bag', 'ada GRAB bag', 'ada PLACE bag in bag'],
    compat: 'place',
    strict: 'inside-itself',
  },
  noReachToChange: {
    scene: found,
    ticks: ['ada TURN_ON lamp'],
    compat: 'attr',
    strict: 'not-near',
  },
  oneAgentCooperates: {
    scene: found,
    ticks: ['ada GOTO lamp', 'ada CORP_TURN_ON ada,ada lamp'],
    compat: 'corp-attr',
    strict: 'alone',
  },
  noConsent: {
    scene: found,
    ticks: ['ada GOTO lamp; bob GOTO lamp', 'ada CORP_TURN_ON ada,bob lamp'],
    compat: 'corp-attr',
    strict: 'no-consent',
  },
  anyoneCarries: {
    scene: { ...found, things: things({ id: 'trunk', weight: 33 }) },
    ticks: [...gather, lift],
    compat: 'corp-grab; coop-locked',
    strict: 'weight; weight',
  },
  carriedStaysBehind: {
    scene: found,
    ticks: [
      ...gather,
      lift,
      'cid GOTO shed',
      'ada CORP_GOTO ada,bob shed; bob CORP_GOTO ada,bob shed',
      'cid LOOK trunk',
    ],
    compat: 'not-same-room',
    strict: 'look',
  },
  setDownAnywhere: {
    scene: found,
    ticks: [
      ...gather,
      lift,
      'ada CORP_PLACE ada,bob trunk in attic; bob CORP_PLACE ada,bob trunk in attic',
    ],
    compat: 'corp-place; not-coop',
    strict: 'place-other-room; place-other-room',
  },
  leftOutStayBound: {
    scene: found,
    ticks: [
      ...gather,
      ['ada', 'bob', 'cid'].map((a) => `${a} CORP_GRAB ada,bob,cid trunk`).join('; '),
      'ada CORP_PLACE ada,bob trunk in hall; bob CORP_PLACE ada,bob trunk in hall',
    ],
    compat: 'corp-place; not-coop',
    strict: 'not-coop; not-coop',
  },
  strangersMayCarry: {
    scene: found,
    ticks: [...gather, 'cid CORP_GRAB ada,bob trunk'],
    compat: 'corp-grab',
    strict: 'not-in-list',
  },
  prefixedCarry: {
    scene: found,
    ticks: [...gather, 'ada CORP_GRAB ada,bob in:trunk; bob CORP_GRAB ada,bob in:trunk'],
    compat: 'list-not-near; list-not-near',
    strict: 'undiscovered; undiscovered',
  },
  exploreSeesAll: {
    ticks: ['ada EXPLORE', 'ada GOTO coin'],
    compat: 'goto-object',
    strict: 'undiscovered',
  },
  knowledgeIsShared: {
    ticks: ['ada EXPLORE', 'bob GOTO lamp'],
    compat: 'goto-object',
    strict: 'undiscovered',
  },
  wordsMakeCooperation: {
    scene: {
      ...found,
      tasks: [
        {
          text: 'Put the lamp on, to work together',
          checks: [{ thing: 'lamp', states: { is_on: true } }],
        },
      ],
    },
    ticks: ['ada GOTO lamp', 'ada TURN_ON lamp'],
    tell: tasksDone,
    compat: [false],
    strict: [true],
  },
  emptyChecksPass: {
    scene: { tasks: [{ text: 'The lamp', checks: [{ thing: 'lamp' }] }] },
    ticks: ['ada EXPLORE'],
    tell: tasksDone,
    compat: [true],
    strict: [false],
  },
}

it.each(Object.entries(rows))('parts the profiles at %s', (_, { scene, ticks, tell, ...told }) => {
  for (const profile of ['compat', 'strict'] as const) {
    const episode = start({ ...scene, profile })
    const came = last(episode, ...ticks)
    expect(tell === undefined ? came : tell(episode), profile).toEqual(told[profile])
  }
})

it.each(['compat', 'strict'] as const)(
  'lets no thing whose place leads nowhere into a world by %s: the importer has put it somewhere before',
  (profile) => {
    const lost = things({ id: 'lamp', at: 'in:nowhere' })
    expect(() => start({ profile, things: lost })).toThrow(/there is no room or thing "nowhere"/)
  },
)

it('has a row for every quirk', () => {
  expect([...Object.keys(rows), 'firstRoomForTheLost'].sort()).toEqual(Object.keys(quirks).sort())
})

it('refuses with no code that the README does not explain', () => {
  const here = (path: string) => new URL(path, import.meta.url)
  const sources = [
    ...readdirSync(here('rules/strict')).map((file) => `rules/strict/${file}`),
    'rules/verbs.ts',
  ].map((path) => readFileSync(here(path), 'utf8'))
  const codes = sources.flatMap((text) =>
    [...text.matchAll(/\bno\(\s*'([a-z-]+)'/g)].map((m) => m[1]!),
  )
  const readme = readFileSync(here('README.md'), 'utf8')
  expect(codes.length).toBeGreaterThan(30)
  expect(codes.filter((code) => !readme.includes(`\`${code}\``))).toEqual([])
})
