import { random } from '../../agents/index.js'
import { createEpisode, createTurns, type Episode, type Scenario } from '../../engine/index.js'
import { createBarrier } from '../barrier.js'
import { frameLines } from '../cli/lines.js'
import { printableLines } from '../cli/printable.js'
import { type Agents, seatPolicies } from '../seats.js'
import type { TranscriptOptions } from './types.js'

/**
 * An episode as people read it: what everyone sees at the start, who did and said what in each tick and what came of it,
 * the chain hash of each tick, and how it ended. The same scenario, seed and policies give the same text on every machine.
 *
 * @throws CoactError as `run` does
 * @example
 * console.log(await transcript(scenario, { seed: 7 }))
 */
export async function transcript(
  scenario: Scenario,
  options: TranscriptOptions = {},
): Promise<string> {
  const seated = seatPolicies(scenario, playersOf(scenario, options.policies ?? {}))
  const seed = options.seed ?? 0
  const episode = createEpisode(seated.scenario, { seed })
  const barrier = createBarrier(episode, seated.policies, createTurns(episode), 0, undefined)
  const players = episode.seats.map((s, i) => `${s.name} (${seated.policies[i]?.id ?? 'nobody'})`)
  const { id, version } = scenario.world
  const lines = [
    `${scenario.id}, seed ${seed}: ${id}@${version}, ${scenario.profile}`,
    `agents: ${players.join(', ')}`,
    ...opening(episode),
    ...drawn(options.draw?.(episode.w, episode.first!)),
  ]
  while (episode.end === undefined && episode.tick < (options.ticks ?? Infinity)) {
    const frame = episode.step(await barrier.ask(episode.asked()))
    lines.push(
      `tick ${frame.tick}  ${frame.chain}`,
      ...frameLines(frame, scenario),
      ...drawn(options.draw?.(episode.w, frame)),
    )
  }
  for (const policy of new Set(seated.policies)) await policy?.close?.()
  return `${[...lines, '', ...closing(episode)].join('\n')}\n`
}

/** Who plays: those given, the scenario's own, else `random`. */
function playersOf(scenario: Scenario, given: Agents): Agents {
  const names = Object.keys(scenario.agents)
  return Object.fromEntries(
    names.map((name) => [
      name,
      Object.hasOwn(given, name)
        ? given[name]!
        : (given['*'] ?? scenario.agents[name]!.policy ?? random),
    ]),
  )
}

function opening(episode: Episode): string[] {
  if (episode.scenario.world.describe === undefined) return ['']
  return [
    '',
    ...episode.seats.flatMap(({ index, name }) => [
      `${name} sees:`,
      ...printableLines(episode.describe(index))
        .split('\n')
        .map((line) => `  ${line}`.trimEnd()),
      '',
    ]),
  ]
}

const drawn = (text: string | undefined): string[] =>
  text === undefined ? [] : text.split('\n').map((line) => `       ${line}`.trimEnd())

function closing(episode: Episode): string[] {
  const rewards = episode.seats.map((s) => `${s.name} ${episode.reward(s.index)}`)
  return [
    `${episode.end ?? 'stopped'} at tick ${episode.tick}`,
    `rewards of the last tick: ${rewards.join(', ')}`,
    ...episode
      .goals()
      .map((g) => `[${g.done ? 'x' : ' '}] ${g.id} ${g.progress}: ${printableLines(g.text)}`),
  ]
}
