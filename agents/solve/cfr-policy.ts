import { z } from 'zod'
import { defineUniversalPolicy, type Game } from '../../engine/index.js'
import { definePolicyWithOptions } from '../options.js'
import { cfrPlus, cfr as solve } from './cfr.js'
import { drawFrom, gameOf, playerOf } from './policies.js'
import type { PolicyProfile } from './tabular.js'
import { buildTree } from './tree.js'

/** How a game is solved by counterfactual regret minimisation. */
export const cfrOptions = z.strictObject({
  iterations: z.int().min(1).max(10_000_000).default(1000),
  plus: z.boolean().default(false),
  nodes: z.int().min(1).max(20_000_000).default(2_000_000),
})

export type CfrSettings = z.output<typeof cfrOptions>

const solved = new WeakMap<Game, Map<string, PolicyProfile>>()

/** The average policy of a game, computed once for each game and settings. @throws CoactError `solve/too-large` */
export function solvedByCfr(game: Game, settings: CfrSettings): PolicyProfile {
  const { iterations, plus, nodes } = settings
  const known = solved.get(game) ?? new Map<string, PolicyProfile>()
  solved.set(game, known)
  const key = `${iterations} ${plus} ${nodes}`
  let profile = known.get(key)
  if (profile === undefined) {
    profile = (plus ? cfrPlus : solve)(buildTree(game, { nodesMax: nodes }), { iterations })
    known.set(key, profile)
  }
  return profile
}

/**
 * Solves a scenario's game by counterfactual regret minimisation before the first tick, and plays the average policy: near
 * an equilibrium in two-player zero-sum games. Options: `iterations` (default 1000), `plus` (CFR+), `nodes` (the largest
 * tree, default 2,000,000).
 *
 * @throws CoactError before the first tick: `policy/no-game`, `solve/too-large`; `policy/options`
 * @example
 * await run(kuhn, { agents: { '*': cfrPolicy({ iterations: 1000 }) } })
 */
export const cfrPolicy = definePolicyWithOptions({
  id: 'cfr',
  options: cfrOptions,
  create: (settings) =>
    defineUniversalPolicy({
      id: 'cfr',
      fits(scenario) {
        solvedByCfr(gameOf(scenario, 'cfr'), settings)
      },
      decide(turn) {
        const profile = solvedByCfr(turn.game!, settings)
        return drawFrom(profile[playerOf(turn)], turn)
      },
    }),
})
