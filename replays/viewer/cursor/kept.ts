import type { Failure, Moment } from '../tell.js'

/** Moments that were asked for, the last few of them. */
export interface Kept {
  /** The moment of a tick, if it is there. */
  peek(tick: number): Moment | undefined
  /** Says which tick is looked at, and where it goes next; older wishes that wait are dropped. */
  look(tick: number, ahead: number): void
  /** Forgets all, as when other eyes look. */
  clear(): void
}

const KEPT = 48
/** Questions on their way at once. */
const AT_ONCE = 3

/**
 * Keeps a few moments, asks for the newest wish first and then reads ahead; so however fast the cursor goes, there is never a queue.
 * @param ask for one moment @param told is called whenever a moment has come, or cannot
 */
export function createKept(
  ask: (tick: number) => Promise<Moment>,
  told: (tick: number, failure?: Failure) => void,
): Kept {
  const moments = new Map<number, Moment>()
  const asked = new Set<number>()
  const failed = new Set<number>()
  let wishes: number[] = []
  let era = 0
  const work = (): void => {
    while (asked.size < AT_ONCE) {
      const tick = wishes.find((t) => !moments.has(t) && !asked.has(t) && !failed.has(t))
      if (tick === undefined) return
      fetch(tick)
    }
  }
  const fetch = (tick: number): void => {
    const then = era
    asked.add(tick)
    ask(tick)
      .then((moment) => {
        if (then === era) keep(moment)
      })
      .catch((e: Failure) => {
        if (then !== era) return
        failed.add(tick)
        told(tick, e)
      })
      .finally(() => {
        if (then === era) asked.delete(tick)
        work()
      })
  }
  const keep = (moment: Moment): void => {
    moments.set(moment.tick, moment)
    // The oldest goes first; what is looked at was put last.
    if (moments.size > KEPT) moments.delete(moments.keys().next().value!)
    told(moment.tick)
  }
  return {
    peek: (tick) => moments.get(tick),
    look(tick, ahead) {
      const known = moments.get(tick)
      if (known !== undefined) {
        moments.delete(tick)
        moments.set(tick, known)
      }
      const step = Math.sign(ahead)
      wishes = Array.from({ length: 1 + Math.abs(ahead) }, (_, i) => tick + i * step)
      work()
    },
    clear() {
      era += 1
      moments.clear()
      asked.clear()
      failed.clear()
    },
  }
}
