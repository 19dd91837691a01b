import type { EndReason } from '../../engine/index.js'

/** What came of one episode: one line of a result file. */
export interface EpisodeRow {
  readonly key: string
  readonly suite: string
  readonly scenario: string
  readonly group: string
  readonly lineup: string
  readonly seed: string
  readonly status: 'ok' | 'error'
  readonly error?: string
  /** Names the whole run: the same key always has the same. */
  readonly chain?: string
  readonly world?: string
  readonly profile?: string
  /** By agent: id of its policy. */
  readonly policies?: Readonly<Record<string, string>>
  readonly end?: EndReason
  readonly ticks?: number
  readonly success?: boolean
  /** Sum of rewards by agent. */
  readonly rewards?: Readonly<Record<string, number>>
  readonly actions?: number
  readonly failures?: number
  /** By metric; null where it has no value. */
  readonly scores?: Readonly<Record<string, number | null>>
  /** Of metrics that are summed up over runs before they are divided: part and whole. */
  readonly shares?: Readonly<Record<string, readonly [part: number, whole: number]>>
  readonly reference?: number
  readonly tokens?: number
  readonly price?: number
  /** Path of the replay, from the folder of the results. */
  readonly replay?: string
  /** Of the machine: not part of what the key decides. */
  readonly ms?: number
}

/** Whether two rows of one key tell of the same run; models need not answer the same twice. */
export const agrees = (a: EpisodeRow, b: EpisodeRow): boolean =>
  a.status === 'error' || b.status === 'error' || a.chain === b.chain || (a.tokens ?? 0) > 0
