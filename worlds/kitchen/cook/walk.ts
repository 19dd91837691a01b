import { besides, distancesFrom, UNREACHED } from '../../kernels/grid/index.js'
import type { Job } from './assign.js'
import type { Player, Scene } from './scene.js'

/** What a player does in a tick: turns or walks in a direction, acts, or stays. */
export type Deed =
  | { readonly kind: 'move'; readonly direction: number; readonly to: number }
  | { readonly kind: 'act' | 'stay' }

const STAY: Deed = { kind: 'stay' }

/**
 * Everybody's next deed, so that no two meet: by priority inheritance with backtracking (Okumura et al., AIJ 2022). Each
 * in turn takes the free neighbouring cell nearest to its aim; whoever stands there makes room first, and where it cannot,
 * the next best cell is tried. Those about to act stay where they are.
 *
 * @param lead who goes first, or -1; the others by how near they are to their aims
 * @param yielding who gets out of that player's way before all else, or -1
 */
export function walk(
  scene: Scene,
  jobs: readonly (Job | undefined)[],
  lead: number,
  yielding: number,
): Deed[] {
  const { players, plan } = scene
  const steps = players.map((p) => stepsFor(scene, p, jobs[p.index]))
  if (yielding >= 0) steps[yielding] = steps[lead]?.map((d) => (d < 0 ? d : 1000 - d))
  const next = new Map<Player, number>()
  const claimed = new Set<number>()
  const stay = (p: Player): void => {
    next.set(p, p.cell)
    claimed.add(p.cell)
  }
  for (const p of players)
    if (p.stranger || (p.index !== yielding && yielding < 0 && isThere(p, jobs, steps))) stay(p)
  const at = new Map(players.map((p) => [p.cell, p]))
  const move = (p: Player, pusher: Player | undefined): boolean => {
    for (const cell of choices(scene, p, steps[p.index], at)) {
      if (claimed.has(cell) || cell === pusher?.cell) continue
      claimed.add(cell)
      next.set(p, cell)
      const there = at.get(cell)
      if (there === undefined || there === p || next.has(there) || move(there, p)) return true
      claimed.delete(cell)
      claimed.add(there.cell)
    }
    stay(p)
    return false
  }
  for (const p of inOrder(players, steps, lead, yielding)) if (!next.has(p)) move(p, undefined)
  return players.map((p): Deed => {
    const to = next.get(p)!
    if (to !== p.cell) return { kind: 'move', direction: plan.strides.indexOf(to - p.cell), to }
    const job = jobs[p.index]
    if (p.stranger || p.index === yielding || job === undefined || steps[p.index]![p.cell] !== 0)
      return STAY
    const direction = plan.strides.indexOf(job.cell - p.cell)
    if (p.facing !== direction) return { kind: 'move', direction, to: p.cell }
    return job.act ? { kind: 'act' } : STAY
  })
}

/** Whether a player is where it acts from, and will act soon. */
const isThere = (
  p: Player,
  jobs: readonly (Job | undefined)[],
  steps: readonly (Int16Array | undefined)[],
): boolean => jobs[p.index]?.act === true && steps[p.index]![p.cell] === 0

/** Steps to where a job is done; around strangers, if there is a way. */
function stepsFor(
  { plan, players }: Scene,
  p: Player,
  job: Job | undefined,
): Int16Array | undefined {
  if (job === undefined) return undefined
  if (!players.some((other) => other.stranger)) return plan.stepsTo(job.cell)
  const open = plan.open.slice()
  for (const other of players) if (other.stranger && other !== p) open[other.cell] = 0
  const around = distancesFrom(open, plan.strides, besides(open, plan.strides, job.cell))
  return around[p.cell] === UNREACHED ? plan.stepsTo(job.cell) : around
}

function inOrder(
  players: readonly Player[],
  steps: readonly (Int16Array | undefined)[],
  lead: number,
  yielding: number,
): Player[] {
  const far = (p: Player): number =>
    p.index === yielding ? -2 : p.index === lead ? -1 : (steps[p.index]?.[p.cell] ?? 30_000)
  return [...players].sort((a, b) => far(a) - far(b) || a.index - b.index)
}

/** The cells that a player may be in next, the best first: nearer to its aim; without an aim, where it is. */
function choices(
  { plan }: Scene,
  p: Player,
  steps: Int16Array | undefined,
  at: ReadonlyMap<number, Player>,
): number[] {
  const cells = [p.cell, ...besides(plan.open, plan.strides, p.cell)]
  if (steps === undefined) return cells
  const far = (cell: number): number => (steps[cell] === UNREACHED ? 30_000 : steps[cell]!)
  const crowded = (cell: number): number => (cell !== p.cell && at.has(cell) ? 1 : 0)
  return cells.sort((a, b) => far(a) - far(b) || crowded(a) - crowded(b))
}
