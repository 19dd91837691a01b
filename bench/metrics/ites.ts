import { type Histories, listOf, matching } from './histories.js'
import { anchored, tesOf } from './math.js'
import { scoreMetric } from './scored.js'

/** What each action adds to the score: whether agents begin, and answer, at the right time. */
export const ites = scoreMetric<Histories>({
  id: 'ites',
  title: 'Incremental task-execution score',
  formula:
    'ITES(a | h) = TES(h + a) − TES(h), mean of all accepted actions; rate: the share with ITES > 0',
  source: 'Collab-Overcooked, Sun et al. 2025',
  ...matching,
  range: '[−1, 1]',
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
