import { z } from 'zod'
import type { Entity, Seat } from '../../engine/index.js'
import type { Particles } from './components.js'
import { gameOf } from './games/index.js'
import { layoutOf, type Params } from './params.js'
import { createPen, type Stretch } from './pen.js'
import { createScene } from './scene.js'
import { tableOf } from './table.js'

/** What an agent sees: the reference's vector, and the same by the names of its parts, in order. */
export const observationSchema = z.strictObject({
  scenario: z.string(),
  role: z.string(),
  /** The reference's float32 vector. */
  vector: z.array(z.number()),
  parts: z.record(z.string(), z.array(z.number())),
})
type Observation = z.output<typeof observationSchema>

let scratch = new Float32Array(256)

export function observe(w: Particles, me: Entity, seat: Seat): Observation {
  const { game, scene, pen } = tableOf(w)
  const parts: Observation['parts'] = {}
  if (seat.index >= scene.agents) return { scenario: game.id, role: 'none', vector: [], parts }
  const names: Stretch[] = []
  pen.out = scratch
  pen.at = 0
  pen.names = names
  game.observe(scene, seat.index, pen)
  pen.names = undefined
  if (pen.at > scratch.length) {
    scratch = new Float32Array(pen.at)
    return observe(w, me, seat)
  }
  const vector = Array.from(scratch.subarray(0, pen.at), (x) => x + 0)
  for (const [k, { name, from }] of names.entries()) {
    parts[name] = vector.slice(from, names[k + 1]?.from ?? pen.at)
  }
  return { scenario: game.id, role: scene.roles[seat.index]!, vector, parts }
}

/** The observation as numbers and the legal action ids, for those who train. */
export const vector = {
  /** The longest vector of any agent; shorter ones are filled up with zeros. */
  length(params: Params): number {
    const scene = createScene(layoutOf(params), params)
    scene.goal.fill(scene.agents)
    scene.key.fill(scene.agents)
    const pen = createPen()
    let length = 0
    for (let i = 0; i < scene.agents; i++) {
      pen.at = 0
      gameOf(params.scenario).observe(scene, i, pen)
      length = Math.max(length, pen.at)
    }
    return length
  },
  write(w: Particles, _me: Entity, seat: Seat, out: Float32Array): void {
    const { game, scene, pen } = tableOf(w)
    if (seat.index >= scene.agents) return
    pen.out = out
    pen.at = 0
    game.observe(scene, seat.index, pen)
  },
  mask(w: Particles, _me: Entity, { index }: Seat, out: Uint8Array): void {
    const { scene } = tableOf(w)
    if (index >= scene.agents) return
    const words = scene.speaks[index] === 1 ? scene.words : 1
    const ways = scene.moves[index] === 1 ? 5 : 1
    for (let say = 0; say < words; say++) for (let to = 0; to < ways; to++) out[say * 5 + to] = 1
  },
}
