import { random } from '../../../agents/index.js'
import type { RunResult } from '../../result.js'
import { run } from '../../run.js'
import type { Agents } from '../../seats.js'
import { failure } from '../failure.js'
import { type Subject, toScenario } from '../subject.js'
import type { BaselineOptions } from '../types.js'

/** One policy is better than another with enough seeds. */
export async function checkBaseline(subject: Subject, options: BaselineOptions): Promise<void> {
  const { policies, against = { '*': random }, better, seeds = 100 } = options
  const needed = options.wins ?? Math.ceil(0.95 * seeds)
  const scenario =
    options.scenario === undefined
      ? (await subject.scenarios())[0]!
      : toScenario(subject.world, options.scenario, subject.protocols)
  const play = (agents: Agents, seed: number): Promise<RunResult> =>
    run(scenario, { seed, agents, timeoutMs: 0 })
  const lost: string[] = []
  for (let seed = 1; seed <= seeds; seed++) {
    const own = better(await play(policies, seed))
    const other = better(await play(against, seed))
    if (!(own > other)) lost.push(`seed ${seed}: ${own} to ${other}`)
  }
  const wins = seeds - lost.length
  if (wins >= needed) return
  throw failure('baseline', 'The baseline does not win often enough', {
    where: scenario.id,
    expected: `${needed} of ${seeds} seeds`,
    got: `${wins}; not with ${lost.slice(0, 8).join('; ')}`,
  })
}
