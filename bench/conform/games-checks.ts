import { type AnyWorld, errorText, type Game } from '../../engine/index.js'
import { type Place, parseGameName, placeOf } from './games-names.js'

/** What the suite of games looks at, in the order of its report. */
export const GATES = {
  plays: 'recorded plays, state by state',
  shipped: 'playthroughs shipped with the reference',
  grids: 'grid games of VS-Bench, step by step',
  sizes: 'sizes of trees',
  uniform: 'uniform and first-move play: returns, best responses, NashConv',
  cfr: 'counterfactual regret minimisation',
  leaves: 'histories by length',
  solved: 'values of solved games',
  fractions: 'exact fractions',
  evolution: 'α-rank and replicator dynamics',
  risk: 'mean-variance best responses',
  optimum: 'optima of grid games',
  advantages: 'turn-level advantages',
  unreadable: 'records that cannot be read',
} as const

export type Gate = keyof typeof GATES

/** One thing to compare. */
export interface Check {
  readonly gate: Gate
  /** The game or file that it is about. */
  readonly game: string
  /** @returns the first difference; undefined when all is as recorded */
  run(): string | undefined
}

/** Something recorded of a game that is not built. */
export interface Missing {
  readonly missing: string
}

export type Entry = Check | Missing

export type Worlds = ReadonlyMap<string, AnyWorld>

/** Where a game is played, if its world is built. */
export function findGame(
  worlds: Worlds,
  name: string,
): (Place & { readonly built: AnyWorld; readonly game: () => Game }) | Missing {
  const place = placeOf(parseGameName(name))
  const built = worlds.get(place.world)
  if (built?.game === undefined) return { missing: place.world }
  let made: Game | undefined
  return {
    ...place,
    built,
    game: () => {
      made ??= built.game!(built.params.parse(place.params) as never)
      return made
    },
  }
}

/** Runs a check; what it throws is its difference. */
export function outcomeOf(check: Check): string | undefined {
  try {
    return check.run()
  } catch (e) {
    return errorText(e)
  }
}
