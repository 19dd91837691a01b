import { log2 } from '../../engine/index.js'
import { entropy, giniOf } from './math.js'
import { scoreMetric, share } from './scored.js'

/** Whether who does it tells what is done: how far agents have parted the work. */
export const divisionOfLabour = scoreMetric<Map<string, number>[]>({
  id: 'division-of-labour',
  better: 'higher',
  title: 'Division of labour',
  formula:
    'I(A; K) / √(H(A) H(K)) over accepted actions, A the agent, K the kind of action; parts: I / H(K), I / H(A), H(work) / ln N, Gini of work',
  range: '[0, 1]',
  unit: '',
  source: 'Gorelick et al. 2004',
  init: ({ agents }) => agents.map(() => new Map()),
  step(s, { actions }) {
    for (const { agent, action, verdict, fallback } of actions) {
      if (verdict !== 'ok' || fallback === true) continue
      const kinds = s[agent]!
      kinds.set(action, (kinds.get(action) ?? 0) + 1)
    }
    return s
  },
  finish(work) {
    const byAgent = work.map((kinds) => [...kinds.values()].reduce((a, b) => a + b, 0))
    const all = new Map<string, number>()
    for (const kinds of work) for (const [kind, n] of kinds) all.set(kind, (all.get(kind) ?? 0) + n)
    const agents = entropy(byAgent)
    const tasks = entropy(all.values())
    const both = entropy(work.flatMap((kinds) => [...kinds.values()]))
    const shared = Math.max(0, agents + tasks - both)
    const parts = {
      tasksGivenAgents: share(shared, tasks),
      agentsGivenTasks: share(shared, agents),
      balance: byAgent.length < 2 ? null : agents / log2(byAgent.length),
      gini: giniOf(byAgent),
    }
    const scale = Math.sqrt(agents * tasks)
    return scale === 0
      ? { value: null, parts, note: 'only one agent, or one kind of action' }
      : { value: shared / scale, parts }
  },
})
