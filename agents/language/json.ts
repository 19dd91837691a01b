import type { Json } from '../../engine/index.js'

/** A JSON object. */
export interface JsonObject {
  readonly [k: string]: Json
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A field of an object, if it is the object's own. */
export const own = (value: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(value, key) ? value[key] : undefined
