import type { Seat } from '../../engine/index.js'
import type { Particles } from './components.js'
import type { Layout } from './game.js'
import { gameOf } from './games/index.js'
import { layoutOf, type Params } from './params.js'
import type { Start } from './start.js'

/** Puts the bodies where the parameters say, or where chance does. */
export function setup(w: Particles, params: Params): void {
  const layout = layoutOf(params)
  const start = startOf(w, layout, params)
  const specs = [...layout.agents, ...layout.landmarks]
  const isTreasury = layout.agents.some((a) => a.kind >= 0)
  const bodies = specs.map((spec, i) => {
    const { p, v, type, alive, holding } = start.bodies[i]!
    const isLandmark = i >= layout.agents.length
    return w.spawn(
      {
        Body: { x: p[0], y: p[1], vx: v[0], vy: v[1] },
        ...(isLandmark ? {} : { Aim: {} }),
        ...(spec.speaks ? { Voice: voice(start.bodies[i]!.c ?? []) } : {}),
        ...(isTreasury && isLandmark
          ? { Treasure: { kind: type ?? 0, alive: alive === false ? 0 : 1 } }
          : {}),
        ...(isTreasury && !isLandmark ? { Cargo: { held: (holding ?? -1) + 1 } } : {}),
      },
      ownerOf(w, i, spec.name),
    )
  })
  const landmark = (index: number | null | undefined): number =>
    index === null || index === undefined ? 0 : bodies[layout.agents.length + index]!
  for (let i = 0; i < layout.agents.length; i++) {
    const goal = landmark(start.goals?.[i])
    const key = landmark(start.key)
    if (goal !== 0) w.c.Aim.goal.set(bodies[i]!, goal)
    if (key !== 0) w.c.Aim.key.set(bodies[i]!, key)
  }
}

/** What is given of a start, and the rest as drawn. */
function startOf(w: Particles, layout: Layout, params: Params): Start {
  const drawn = gameOf(params.scenario).draw(layout, w.rng)
  const given = params.start
  if (given === undefined) return drawn
  const goals = drawn.goals?.map((goal, i) => given.goals?.[i] ?? goal)
  const key = given.key ?? drawn.key
  return {
    bodies: given.bodies,
    ...(goals === undefined ? {} : { goals }),
    ...(key === undefined ? {} : { key }),
  }
}

const voice = (c: readonly number[]): Record<string, number> =>
  Object.fromEntries(c.map((value, k) => [`c${k}`, value]))

/** The agents' bodies belong to the seats, as far as there are seats; all others have names that no agent has. */
function ownerOf(w: Particles, body: number, name: string): Seat | string {
  const seat = body < layoutOf(w.params).agents.length ? w.agents[body] : undefined
  if (seat !== undefined) return seat
  let free = name
  while (w.agents.some((a) => a.name === free)) free = `${free}_`
  return free
}
