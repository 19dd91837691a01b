import type { Json } from './docs.js'
import { CoactError } from './errors.js'

/** How much `plainCopy` takes. */
export interface PlainLimits {
  /** Characters of JSON, roughly: each text by its length, everything else by what it needs at least. */
  readonly chars: number
  /** Levels of nesting (default 64); a cycle breaks it. */
  readonly depth?: number
  /** What the value is called in errors. */
  readonly name?: string
}

interface Walk {
  left: number
  readonly limits: PlainLimits
  readonly path: (string | number)[]
}

/** Keys that would reach an object's prototype. */
export const RESERVED_KEYS: ReadonlySet<string> = new Set(['__proto__', 'prototype', 'constructor'])

/**
 * Copies a value as plain JSON: what a journal can hold and give back exactly. Fields that are undefined fall away, -0
 * becomes 0, and halves of surrogate pairs become U+FFFD.
 *
 * @throws CoactError `plain/unfit` for anything that is not plain JSON: functions, dates, maps, instances of classes,
 *   numbers that are not finite, cycles, reserved keys, more than the limits; also when reading the value throws
 * @example
 * plainCopy({ a: [1, undefined], b: undefined }, { chars: 100 }) // { a: [1, null] }
 */
export function plainCopy(value: unknown, limits: PlainLimits): Json {
  const walk: Walk = { left: limits.chars, limits, path: [] }
  try {
    return copy(value, walk)
  } catch (e) {
    if (e instanceof CoactError && e.code === 'plain/unfit') throw e
    throw unfit(walk, `cannot be read: ${safeText(e)}`)
  }
}

function copy(value: unknown, walk: Walk): Json {
  switch (typeof value) {
    case 'string':
      spend(walk, value.length + 2)
      return wellFormed(value)
    case 'number':
      spend(walk, 1)
      if (!Number.isFinite(value)) throw unfit(walk, `is ${value}, no finite number`)
      return value === 0 ? 0 : value
    case 'boolean':
      spend(walk, 4)
      return value
    case 'object':
      return value === null ? null : copyObject(value, walk)
    default:
      throw unfit(walk, `is ${typeof value === 'undefined' ? '' : 'a '}${typeof value}`)
  }
}

function copyObject(value: object, walk: Walk): Json {
  spend(walk, 2)
  if (walk.path.length >= (walk.limits.depth ?? 64))
    throw unfit(walk, 'is nested too deeply, or in a cycle')
  if (Array.isArray(value)) return copyArray(value, walk)
  if (!isPlainObject(value)) throw unfit(walk, 'is an instance of a class, not a plain object')
  const out: Record<string, Json> = {}
  for (const key of Object.keys(value)) {
    walk.path.push(key)
    if (RESERVED_KEYS.has(key)) throw unfit(walk, 'has a reserved name')
    const field = (value as Record<string, unknown>)[key]
    if (field !== undefined) {
      spend(walk, key.length + 4)
      out[wellFormed(key)] = copy(field, walk)
    }
    walk.path.pop()
  }
  return out
}

function copyArray(value: readonly unknown[], walk: Walk): Json {
  const out: Json[] = []
  for (let i = 0; i < value.length; i++) {
    spend(walk, 1)
    walk.path.push(i)
    out.push(value[i] === undefined ? null : copy(value[i], walk))
    walk.path.pop()
  }
  return out
}

/** Objects made by literals or `JSON.parse`, in this realm or another. */
function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function spend(walk: Walk, chars: number): void {
  walk.left -= chars
  if (walk.left < 0) throw unfit(walk, `makes more than ${walk.limits.chars} characters of JSON`)
}

function unfit(walk: Walk, what: string): CoactError {
  return new CoactError('plain/unfit', 'A value is not plain JSON', {
    where: [walk.limits.name ?? 'value', ...walk.path].join('.').slice(0, 200),
    expected: 'texts, finite numbers, booleans, null, arrays and plain objects',
    got: what,
  })
}

const SURROGATE = /[\ud800-\udfff]/
const LONE_SURROGATE = /\p{Surrogate}/gu

/** The text with halves of surrogate pairs replaced, so that it survives UTF-8. */
export const wellFormed = (text: string): string =>
  SURROGATE.test(text) ? text.replace(LONE_SURROGATE, '\ufffd') : text

/** What a thrown value says, whatever it is: one line, never throwing itself. */
export function safeText(thrown: unknown): string {
  try {
    const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)
    return wellFormed(text.slice(0, 2000).replace(/\s+/g, ' ').trim())
  } catch {
    return 'something that cannot be printed'
  }
}
