import type { World } from './world.js'

/** One entry of a scenario's script: something that happens at a tick, or once a condition holds. */
export interface ScriptEntry<C = never, P = never> {
  /** The tick before whose actions it happens; the first tick is 1. */
  readonly at?: number
  readonly when?: (w: World<C, P>) => boolean
  /** `when` only: happen again in each tick in which the condition holds. */
  readonly every?: boolean
  readonly run: (w: World<C, P>) => void
}

/**
 * Makes something happen at a tick, before that tick's actions.
 * @param tick from 1
 * @example script: [at(100, (w) => { w.spawn({ Apple: { x: 1, y: 1 } }) })]
 */
export const at = <C, P>(tick: number, run: (w: World<C, P>) => void): ScriptEntry<C, P> => ({
  at: tick,
  run,
})

/**
 * Makes something happen in the first tick in which a condition holds (with `every`: in each such tick).
 * @example script: [when((w) => w.count('Apple') === 0, (w) => w.emit('empty'))]
 */
export const when = <C, P>(
  condition: (w: World<C, P>) => boolean,
  run: (w: World<C, P>) => void,
  options: { readonly every?: boolean } = {},
): ScriptEntry<C, P> => ({ when: condition, run, ...options })
