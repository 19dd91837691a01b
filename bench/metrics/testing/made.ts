import type { ActionRecord, Frame, Goal, MessageRecord } from '../../../engine/index.js'
import { beginScores, type ScoreContext, type Scored, type ScoreMetric } from '../index.js'

export const NAMES = ['ada', 'bob', 'cid'] as const

/** A context of some agents. */
export const contextFor = (agents = 2, more: Partial<ScoreContext> = {}): ScoreContext => ({
  agents: NAMES.slice(0, agents).map((name, index) => ({ index, name, team: 'all', role: '' })),
  horizon: 100,
  references: [],
  columns: [],
  textOf: ({ action }) => action,
  ...more,
})

export type MadeAction = readonly [
  agent: number,
  action: string,
  more?: Partial<Omit<ActionRecord, 'agent' | 'action'>>,
]

interface Made {
  readonly actions?: readonly MadeAction[]
  readonly rewards?: readonly number[]
  readonly goals?: readonly number[]
  readonly messages?: readonly Partial<MessageRecord>[]
  readonly more?: Partial<Frame>
}

/** Frames from tick 1 on. */
export const frames = (agents: number, ...made: readonly Made[]): Frame[] =>
  made.map(({ actions = [], rewards = [], goals = [], messages = [], more }, i) => ({
    tick: i + 1,
    asked: Array.from({ length: agents }, (_, k) => k),
    inputs: Array.from({ length: agents }, () => ({})),
    causes: [],
    actions: actions.map(([agent, action, rest]) => ({
      agent,
      action,
      args: {},
      verdict: 'ok',
      writes: [1],
      ...rest,
    })),
    messages: messages.map((m, k) => ({
      id: `${i + 1}:${m.from ?? 'ada'}:${k}`,
      tick: i + 1,
      from: 'ada',
      to: 'all',
      type: 'text',
      body: 'x',
      bytes: 1,
      tokens: 1,
      verdict: 'ok',
      ...m,
    })),
    events: [],
    draws: [],
    rewards: Array.from({ length: agents }, (_, k) => rewards[k] ?? 0),
    goals: goals.map((p, k): Goal => ({ id: `g${k}`, text: '', progress: p, done: p >= 1 })),
    diff: { columns: [], pairs: [], strings: [], stringsFrom: 0, docs: [] },
    state: '',
    chain: '',
    ...more,
  }))

/** Folds one metric. */
export function scored<S>(
  metric: ScoreMetric<S>,
  list: readonly Frame[],
  context: ScoreContext = contextFor(),
): Scored {
  const fold = beginScores([metric as unknown as ScoreMetric], context)
  for (const frame of list) fold.add(frame)
  return fold.results()[metric.id]!
}
