import type { Json } from '../../../engine/index.js'
import type { SeatManual, SeatTurn } from './told.js'

/** How many names are offered. */
const NAMES_MAX = 400

/** What may be meant by a text in a form, likeliest first. */
export interface Known {
  /** Values that are legal now, by argument. */
  of(action: string, argument: string): readonly string[]
  /** Names of whatever the agent sees, and of who takes part. */
  readonly names: readonly string[]
}

/** Collects what a turn offers. */
export function knownIn({ obs, legal }: SeatTurn, { seats }: SeatManual): Known {
  const names = [...new Set([...seats.map((s) => s.name), ...namesSeen(obs)])].slice(0, NAMES_MAX)
  return {
    names,
    of(action, argument) {
      const found = new Set<string>()
      for (const { call } of legal) {
        const value = call.action === action ? given(call.args, argument) : undefined
        if (typeof value === 'string') found.add(value)
      }
      return [...found]
    },
  }
}

const given = (args: object, name: string): unknown =>
  Object.hasOwn(args, name) ? (args as Readonly<Record<string, unknown>>)[name] : undefined

/** Texts that name something: those in fields `id` and `name`, and in lists of short texts. */
function namesSeen(obs: Json): string[] {
  const found: string[] = []
  const walk = (v: Json, key: string): void => {
    if (found.length >= NAMES_MAX) return
    if (typeof v === 'string') {
      if ((key === 'id' || key === 'name' || key === '[]') && v !== '' && v.length <= 64)
        found.push(v)
    } else if (Array.isArray(v)) for (const item of v) walk(item, '[]')
    else if (typeof v === 'object' && v !== null)
      for (const [name, item] of Object.entries(v)) walk(item as Json, name)
  }
  walk(obs, '')
  // What is written as identifiers are is likelier to be meant than a title.
  return found.sort((a, b) => Number(/\s/.test(a)) - Number(/\s/.test(b)))
}
