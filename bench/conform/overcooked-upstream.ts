import { convertLayout, showKitchen } from '../../worlds/index.js'
import { episodeOf, type Game, type RecordedConfig, type RecordedState } from './overcooked.js'

/** A state as the reference writes it. */
export interface FullState {
  readonly players: readonly {
    readonly position: readonly [number, number]
    readonly orientation: readonly [number, number]
    readonly held_object: FullObject | null
  }[]
  readonly objects: readonly FullObject[]
}

interface FullObject {
  readonly name: string
  readonly position: readonly [number, number]
  readonly _ingredients?: readonly { readonly name: string }[]
  readonly _cooking_tick?: number
  readonly cook_time?: number
  readonly is_ready?: boolean
}

/** A layout as the reference has it, as values. */
export type LayoutValues = Readonly<Record<string, unknown>>

/** The reference's own trajectory. */
export interface Trajectory {
  readonly ep_states: readonly (readonly FullState[])[]
  readonly ep_actions: readonly (readonly (readonly (readonly [number, number] | string)[])[])[]
  readonly ep_rewards: readonly (readonly number[])[]
  readonly ep_returns: readonly number[]
  readonly mdp_params: readonly { readonly layout_name: string }[]
}

type Shown = RecordedState['p'][number][3]

const WAYS: Readonly<Record<string, number>> = { '0,-1': 0, '0,1': 1, '1,0': 2, '-1,0': 3 }

function shown(object: FullObject | null): Shown {
  if (object === null) return null
  if (object.name !== 'soup') return object.name
  return ['soup', (object._ingredients ?? []).map((i) => i.name), object._cooking_tick ?? -1]
}

/** The reference's own form of a state in the short form of recordings. */
export function shortState(state: FullState): Required<RecordedState> {
  const o = state.objects.map(
    (object) => [...object.position, shown(object)!] as Required<RecordedState>['o'][number],
  )
  return {
    p: state.players.map((p) => [
      ...p.position,
      WAYS[String(p.orientation)]!,
      shown(p.held_object),
    ]),
    o: o.sort((a, b) => a[1] - b[1] || a[0] - b[0]),
  }
}

/** Settings for a layout of the reference, by the same reading as imported layouts. */
export function configOf(name: string, layout: LayoutValues): RecordedConfig {
  const { params } = convertLayout(layout, name)
  const rows = params.grid!
  const starts: [number, number][] = []
  rows.forEach((row, y) => {
    for (const [x, c] of [...row].entries()) if (/[1-9]/.test(c)) starts[Number(c) - 1] = [x, y]
  })
  const keys = ['cook_time', 'delivery_reward', 'recipe_times', 'recipe_values']
  const more = ['onion_time', 'tomato_time', 'onion_value', 'tomato_value']
  const recipe = [...keys, ...more].filter((key) => key in layout)
  return {
    layout: name,
    terrain: rows.map((row) => row.replace(/[1-9]/g, ' ')),
    starts,
    all_orders: params.orders ?? [],
    bonus_orders: params.bonus ?? [],
    order_bonus: params.bonusFactor === 'infinite' ? Infinity : (params.bonusFactor ?? 2),
    old_dynamics: false,
    recipe: Object.fromEntries(recipe.map((key) => [key, layout[key]])),
  }
}

/** The reference's own trajectories as recorded games. */
export function gamesOf(
  file: Trajectory,
  layoutOf: (name: string) => LayoutValues | undefined,
): (Game | string)[] {
  return file.ep_states.map((states, i) => {
    const name = file.mdp_params[i]!.layout_name
    const layout = layoutOf(name)
    if (layout === undefined) return `${name}: its layout is not in the folder`
    return {
      id: `upstream trajectory ${i}, ${name}`,
      config: configOf(name, layout),
      states: states.map(shortState),
      actions: file.ep_actions[i]!.map((joint) => joint.map(actionId)),
      rewards: file.ep_rewards[i]!,
      final_score: file.ep_returns[i]!,
    }
  })
}

const STAY = 4
const INTERACT = 5

const actionId = (action: readonly [number, number] | string): number =>
  typeof action === 'string' ? INTERACT : (WAYS[String(action)] ?? STAY)

/** Whether a kitchen can begin with a state, and shows it as it is, cooking times included. */
export function compareState(
  name: string,
  layout: LayoutValues,
  state: FullState,
): string | undefined {
  const wanted = shortState(state)
  const episode = episodeOf({ config: configOf(name, layout), actions: [] }, wanted, true)
  const differs = differing(name, wanted, showKitchen(episode.w))
  if (differs !== undefined) return differs
  const view = episode.observe(0) as {
    readonly stations: readonly { readonly at: readonly number[]; readonly state: string }[]
  }
  for (const object of state.objects) {
    if (object.is_ready === undefined) continue
    const [x, y] = object.position
    const station = view.stations.find((s) => s.at[0] === x && s.at[1] === y)
    // What has left its pot is ready: a kitchen does not begin otherwise.
    const ready = station === undefined || station.state === 'ready'
    if (ready !== object.is_ready)
      return `${name}: soup at ${x},${y}: expected ready ${object.is_ready}, got ${ready}`
  }
  return undefined
}

/** Whether one joint action from the layout's own start leads to a state. */
export function compareStep(
  name: string,
  layout: LayoutValues,
  ids: readonly number[],
  state: FullState,
  reward: number,
): string | undefined {
  const config = configOf(name, layout)
  const start: RecordedState = { p: config.starts.map(([x, y]) => [x, y, 0, null]), o: [] }
  const episode = episodeOf({ config, actions: [] }, start, true)
  const frame = ids.length === 0 ? undefined : episode.stepIds(ids)
  const got = frame?.rewards[0] ?? 0
  if (got !== reward) return `${name}: expected reward ${reward}, got ${got}`
  return differing(name, shortState(state), showKitchen(episode.w))
}

function differing(name: string, expected: RecordedState, got: RecordedState): string | undefined {
  const [e, g] = [JSON.stringify([expected.p, expected.o]), JSON.stringify([got.p, got.o])]
  return e === g ? undefined : `${name}: expected ${e.slice(0, 400)}, got ${g.slice(0, 400)}`
}
