import type { Json } from '../../../engine/index.js'

/** What a form shows for a value, as its JSON Schema has it. */
export type Field =
  | { readonly kind: 'fixed'; readonly value: Json }
  | { readonly kind: 'choice'; readonly options: readonly Json[] }
  | { readonly kind: 'text'; readonly least: number; readonly most: number | undefined }
  | {
      readonly kind: 'number'
      readonly isWhole: boolean
      readonly least: number | undefined
      readonly most: number | undefined
    }
  | { readonly kind: 'flag' }
  | {
      readonly kind: 'list'
      /** The schemas of the first items, then that of all others. */
      readonly first: readonly Json[]
      readonly rest: Json | undefined
      readonly least: number
      readonly most: number
    }
  | { readonly kind: 'group'; readonly parts: readonly Part[] }
  /** One of several shapes. */
  | { readonly kind: 'one'; readonly of: readonly Json[] }
  /** Nothing that a form has a control for: it is written as JSON. */
  | { readonly kind: 'json' }

/** A named part of an object. */
export interface Part {
  readonly name: string
  readonly schema: Json
  readonly isRequired: boolean
}

type Schema = Readonly<Record<string, Json | undefined>>

/** Items of a list that a form offers at most, and how deep it goes into references. */
const ITEMS_MAX = 64
const REFERENCES_MAX = 16

/**
 * Reads a schema.
 *
 * @param root where `$ref` points into
 * @example
 * fieldOf({ enum: ['n', 's'] }, {}) // { kind: 'choice', options: ['n', 's'] }
 */
export function fieldOf(schema: Json, root: Json): Field {
  const s = resolved(schema, root)
  if (s === undefined) return { kind: 'json' }
  if (s['const'] !== undefined) return { kind: 'fixed', value: s['const'] }
  if (Array.isArray(s['enum'])) return { kind: 'choice', options: s['enum'] }
  const shapes = s['anyOf'] ?? s['oneOf']
  if (Array.isArray(shapes)) return oneOf(shapes, root)
  return typed(s)
}

function typed(s: Schema): Field {
  switch (s['type']) {
    case 'string':
      return { kind: 'text', least: numberIn(s, 'minLength') ?? 0, most: numberIn(s, 'maxLength') }
    case 'integer':
    case 'number':
      return {
        kind: 'number',
        isWhole: s['type'] === 'integer',
        least: numberIn(s, 'minimum') ?? numberIn(s, 'exclusiveMinimum'),
        most: numberIn(s, 'maximum') ?? numberIn(s, 'exclusiveMaximum'),
      }
    case 'boolean':
      return { kind: 'flag' }
    case 'null':
      return { kind: 'fixed', value: null }
    case 'array':
      return list(s)
    case 'object':
      return group(s)
    default:
      return { kind: 'json' }
  }
}

function list(s: Schema): Field {
  const first = Array.isArray(s['prefixItems']) ? s['prefixItems'] : []
  const rest = typeof s['items'] === 'object' && s['items'] !== null ? s['items'] : undefined
  const end = rest === undefined ? first.length : ITEMS_MAX
  return {
    kind: 'list',
    first,
    rest,
    least: Math.max(first.length, Math.min(ITEMS_MAX, numberIn(s, 'minItems') ?? 0)),
    most: Math.min(end, numberIn(s, 'maxItems') ?? end),
  }
}

function group(s: Schema): Field {
  const { properties, required } = s
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) {
    // Names that nobody knows beforehand cannot have fields of their own.
    const isOpen = s['additionalProperties'] !== false && s['additionalProperties'] !== undefined
    return isOpen ? { kind: 'json' } : { kind: 'group', parts: [] }
  }
  const needed = Array.isArray(required) ? required : []
  const parts = Object.entries(properties).map(([name, schema]) => ({
    name,
    schema: schema as Json,
    isRequired: needed.includes(name),
  }))
  return { kind: 'group', parts }
}

/** Shapes that are each one value are a choice. */
function oneOf(shapes: readonly Json[], root: Json): Field {
  const fields = shapes.map((shape) => fieldOf(shape, root))
  if (fields.length === 1) return fields[0]!
  const options = fields.flatMap((f) =>
    f.kind === 'fixed' ? [f.value] : f.kind === 'choice' ? f.options : [],
  )
  if (fields.every((f) => f.kind === 'fixed' || f.kind === 'choice'))
    return { kind: 'choice', options }
  return { kind: 'one', of: shapes }
}

/** Follows references; several schemas that all hold count as their first. */
function resolved(schema: Json, root: Json): Schema | undefined {
  let now: unknown = schema
  for (let i = 0; i < REFERENCES_MAX; i++) {
    if (typeof now !== 'object' || now === null || Array.isArray(now)) return undefined
    const s = now as Schema
    if (typeof s['$ref'] === 'string') now = pointed(root, s['$ref'])
    else if (Array.isArray(s['allOf']) && s['type'] === undefined) now = s['allOf'][0]
    else return s
  }
  return undefined
}

function pointed(root: Json, ref: string): unknown {
  if (!ref.startsWith('#')) return undefined
  let at: unknown = root
  for (const step of ref.slice(1).split('/').filter(Boolean)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined
    at = (at as Readonly<Record<string, unknown>>)[name]
  }
  return at
}

const numberIn = (s: Schema, key: string): number | undefined => {
  const value = s[key]
  return typeof value === 'number' && Number.isSafeInteger(Math.trunc(value)) ? value : undefined
}

/** What a form begins with: only what cannot be otherwise, and what is needed. */
export function blankOf(schema: Json, root: Json, depth = 0): Json | undefined {
  const field = fieldOf(schema, root)
  if (depth > 8) return undefined
  switch (field.kind) {
    case 'fixed':
      return field.value
    case 'flag':
      return false
    case 'choice':
      return field.options[0]
    case 'group':
      return groupOf(
        field.parts.flatMap(({ name, schema: of, isRequired }) =>
          isRequired ? [[name, blankOf(of, root, depth + 1)] as const] : [],
        ),
      )
    case 'list':
      return Array.from(
        { length: field.least },
        (_, i) => blankOf(field.first[i] ?? field.rest ?? {}, root, depth + 1) ?? null,
      )
    case 'one':
      return blankOf(field.of[0]!, root, depth + 1)
    default:
      return undefined
  }
}

/** An object without the parts that are not there. */
export const groupOf = (entries: readonly (readonly [string, Json | undefined])[]): Json =>
  Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Json

/** Whether nothing has to be said with it. */
export const isBare = (schema: Json): boolean => {
  const field = fieldOf(schema, schema)
  return field.kind === 'group' && field.parts.length === 0
}
