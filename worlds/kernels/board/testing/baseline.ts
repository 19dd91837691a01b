import {
  type AnyWorld,
  type Policy,
  parseScenarioFile,
  type SomeWorld,
} from '../../../../engine/index.js'
import { anyMove, returnsOf } from './duel.js'

/** How policies fared over many seeds, next to random moves on the same seeds. */
export interface Baseline {
  /** Mean return by seat. */
  readonly means: readonly number[]
  /** Mean return by seat when all moves are random. */
  readonly randomMeans: readonly number[]
  /** Seeds in which the seats of interest got more together than random moves did. */
  readonly better: number
}

/**
 * Plays a scenario file on many seeds by policies and by random moves.
 *
 * @param policies by seat; `undefined` moves at random
 * @param seats those whose returns are compared (default all)
 */
export function baseline(
  world: SomeWorld,
  file: unknown,
  policies: readonly (Policy | undefined)[],
  { seeds = 100, seats = [...policies.keys()] } = {},
): Baseline {
  const { scenario } = parseScenarioFile(file, [world as AnyWorld], world.id)
  const seated = policies.map((p) => p ?? anyMove)
  const random = policies.map(() => anyMove)
  const means = policies.map(() => 0)
  const randomMeans = policies.map(() => 0)
  let better = 0
  for (let seed = 0; seed < seeds; seed++) {
    const got = returnsOf(scenario, seated, seed)
    const lucky = returnsOf(scenario, random, seed)
    for (let i = 0; i < means.length; i++) {
      means[i]! += got[i]! / seeds
      randomMeans[i]! += lucky[i]! / seeds
    }
    const sum = (returns: readonly number[]): number => seats.reduce((a, i) => a + returns[i]!, 0)
    if (sum(got) > sum(lucky)) better += 1
  }
  return { means, randomMeans, better }
}
