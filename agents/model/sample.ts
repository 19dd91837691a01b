import type { Json } from '../../engine/index.js'
import type { Transport } from './transport.js'

/** A model that costs nothing and answers the first thing that fits: to see what would be asked of one. */
export const samplingModel: Transport = async ({ json, messages }) => ({
  text: json === undefined ? 'yes' : JSON.stringify(sampleOf(json.schema)),
  finish: 'stop',
  // None of this was used; a gateway would count it otherwise.
  usage: { input: messages.length, output: 1, reasoning: 0, cached: 0 },
})

const DEPTH_MAX = 16

/** The first value that comes to mind for a JSON Schema, with all fields that it names. */
export function sampleOf(schema: Json | undefined, depth = 0): Json {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return null
  const s = schema as { readonly [key: string]: Json }
  const first = (list: Json | undefined): Json | undefined =>
    Array.isArray(list) ? (list as readonly Json[])[0] : undefined
  if (s['const'] !== undefined) return s['const']
  if (s['enum'] !== undefined) return first(s['enum']) ?? null
  const branch = first(s['anyOf']) ?? first(s['oneOf'])
  if (branch !== undefined) return sampleOf(branch, depth + 1)
  const type = typeof s['type'] === 'string' ? s['type'] : first(s['type'])
  if (type === 'string') return 'x'.repeat(Number(s['minLength'] ?? 1))
  if (type === 'integer' || type === 'number') return Number(s['minimum'] ?? 0)
  if (type === 'boolean') return true
  if (type === 'array')
    return Array.from({ length: Number(s['minItems'] ?? 0) }, () => sampleOf(s['items'], depth + 1))
  if (type !== 'object' || depth > DEPTH_MAX) return null
  const properties = (s['properties'] ?? {}) as { readonly [key: string]: Json }
  return Object.fromEntries(
    Object.entries(properties).map(([key, part]) => [key, sampleOf(part, depth + 1)]),
  )
}
