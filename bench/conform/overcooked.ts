import { createEpisode, defineScenario, type Episode, type Frame } from '../../engine/index.js'
import { type KitchenInput, kitchen, type ShownKitchen, showKitchen } from '../../worlds/index.js'

/** A state of a recording: players, and objects where they differ from the state before. */
export interface RecordedState {
  readonly p: ShownKitchen['p']
  readonly o?: ShownKitchen['o']
}

/** The settings that a recording was made with. */
export interface RecordedConfig {
  readonly layout: string
  readonly terrain: readonly string[]
  readonly starts: readonly (readonly [number, number])[]
  readonly all_orders: readonly (readonly string[])[]
  readonly bonus_orders: readonly (readonly string[])[]
  readonly order_bonus: number
  readonly old_dynamics: boolean
  readonly shaping?: Readonly<Record<string, number>>
  readonly recipe: Readonly<Record<string, unknown>>
  /** The orders to which times and values by order belong. */
  readonly order_list_for_recipe_maps?: readonly (readonly string[])[]
}

/** A generated episode, tick by tick. */
export interface Trace {
  readonly id: string
  readonly config: RecordedConfig
  readonly start: RecordedState
  readonly actions: readonly (readonly number[])[]
  readonly sparse: readonly (readonly number[] | 0)[]
  readonly shaped: readonly (readonly number[] | 0)[]
  readonly events: readonly (Readonly<Record<string, readonly number[]>> | 0)[]
  readonly states: readonly RecordedState[]
  readonly total_sparse: number
  readonly final_sha256: string
}

/** A recorded game: each state as it was seen before the actions of the same position. */
export interface Game {
  readonly id: string
  readonly config: RecordedConfig
  readonly states: readonly RecordedState[]
  readonly actions: readonly (readonly number[])[]
  /** The team's. */
  readonly rewards: readonly number[]
  readonly final_score: number
}

const WAYS = ['n', 's', 'e', 'w'] as const

type StartItem = NonNullable<NonNullable<KitchenInput['start']>['items']>[number]['item']

const itemOf = (item: string | readonly ['soup', readonly string[], number]): StartItem =>
  typeof item === 'string' ? item : ({ soup: [...item[1]], tick: item[2] } as unknown as StartItem)

/** A terrain without its players, with the players put in. */
function gridOf({ terrain, starts }: RecordedConfig): string[] {
  const rows = terrain.map((row) => [...row])
  starts.forEach(([x, y], i) => {
    rows[y]![x] = String(i + 1)
  })
  return rows.map((row) => row.join(''))
}

const defined = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined)) as T

/** A recording's settings and first state as parameters of the kitchen. */
export function paramsOf(config: RecordedConfig, start: RecordedState): KitchenInput {
  const { recipe, shaping } = config
  return {
    grid: gridOf(config),
    orders: (config.order_list_for_recipe_maps ?? config.all_orders) as KitchenInput['orders'],
    bonus: config.bonus_orders as KitchenInput['bonus'],
    bonusFactor: config.order_bonus === Infinity ? 'infinite' : config.order_bonus,
    time: defined({
      all: recipe['cook_time'],
      orders: recipe['recipe_times'],
      onion: recipe['onion_time'],
      tomato: recipe['tomato_time'],
    }) as KitchenInput['time'],
    value: defined({
      all: recipe['delivery_reward'],
      orders: recipe['recipe_values'],
      onion: recipe['onion_value'],
      tomato: recipe['tomato_value'],
    }) as KitchenInput['value'],
    ...(shaping === undefined
      ? {}
      : {
          shaping: {
            potting: shaping['PLACEMENT_IN_POT_REW'],
            dish: shaping['DISH_PICKUP_REWARD'],
            soup: shaping['SOUP_PICKUP_REWARD'],
          },
        }),
    start: {
      players: start.p.map(([x, y, facing, held]) => ({
        at: [x, y] as [number, number],
        facing: WAYS[facing]!,
        ...(held === null ? {} : { holds: itemOf(held) }),
      })),
      items: (start.o ?? []).map(([x, y, item]) => ({
        at: [x, y] as [number, number],
        item: itemOf(item),
      })),
    },
  }
}

/** The episode that a recording is played again in. */
export function episodeOf(
  recording: { readonly config: RecordedConfig; readonly actions: readonly unknown[] },
  start: RecordedState,
  track: boolean,
): Episode {
  const agents = Object.fromEntries(start.p.map((_, i) => [`player_${i}`, {}]))
  const scenario = defineScenario(kitchen, {
    profile: recording.config.old_dynamics ? 'old' : 'new',
    params: paramsOf(recording.config, start),
    agents,
    horizon: Math.max(1, recording.actions.length),
  })
  return createEpisode(scenario, { seed: 1, track })
}

/** How a recorded episode differs from its replay, by what was compared: the first difference of each, in words. */
export interface TraceDifferences {
  readonly state?: string
  readonly sparse?: string
  readonly shaped?: string
  readonly events?: string
  readonly ending?: string
}

/**
 * Plays a generated episode again by action ids and compares every tick.
 *
 * @param track false: without events, which are then not compared
 * @param sha256 gives the hexadecimal digest of a text
 */
export function compareTrace(
  trace: Trace,
  track: boolean,
  sha256: (text: string) => string,
): TraceDifferences {
  const found: { -readonly [K in keyof TraceDifferences]: string } = {}
  const note = (what: keyof TraceDifferences, tick: number, expected: unknown, got: unknown) => {
    const [e, g] = [JSON.stringify(expected), JSON.stringify(got)]
    if (e === g) return
    found[what] ??= `${trace.id} tick ${tick}: expected ${e.slice(0, 400)}, got ${g.slice(0, 400)}`
  }
  const episode = episodeOf(trace, trace.start, track)
  let objects = trace.start.o ?? []
  let now = showKitchen(episode.w)
  note('state', 0, [trace.start.p, objects], [now.p, now.o])
  let total = 0
  for (const [i, ids] of trace.actions.entries()) {
    const frame = episode.stepIds(ids)
    const tick = i + 1
    const expected = trace.states[i]!
    objects = expected.o ?? objects
    now = showKitchen(episode.w)
    note('state', tick, [expected.p, objects], [now.p, now.o])
    const nothing = ids.map(() => 0)
    const sparse = earned(episode, 'sparse')
    for (const value of sparse) total += value
    note('sparse', tick, trace.sparse[i] === 0 ? nothing : trace.sparse[i], sparse)
    note('sparse', tick, sum(sparse), frame.rewards[0])
    note(
      'shaped',
      tick,
      trace.shaped[i] === 0 ? nothing : trace.shaped[i],
      earned(episode, 'shaped'),
    )
    if (track) note('events', tick, sorted(trace.events[i] || {}), eventsOf(frame))
  }
  const text = JSON.stringify({ t: trace.actions.length, p: now.p, o: now.o })
  note('ending', trace.actions.length, trace.total_sparse, total)
  note('ending', trace.actions.length, trace.final_sha256, sha256(text))
  return found
}

/** Plays a recorded game again and compares each next state, the team's reward, and the score. */
export function compareGame(game: Game, track: boolean): string | undefined {
  const episode = episodeOf(game, game.states[0]!, track)
  let objects = game.states[0]!.o ?? []
  let score = 0
  for (const [i, ids] of game.actions.entries()) {
    const frame = episode.stepIds(ids)
    const reward = game.rewards[i]!
    score += frame.rewards[0]!
    const where = `${game.id} tick ${i + 1}`
    if (frame.rewards[0] !== reward)
      return `${where}: expected reward ${reward}, got ${frame.rewards[0]}`
    const next = game.states[i + 1]
    if (next === undefined) continue
    objects = next.o ?? objects
    const now = showKitchen(episode.w)
    const [e, g] = [JSON.stringify([next.p, objects]), JSON.stringify([now.p, now.o])]
    if (e !== g) return `${where}: expected ${e.slice(0, 400)}, got ${g.slice(0, 400)}`
  }
  return score === game.final_score
    ? undefined
    : `${game.id}: expected score ${game.final_score}, got ${score}`
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

/** What each player earned in the last tick, from the columns. */
function earned({ w, seats }: Episode, by: 'sparse' | 'shaped'): number[] {
  const column = (w.c as Record<string, Record<string, { get(e: number): number }>>)['Cook']![by]!
  return seats.map((s) => {
    const value = column.get(s.entity)
    return value === Number.MAX_VALUE ? Infinity : value
  })
}

/** The events of a frame as recordings have them: by kind, the players. */
function eventsOf(frame: Frame): [string, readonly number[]][] {
  const out: Record<string, number[]> = {}
  for (const { type, data } of frame.events) {
    const { agent } = data as { readonly agent: string }
    out[type] ??= []
    out[type].push(Number(agent.replace('player_', '')))
  }
  return sorted(out)
}

const sorted = (
  events: Readonly<Record<string, readonly number[]>>,
): [string, readonly number[]][] =>
  Object.entries(events)
    .map(([type, who]): [string, readonly number[]] => [type, [...who].sort()])
    .sort(([a], [b]) => (a < b ? -1 : 1))
