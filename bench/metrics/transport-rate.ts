import { scoreMetric } from './scored.js'

interface Carried {
  carried: number
  delivered: number
}

const GRASP = /^(corp-)?(grab|take|pick|lift|load|carry$)/i
const RELEASE = /^(corp-)?(deliver|place|drop|put|serve|set|deposit)/i

/** How many of the things that were taken up were put somewhere. */
export const transportRate = scoreMetric<Carried>({
  id: 'transport-rate',
  better: 'higher',
  title: 'Transport rate',
  formula:
    'actions that put something down / actions that take something up, at most 1: accepted ones that changed something, by their names or notes',
  range: '[0, 1]',
  unit: '',
  source: 'TDW-MAT, CoELA, Zhang et al. 2024, by kinds of actions',
  init: () => ({ carried: 0, delivered: 0 }),
  step(s, { actions }) {
    for (const { action, note = action, verdict, writes = [] } of actions) {
      if (verdict !== 'ok' || writes.length === 0) continue
      const names = [action, note]
      if (names.some((name) => GRASP.test(name))) s.carried += 1
      else if (names.some((name) => RELEASE.test(name))) s.delivered += 1
    }
    return s
  },
  finish: ({ carried, delivered }) =>
    carried === 0
      ? { value: null, note: 'nothing was taken up' }
      : { value: Math.min(1, delivered / carried), parts: { taken: carried, put: delivered } },
})
