import type { Json } from '../../../engine/index.js'

/** How much of what a file says is sent to a page at once. */
const CAPS = { text: 20_000, items: 500, depth: 24, total: 200_000 } as const

/** A text of at most so many characters, which says how many are left out. */
export function capText(text: string, max: number = CAPS.text): string {
  if (text.length <= max) return text
  return `${text.slice(0, max)}… (${text.length - max} more characters)`
}

/**
 * Plain data of a bounded size: long texts and lists are cut and say so, what is too deep is left out, objects have no
 * prototype that a name in them could reach.
 */
export function cap(value: unknown): Json {
  let left: number = CAPS.total
  const walk = (v: unknown, depth: number): Json => {
    left -= 8
    if (typeof v === 'string') {
      const text = capText(v, Math.max(80, Math.min(CAPS.text, left)))
      left -= text.length
      return text
    }
    if (typeof v === 'number' || typeof v === 'boolean' || v === null) return v
    if (typeof v !== 'object') return null
    if (depth >= CAPS.depth || left <= 0) return '…'
    if (Array.isArray(v) || ArrayBuffer.isView(v)) {
      const list = Array.from(v as ArrayLike<unknown>)
      const items = list.slice(0, CAPS.items).map((item) => walk(item, depth + 1))
      if (list.length > CAPS.items) items.push(`… (${list.length - CAPS.items} more)`)
      return items
    }
    const entries = Object.entries(v)
    const out: Record<string, Json> = {}
    for (const [key, item] of entries.slice(0, CAPS.items)) {
      if (item === undefined) continue
      const name = capText(key, 200)
      left -= name.length
      define(out, name, walk(item, depth + 1))
    }
    if (entries.length > CAPS.items) define(out, '…', `${entries.length - CAPS.items} more`)
    return out
  }
  return walk(value, 0)
}

/** Sets a property whose name may be `__proto__`. */
function define(to: Record<string, Json>, name: string, value: Json): void {
  Object.defineProperty(to, name, { value, enumerable: true, configurable: true, writable: true })
}

/** The same of typed records, which are known to be plain data. */
export const capped = <T>(value: T): T => cap(value) as unknown as T
