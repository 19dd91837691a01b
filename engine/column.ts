import { type CauseClock, mustBeOpen } from './clock.js'
import { CoactError } from './errors.js'
import { type Field, isFloat } from './fields.js'
import { addFloat, addInt, type Hash64, hash64, salt } from './hash.js'
import { copied, type Slab } from './slab.js'
import { WriteLog } from './write-log.js'

/** Tells whether an entity may be written in this column. */
export interface Membership {
  holds(component: number, entity: number): boolean
  describe(entity: number): string
}

/** A column of numbers, one per entity. Reading is free, writing is tracked. */
export interface Column {
  /** The value of an entity; 0 where it has none. */
  get(entity: number): number
  /** Sets a value. @throws CoactError `column/value` out of range, `column/entity` where the entity lacks the component */
  set(entity: number, value: number): void
  /** Adds to a value. */
  add(entity: number, by: number): void
  /** The values themselves, by entity id, for reading in tight loops. Fetch anew each tick: growing replaces the array. */
  readonly values: ArrayLike<number>
  /** The values for writing many in a tight loop: the whole column is compared and checked at the end of the tick. */
  bulk(): { [entity: number]: number }
}

/** A column with its write log. The two kinds below differ in the array they keep and in how they hash a cell. */
export type Tracked = IntColumn | FloatColumn

export class IntColumn implements Column {
  values: Int32Array
  /** The values at the last flush. */
  shadow: Int32Array
  readonly writes: WriteLog
  readonly hash: Hash64 = hash64()
  readonly salt: number
  private readonly min: number
  private readonly max: number

  constructor(
    readonly index: number,
    readonly component: number,
    readonly name: string,
    readonly field: Field,
    private readonly clock: CauseClock,
    readonly members: Membership,
    slab: Slab,
    capacity: number,
  ) {
    this.values = slab.ints(capacity)
    this.shadow = slab.ints(capacity)
    this.writes = new WriteLog(slab.ints(capacity))
    this.salt = salt(name)
    this.min = field.min
    this.max = field.max
  }

  get(entity: number): number {
    return this.values[entity]!
  }

  set(entity: number, value: number): void {
    if (value < this.min || value > this.max || value !== (value | 0)) badValue(this, entity, value)
    if (this.writes.stamp[entity] !== this.clock.serial)
      note(this, entity, this.clock, this.members)
    this.values[entity] = value
  }

  add(entity: number, by: number): void {
    this.set(entity, this.values[entity]! + by)
  }

  bulk(): Int32Array {
    beginBulk(this, this.clock)
    return this.values
  }

  grow(slab: Slab, capacity: number): void {
    this.values = copied(this.values, slab.ints(capacity))
    this.shadow = copied(this.shadow, slab.ints(capacity))
    this.writes.stamp = copied(this.writes.stamp, slab.ints(capacity))
  }

  hashCell(entity: number, value: number, sign: number): void {
    addInt(this.hash, this.salt, entity, value, sign)
  }

  pack(count: number): Int32Array {
    return scratchInts(count)
  }
}

export class FloatColumn implements Column {
  values: Float64Array
  shadow: Float64Array
  readonly writes: WriteLog
  readonly hash: Hash64 = hash64()
  readonly salt: number
  private readonly scale: number
  private readonly single: boolean

  constructor(
    readonly index: number,
    readonly component: number,
    readonly name: string,
    readonly field: Field,
    private readonly clock: CauseClock,
    readonly members: Membership,
    slab: Slab,
    capacity: number,
  ) {
    this.values = slab.floats(capacity)
    this.shadow = slab.floats(capacity)
    this.writes = new WriteLog(slab.ints(capacity))
    this.salt = salt(name)
    this.scale = field.scale ?? 0
    this.single = field.kind === 'f32'
  }

  get(entity: number): number {
    return this.values[entity]!
  }

  set(entity: number, value: number): void {
    if (!(value >= this.field.min && value <= this.field.max)) badValue(this, entity, value)
    if (this.writes.stamp[entity] !== this.clock.serial)
      note(this, entity, this.clock, this.members)
    this.values[entity] = this.canonical(value)
  }

  add(entity: number, by: number): void {
    this.set(entity, this.values[entity]! + by)
  }

  bulk(): Float64Array {
    beginBulk(this, this.clock)
    return this.values
  }

  /** Rounds to what the field can hold; -0 becomes 0, so that equal values have equal bits. */
  canonical(value: number): number {
    if (this.scale !== 0) return Math.round(value * this.scale) / this.scale + 0
    return (this.single ? Math.fround(value) : value) + 0
  }

  grow(slab: Slab, capacity: number): void {
    this.values = copied(this.values, slab.floats(capacity))
    this.shadow = copied(this.shadow, slab.floats(capacity))
    this.writes.stamp = copied(this.writes.stamp, slab.ints(capacity))
  }

  hashCell(entity: number, value: number, sign: number): void {
    addFloat(this.hash, this.salt, entity, value, sign)
  }

  pack(count: number): Float64Array {
    return scratchFloats(count)
  }
}

export const createColumn = (
  index: number,
  component: number,
  name: string,
  field: Field,
  clock: CauseClock,
  members: Membership,
  slab: Slab,
  capacity: number,
): Tracked =>
  isFloat(field)
    ? new FloatColumn(index, component, name, field, clock, members, slab, capacity)
    : new IntColumn(index, component, name, field, clock, members, slab, capacity)

/** Whether a column has the saved values for the entities below `n`, and nothing from there to `end`. */
export function hasValues(
  { values, writes }: Tracked,
  saved: Int32Array | Float64Array,
  n: number,
  end: number,
): boolean {
  if (writes.kept === saved) return true
  if (saved.length < n) return false
  for (let e = 0; e < n; e++) if (values[e] !== saved[e]) return false
  for (let e = n; e < end; e++) if (values[e] !== 0) return false
  return true
}

/**
 * Brings back saved values. The next flush compares everything and so brings the hash up to date.
 *
 * @param end one past the highest entity id in use, before or now
 */
export function restoreColumn(
  column: Tracked,
  saved: Int32Array | Float64Array,
  end: number,
): void {
  const { values, writes } = column
  if (writes.kept === saved) return
  // A damaged state may hold arrays of another kind.
  writes.kept = saved.BYTES_PER_ELEMENT === values.BYTES_PER_ELEMENT ? saved : undefined
  // Whoever had the raw array may have written anywhere.
  const used = writes.raw ? values.length : end
  values.set(saved as Int32Array & Float64Array)
  if (used > saved.length) values.fill(0, saved.length, used)
  writes.clear()
  writes.raw = false
  writes.stale = true
}

/** The values of the entities below `end`, not to be changed: as long as nobody writes, saving again gives the same array. */
export function saveColumn({ values, writes }: Tracked, end: number): Int32Array | Float64Array {
  if (writes.kept?.length !== end) writes.kept = values.slice(0, end)
  return writes.kept
}

/** Makes a column as it was when it was made, whatever it has grown to. */
export function clearColumn(column: Tracked): void {
  column.values.fill(0)
  column.shadow.fill(0)
  column.writes.clear()
  column.writes.stale = false
  column.writes.raw = false
  column.writes.kept = undefined
  column.hash.lo = 0
  column.hash.hi = 0
}

/** Bytes that a column takes for each entity. */
export const cellBytes = (field: Field): number => (isFloat(field) ? 20 : 12)

function note(column: Tracked, entity: number, clock: CauseClock, members: Membership): void {
  mustBeOpen(clock)
  if (!members.holds(column.component, entity)) noComponent(column, entity)
  const w = column.writes
  w.stamp[entity] = clock.serial
  w.kept = undefined
  clock.wrote = clock.serial
  if (!clock.tracking) {
    w.stale = true
    return
  }
  markDirty(column, clock)
  w.push(entity, clock.serial)
}

function noComponent(column: Tracked, entity: number): never {
  throw new CoactError(
    'column/entity',
    `${column.members.describe(entity)} has no ${column.name}`,
    {
      where: column.name,
      expected: 'an entity that has the component',
      next: 'Spawn it with the component, or add the component first.',
    },
  )
}

function markDirty(column: Tracked, clock: CauseClock): void {
  const w = column.writes
  clock.wrote = clock.serial
  if (w.count === 0 && w.bulkSerial === 0) clock.dirty.push(column)
}

/** Writes 0 on behalf of the store, when a component goes. The negative stamp makes a later write look for the component. */
export function clearCell(column: Tracked, entity: number, clock: CauseClock): void {
  const w = column.writes
  const { serial } = clock
  const written = Math.abs(w.stamp[entity]!) === serial
  if (column.values[entity] === 0) {
    if (written) w.stamp[entity] = -serial
    return
  }
  clock.wrote = serial
  w.kept = undefined
  if (!clock.tracking) w.stale = true
  else if (!written) {
    markDirty(column, clock)
    w.push(entity, serial)
  }
  w.stamp[entity] = -serial
  column.values[entity] = 0
}

function beginBulk(column: Tracked, clock: CauseClock): void {
  const w = column.writes
  mustBeOpen(clock)
  if (w.bulkSerial === clock.serial) return
  // A second writer of the raw array in one tick: what the first one changed is logged under its own name.
  if (w.bulkSerial !== 0) logBulk(column)
  markDirty(column, clock)
  clock.wrote = clock.serial
  w.bulkSerial = clock.serial
  w.raw = true
  w.kept = undefined
  w.before = Array.from({ length: w.count }, (_, i) => column.values[w.log[i]!]!)
}

/** Finds what was written through the raw array and logs it under the serial that took it. */
export function logBulk(column: Tracked): void {
  canonicalise(column)
  const w = column.writes
  const { values, shadow } = column
  const serial = w.bulkSerial
  const others = new Set<number>()
  for (let i = 0; i < w.before.length; i++) {
    if (values[w.log[i]!] === w.before[i]) others.add(w.log[i]!)
  }
  for (let e = 0; e < values.length; e++) {
    if (values[e] === shadow[e] || Math.abs(w.stamp[e]!) >= serial) continue
    if (others.size > 0 && others.has(e)) continue
    checkBulk(column, e)
    w.push(e, serial)
    w.stamp[e] = serial
  }
}

function checkBulk(column: Tracked, entity: number): void {
  const value = column.values[entity]!
  if (value < column.field.min || value > column.field.max) badValue(column, entity, value)
  if (!column.members.holds(column.component, entity)) noComponent(column, entity)
}

function badValue(column: Tracked, entity: number, value: number): never {
  const { kind, min, max } = column.field
  throw new CoactError('column/value', `${column.name} cannot hold ${String(value)}`, {
    where: `${column.name} of entity ${entity}`,
    expected: `${kind}, ${min} to ${max}`,
    got: String(value),
    next: 'Choose a wider field, or keep the value in range.',
  })
}

/** Rounds what was written through the raw array, and refuses NaN. */
export function canonicalise(column: Tracked): void {
  if (!(column instanceof FloatColumn)) return
  const { values } = column
  for (let e = 1; e < values.length; e++) {
    const v = values[e]!
    if (Number.isNaN(v)) badValue(column, e, v)
    values[e] = column.canonical(v)
  }
}

let ints = new Int32Array(1024)
let doubles = new Float64Array(1024)
const scratchInts = (n: number): Int32Array => {
  if (ints.length < n) ints = new Int32Array(n * 2)
  return ints
}
const scratchFloats = (n: number): Float64Array => {
  if (doubles.length < n) doubles = new Float64Array(n * 2)
  return doubles
}
