import {
  type ActionCall,
  createEpisode,
  createTurns,
  defineScenario,
  type Episode,
  type Frame,
  type Policy,
  type Scenario,
} from '../../../engine/index.js'
import { type KitchenInput, kitchen, type ShownKitchen, showKitchen } from '../index.js'

/** A room for two: pot above, onions at both sides, dishes and window below. */
export const ROOM: KitchenInput = {
  grid: ['XXPXX', 'O1 2O', 'X   X', 'XDXSX'],
  orders: [['onion', 'onion', 'onion']],
}

export interface Given {
  readonly profile?: 'new' | 'old'
  readonly track?: boolean
  readonly horizon?: number
}

/** The names of agents in tests: as many as a grid has places for. */
const NAMES = ['ada', 'bob', 'cid', 'dan', 'eve', 'fay', 'gil', 'hal', 'ira']

export function scenarioOf(params: KitchenInput, given: Given = {}): Scenario {
  const players = (params.grid ?? []).join('').replace(/[^1-9]/g, '').length
  return defineScenario(kitchen, {
    params,
    profile: given.profile ?? 'new',
    agents: Object.fromEntries(NAMES.slice(0, players).map((name) => [name, {}])),
    horizon: given.horizon ?? 1000,
  })
}

export const start = (params: KitchenInput, given: Given = {}): Episode =>
  createEpisode(scenarioOf(params, given), { seed: 1, track: given.track ?? true })

/** Letters for actions in tests: n s e w walk, `.` stays, `!` interacts. */
const CALLS: Readonly<Record<string, ActionCall>> = {
  n: { action: 'move', args: { dir: 'n' } },
  s: { action: 'move', args: { dir: 's' } },
  e: { action: 'move', args: { dir: 'e' } },
  w: { action: 'move', args: { dir: 'w' } },
  '.': { action: 'stay', args: {} },
  '!': { action: 'interact', args: {} },
}

/** Plays ticks, one text for each agent, a letter a tick; those who say no more stay. Gives all frames. */
export function play(episode: Episode, ...deeds: readonly string[]): Frame[] {
  const ticks = Math.max(...deeds.map((d) => d.length))
  return Array.from({ length: ticks }, (_, t) =>
    episode.step(episode.seats.map((s) => ({ do: [CALLS[deeds[s.index]?.[t] ?? '.']!] }))),
  )
}

export const shown = (episode: Episode): ShownKitchen => showKitchen(episode.w)

/** What an agent holds. */
export const held = (episode: Episode, agent = 0): unknown => shown(episode).p[agent]![3]

/** The verdicts or notes of the last tick's actions. */
export const outcomes = (frame: Frame): string[] =>
  frame.actions.map((a) => (a.verdict === 'ok' ? (a.note ?? 'ok') : a.verdict))

/** The events of a frame, each as its kind and its agent. */
export const events = (frame: Frame): string[] =>
  frame.events
    .filter((e) => e.type !== 'goal')
    .map((e) => `${e.type} ${(e.data as { agent: string }).agent}`)
    .sort()

/** Plays a scenario to its end with one policy in every seat. @returns the episode and the sum of its first agent's rewards */
export function playWith(
  scenario: Scenario,
  policies: readonly Policy[],
  given: { readonly seed: number | string; readonly track?: boolean },
): { readonly episode: Episode; readonly reward: number; readonly frames: readonly Frame[] } {
  const names = Object.keys(scenario.agents)
  const seated: Scenario = {
    ...scenario,
    agents: Object.fromEntries(
      names.map((name, i) => [
        name,
        { ...scenario.agents[name]!, policy: policies[i % policies.length]! },
      ]),
    ),
  }
  const episode = createEpisode(seated, { seed: given.seed, track: given.track ?? false })
  const turns = createTurns(episode)
  const frames: Frame[] = []
  let reward = 0
  while (episode.end === undefined) {
    const inputs = episode.seats.map(({ index, name }) => {
      const { turn, close } = turns.open(index, () => new AbortController().signal)
      return close(seated.agents[name]!.policy!.decide(turn))
    })
    const frame = episode.step(inputs)
    if (given.track === true) frames.push(frame)
    reward += frame.rewards[0]!
  }
  return { episode, reward, frames }
}

/** Deliveries that were worth something. */
export const served = (episode: Episode): number =>
  (episode.observe(0) as { readonly served: number }).served
