import { describe, expect, test, vi } from 'vitest'
import { planner } from '../../../agents/index.js'
import {
  type ActionCall,
  type ActionModel,
  type AgentInput,
  type Condition,
  createEpisode,
  createStreams,
  createTurns,
  type Episode,
  type FactChange,
  type Operator,
  parseScenarioFile,
  type Rng,
  type Scenario,
} from '../../../engine/index.js'
import { generateHousehold, household, type Scene } from '../index.js'
import { HOUSE, roomAbove, scenarioOf, state, things } from '../testing/play.js'
import { type Known, truth } from '../testing/truth.js'

// Each game tries out hundreds of actions.
vi.setConfig({ testTimeout: 60_000 })

const NAMES = ['ada', 'bob', 'cid']
const PLACES = {
  agents: Object.fromEntries(NAMES.map((name) => [name, {}])),
  bodies: Object.fromEntries(
    NAMES.map((name, i) => [name, { start: 'hall', strength: 14 + 3 * i, grasp: i === 0 ? 1 : 2 }]),
  ),
  things: things(
    { id: 'bag', states: { is_open: true } },
    { id: 'chest', states: { is_open: false, is_locked: true } },
    { id: 'key', at: 'in:shed', weight: 0.2, provides: ['unlock', 'lock'] },
    { id: 'safe', kind: 'static', at: 'in:attic', container: true, states: { is_open: false } },
    { id: 'gold', at: 'in:safe', weight: 12 },
    { id: 'stool', kind: 'furniture', at: 'in:shed', weight: 22 },
    { id: 'hat', at: 'on:stool', weight: 0.5, states: { is_dirty: true } },
  ),
  actions: [...HOUSE.actions!, 'clean'] as NonNullable<typeof HOUSE.actions>,
}
const WITH_DOOR = {
  ...PLACES,
  travel: 'links' as const,
  things: [
    ...PLACES.things,
    ...things({
      id: 'gate',
      kind: 'static',
      door: ['hall', 'shed'],
      states: { is_open: true },
    }).slice(-1),
  ],
}
const SCENES = {
  'strict, anywhere': { ...PLACES, profile: 'strict' },
  'strict, along links': { ...WITH_DOOR, profile: 'strict' },
  compat: { ...PLACES, profile: 'compat' },
} as const

/** An action that a model says can be done now. */
interface Ready {
  readonly operator: string
  readonly me: string
  readonly args: Parameters<Operator['call']>[0]
  readonly effects: readonly FactChange[]
  readonly calls: Readonly<Record<string, ActionCall>>
}

/** What there is in a scene, by name. */
interface Names {
  readonly agents: readonly string[]
  readonly rooms: readonly string[]
  readonly attributes: readonly string[]
  readonly tools: readonly string[]
}
const namesIn = ({ scenario, seats }: Episode): Names => {
  const { rooms, things } = scenario.params as Scene
  return {
    agents: seats.map((s) => s.name),
    rooms: rooms.map((r) => r.id),
    attributes: [...new Set(things.flatMap((t) => Object.keys(t.states)))],
    tools: [...new Set(things.flatMap((t) => t.provides))],
  }
}

/** Everything that somebody could want of some things. */
function wishes(known: Known, ids: readonly string[], me: string, names: Names): Condition[] {
  const mine = (fact: string, objects: readonly string[]): Condition[] =>
    objects.map((object) => ({ subject: me, fact, object, is: true }))
  const parties = [names.agents, ...names.agents.map((a) => names.agents.filter((b) => b !== a))]
  const all: Condition[] = [
    ...names.rooms.map((room) => ({ subject: me, fact: 'in', is: room })),
    ...mine('explored', names.rooms),
    ...mine('can', names.tools),
    ...['near', 'seen', 'strength for'].flatMap((fact) => mine(fact, ids)),
    { subject: me, fact: 'free', is: true },
    { subject: me, fact: 'free hand', is: true },
  ]
  for (const subject of ids) {
    all.push({ subject, fact: 'in', is: me }, { subject, fact: 'in hands', is: false })
    for (const party of parties)
      if (party.length > 1) all.push({ subject, fact: 'carried', object: party.join(), is: true })
    for (const object of names.attributes)
      for (const fact of ['state', 'jointly'])
        all.push({ subject, fact, object, is: true }, { subject, fact, object, is: false })
    for (const to of [...ids, ...names.rooms].filter((id) => id !== subject))
      for (const preposition of ['in', 'on', ''])
        all.push({ subject, fact: 'place', object: `${preposition}:${to}`, is: true })
  }
  return all.filter((c) => known.get(c.subject, c.fact, c.object) !== c.is)
}

/** What a model says an agent could do now. */
function readyFor(
  model: ActionModel,
  known: Known,
  ids: readonly string[],
  me: string,
  names: Names,
): Ready[] {
  const found = new Map<string, Ready>()
  for (const wish of wishes(known, ids, me, names)) {
    for (const [operator, o] of Object.entries(model.operators)) {
      for (const args of o.ways(known, me, wish)) {
        const key = `${operator} ${JSON.stringify(args)}`
        if (found.has(key)) continue
        const isReady = [...o.needs(known, me, args)].every(
          (need) => 'fact' in need && known.get(need.subject, need.fact, need.object) === need.is,
        )
        if (!isReady) continue
        const who = model.consent === 'each' ? (o.together?.(args) ?? [me]) : [me]
        found.set(key, {
          operator,
          me,
          args,
          effects: o.effects(known, me, args),
          calls: Object.fromEntries(who.map((name) => [name, o.call(args)])),
        })
      }
    }
  }
  return [...found.values()]
}

const inputsOf = (episode: Episode, calls: Ready['calls']): (AgentInput | null)[] =>
  episode.seats.map(({ name }) => (calls[name] === undefined ? null : { do: [calls[name]] }))

/** What only shows in what one remembers. */
const REMEMBERED = new Set(['explored', 'looked into'])

/** Why what a model says of an action is not so; nothing when it is. */
function liesOf(twin: Episode, { operator, me, args, effects, calls }: Ready): string[] {
  const what = `${me} ${operator} ${JSON.stringify(args)}`
  const { actions } = twin.step(inputsOf(twin, calls))
  const refused = actions.filter((a) => a.fallback !== true && a.verdict !== 'ok')
  if (refused.length > 0) return refused.map((a) => `${what}: ${a.verdict}: ${a.text}`)
  const now = truth(twin)
  const isStrict = twin.scenario.profile === 'strict'
  return (
    effects
      .filter(({ fact }) => !REMEMBERED.has(fact))
      // By the reference nobody sees what was put on what somebody holds.
      .filter(({ subject }) => isStrict || now.get(subject, 'in') !== undefined)
      .filter(({ subject, fact, object, to }) => (now.get(subject, fact, object) ?? null) !== to)
      .map(
        ({ subject, fact, object = '', to }) =>
          `${what}: ${subject} ${fact} ${object} is ${now.get(subject, fact, object)}, not ${to}`,
      )
  )
}

const pick = <T>(rng: Rng, from: readonly T[]): T | undefined =>
  from.length === 0 ? undefined : from[rng.int(from.length)]
const TICKS = 40
const KINDS_PER_TICK = 4
const WISHED_FOR = 5

const anything = (episode: Episode, rng: Rng): Ready['calls'] =>
  Object.fromEntries(
    episode.seats.map((s) => [
      s.name,
      pick(
        rng,
        episode.legal(s.index).filter((c) => c.action !== 'done'),
      )!,
    ]),
  )

const themeAt = (tick: number): string =>
  ['trunk', 'lamp', 'radio', 'stool'][Math.trunc(tick / 10) % 4]!

/** What brings everybody to the same thing, another one every few ticks. */
function gather(episode: Episode): Ready['calls'] {
  const w = state(episode)
  const thing = w.entity(themeAt(w.tick))
  const call = (seat: Episode['seats'][number]): ActionCall => {
    const room = w.nameOf(roomAbove(w, thing))
    if (w.nameOf(roomAbove(w, seat.entity)) !== room) return { action: 'goto', args: { to: room } }
    const isKnown = w.sets.known.has(seat.entity, thing) || w.c.Thing.found.get(thing) === 1
    return isKnown
      ? { action: 'goto', args: { to: w.nameOf(thing) } }
      : { action: 'explore', args: {} }
  }
  return Object.fromEntries(episode.seats.map((seat) => [seat.name, call(seat)]))
}

/** An episode with a twin in which to try things out, and what came of that. */
interface Trial {
  readonly episode: Episode
  readonly twin: Episode
  readonly rng: Rng
  readonly tried: Map<string, number>
  readonly lies: Set<string>
}
const trialOf = (scenario: Scenario, seed: number): Trial => ({
  episode: createEpisode(scenario, { seed }),
  twin: createEpisode(scenario, { seed }),
  rng: createStreams(String(seed), {}, false).stream('test'),
  tried: new Map(),
  lies: new Set(),
})

/** Tries some of what the model says can be done now, what was tried least first. @returns all of that */
function tryOut({ episode, twin, rng, tried, lies }: Trial, first: readonly string[]): Ready[] {
  const w = state(episode)
  const model = household.model!(w.profile)
  const known = truth(episode)
  const ids = rng.shuffle([...w.each('Thing')].map(w.nameOf))
  const some = [...new Set([...first, ...ids])].slice(0, WISHED_FOR)
  const names = namesIn(episode)
  const ready = names.agents.flatMap((me) => readyFor(model, known, some, me, names))
  ready.sort((a, b) => (tried.get(a.operator) ?? 0) - (tried.get(b.operator) ?? 0))
  const kinds = [...new Set(ready.map((r) => r.operator))].slice(0, KINDS_PER_TICK)
  const saved = episode.save()
  for (const kind of [...kinds, ...kinds]) {
    const r = pick(
      rng,
      ready.filter(({ operator }) => operator === kind),
    )!
    twin.restore(structuredClone(saved))
    tried.set(kind, (tried.get(kind) ?? 0) + 1)
    for (const lie of liesOf(twin, r)) lies.add(lie)
  }
  return ready
}

/** Plays on at random, mostly by what the model says can be done. */
function playAtRandom(scene: (typeof SCENES)[keyof typeof SCENES], seed: number): Trial {
  const trial = trialOf(scenarioOf({ ...scene, allFound: seed % 2 === 0 }), seed)
  const { episode, rng } = trial
  const w = state(episode)
  for (let tick = 0; tick < TICKS; tick++) {
    const bound = w.agents.map((a) => w.nameOf(w.c.Body.bound.get(a.entity))).filter((n) => n)
    const ready = tryOut(trial, [...bound, themeAt(w.tick)])
    const seldom = ready.filter((r) => r.operator === ready[0]!.operator)
    const next = pick(rng, rng.int(2) === 0 ? seldom : ready)
    const mood = rng.int(3)
    const others = mood === 0 ? {} : mood === 1 ? anything(episode, rng) : gather(episode)
    episode.step(inputsOf(episode, { ...others, ...next?.calls }))
  }
  return trial
}

/** Lets planners play. */
function playByPlan(scenario: Scenario): Trial {
  const agents = Object.fromEntries(
    Object.entries(scenario.agents).map(([name, spec]) => [name, { ...spec, policy: planner }]),
  )
  const trial = trialOf({ ...scenario, agents }, 1)
  const { episode } = trial
  const turns = createTurns(episode)
  const wanted = (scenario.params as Scene).tasks.flatMap((t) => t.checks.map((c) => c.thing))
  while (episode.end === undefined && episode.tick < TICKS) {
    tryOut(trial, wanted)
    const signal = new AbortController().signal
    episode.step(
      episode.seats.map(({ index }) => {
        const { turn, close } = turns.open(index, signal)
        return close(planner.decide(turn))
      }),
    )
  }
  // By the reference some of it can never be done.
  if (scenario.profile === 'strict') expect(episode.goals().every((g) => g.done)).toBe(true)
  return trial
}

test('what is carried is put on nothing that somebody holds', () => {
  const episode = createEpisode(scenarioOf({ allFound: true }), { seed: 1 })
  for (const text of ['GOTO lamp', 'GRAB lamp']) episode.step([{ do: [{ text }] }])
  const known = truth(episode)
  const { setDown } = household.model!('strict').operators
  const args = { agents: ['bob', 'cid'], thing: 'trunk', preposition: 'on', target: 'lamp' }
  expect([...setDown!.needs(known, 'bob', args)]).toContainEqual({
    subject: 'lamp',
    fact: 'in hands',
    is: false,
    by: 'ada',
  })
  known.set({ subject: 'ada', fact: 'mate', to: null })
  expect([...setDown!.needs(known, 'bob', args)]).toContainEqual({ obstacle: 'ada has lamp' })
})

describe('what the model says can be done can be done, and does what it says', () => {
  test.each(Object.entries(SCENES))('in games at random: %s', (_, scene) => {
    const tried = new Set<string>()
    for (const seed of [1, 2, 3]) {
      const played = playAtRandom(scene, seed)
      expect([...played.lies]).toEqual([])
      for (const name of played.tried.keys()) tried.add(name)
    }
    const operators = Object.keys(household.model!(scene.profile).operators)
    expect(operators.filter((name) => !tried.has(name))).toEqual([])
  })
  test.each(['strict', 'compat'])('in games of planners: %s', (profile) => {
    const categories = ['compound_collaboration', 'implicit_collaboration', 'tool_use'] as const
    for (const category of categories) {
      const file = generateHousehold({ category, seed: 2, rooms: 3, objects: 25 })
      const { scenario } = parseScenarioFile({ ...file, profile }, [household])
      const { lies, tried } = playByPlan(scenario)
      expect([...lies]).toEqual([])
      expect(tried.size).toBeGreaterThan(3)
    }
  })
})
