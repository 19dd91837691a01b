import type { MessageRecord } from '../../../engine/index.js'
import type { Replay } from '../../reader.js'
import type { Talk, Together } from '../tell.js'
import { cap, capped, capText } from './cap.js'
import { reaches } from './turn.js'

const MESSAGES_MAX = 300
/** How far back is looked for messages. */
const SPAN = 4000

/** The last messages up to a tick, oldest first, and the conversations of that moment as the state has them. */
export async function talkOf(replay: Replay, tick: number): Promise<Talk> {
  const found: MessageRecord[] = []
  const { first } = replay.info
  const from = Math.max(first, tick - SPAN)
  for await (const m of replay.messages({ ticks: [tick, from] })) {
    found.push({ ...m, body: cap(m.body) })
    if (found.length > MESSAGES_MAX) break
  }
  const more = found.length > MESSAGES_MAX || from > first
  const conversations = cap((await replay.state(tick)).doc('talk') ?? null)
  return { messages: capped(found.slice(0, MESSAGES_MAX).reverse()), more, conversations }
}

type Link = Together['links'][number]

/**
 * What agents did with one another in a span: who told whom; who was blocked by whom (an action that lost a thing which
 * another took in the same tick); who was refused by whom (a message); who helped whom (wrote what another wrote last).
 */
export async function togetherOf(replay: Replay, from: number, to: number): Promise<Together> {
  const { agents } = replay.info.header
  const names = agents.map((a) => a.name)
  const links = new Map<string, Link>()
  const add = (a: string, b: string, kind: Link['kind'], tick: number): void => {
    if (a === b || a === '' || b === '') return
    const key = JSON.stringify([a, b, kind])
    const known = links.get(key)
    if (known === undefined && links.size >= 2000) return
    links.set(
      key,
      known === undefined
        ? { from: capText(a, 100), to: capText(b, 100), kind, count: 1, tick }
        : { ...known, count: known.count + 1 },
    )
  }
  const bodies = await bodiesAt(replay, from)
  const last = new Map<number, string>()
  for await (const { tick, actions } of replay.lines('/actions', [from, to])) {
    const took = new Map<number, string>()
    for (const a of actions)
      if (a.took !== undefined && a.verdict === 'ok') took.set(a.took, names[a.agent] ?? '')
    for (const a of actions) {
      const me = names[a.agent] ?? ''
      if (a.verdict === 'conflict')
        for (const e of [a.took ?? 0, ...(a.reads ?? [])])
          if (took.has(e)) add(took.get(e)!, me, 'blocked', tick)
      if (a.verdict !== 'ok' || a.fallback === true) continue
      for (const e of a.reads ?? [])
        if (last.has(e) && !bodies.has(e)) add(last.get(e)!, me, 'helped', tick)
      for (const e of a.writes ?? []) last.set(e, me)
    }
  }
  for await (const m of replay.messages({ ticks: [from, to] })) {
    for (const [i, name] of names.entries())
      if (reaches(m, agents, i)) add(m.from, name, 'told', m.tick)
    if (m.verdict !== 'ok')
      for (const to of m.to.split(',').slice(0, 64))
        if (names.includes(to)) add(m.from, to, 'refused', m.tick)
  }
  return { from, to, links: [...links.values()] }
}

/** Entities that are agents' own: to stand where somebody stood is no help. */
async function bodiesAt(replay: Replay, tick: number): Promise<Set<number>> {
  const view = await replay.state(tick)
  const owners = view.column('entity.owner')
  return new Set(view.entities().filter((e) => (owners[e] ?? 0) > 0))
}
