import type { Tracked } from './column.js'
import { CoactError } from './errors.js'

/**
 * The clock of causes. Each thing that can write (an action, a system, a scripted event) gets the next serial number;
 * a cell remembers the serial of its last writer.
 */
export interface CauseClock {
  serial: number
  /** Serial of the last cause that changed anything. */
  wrote: number
  /** False between ticks, when nothing may change. */
  open: boolean
  /** False: writes are not logged, and a later hash compares everything. */
  readonly tracking: boolean
  /** Columns written since the last flush. */
  readonly dirty: Tracked[]
}

/** @throws CoactError `world/outside-step` between ticks: such a change would be in no frame */
export function mustBeOpen(clock: CauseClock): void {
  if (clock.open) return
  throw new CoactError('world/outside-step', 'A world changes only while a tick runs', {
    expected: 'a change in setup, an action, a system, an event or the script',
    next: 'Let observe, describe, legality checks and turns only read; to change a running episode, use its script.',
  })
}
