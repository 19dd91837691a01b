import { type Bodies, bodiesIn } from './bodies.js'
import { scoreMetric, share } from './scored.js'

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
