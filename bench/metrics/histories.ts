import type { Frame } from '../../engine/index.js'
import { tesOf } from './math.js'
import type { Reference, ScoreContext, Scored } from './scored.js'

/** What an agent did, as text. */
export type Histories = string[][]

/** What metrics that compare with references have in common. */
export const matching = {
  better: 'higher' as const,
  range: '[0, 1]',
  unit: '',
  init: ({ agents }: ScoreContext): Histories => agents.map(() => []),
  step(state: Histories, frame: Frame, { textOf }: ScoreContext): Histories {
    for (const a of frame.actions)
      if (a.verdict === 'ok' && a.fallback !== true) state[a.agent]!.push(textOf(a))
    return state
  },
}

/** What a reference has an agent do. */
export const listOf = (reference: Reference, agent: string): string[] =>
  (reference[agent] ?? []).filter((text) => text !== null)

/** The mean over agents of the best match with any reference. */
export function bestMatch(
  histories: Histories,
  { agents, references }: ScoreContext,
  match: (reference: readonly string[], history: readonly string[]) => number,
): Scored {
  if (references.length === 0) return { value: null, note: 'there is no reference' }
  const each = agents.map(({ name, index }) => {
    const history = histories[index]!
    const scores = references.map((reference) => {
      const wanted = listOf(reference, name)
      return wanted.length === 0 && history.length === 0
        ? 1
        : tesOf(match(wanted, history), wanted.length, history.length)
    })
    return [name, Math.max(...scores)] as const
  })
  const value = each.reduce((sum, [, v]) => sum + v, 0) / Math.max(1, each.length)
  return { value, parts: Object.fromEntries(each) }
}
