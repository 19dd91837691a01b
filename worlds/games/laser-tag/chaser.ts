import { definePolicy } from '../../../engine/index.js'
import { type Arena, readArena } from './arena.js'
import { FIRE, isInSight, moved, STAND, type Stance } from './rules.js'
import { laserTag } from './world.js'

interface View {
  readonly grid: string
  readonly at: readonly [number, number]
  readonly faces: readonly [number, number]
}

/** Everything but firing. */
const WALKS = Array.from({ length: FIRE }, (_, move) => move)

/** Fires when the other stands straight ahead; else goes one of the shortest ways to where it would, by steps and turns. */
export const chaser = definePolicy(laserTag, {
  id: 'chaser',
  decide({ obs, act, rng }) {
    const { grid, at, faces } = obs.view as View
    const me = obs.player
    return act.play({
      move: bestMove(
        readArena(grid),
        { at: at[me]!, faces: faces[me]! },
        at[1 - me]!,
        rng.shuffle(WALKS),
      ),
    })
  },
})

/** The first action of a shortest way to a stance from which the other can be hit, by breadth-first search. */
function bestMove(arena: Arena, from: Stance, other: number, walks: readonly number[]): number {
  const hits = ({ at, faces }: Stance): boolean => isInSight(arena, at, faces, other)
  if (hits(from)) return FIRE
  const known = new Set<number>([from.at * 4 + from.faces])
  const queue: { readonly stance: Stance; readonly first: number }[] = [{ stance: from, first: -1 }]
  for (let i = 0; i < queue.length; i++) {
    const { stance, first } = queue[i]!
    for (const move of walks) {
      const next = moved(arena, stance, move, other)
      const key = next.at * 4 + next.faces
      if (known.has(key)) continue
      known.add(key)
      const begin = first < 0 ? move : first
      if (hits(next)) return begin
      queue.push({ stance: next, first: begin })
    }
  }
  return STAND
}
