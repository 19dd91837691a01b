import type { ActionCall, Say, Talk } from '../../../engine/index.js'
import { type DepotTurn, ownShare, type Play } from './porter.js'

interface Note {
  readonly lot: number
  readonly who: string
  readonly worth: number
}

interface Wall {
  readonly entries: Readonly<Record<string, { readonly value: Note; readonly version: number }>>
  readonly leases: Readonly<Record<string, { readonly by: string }>>
}

/** Entries that there are; lots take turns with them. */
const ROWS = 12
/** Ticks for which a name has to stand unchallenged. */
const STANDS_TICKS = 2

/** Everyone writes on a board which lots it wants, and how much; who wants one most claims it before it takes it. */
export const board: Play = (turn) => {
  const { talks, agents, agent, memory, say } = turn
  const talk = talks.find((t) => t.protocol.startsWith('board@') && t.outcome === undefined)
  if (talk !== undefined) return note(turn, talk)
  if (memory.told.length > 0) return { do: ownShare(turn) }
  memory.told = [1]
  return agent === agents[0] ? { say: [say.act('board', 'open', {})] } : {}
}

function note(
  { obs, agent, memory, tick, act, say }: DepotTurn,
  talk: Talk,
): { do?: ActionCall; say: Say[] } {
  const { entries, leases } = talk.state as unknown as Wall
  const words: Say[] = []
  let grabbed: number | undefined
  const since: Record<string, number> = {}
  for (const { id, worth } of obs.lots) {
    const key = `row ${id % ROWS}`
    const entry = entries[key]
    const stands = entry?.value.lot === id ? entry.value : undefined
    if (stands?.who === agent) {
      since[id] = memory.tries[id] ?? tick
      if (leases[key]?.by === agent) grabbed ??= id
      else if (tick - since[id] >= STANDS_TICKS)
        words.push(say.act('board', 'claim', { key, ticks: 4 }, { in: talk.id }))
    } else if (worth > (stands?.worth ?? 0)) {
      const write = { key, value: { lot: id, who: agent, worth }, version: entry?.version ?? 0 }
      words.push(say.act('board', 'write', write, { in: talk.id }))
    }
  }
  memory.tries = since
  return { ...(grabbed === undefined ? {} : { do: act.grab({ lot: grabbed }) }), say: words }
}
