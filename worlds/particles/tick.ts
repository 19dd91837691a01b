import type { Entity, Seat } from '../../engine/index.js'
import { advance, type Dynamics } from '../kernels/particle/index.js'
import type { Particles } from './components.js'
import { readColumns, tableOf, writeColumns } from './table.js'

const MPE2: Dynamics = {
  dt: 0.1,
  damping: 0.25,
  contactForce: 100,
  contactMargin: 0.001,
  first: 'position',
}

/** How bodies move, by profile. */
const DYNAMICS: Readonly<Record<string, Dynamics>> = {
  'mpe@2': MPE2,
  'mpe@1': { ...MPE2, first: 'velocity' },
}

/** The profiles; the first is the default. */
export const PROFILES: readonly string[] = Object.keys(DYNAMICS)

/** Bodies move, what was said is heard, and what happens by itself happens. */
export function tick(w: Particles): void {
  const table = tableOf(w)
  const { scene, saying, game } = table
  readColumns(w, table)
  advance(scene, DYNAMICS[w.profile]!)
  if (saying.length > 0) {
    scene.said.set(saying)
    saying.fill(0)
  }
  if (game.after !== undefined) game.after(scene, w.stream('treasure'))
  writeColumns(w, table)
  table.rewardTick = -1
}

/** An agent's reward, from the state after the tick. */
export function reward(w: Particles, _me: Entity, seat: Seat): number {
  const table = tableOf(w)
  if (table.rewardTick !== w.tick) {
    table.game.reward(table.scene, table.rewards)
    table.rewardTick = w.tick
  }
  return (table.rewards[seat.index] ?? 0) + 0
}
