import type { CallRecord, Frame, Metric, MetricContext } from '../../engine/index.js'

/** What a metric says of a run: one number to compare, and what it is made of. */
export interface Scored {
  /** Null where the run does not tell: a success without goals, an equality without rewards. */
  readonly value: number | null
  readonly parts?: Readonly<Record<string, number | null>>
  /** Why there is no value, or how it is to be read. */
  readonly note?: string
  /** Of several runs not the mean of values is meant, but the sum of the parts over the sum of the wholes. */
  readonly over?: readonly [part: number, whole: number]
}

/** What there is to read about a metric. */
export interface MetricNotes {
  readonly title: string
  readonly formula: string
  /** Such as `[0, 1]`. */
  readonly range: string
  /** Empty for a share or a count of things that the title names. */
  readonly unit: string
  /** Who defined it. */
  readonly source: string
}

/** A metric that `coact score` knows: a fold over frames with what there is to read about it. */
export interface ScoreMetric<S = unknown> extends Metric<S, Scored>, MetricNotes {
  /** Takes in what a language model was asked and said. */
  call?(state: S, call: CallRecord, context: ScoreContext): S
}

/** What a score may know besides the frames. */
export interface ScoreContext extends MetricContext {
  /** Ways in which the scenario was solved: for each agent what it did, as text; null for a tick in which it did nothing. */
  readonly references: readonly Reference[]
  /** Names of the columns that diffs speak of, by position; empty where they are not known. */
  readonly columns: readonly string[]
  /** An action as text, the same as in references. */
  textOf(action: Pick<Frame['actions'][number], 'action' | 'args'>): string
  /** What one agent alone needs, or gets; for comparisons of teams. */
  readonly solo?: { readonly ticks?: number; readonly reward?: number }
  /** Mean returns of random and of reference play. */
  readonly returns?: { readonly random: number; readonly reference: number }
}

export type Reference = Readonly<Record<string, readonly (string | null)[]>>

/**
 * Defines a metric for scorecards.
 *
 * @example
 * const ticks = scoreMetric({
 *   id: 'ticks', better: 'lower', title: 'Ticks', formula: 'L', range: '[0, ∞)', unit: 'ticks', source: 'plain',
 *   init: () => 0, step: (_, { tick }) => tick, finish: (value) => ({ value }),
 * })
 */
export const scoreMetric = <S>(
  metric: Omit<ScoreMetric<S>, 'kind' | 'world' | 'init' | 'step' | 'finish'> & {
    init(context: ScoreContext): S
    step(state: S, frame: Frame, context: ScoreContext): S
    finish(state: S, context: ScoreContext): Scored
  },
): ScoreMetric<S> => ({ kind: 'metric', world: '*', ...metric }) as ScoreMetric<S>

/** A share, or null of nothing. */
export const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : part / whole
