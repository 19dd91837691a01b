import { log2 } from '../../engine/index.js'
import { type Bodies, bodiesIn } from './bodies.js'
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

interface Links {
  /** By entity: who changed it last, and when. */
  readonly by: Map<number, { readonly agent: number; readonly tick: number }>
  all: number
  cross: number
  ticks: number
  /** By helper and helped, as `0>1`. */
  readonly pairs: Map<string, number>
  readonly bodies: Bodies
}

/** How much agents build on what others did. */
export const interdependence = scoreMetric<Links>({
  id: 'interdependence',
  better: 'higher',
  title: 'Interdependence',
  formula:
    'cross / all links, a link being an accepted action that reads or changes an entity, no agent’s body, which an earlier action changed last; cross: one of another agent. Parts: links, ticks from hand to hand, links by pair',
  range: '[0, 1]',
  unit: '',
  source: 'constructive interdependence, Nath et al. 2025, from recorded reads and writes',
  init: (context) => ({
    by: new Map(),
    all: 0,
    cross: 0,
    ticks: 0,
    pairs: new Map(),
    bodies: bodiesIn(context),
  }),
  step(s, { tick, actions, diff }) {
    s.bodies.note(diff)
    for (const { agent, verdict, reads = [], writes = [] } of actions) {
      if (verdict !== 'ok') continue
      for (const entity of new Set([...reads, ...writes])) {
        if (s.bodies.has(entity)) continue
        const last = s.by.get(entity)
        if (last === undefined) continue
        s.all += 1
        if (last.agent === agent) continue
        s.cross += 1
        s.ticks += tick - last.tick
        const pair = `${last.agent}>${agent}`
        s.pairs.set(pair, (s.pairs.get(pair) ?? 0) + 1)
      }
    }
    for (const { agent, verdict, writes = [] } of actions)
      if (verdict === 'ok') for (const entity of writes) s.by.set(entity, { agent, tick })
    return s
  },
  finish({ all, cross, ticks, pairs }, { agents }) {
    const named = [...pairs].map(([pair, n]) => {
      const [a, b] = pair.split('>').map((i) => agents[Number(i)]?.name ?? i)
      return [`${a} to ${b}`, n] as const
    })
    const parts = { links: all, latency: share(ticks, cross), ...Object.fromEntries(named) }
    return all === 0
      ? { value: null, parts, note: 'no action built on an earlier one' }
      : { value: cross / all, parts }
  },
})
