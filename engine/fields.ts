import type { z } from 'zod'
import { CoactError } from './errors.js'
import { limits } from './limits.js'
import type { RelationSpec } from './relation.js'

/**
 * The type of one column. Integers live in an `Int32Array` and are range-checked when set; floats live in a
 * `Float64Array`. `fixed(bits)` rounds to a multiple of 2⁻ᵇⁱᵗˢ: it records about six times smaller than `f64`.
 */
export interface Field {
  readonly kind: FieldKind
  readonly min: number
  readonly max: number
  /** `fixed` only: values are multiples of 1 / scale. */
  readonly scale?: number
  /** `oneOf` only: the names behind the numbers. */
  readonly names?: readonly string[]
}

export type FieldKind =
  | 'i8'
  | 'u8'
  | 'i16'
  | 'u16'
  | 'i32'
  | 'bool'
  | 'ref'
  | 'str'
  | 'enum'
  | 'f32'
  | 'f64'
  | 'fixed'

const int = (kind: FieldKind, min: number, max: number): Field => ({ kind, min, max })

export const i8 = int('i8', -128, 127)
export const u8 = int('u8', 0, 255)
export const i16 = int('i16', -32768, 32767)
export const u16 = int('u16', 0, 65535)
export const i32 = int('i32', -2147483648, 2147483647)
/** 0 or 1. */
export const bool = int('bool', 0, 1)
/** An entity; 0 is none. */
export const ref = int('ref', 0, limits.ENTITIES_MAX)
/** An interned text: `w.intern(text)` gives the number, `w.text(number)` the text; 0 is the empty text. */
export const str = int('str', 0, 2147483647)
export const f32: Field = { kind: 'f32', min: -3.4028234663852886e38, max: 3.4028234663852886e38 }
export const f64: Field = { kind: 'f64', min: -Number.MAX_VALUE, max: Number.MAX_VALUE }

/** A fixed-point number with `bits` binary places (1 to 20), at most 2³¹ steps either side of 0. */
export function fixed(bits: number): Field {
  const scale = 1 << Math.min(20, Math.max(1, Math.floor(bits)))
  return { kind: 'fixed', min: -2147483647 / scale, max: 2147483647 / scale, scale }
}

/** One of some names, stored as its position in the list: the first is the default. */
export const oneOf = (...names: readonly [string, ...string[]]): Field => ({
  kind: 'enum',
  min: 0,
  max: names.length - 1,
  names,
})

export const isFloat = (f: Field): boolean =>
  f.kind === 'f32' || f.kind === 'f64' || f.kind === 'fixed'

/** Component names with their fields. */
export type ComponentShapes = Readonly<Record<string, Readonly<Record<string, Field>>>>

/** What a world's state holds besides columns. */
export interface StateParts {
  /** Exclusive relations: each thing has at most one parent. */
  readonly relations?: Readonly<Record<string, RelationSpec>>
  /** Many-to-many relations by name. */
  readonly sets?: readonly string[]
  /** One small JSON document, `w.state`. */
  readonly state?: z.ZodType
}

/** The key under which `components` keeps the parts that are not columns; the same in every copy of the engine. */
export const parts = Symbol.for('coact.parts')

/** A declaration of a world's state; see {@link components}. */
export type Components<
  S extends ComponentShapes = ComponentShapes,
  T extends StateParts = StateParts,
> = S & { readonly [parts]: T }

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/

/**
 * Declares the state of a world as a value, so that systems in other files can name `World<typeof C>`.
 * A component without fields is a tag.
 *
 * @param shapes component names with their fields
 * @param rest exclusive relations, many-to-many relations and a JSON document
 * @throws CoactError `components/name`, `limit/components`, `limit/columns`
 * @example
 * const C = components({ Body: { x: i16, y: i16 }, Frozen: {} }, { relations: { place: { kinds: ['in', 'on'] } } })
 */
export function components<const S extends ComponentShapes, const T extends StateParts = object>(
  shapes: S,
  rest: T = {} as T,
): Components<S, T> {
  let columns = 0
  for (const [component, fields] of Object.entries(shapes)) {
    checkName(component, `components.${component}`)
    for (const field of Object.keys(fields)) {
      checkName(field, `components.${component}.${field}`)
      columns += 1
    }
  }
  for (const name of Object.keys(rest.relations ?? {})) checkName(name, `relations.${name}`)
  for (const name of rest.sets ?? []) checkName(name, `sets.${name}`)
  const count = Object.keys(shapes).length
  if (count > limits.COMPONENTS_MAX) throw tooMany('components', count, limits.COMPONENTS_MAX)
  if (columns > limits.COLUMNS_MAX) throw tooMany('columns', columns, limits.COLUMNS_MAX)
  return Object.freeze({ ...shapes, [parts]: rest })
}

function checkName(name: string, where: string): void {
  if (NAME.test(name)) return
  throw new CoactError('components/name', `"${name}" cannot name a part of a world's state`, {
    where,
    expected: 'a letter, then up to 63 letters, digits or underscores',
    next: 'Rename it.',
  })
}

const tooMany = (what: string, got: number, max: number): CoactError =>
  new CoactError(`limit/${what}`, `Too many ${what}`, {
    expected: `at most ${max}`,
    got: String(got),
    next: 'Open-ended attributes belong in the attribute table (`w.attributes`), not in columns.',
  })
