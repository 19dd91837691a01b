import type { Json } from '../../engine/index.js'

/** An object as it is, anything else as an empty one. */
export const objectOf = (value: Json | undefined): Readonly<Record<string, Json | undefined>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json | undefined>>)
    : {}
