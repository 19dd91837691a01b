import { canonicalJson, type Json } from '../../engine/index.js'
import type { Replay } from '../../replays/index.js'

/** One thing that two replays say otherwise of their runs. */
export interface AboutDifference {
  /** `seed`, `world`, `agents.ada.policy`, `scenario.file.params.size` … */
  readonly what: string
  readonly a: unknown
  readonly b: unknown
}

/** What two replays say otherwise of their runs before the first tick: what differs most weightily comes first. */
export async function aboutDifferences(a: Replay, b: Replay): Promise<AboutDifference[]> {
  const [p, q] = [a.info.header, b.info.header]
  const found: AboutDifference[] = []
  const add = (what: string, x: unknown, y: unknown): void => {
    if (json(x) !== json(y)) found.push({ what, a: x, b: y })
  }
  const named = ({ id, version }: { readonly id: string; readonly version: number }): string =>
    `${id}@${version}`
  add('world', named(p.world), named(q.world))
  add('profile', p.profile, q.profile)
  add('scenario', p.scenario.id, q.scenario.id)
  add('seed', p.seed, q.seed)
  add('tapes', p.tapes, q.tapes)
  add('horizon', p.horizon, q.horizon)
  add('order', p.order, q.order)
  add('engine', p.engine, q.engine)
  const names = (header: typeof p): string[] => header.agents.map((agent) => agent.name)
  add('agents', names(p), names(q))
  for (const agent of p.agents) {
    const other = q.agents.find((x) => x.name === agent.name)
    if (other === undefined) continue
    add(`agents.${agent.name}.team`, agent.team, other.team)
    add(`agents.${agent.name}.role`, agent.role, other.role)
    const policy = ({ policy: x }: typeof agent): string | null =>
      x === undefined ? null : named(x)
    add(`agents.${agent.name}.policy`, policy(agent), policy(other))
  }
  add('actions', p.actions, q.actions)
  add('systems', p.systems, q.systems)
  if (p.schema !== q.schema) found.push(...columnDifferences(p.layout.columns, q.layout.columns))
  add('parent', p.parent ?? null, q.parent ?? null)
  found.push(...jsonDifferences(await a.scenario(), await b.scenario(), 'scenario.file'))
  return found
}

type Columns = Replay['info']['header']['layout']['columns']

function columnDifferences(a: Columns, b: Columns): AboutDifference[] {
  const missing = (from: Columns, than: Columns): string[] =>
    from.map((c) => c.name).filter((name) => !than.some((c) => c.name === name))
  return [{ what: 'columns', a: missing(a, b), b: missing(b, a) }]
}

const LISTED_MAX = 20
const DEPTH_MAX = 12

/** Where two JSON values differ, leaf by leaf. */
export function jsonDifferences(
  a: Json | undefined,
  b: Json | undefined,
  what: string,
  depth = DEPTH_MAX,
): AboutDifference[] {
  if (json(a) === json(b)) return []
  const isBoth = [a, b].every((v) => v !== null && typeof v === 'object')
  if (!isBoth || depth === 0 || Array.isArray(a) !== Array.isArray(b)) return [{ what, a, b }]
  const [x, y] = [a, b] as [Record<string, Json>, Record<string, Json>]
  return [...new Set([...Object.keys(x), ...Object.keys(y)])]
    .flatMap((key) => jsonDifferences(x[key], y[key], `${what}.${key}`, depth - 1))
    .slice(0, LISTED_MAX)
}

export const json = (value: unknown): string => (value === undefined ? '' : canonicalJson(value))
