import { actionCatalog, type Episode } from '../../../engine/index.js'
import { failure } from '../failure.js'
import { type Subject, trials } from '../subject.js'
import { drive } from './play.js'

/** The observation as numbers is finite, the same at a second look, and its mask is what legal() lists; for worlds that have it. */
export async function checkVector(subject: Subject): Promise<void> {
  const { vector } = subject.world
  if (vector === undefined) return
  for (const trial of await trials(subject)) {
    const agents = Object.keys(trial.scenario.agents).length
    const length = vector.length(trial.scenario.params as never, agents)
    if (!Number.isInteger(length) || length < 1)
      throw failure('vector', 'A vector has no length', { where: trial.name, got: String(length) })
    drive(trial, subject.ticks, (episode, { tick }) => {
      for (const { index, name } of episode.seats) {
        const where = `${trial.name}, tick ${tick}, ${name}`
        const [first, second] = [0, 1].map(() => vectorOf(episode, index, length))
        const odd = first!.findIndex((n, i) => !Number.isFinite(n) || n !== second![i])
        if (odd >= 0)
          throw failure('vector', 'A number is not finite, or another at the second look', {
            where: `${where}, position ${odd}`,
            got: `${first![odd]}, then ${second![odd]}`,
          })
        if (episode.end === undefined && episode.asked().includes(index))
          checkMask(episode, index, where)
      }
    })
  }
}

function vectorOf({ w, seats, scenario }: Episode, agent: number, length: number): Float32Array {
  const out = new Float32Array(length)
  const seat = seats[agent]!
  scenario.world.vector!.write(w, seat.entity, seat, out)
  return out
}

function checkMask(episode: Episode, agent: number, where: string): void {
  const { vector } = episode.scenario.world
  if (vector?.mask === undefined) return
  const catalog = actionCatalog(episode.scenario.world)
  const mask = new Uint8Array(catalog.ids.length)
  const seat = episode.seats[agent]!
  vector.mask(episode.w, seat.entity, seat, mask)
  const legal = new Set(episode.legal(agent).map(catalog.idOf))
  const wrong = catalog.ids.findIndex((_, id) => (mask[id] === 1) !== legal.has(id))
  if (wrong < 0) return
  throw failure('vector', 'The mask is not what legal() lists', {
    where: `${where}, id ${wrong}, ${JSON.stringify(catalog.ids[wrong])}`,
    expected: legal.has(wrong) ? 'legal' : 'not legal',
    got: String(mask[wrong]),
  })
}
