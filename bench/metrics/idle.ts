import type { Frame } from '../../engine/index.js'
import { type Bodies, bodiesIn } from './bodies.js'
import { scoreMetric, share } from './scored.js'

interface Stillness {
  asked: number
  idle: number
  /** Whether systems move the bodies of agents: then an action's own changes are not all that it does. */
  isMoved: boolean
  readonly bodies: Bodies
}

/** Agent-ticks in which nothing came about. */
export const idle = scoreMetric<Stillness>({
  id: 'idle',
  better: 'lower',
  title: 'Idle',
  formula:
    'agent-ticks in which an agent was asked and none of its actions changed anything / agent-ticks in which one was asked; null where actions work only through systems, as forces do',
  range: '[0, 1]',
  unit: '',
  source: 'no-op or waiting agent-ticks over N · T',
  init: (context) => ({ asked: 0, idle: 0, isMoved: false, bodies: bodiesIn(context) }),
  step(s, frame) {
    const { asked, actions } = frame
    s.bodies.note(frame.diff)
    for (const agent of asked) {
      s.asked += 1
      const isBusy = actions.some(
        (a) =>
          a.agent === agent &&
          a.verdict === 'ok' &&
          a.fallback !== true &&
          (a.writes?.length ?? 0) > 0,
      )
      if (!isBusy) s.idle += 1
    }
    // Once somebody has changed something it no longer matters.
    if (!s.isMoved && s.idle === s.asked && asked.length > 0)
      s.isMoved = movesBodies(frame, s.bodies)
    return s
  },
  finish: ({ asked, idle: still, isMoved }) =>
    isMoved && still === asked
      ? { value: null, parts: { asked }, note: 'what actions change comes about in systems' }
      : { value: share(still, asked) ?? 0, parts: { asked } },
})

const movesBodies = ({ diff, causes }: Frame, bodies: Bodies): boolean =>
  diff.columns.some(({ ids, causes: by }) =>
    ids.some((id, i) => bodies.has(id) && causes[by[i]!]?.startsWith('system:') === true),
  )
