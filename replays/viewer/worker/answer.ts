import type { Json } from '../../../engine/index.js'
import type { Replay } from '../../reader.js'
import { sceneOf } from '../scenes/pick.js'
import type { Subject } from '../scenes/read.js'
import type { Answered, Asked, Opened, Overview, Question } from '../tell.js'
import { cap, capped } from './cap.js'
import { entitiesOf, entityOf, whyOf } from './entity.js'
import { findTick } from './find.js'
import { momentOf } from './moment.js'
import { overviewOf } from './overview.js'
import { talkOf, togetherOf } from './talk.js'
import { turnOf } from './turn.js'

/** An open replay that answers what a page asks. */
export interface Host {
  readonly replay: Replay
  readonly subject: Subject
  readonly name: string
  readonly bytes: number
}

export async function hostOf(replay: Replay, name: string, bytes: number): Promise<Host> {
  const { agents, world } = replay.info.header
  const scenario = await replay.scenario().catch(() => undefined)
  const params = (scenario as { readonly params?: unknown } | null | undefined)?.params
  const isRecord = typeof params === 'object' && params !== null && !Array.isArray(params)
  return {
    replay,
    name,
    bytes,
    subject: {
      agents,
      world: world.id,
      params: isRecord ? (params as Record<string, unknown>) : {},
    },
  }
}

/** What is told of a replay when it is open. */
export function openedOf({ replay, name, bytes }: Host): Opened {
  const { header, result, first, ticks, damage } = replay.info
  const { world, scenario, profile, seed, engine, agents, layout, parent } = header
  return {
    bytes,
    first,
    last: ticks,
    ...capped({
      name,
      world: `${world.id}@${world.version}`,
      scenario: scenario.id,
      title: scenario.title,
      profile,
      seed,
      engine,
      agents: agents.map((a) => ({
        name: a.name,
        team: a.team,
        role: a.role,
        policy: a.policy === undefined ? '' : `${a.policy.id}@${a.policy.version}`,
      })),
      components: layout.components,
      goals: result?.goals ?? [],
      metrics: result?.metrics ?? {},
      ...(result === undefined ? {} : { end: result.end, chain: result.chain }),
      ...(parent === undefined ? {} : { parent: cap(parent) }),
      ...(damage === undefined ? {} : { damage }),
    }),
  } as Opened
}

/** How work in the background gives way, and tells how far it is. */
export interface Background {
  turn(): Promise<boolean>
  tell(so: Overview): void
}

type Answers = {
  readonly [Q in Exclude<Question, 'open'>]: (
    host: Host,
    asked: Asked<Q>,
    background: Background,
  ) => Promise<Answered<Q>>
}

export const answers: Answers = {
  moment: ({ replay, subject }, { tick, eyes }) => momentOf(replay, subject, tick, eyes),
  entities: ({ replay, subject }, { tick }) => entitiesOf(replay, subject, tick),
  entity: ({ replay, subject }, { tick, id }) => entityOf(replay, subject, tick, id),
  why: ({ replay }, asked) => whyOf(replay, asked),
  turn: ({ replay }, { tick, agent }) => turnOf(replay, tick, agent),
  talk: ({ replay }, { tick }) => talkOf(replay, tick),
  together: ({ replay }, { from, to }) => togetherOf(replay, from, to),
  overview: ({ replay }, span, { turn, tell }) => overviewOf(replay, span, turn, tell),
  find: ({ replay }, asked) => findTick(replay, asked),
  track: (host, asked) => trackOf(host, asked),
  chain: async ({ replay }, { tick }) => {
    for await (const { chain } of replay.lines('/hashes', [tick, tick])) return chain
    return ''
  },
  json: jsonOf,
}

/** Where an entity was in the ticks up to one, latest first. */
async function trackOf(
  { replay, subject }: Host,
  { tick, id, ticks }: Asked<'track'>,
): Promise<Answered<'track'>> {
  const points: [number, number][] = []
  const last = Math.max(replay.info.first, tick - Math.min(ticks, 256))
  for (let t = tick; t >= last; t--) {
    const { layers } = sceneOf(await replay.state(t), subject)
    const mark = layers.flatMap((l) => l.marks).find((m) => m.entity === id)
    if (mark === undefined) break
    points.push(
      mark.kind === 'rect' ? [mark.x + mark.w / 2, mark.y + mark.h / 2] : [mark.x, mark.y],
    )
  }
  return points
}

async function jsonOf({ replay }: Host, { tick, what }: Asked<'json'>): Promise<Json> {
  if (what === 'header') return cap({ ...replay.info })
  if (what === 'scenario') return cap((await replay.scenario()) ?? null)
  if (what === 'documents') {
    const view = await replay.state(tick)
    return cap(
      Object.fromEntries([...view.tables.docs.keys()].map((name) => [name, view.doc(name)])),
    )
  }
  const { diff: _, ...frame } = await replay.frame(tick)
  return cap(frame)
}
