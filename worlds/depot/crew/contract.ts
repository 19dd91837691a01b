import type { Say, Talk } from '../../../engine/index.js'
import {
  away,
  type Deeds,
  type DepotTurn,
  fetch,
  fetchable,
  handles,
  type Known,
  learn,
  look,
  type Play,
  patrol,
} from './porter.js'

interface Call {
  readonly ref: { readonly crate: number; readonly place: number; readonly kind: string } | null
}

const callOf = (talk: Talk): Call['ref'] => (talk.state as unknown as Call).ref

/** A clerk who sees all crates calls for bids on each; porters bid the way that they would have to go. */
export const contract: Play = (turn) => {
  look(turn)
  return turn.obs.hands === 0 ? manage(turn) : work(turn)
}

function manage({ obs, memory, say }: DepotTurn): Deeds {
  const fresh = obs.crates.filter(({ id }) => !memory.told.includes(id)).slice(0, 8)
  memory.told = [...memory.told, ...fresh.map(({ id }) => id)].slice(-64)
  return {
    say: fresh.map(({ id, place, kind }) =>
      say.act('contract', 'cfp', {
        task: `Bring crate ${id} (${kind}) from ${place}`,
        ref: { crate: id, place, kind },
        ticks: 1,
        work: 100,
      }),
    ),
  }
}

function work(turn: DepotTurn): Deeds {
  const { talks, obs, memory } = turn
  const mine = talks.filter((t) => t.allowed.includes('done'))
  for (const talk of mine) {
    const ref = callOf(talk)
    if (ref === null || memory.told.includes(ref.crate)) continue
    memory.told = [...memory.told, ref.crate].slice(-64)
    learn(memory, { ...known(ref), to: turn.agent })
  }
  const isCarried = (id: number): boolean => obs.carries.some((c) => c.id === id)
  const over = mine.filter((t) => {
    const id = callOf(t)?.crate ?? 0
    return !isCarried(id) && !memory.crates.some((c) => c.id === id)
  })
  const crates =
    talks.length === 0 ? fetchable(turn) : fetchable(turn).filter((c) => c.to !== undefined)
  return {
    do: fetch(turn, crates) ?? patrol(turn),
    say: [...reports(turn, over), ...bids(turn, crates)],
  }
}

const known = ({ crate, place, kind }: NonNullable<Call['ref']>): Known => ({
  id: crate,
  place,
  kind,
  isLocked: false,
  isHeavy: false,
})

/** Whoever carried a crate away and has it no longer, has delivered it. */
const reports = ({ say }: DepotTurn, over: readonly Talk[]): Say[] =>
  over.map((t) => say.act('contract', 'done', {}, { in: t.id }))

function bids(turn: DepotTurn, queue: readonly Known[]): Say[] {
  const { talks, obs, say } = turn
  const busy =
    queue.reduce((sum, crate) => sum + 2 * away(crate, obs.dock), 0) +
    (obs.carries.length > 0 ? away({ place: obs.place }, obs.dock) : 0)
  return talks
    .filter((t) => t.allowed.includes('bid'))
    .map((t) => {
      const ref = callOf(t)
      if (ref === null || !handles(turn, ref))
        return say.act('contract', 'refuse', { reason: 'I cannot handle that' }, { in: t.id })
      const start = busy > 0 ? obs.dock : obs.place
      return say.act('contract', 'bid', { cost: busy + away(ref, start) }, { in: t.id })
    })
}
