import { CoactError } from '../../engine/index.js'
import type { Replay } from '../../replays/index.js'

/** The ticks that two replays share, and the first of them at which the runs are no longer the same. */
export interface Parting {
  readonly from: number
  readonly to: number
  /** Absent when all of them are the same. */
  readonly tick?: number
}

/**
 * Finds where two runs part. A chain hash names the whole run up to its tick, so that once it differs it stays so, and
 * halving the ticks finds the first: 100,000 ticks take 17 looks.
 *
 * @throws CoactError `diff/no-common-tick` for a fork and another run that ended before it began
 */
export async function findParting(a: Replay, b: Replay): Promise<Parting> {
  const from = Math.max(a.info.first, b.info.first)
  const to = Math.min(a.info.ticks, b.info.ticks)
  if (from > to) {
    throw new CoactError('diff/no-common-tick', 'These replays have no tick in common', {
      got: [a, b].map(({ info }) => `ticks ${info.first} to ${info.ticks}`).join(' and '),
      next: 'Join a fork with its parent first.',
    })
  }
  // A fork begins with the chain of its parent, though its state may have been changed.
  const isSame = async (tick: number): Promise<boolean> => {
    const [p, q] = [await hashesAt(a, tick), await hashesAt(b, tick)]
    return p.chain === q.chain && p.state === q.state
  }
  if (!(await isSame(from))) return { from, to, tick: from }
  if (await isSame(to)) return { from, to }
  let [same, other] = [from, to]
  while (other - same > 1) {
    const middle = (same + other) >> 1
    if (await isSame(middle)) same = middle
    else other = middle
  }
  return { from, to, tick: other }
}

/** The hashes of a tick, which are all that is read for them. */
export async function hashesAt(
  replay: Replay,
  tick: number,
): Promise<{ readonly state: string; readonly chain: string }> {
  for await (const line of replay.lines('/hashes', [tick, tick])) return line
  throw new CoactError('replay/corrupt', 'This replay is damaged', {
    where: `/hashes at tick ${tick}`,
    got: 'no line',
  })
}
