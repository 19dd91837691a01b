import type { Frame } from './frame.js'
import type { AnyWorld, Seat } from './world.js'

/** What a metric may know besides the frames. */
export interface MetricContext {
  readonly agents: readonly Pick<Seat, 'index' | 'name' | 'team' | 'role'>[]
  readonly horizon: number
}

/** A fold over frames: it runs live, or over a file, with the same result. */
export interface Metric<S = unknown, R = unknown> {
  readonly kind: 'metric'
  readonly id: string
  /** The world it is for, or `*`. */
  readonly world: string
  readonly better: 'higher' | 'lower' | 'neither'
  init(context: MetricContext): S
  step(state: S, frame: Frame, context: MetricContext): S
  finish(state: S, context: MetricContext): R
}

/** A metric whose state nobody outside looks into. */
export type AnyMetric = {
  readonly [K in keyof Metric]: K extends 'init' | 'step' | 'finish'
    ? (...args: never[]) => unknown
    : Metric[K]
}

/**
 * Defines a metric for one world, or for any with `'*'`.
 *
 * @example
 * const rejected = defineMetric('*', {
 *   id: 'rejected', better: 'lower', init: () => 0,
 *   step: (n, frame) => n + frame.actions.filter((a) => a.verdict !== 'ok').length,
 *   finish: (n) => n,
 * })
 */
export const defineMetric = <S, R>(
  world: AnyWorld | '*' | { readonly id: string },
  metric: Omit<Metric<S, R>, 'kind' | 'world'>,
): Metric<S, R> => ({
  kind: 'metric',
  world: typeof world === 'string' ? world : world.id,
  ...metric,
})
