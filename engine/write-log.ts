import { copied } from './slab.js'

const EMPTY: Int32Array = new Int32Array(0)

/** Who wrote where in a column since its last flush. */
export class WriteLog {
  /** Serial of the cause that last wrote each cell; negative when that cause took the component away. */
  stamp: Int32Array
  /** Entities written, in order of first write by each cause. */
  log = EMPTY
  /** The serial of each entry of `log`. */
  who = EMPTY
  count = 0
  sorted = true
  /** Serial of the cause that took the raw array; 0 when none did. */
  bulkSerial = 0
  /** Values of the logged cells when the raw array was taken: what differs afterwards was written through it. */
  before: number[] = []
  /** A saved copy that still agrees with the column; whoever writes forgets it. */
  kept: Int32Array | Float64Array | undefined
  /** Whether the raw array was given out since the state was last restored. */
  raw = false
  /** True when changes went by untracked, so that the next flush must compare everything. */
  stale = false

  constructor(stamp: Int32Array) {
    this.stamp = stamp
  }

  push(entity: number, serial: number): void {
    if (this.count === this.log.length) {
      const length = Math.max(16, this.count * 4)
      this.log = copied(this.log, new Int32Array(length))
      this.who = copied(this.who, new Int32Array(length))
    }
    if (this.count > 0 && this.log[this.count - 1]! >= entity) this.sorted = false
    this.log[this.count] = entity
    this.who[this.count] = serial
    this.count += 1
  }

  clear(): void {
    this.count = 0
    this.sorted = true
    this.bulkSerial = 0
    if (this.before.length > 0) this.before = []
  }
}
