import type { Frame } from '../../engine/index.js'
import { anchored, lcs, tesOf } from './math.js'
import { type Reference, type ScoreContext, type Scored, scoreMetric } from './scored.js'

/** What an agent did, as text. */
type Histories = string[][]

const notes = {
  better: 'higher' as const,
  range: '[0, 1]',
  unit: '',
  init: ({ agents }: ScoreContext): Histories => agents.map(() => []),
}

function note(state: Histories, frame: Frame, { textOf }: ScoreContext) {
  for (const a of frame.actions)
    if (a.verdict === 'ok' && a.fallback !== true) state[a.agent]!.push(textOf(a))
  return state
}

const listOf = (reference: Reference, agent: string): string[] =>
  (reference[agent] ?? []).filter((text) => text !== null)

/** The mean over agents of the best match with any reference. */
function best(
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

/** How well each agent's actions match a reference, gaps allowed. */
export const tesLcs = scoreMetric<Histories>({
  id: 'tes-lcs',
  title: 'Task-execution score',
  formula:
    'TES = (1 + β²) D / (m + β² n), β = 0.95, m actions of the reference, n of the agent, D their longest common subsequence; best reference, mean of agents',
  source: 'Collab-Overcooked, Sun et al. 2025, with a true longest common subsequence',
  ...notes,
  step: (s, frame, context) => note(s, frame, context),
  finish: (s, context) => best(s, context, lcs),
})

/** The same as released: the reference's first action anchors it, and the first gap ends it. */
export const tes = scoreMetric<Histories>({
  id: 'tes',
  title: 'Task-execution score as released',
  formula:
    'as tes-lcs, with D the actions of the reference that are met in order from its first on, up to the first that is not met',
  source: 'Collab-Overcooked, Sun et al. 2025, by its code',
  ...notes,
  step: (s, frame, context) => note(s, frame, context),
  finish: (s, context) => best(s, context, anchored),
})

/** What each action adds to the score: whether agents begin, and answer, at the right time. */
export const ites = scoreMetric<Histories>({
  id: 'ites',
  title: 'Incremental task-execution score',
  formula:
    'ITES(a | h) = TES(h + a) − TES(h), mean of all accepted actions; rate: the share with ITES > 0',
  source: 'Collab-Overcooked, Sun et al. 2025',
  ...notes,
  range: '[−1, 1]',
  step: (s, frame, context) => note(s, frame, context),
  finish(histories, { agents, references }) {
    if (references.length === 0) return { value: null, note: 'there is no reference' }
    let [sum, good, count] = [0, 0, 0]
    for (const { name, index } of agents) {
      const history = histories[index]!
      const at = (n: number): number =>
        Math.max(
          ...references.map((reference) => {
            const wanted = listOf(reference, name)
            return tesOf(anchored(wanted, history.slice(0, n)), wanted.length, n)
          }),
        )
      for (let n = 1; n <= history.length; n++) {
        const gain = at(n) - at(n - 1)
        sum += gain
        count += 1
        if (gain > 0) good += 1
      }
    }
    return count === 0
      ? { value: null, note: 'no action was accepted' }
      : { value: sum / count, parts: { rate: good / count } }
  },
})
