import { isSuccess } from '../result.js'
import { scoreMetric } from './scored.js'

/** Whether agents know that they are done: what they claim against what is. */
export const claims = scoreMetric({
  id: 'claim-accuracy',
  better: 'higher',
  title: 'Claimed against actual',
  formula:
    '1 if all agents that claim at all (by an accepted action `done`) claim what is so, else 0; null where no such action exists or was taken. Parts: claimed, actual',
  range: '{0, 1}',
  unit: '',
  source: 'OmniEAR: model-claimed against actual completion',
  init: () => ({ claimed: new Set<number>(), isOver: null as boolean | null }),
  step(s, { actions, goals }) {
    for (const { agent, action, verdict } of actions)
      if (verdict === 'ok' && action.toLowerCase() === 'done') s.claimed.add(agent)
    s.isOver = goals.length === 0 ? null : isSuccess(goals)
    return s
  },
  finish({ claimed, isOver }, { agents }) {
    if (isOver === null) return { value: null, note: 'the scenario has no goals' }
    const all = claimed.size >= agents.length
    const parts = { claimed: all ? 1 : 0, actual: isOver ? 1 : 0 }
    if (claimed.size === 0) return { value: null, parts, note: 'nobody claimed to be done' }
    return { value: all === isOver ? 1 : 0, parts }
  },
})
