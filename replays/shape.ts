import { type Json, limits } from '../engine/index.js'
import { corrupt, decoding } from './faults.js'
import { parseJson, tooDeep } from './parse.js'

/** A JSON Schema. */
export type JsonSchema = { readonly [key: string]: Json }

/** What a JSON value in a replay must look like: its schema for others, its reader for us. */
export interface Shape<T> {
  readonly schema: JsonSchema
  /** True for a field that may be missing. */
  readonly optional?: true
  /** Makes a fresh value of the known fields. @throws Misfit */
  read(value: unknown): T
}

/** Thrown by {@link Shape.read}; {@link readJson} gives it a place. */
class Misfit extends Error {}

const misfit = (expected: string, value: unknown): never => {
  const got =
    typeof value === 'object' && value !== null ? kindOf(value) : String(JSON.stringify(value))
  throw new Misfit(`${expected} expected, found ${got.slice(0, 60)}`)
}

/** Its content may be of any size. */
const kindOf = (value: object): string =>
  Array.isArray(value) ? `a list of ${value.length}` : 'an object'

const plain = <T>(schema: JsonSchema, name: string, fits: (v: unknown) => boolean): Shape<T> => ({
  schema,
  read: (value) => (fits(value) ? (value as T) : misfit(name, value)),
})

export const text = plain<string>({ type: 'string' }, 'a text', (v) => typeof v === 'string')
export const flag = plain<boolean>(
  { type: 'boolean' },
  'true or false',
  (v) => typeof v === 'boolean',
)
/** A whole number from 0. */
export const count = plain<number>(
  { type: 'integer', minimum: 0 },
  'a whole number from 0',
  (v) => Number.isSafeInteger(v) && (v as number) >= 0,
)

const SPECIAL: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity }

/** Any number; those that JSON lacks are written as texts. */
export const number: Shape<number> = {
  schema: { oneOf: [{ type: 'number' }, { enum: Object.keys(SPECIAL) }] },
  read(value) {
    if (typeof value === 'number') return value
    if (typeof value === 'string' && Object.hasOwn(SPECIAL, value)) return SPECIAL[value]!
    return misfit('a number', value)
  },
}

/** A number as {@link number} reads it. */
export const numberJson = (value: number): Json => (Number.isFinite(value) ? value : String(value))

/** Any JSON value; its objects have no prototype. */
export const anything: Shape<Json> = {
  schema: {},
  read: (value) => copyJson(value as Json) as Json,
}

export const oneOf = <T extends string>(...names: readonly T[]): Shape<T> =>
  plain<T>({ enum: names }, names.join(' or '), (v) => names.includes(v as T))

export const list = <T>(of: Shape<T>): Shape<readonly T[]> => ({
  schema: { type: 'array', items: of.schema },
  read: (value) => (Array.isArray(value) ? value.map(of.read) : misfit('a list', value)),
})

/** An object with any keys; it has no prototype. */
export const dictionary = <T>(of: Shape<T>): Shape<Readonly<Record<string, T>>> => ({
  schema: { type: 'object', additionalProperties: of.schema },
  read(value) {
    const out: Record<string, T> = Object.create(null)
    for (const [key, part] of Object.entries(asObject(value))) {
      if (key !== '__proto__') out[key] = of.read(part)
    }
    return out
  },
})

/** Null, or what the shape takes. */
export const nullable = <T>(of: Shape<T>): Shape<T | null> => ({
  schema: { anyOf: [of.schema, { type: 'null' }] },
  read: (value) => (value === null ? null : of.read(value)),
})

/** A whole number from 0, or what the shape takes. */
export const orCount = <T>(of: Shape<T>): Shape<T | number> => ({
  schema: { anyOf: [of.schema, count.schema] },
  read: (value) => (typeof value === 'number' ? count.read(value) : of.read(value)),
})

/** True, or what the shape takes. */
export const orTrue = <T>(of: Shape<T>): Shape<T | true> => ({
  schema: { anyOf: [of.schema, { const: true }] },
  read: (value) => (value === true ? true : of.read(value)),
})

export const maybe = <T>(shape: Shape<T>): Shape<T> & { readonly optional: true } => ({
  ...shape,
  optional: true,
})

type Fields = Readonly<Record<string, Shape<unknown>>>
type Optional<F extends Fields> = {
  [K in keyof F]: F[K] extends { readonly optional: true } ? K : never
}[keyof F]
type Out<S> = S extends Shape<infer T> ? T : never
/** The type that a record of these fields reads as. */
export type RecordOf<F extends Fields> = {
  readonly [K in Exclude<keyof F, Optional<F>>]: Out<F[K]>
} & { readonly [K in Optional<F>]?: Out<F[K]> }

/** An object with known fields; others are dropped. */
export function record<F extends Fields>(fields: F): Shape<RecordOf<F>> {
  const names = Object.keys(fields)
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(names.map((n) => [n, fields[n]!.schema])),
      required: names.filter((n) => fields[n]!.optional !== true),
    },
    read(value) {
      const given = asObject(value)
      const out: Record<string, unknown> = {}
      for (const name of names) {
        const shape = fields[name]!
        if (Object.hasOwn(given, name)) out[name] = shape.read(given[name])
        else if (shape.optional !== true) misfit(`"${name}"`, Object.keys(given))
      }
      return out as RecordOf<F>
    },
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return misfit('an object', value)
  return value as Readonly<Record<string, unknown>>
}

/**
 * A copy that shares nothing; its objects have no prototype, and no key that could reach one.
 * @throws CoactError `limit/json` when it is nested too deeply
 */
export function copyJson(value: Json, depth = 0): unknown {
  if (value === null || typeof value !== 'object') return value
  if (depth > limits.JSON_DEPTH_MAX) throw tooDeep()
  if (Array.isArray(value)) return value.map((part) => copyJson(part, depth + 1))
  const copy: Record<string, unknown> = Object.create(null)
  for (const [key, part] of Object.entries(value)) {
    if (key !== '__proto__') copy[key] = copyJson(part, depth + 1)
  }
  return copy
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Decodes UTF-8. @throws CoactError `replay/corrupt` */
export function readText(bytes: Uint8Array, where: string): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw corrupt(where, 'bytes that are no text')
  }
}

/** Decodes JSON through a shape. @throws CoactError `replay/corrupt` */
export function readJson<T>(json: Uint8Array | string, where: string, shape: Shape<T>): T {
  const source = typeof json === 'string' ? json : readText(json, where)
  return decoding(where, () => shape.read(parseJson(source)))
}
