import type { Goal } from '../../engine/index.js'
import { isSuccess } from '../result.js'
import { NO_GOALS } from './goals.js'
import { scoreMetric } from './scored.js'

/** Success weighted by the length of the way, and by how much better a team is than one alone. */
export const spl = scoreMetric({
  id: 'spl',
  better: 'higher',
  title: 'Success by path length',
  formula:
    'SPL = S · L* / max(L*, L), L* the ticks of the shortest reference; EI = (L₁ − L) / max(L₁, L) against one agent alone',
  range: '[0, 1]',
  unit: '',
  source: 'Anderson et al. 2018; EI: CoELA, Zhang et al. 2024',
  init: () => ({ ticks: 0, goals: [] as readonly Goal[] }),
  step: (_, { tick, goals }) => ({ ticks: tick, goals }),
  finish({ ticks, goals }, { references, solo }) {
    const lengths = references.map((r) => Math.max(0, ...Object.values(r).map((l) => l.length)))
    const alone = solo?.ticks
    const gain = alone === undefined ? null : (alone - ticks) / Math.max(alone, ticks)
    const parts = { improvement: gain }
    if (goals.length === 0) return { value: null, parts, note: NO_GOALS }
    if (lengths.length === 0) return { value: null, parts, note: 'there is no reference' }
    const least = Math.min(...lengths)
    const value = isSuccess(goals) ? least / Math.max(least, ticks) : 0
    return { value, parts: { ...parts, reference: least } }
  },
})
