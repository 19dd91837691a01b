import type { Say } from '../../../engine/index.js'
import {
  away,
  type DepotTurn,
  fetch,
  fetchable,
  handles,
  type Known,
  look,
  type Memory,
  type Play,
  patrol,
} from './porter.js'

interface Told {
  readonly goal?: string
  readonly offers: Readonly<Record<string, number>>
}

const OFFER = /^(\w+) (\d+) at (\d+)$/

/** Porters who handle different kinds keep each other informed of what they leave lying, and of what they go for. */
export const share: Play = (turn) => {
  const { talks, agent, agents, say } = turn
  look(turn)
  const talk = talks.find((t) => t.protocol.startsWith('share@') && t.outcome === undefined)
  const told = (talk?.state as { readonly told?: Readonly<Record<string, Told>> } | undefined)?.told
  const others = Object.entries(told ?? {}).filter(([who]) => who !== agent)
  for (const [, { offers }] of others) for (const offer of Object.keys(offers)) hear(turn, offer)
  const goals = others.map(([, { goal }]) => goal)
  const crates = fetchable(turn).filter(({ id }) => !goals.includes(`crate ${id}`))
  const action = { do: fetch(turn, crates) ?? patrol(turn) }
  if (talk === undefined)
    return agent === agents[0] ? { ...action, say: [say.act('share', 'open', {})] } : action
  const update = changes(turn, told?.[agent], crates[0])
  if (update === undefined) return action
  return { ...action, say: [say.act('share', 'update', update, { in: talk.id })] satisfies Say[] }
}

/** Takes in an offer, unless one sees that it is gone or has fetched it. */
function hear(turn: DepotTurn, offer: string): void {
  const { memory, obs } = turn
  const [, kind, id, place] = OFFER.exec(offer) ?? []
  const crate = { id: Number(id), kind: kind ?? '', place: Number(place) }
  if (memory.told.includes(crate.id) || !handles(turn, crate)) return
  if (memory.crates.some((known) => known.id === crate.id)) return
  if (away(crate, obs.place) <= obs.sight) memory.told = [...memory.told, crate.id].slice(-64)
  else memory.crates.push({ ...crate, isLocked: false, isHeavy: false })
}

/** What is new since one last told, if anything is. */
function changes(
  turn: DepotTurn,
  mine: Told | undefined,
  target: Known | undefined,
): Record<string, string | Record<string, number>> | undefined {
  const left = leftBy(turn, turn.memory)
  const before = Object.keys(mine?.offers ?? {})
  const offers = Object.fromEntries([
    ...left.filter((name) => !before.includes(name)).map((name) => [name, 1] as const),
    ...before.filter((name) => !left.includes(name)).map((name) => [name, 0] as const),
  ])
  const goal = target === undefined ? 'look around' : `crate ${target.id}`
  const isNew = Object.keys(offers).length > 0
  if (!isNew && goal === mine?.goal) return undefined
  return { ...(goal === mine?.goal ? {} : { goal }), ...(isNew ? { offers } : {}) }
}

/** Names of crates that one knows of and cannot handle. */
const leftBy = (turn: DepotTurn, { crates }: Memory): string[] =>
  crates
    .filter((crate) => !handles(turn, crate))
    .slice(-24)
    .map(({ kind, id, place }) => `${kind} ${id} at ${place}`)
