import {
  createEpisode,
  defineScenario,
  type Entity,
  type Episode,
  type Scenario,
} from '../../../engine/index.js'
import { type Household, household, type SceneInput } from '../../index.js'

export type ThingInput = Partial<NonNullable<SceneInput['things']>[number]> & {
  readonly id: string
}

/** Three rooms in a row, three agents in the first, and a few of everything. */
export const HOUSE: SceneInput = {
  rooms: [
    { id: 'hall', name: 'Hall', links: ['shed'] },
    { id: 'shed', name: 'Shed', links: ['hall', 'attic'] },
    { id: 'attic', name: 'Attic', links: ['shed'] },
  ],
  things: [
    { id: 'table', name: 'Table', kind: 'furniture', at: 'in:hall', weight: 90 },
    {
      id: 'chest',
      name: 'Chest',
      kind: 'furniture',
      at: 'in:hall',
      weight: 90,
      container: true,
      states: { is_open: false },
    },
    { id: 'box', name: 'Box', at: 'in:chest', weight: 1, container: true },
    { id: 'coin', name: 'Coin', at: 'in:box', weight: 0.5 },
    { id: 'bag', name: 'Bag', at: 'in:hall', weight: 1, container: true },
    { id: 'tin', name: 'Tin', at: 'in:bag', weight: 1, container: true },
    { id: 'brick', name: 'Brick', at: 'in:tin', weight: 15 },
    { id: 'lamp', name: 'Lamp', at: 'in:hall', weight: 3, states: { is_on: false } },
    { id: 'kit', name: 'Kit', at: 'on:table', weight: 2, provides: ['repair'] },
    { id: 'radio', name: 'Radio', at: 'on:table', weight: 2, states: { is_broken: true } },
    { id: 'trunk', name: 'Trunk', at: 'in:hall', weight: 30 },
    { id: 'stove', name: 'Stove', kind: 'static', at: 'in:hall', weight: 5 },
    { id: 'rope', name: 'Rope', at: 'in:shed', weight: 4 },
  ],
  actions: ['open', 'close', 'turn_on', 'turn_off', 'repair', 'lock', 'unlock'],
  bodies: Object.fromEntries(
    ['ada', 'bob', 'cid'].map((name) => [name, { start: 'hall', strength: 16 }]),
  ),
  ends: 'horizon',
}

/** The house with other things of some names, and with things that are not in it. */
export const things = (...changed: readonly ThingInput[]): NonNullable<SceneInput['things']> => [
  ...HOUSE.things!.map((t) => ({ ...t, ...changed.find(({ id }) => id === t.id) })),
  ...changed
    .filter(({ id }) => HOUSE.things!.every((t) => t.id !== id))
    .map((t) => ({ name: t.id, at: 'in:hall', ...t })),
]

interface Start extends Partial<SceneInput> {
  readonly profile?: 'strict' | 'compat'
  readonly order?: 'agents' | 'initiative'
  readonly agents?: Readonly<Record<string, { readonly team?: string }>>
  readonly seed?: number
  readonly script?: Parameters<typeof defineScenario>[1]['script']
}

export function scenarioOf({
  profile,
  order,
  agents,
  script,
  seed: _,
  ...scene
}: Start = {}): Scenario {
  return defineScenario(household, {
    profile: profile ?? 'strict',
    ...(order === undefined ? {} : { order }),
    ...(script === undefined ? {} : { script }),
    params: { ...HOUSE, ...scene },
    agents: agents ?? { ada: {}, bob: {}, cid: {} },
    horizon: 10_000,
  })
}

/** An episode in the house, by the rules of `strict` unless told otherwise. */
export const start = (given: Start = {}): Episode =>
  createEpisode(scenarioOf(given), { seed: given.seed ?? 1 })

export const state = (episode: Episode): Household => episode.w as unknown as Household

export const indexOfAgent = (episode: Episode, name: string): number =>
  episode.seats.findIndex((s) => s.name === name)

export type Observed = ReturnType<typeof household.observe>

export const seenBy = (episode: Episode, name: string): Observed =>
  episode.observe(indexOfAgent(episode, name)) as Observed

/** Ids of the things that an agent sees. */
export const idsSeenBy = (episode: Episode, name: string): string[] =>
  seenBy(episode, name).things.map((t) => t.id)

/**
 * Plays ticks, each written as `ada GRAB box; bob GRAB box`. Tells of each what came of it, in the order in which it is
 * written: the note of what was done, or the code of the refusal, with the winner's name after a conflict.
 */
export function play(episode: Episode, ...ticks: readonly string[]): string[] {
  return ticks.map((tick) => {
    const given = new Map(
      tick.split('; ').map((part) => {
        const blank = part.indexOf(' ')
        return [part.slice(0, blank), part.slice(blank + 1)]
      }),
    )
    const { actions } = episode.step(
      episode.seats.map(({ name }) =>
        given.has(name) ? { do: [{ text: given.get(name)! }] } : undefined,
      ),
    )
    const told = [...given.keys()].map((name) => {
      const record = actions.find((a) => a.agent === indexOfAgent(episode, name))!
      if (record.verdict === 'ok') return record.note!
      const winner = (record.data as { readonly winner?: string } | undefined)?.winner
      return winner === undefined ? record.verdict : `${record.verdict} ${winner}`
    })
    return told.join('; ')
  })
}

/** The last of what {@link play} tells. */
export const last = (episode: Episode, ...ticks: readonly string[]): string =>
  play(episode, ...ticks).at(-1)!

/** Where a thing is, word for word. */
export const placeOf = (episode: Episode, id: string): string => {
  const w = state(episode)
  const e = w.entity(id)
  const word = w.text(w.rel.place.kind(e))
  return `${word === '' ? '' : `${word}:`}${w.nameOf(w.rel.place.parent(e))}`
}

/** The room at the end of a chain of places, or 0. */
export function roomAbove(w: Household, e: Entity): Entity {
  let at = e
  for (let steps = 0; steps < 100 && at !== 0; steps++) {
    if (w.c.Node.kind.get(at) === 0) return at
    at = w.rel.place.parent(at)
  }
  return 0
}

export const tasksDone = (episode: Episode): boolean[] => episode.goals().map((goal) => goal.done)
