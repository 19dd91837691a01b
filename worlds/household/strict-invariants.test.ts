import { describe, expect, it } from 'vitest'
import {
  createEpisode,
  createStreams,
  type Entity,
  type Episode,
  type Rng,
} from '../../engine/index.js'
import type { Household } from './index.js'
import {
  HOUSE,
  indexOfAgent,
  type Observed,
  roomAbove,
  scenarioOf,
  start,
  state,
  type ThingInput,
  things,
} from './testing/play.js'

const NAMES = ['ada', 'bob', 'cid', 'dan']
const GIVEN = {
  agents: Object.fromEntries(NAMES.map((name) => [name, {}])),
  order: 'initiative' as const,
  travel: 'links' as const,
  bodies: Object.fromEntries(
    NAMES.map((name) => [name, { start: 'hall', strength: 20, grasp: 2 }]),
  ),
  things: things(
    { id: 'gate', kind: 'static', door: ['hall', 'shed'], states: { is_open: true } },
    { id: 'bag', states: { is_open: false } },
    { id: 'brick', weight: 6 },
    { id: 'trunk', weight: 22 },
    { id: 'stool', kind: 'furniture', weight: 45, at: 'in:shed' },
  ),
}

/** What agents who act together are after, for a while each. */
const THEMES = ['trunk', 'lamp', 'stool', 'bag']

const pick = <T>(rng: Rng, from: readonly T[]): T => from[rng.int(from.length)]!

/** Commands of one tick: mostly legal ones by each alone, often one that several agree on, sometimes anything at all. */
function anyTick(
  episode: Episode,
  rng: Rng,
  ids: readonly string[],
  rooms: readonly string[],
): string[] {
  const w = state(episode)
  const anything = (): string =>
    `${pick(rng, ['GOTO', 'GRAB', 'LOOK', 'OPEN', 'TURN_ON'])} ${pick(rng, [...ids, ...rooms])}`
  const alone = episode.seats.map((seat) => {
    if (rng.int(4) === 0) return anything()
    const calls = episode
      .legal(seat.index)
      .filter(({ action }) => action !== 'done' && action !== 'letGo')
    const kind = pick(rng, [...new Set(calls.map((call) => call.action))])
    const { action, args } = pick(
      rng,
      calls.filter((call) => call.action === kind),
    )
    return episode.scenario.world.format!(action, args)
  })
  if (rng.int(3) === 0) return alone
  const phase = Math.trunc(episode.tick / 10)
  const bound = episode.seats.filter((s) => w.c.Body.bound.get(s.entity) !== 0)
  const thing =
    bound.length === 0
      ? THEMES[phase % THEMES.length]!
      : w.nameOf(w.c.Body.bound.get(bound[0]!.entity))
  const group = bound.length > 0 ? bound : episode.seats.slice(phase % 3, 3 + (phase % 2))
  const list = group.map((s) => s.name).join(',')
  const command =
    bound.length === 0
      ? episode.tick % 2 === 0
        ? pick(rng, [`GOTO ${thing}`, `GOTO ${thing}`, 'EXPLORE'])
        : `CORP_${pick(rng, ['GRAB', ...(thing === 'lamp' ? ['TURN_ON', 'TURN_OFF'] : ['OPEN'])])} ${list} ${thing}`
      : pick(rng, [
          `CORP_GOTO ${list} ${pick(rng, rooms)}`,
          `CORP_PLACE ${list} ${thing} in ${pick(rng, rooms)}`,
          'LET_GO',
        ])
  const some = command === 'LET_GO' ? [group[0]!] : group.slice(rng.int(8) === 0 ? 1 : 0)
  return alone.map((own, i) => (some.some((s) => s.index === i) ? command : own))
}

const stepWith = (episode: Episode, commands: readonly string[]) =>
  episode.step(commands.map((text) => ({ do: [{ text }] })))

/** What can be seen in a room by the lids alone, worked out from every thing upwards. */
function inView(w: Household, room: Entity): Entity[] {
  return [...w.each('Thing')].filter((thing) => {
    if (w.nameOf(thing) === 'gate') return ['hall', 'shed'].includes(w.nameOf(room))
    for (let at = thing; ; at = w.rel.place.parent(at)) {
      const up = w.rel.place.parent(at)
      if (w.text(w.rel.place.kind(at)) === 'in' && w.attributes.get(up, 'is_open') === false)
        return false
      if (w.c.Node.kind.get(up) !== 1) return roomAbove(w, up) === room
    }
  })
}

const weight = (w: Household, thing: Entity): number =>
  w.rel.place.children(thing).reduce((kg, e) => kg + weight(w, e), w.c.Thing.weight.get(thing))

function expectPlaces(w: Household): void {
  for (const thing of w.each('Thing')) {
    const name = w.nameOf(thing)
    const parent = w.rel.place.parent(thing)
    const holder = w.rel.hands.parent(thing)
    const carriers = w.agents
      .filter((a) => w.c.Body.bound.get(a.entity) === thing)
      .map((a) => a.entity)
    expect(roomAbove(w, thing), `${name} is in a room`).not.toBe(0)
    if (holder !== 0) expect(parent, `${name} is with its holder`).toBe(holder)
    else if (w.c.Node.kind.get(parent) === 2)
      expect(carriers, `${name} is with a carrier`).toContain(parent)
    if (carriers.length === 0) continue
    expect(carriers.length, `${name} is not carried by one`).toBeGreaterThan(1)
    for (const agent of carriers)
      expect(roomAbove(w, thing), `${name} is with all`).toBe(roomAbove(w, agent))
    const spare = carriers.reduce((kg, a) => kg + w.c.Body.strength.get(a) - load(w, a), 0)
    expect(spare).toBeGreaterThanOrEqual(weight(w, thing))
  }
}

const load = (w: Household, agent: Entity): number =>
  w.rel.hands.children(agent).reduce((kg, e) => kg + weight(w, e), 0)

function expectBodies(w: Household): void {
  for (const { entity, name } of w.agents) {
    const hands = w.rel.hands.count(entity) + (w.c.Body.bound.get(entity) === 0 ? 0 : 1)
    expect(hands, `${name}'s hands`).toBeLessThanOrEqual(w.c.Body.grasp.get(entity))
    expect(load(w, entity), `${name}'s load`).toBeLessThanOrEqual(w.c.Body.strength.get(entity))
  }
}

/** Names of things that an observation tells of. */
function told(seen: Observed): Set<string> {
  const ids = [
    ...seen.things.flatMap((t) => [t.id, t.place.replace(/^(in|on):/, '')]),
    ...seen.agents.flatMap((a) => [...a.holds, a.bound]),
    ...seen.holds,
    ...seen.near,
  ]
  return new Set(ids.filter((id) => id !== ''))
}

describe('any play by strict', () => {
  const notes = new Set<string>()
  const seeds = Array.from({ length: 8 }, (_, i) => i)

  it.each(seeds)(
    'keeps its invariants and comes out the same when saved and loaded (%i)',
    (seed) => {
      const episode = start({ ...GIVEN, seed })
      const rng = createStreams(String(seed), {}, false).stream('test')
      const w = state(episode)
      const ids = [...w.each('Thing')].map(w.nameOf)
      const rooms = HOUSE.rooms.map((r) => r.id)
      const nodes = new Set([...rooms, ...NAMES])
      const everInView = NAMES.map(() => new Set<string>())
      for (let tick = 0; tick < 160; tick++) {
        const twin = createEpisode(scenarioOf({ ...GIVEN }), { seed })
        twin.restore(structuredClone(episode.save()))
        const before = new Map(
          HOUSE.rooms.map((r) => [r.id, inView(w, w.entity(r.id)).map(w.nameOf)]),
        )
        const from = NAMES.map((name) => w.nameOf(roomAbove(w, w.entity(name))))
        const commands = anyTick(episode, rng, ids, rooms)
        const frame = stepWith(episode, commands)
        expect(stepWith(twin, commands).chain).toBe(frame.chain)
        for (const a of frame.actions) notes.add(a.verdict === 'ok' ? a.note! : a.verdict)
        expectPlaces(w)
        expectBodies(w)
        for (const [i, name] of NAMES.entries()) {
          const agent = w.entity(name)
          const here = w.nameOf(roomAbove(w, agent))
          const now = inView(w, w.entity(here)).map(w.nameOf)
          for (const id of [
            ...before.get(from[i]!)!,
            ...before.get(here)!,
            ...now,
            ...inView(w, w.entity(from[i]!)).map(w.nameOf),
          ])
            everInView[i]!.add(id)
          const known = w.sets.known.members(agent).map(w.nameOf)
          expect(
            known.filter((id) => !everInView[i]!.has(id)),
            `${name} never saw`,
          ).toEqual([])
          const seen = episode.observe(indexOfAgent(episode, name)) as Observed
          expect(
            seen.things.map((t) => t.id).filter((id) => !now.includes(id)),
            `${name} sees`,
          ).toEqual([])
          const unknown = [...told(seen)].filter((id) => !nodes.has(id) && !known.includes(id))
          expect(unknown, `${name} is told of`).toEqual([])
        }
      }
    },
  )

  it('came upon everything', () => {
    const wanted = [
      ...['attr', 'grab', 'place', 'explore', 'goto-room', 'goto-object', 'look', 'look-room'],
      ...['corp-grab', 'corp-goto', 'corp-place', 'corp-attr', 'dropped', 'let-go'],
      ...['conflict', 'no-consent', 'coop-locked', 'closed-container', 'undiscovered', 'weight'],
      ...['door-closed', 'held-by-other', 'not-in-sight', 'not-near'],
    ]
    expect(wanted.filter((note) => !notes.has(note))).toEqual([])
  })
})

describe('what nobody ever saw', () => {
  /** A vault without a key, and a door without a key before the attic. */
  const withHidden = (hidden: readonly ThingInput[]) => ({
    ...GIVEN,
    actions: HOUSE.actions!.filter((name) => name !== 'unlock'),
    things: [
      ...GIVEN.things,
      ...things(
        {
          id: 'vault',
          kind: 'static',
          container: true,
          states: { is_open: false, is_locked: true },
        },
        {
          id: 'hatch',
          kind: 'static',
          at: 'in:shed',
          door: ['shed', 'attic'],
          states: { is_open: false, is_locked: true },
        },
        ...hidden,
      ).slice(HOUSE.things!.length),
    ],
  })
  const one = withHidden([
    { id: 'gold', at: 'in:vault', weight: 5, container: true },
    { id: 'pearl', at: 'in:gold', weight: 1 },
    { id: 'owl', at: 'in:attic', kind: 'static' },
  ])
  const other = withHidden([
    { id: 'pearl', at: 'in:attic', weight: 500, states: { is_open: false } },
    { id: 'gold', at: 'on:pearl', weight: 2, provides: ['repair'] },
  ])

  it.each([1, 2, 3, 4])('makes no difference to anything that is told (%i)', (seed) => {
    const [a, b] = [start({ ...one, seed }), start({ ...other, seed })]
    const rng = createStreams(String(seed), {}, false).stream('test')
    const ids = [...state(a).each('Thing')].map(state(a).nameOf)
    for (let tick = 0; tick < 80; tick++) {
      const commands = anyTick(
        a,
        rng,
        ids,
        HOUSE.rooms.map((r) => r.id),
      )
      const [x, y] = [stepWith(a, commands), stepWith(b, commands)]
      const tell = (frame: typeof x) =>
        frame.actions.map(({ verdict, note, text, data }) => ({ verdict, note, text, data }))
      expect(tell(y)).toEqual(tell(x))
      for (const { index } of a.seats) {
        expect(b.observe(index)).toEqual(a.observe(index))
        expect(b.describe(index)).toBe(a.describe(index))
        expect(b.legal(index)).toEqual(a.legal(index))
      }
    }
  })
})
