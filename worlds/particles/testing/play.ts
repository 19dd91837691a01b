import {
  createEpisode,
  createTurns,
  defineScenario,
  type Episode,
  type Frame,
  type Policy,
  type Scenario,
} from '../../../engine/index.js'
import type { Particles } from '../components.js'
import type { Start } from '../start.js'
import { particles } from '../world.js'

type Body = readonly [x: number, y: number, vx?: number, vy?: number]

/** Some bodies as a start. */
export const bodies = (...all: readonly Body[]): Start['bodies'] =>
  all.map(([x, y, vx = 0, vy = 0]) => ({ p: [x, y], v: [vx, vy] }))

/** A scenario with some seats. */
export const scene = (
  params: Record<string, unknown>,
  seats: number,
  more: { readonly profile?: string; readonly horizon?: number; readonly policy?: Policy } = {},
): Scenario => {
  const { policy, ...rest } = more
  const seat = policy === undefined ? {} : { policy: policy as Policy<'*'> }
  return defineScenario(particles, {
    params: params as never,
    agents: Object.fromEntries(Array.from({ length: seats }, (_, i) => [`a${i}`, seat])),
    horizon: 25,
    ...rest,
  })
}

/** An episode of a scenario with some seats. */
export const begin = (
  params: Record<string, unknown>,
  seats: number,
  more: { readonly profile?: string; readonly tapes?: Record<string, readonly number[]> } = {},
): Episode =>
  createEpisode(scene(params, seats, more.profile === undefined ? {} : { profile: more.profile }), {
    seed: 1,
    tapes: more.tapes ?? {},
  })

/** What an agent does, as typed actions. */
export type Act =
  | { readonly go: object }
  | { readonly drive: object }
  | { readonly text: string }
  | undefined

/** One tick. */
export const step = (episode: Episode, ...acts: readonly Act[]): Frame =>
  episode.step(
    acts.map((act) => {
      if (act === undefined) return undefined
      if ('text' in act) return { do: [act] }
      const [[action, args]] = Object.entries(act) as [[string, Record<string, unknown>]]
      return { do: [{ action, args }] }
    }),
  )

export const verdicts = (frame: Frame): string[] => frame.actions.map((a) => a.verdict)

/** Where a body is, and how fast. */
export function body({ w }: Episode, i: number): number[] {
  const { c, each } = w as unknown as Particles
  const e = each('Body')[i]!
  return [c.Body.x, c.Body.y, c.Body.vx, c.Body.vy].map((column) => column.get(e))
}

export const parts = (episode: Episode, agent: number): Record<string, number[]> =>
  (episode.observe(agent) as { parts: Record<string, number[]> }).parts

/** Plays a whole episode in which everyone decides for itself: the sum of rewards by agent. */
export function play(
  scenario: Scenario,
  seed: number,
  policies: (role: string) => Policy,
): number[] {
  const agents = Object.fromEntries(
    Object.entries(scenario.agents).map(([name, a]) => [
      name,
      { ...a, policy: policies(a.role) as Policy<'*'> },
    ]),
  )
  const episode = createEpisode({ ...scenario, agents }, { seed, track: false })
  const turns = createTurns(episode)
  const sums = episode.seats.map(() => 0)
  while (episode.end === undefined) {
    const inputs = episode.asked().map((agent) => {
      const { turn, close } = turns.open(agent, () => new AbortController().signal)
      return close(agents[episode.seats[agent]!.name]!.policy.decide(turn))
    })
    episode.step(inputs)
    for (const { index } of episode.seats) sums[index]! += episode.reward(index)
  }
  return sums
}
