import { idle } from '../../agents/index.js'
import { forkMany } from '../fork/fork-many.js'
import { teamScore } from '../fork/score.js'
import type { ForkSpec } from '../fork/spec.js'
import type { Trunk } from '../fork/trunk.js'
import { countForks, type ForkCount, type ForkMetricOptions, luckOf } from './forked.js'

/** What groups of the agents of a run are worth. A group is given as bits, the first agent's the lowest. */
export interface Coalitions {
  readonly names: readonly string[]
  readonly count: ForkCount
  /** How many samples each value is of: one, and in mode `live` several, with the same luck for each group. */
  readonly samples: number
  /** All agents. */
  readonly all: number
  worthOf(members: number): Promise<readonly number[]>
}

/** Simulates each group once it is asked for: whoever is not in it stays idle from the beginning. */
export function coalitionsOf(trunk: Trunk, options: ForkMetricOptions): Coalitions {
  const { mode = 'frozen', ticks, most: _, samples: _samples, ...rest } = options
  const names = Object.keys(trunk.scenario.agents)
  const known = new Map<number, readonly number[]>()
  const luck = luckOf(options)
  const count = countForks(trunk, mode)
  const isIn = (members: number, i: number): boolean => ((members >> i) & 1) === 1
  return {
    names,
    count,
    samples: luck.length,
    all: (1 << names.length) - 1,
    async worthOf(members) {
      const found = known.get(members)
      if (found !== undefined) return found
      const absent = names.filter((_name, i) => !isIn(members, i))
      const spec: ForkSpec = {
        at: trunk.first,
        mode,
        agents: Object.fromEntries(absent.map((name) => [name, idle])),
        ...(ticks === undefined ? {} : { ticks }),
      }
      const specs = luck.map((own): ForkSpec => ({ ...spec, ...own }))
      const results = await forkMany(trunk, specs, { ...rest, track: false, scorer: teamScore() })
      count.note(results, (i) => !isIn(members, i))
      const worth = results.map((r) => r.score!)
      known.set(members, worth)
      return worth
    },
  }
}
