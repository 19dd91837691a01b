import { fetch, fetchable, learn, look, type Play, patrol, wordsHeard } from './porter.js'

const TOLD = /^crate (\d+), (\w+), at (\d+), for (\S+)$/

/** A scout who carries nothing tells the porters in turn where crates are. */
export const say: Play = (turn) => {
  const { obs, agents, agent, memory, say: tell } = turn
  look(turn)
  for (const { text } of wordsHeard(turn)) {
    const [, id, kind, place, to] = TOLD.exec(text) ?? []
    if (to !== undefined && !memory.crates.some((c) => c.id === Number(id)))
      learn(memory, {
        id: Number(id),
        kind: kind!,
        place: Number(place),
        isLocked: false,
        isHeavy: false,
        to,
      })
  }
  if (obs.hands > 0) return { do: fetch(turn, fetchable(turn)) ?? patrol(turn) }
  const porters = agents.filter((name) => name !== agent)
  const fresh = obs.crates.filter(({ id }) => !memory.told.includes(id)).slice(0, 4)
  memory.told = [...memory.told, ...fresh.map(({ id }) => id)].slice(-64)
  return {
    do: patrol(turn),
    say: fresh.map(({ id, kind, place }) =>
      tell.act('say', 'tell', {
        text: `crate ${id}, ${kind}, at ${place}, for ${porters[id % porters.length]}`,
      }),
    ),
  }
}
