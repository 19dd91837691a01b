import { createStreams } from '../../engine/index.js'
import type { SceneInput } from '../../worlds/index.js'

/** Sizes of a made-up household scene. */
export interface SceneSize {
  readonly rooms: number
  readonly things: number
  readonly agents: number
}

const STATES = ['is_open', 'is_on', 'is_dirty', 'is_locked', 'is_broken'] as const

/** A made-up household scene from a seed: furniture in rooms, things in and on furniture. */
export function makeScene(seed: number, size: SceneSize): SceneInput {
  const rng = createStreams(String(seed), {}, false).stream('perf-scene')
  const rooms = Array.from({ length: size.rooms }, (_, i) => ({
    id: `room_${i}`,
    name: `Room ${i}`,
    links: [`room_${(i + 1) % size.rooms}`],
  }))
  const furniture = Math.floor(size.things / 5)
  const things = Array.from({ length: size.things }, (_, i) => {
    const isFurniture = i < furniture
    const states: Record<string, boolean> = {}
    for (const state of STATES) if (rng.chance(0.3)) states[state] = rng.chance(0.5)
    return {
      id: `thing_${i}`,
      name: `Thing ${i}`,
      kind: isFurniture ? ('furniture' as const) : ('item' as const),
      at: isFurniture
        ? `in:room_${rng.int(size.rooms)}`
        : `${rng.chance(0.5) ? 'in' : 'on'}:thing_${rng.int(furniture)}`,
      weight: isFurniture ? rng.range(20, 120) : rng.range(1, 20),
      container: isFurniture,
      provides: i % 17 === 16 ? ['clean', 'repair'] : [],
      states: isFurniture ? { ...states, is_open: rng.chance(0.7) } : states,
    }
  })
  const bodies = Object.fromEntries(
    Array.from({ length: size.agents }, (_, i) => [
      `agent_${i + 1}`,
      { grasp: 3, strength: 40, start: `room_${i % size.rooms}` },
    ]),
  )
  return {
    rooms,
    things,
    actions: ['open', 'close', 'turn_on', 'turn_off', 'clean', 'unlock', 'repair'],
    bodies,
    tasks: [
      {
        text: 'Close thing 0 and clean thing 1',
        checks: [
          { thing: 'thing_0', states: { is_open: false } },
          { thing: 'thing_1', states: { is_dirty: false } },
        ],
      },
    ],
    ends: 'horizon',
  }
}
