/** How many names are taken from an observation. */
const NAMES_MAX = 20_000

/** All texts and names of fields in plain data, and numbers that stand in a field `id`. */
export function namesIn(value: unknown): string[] {
  const found = new Set<string>()
  const walk = (v: unknown, key: string): void => {
    if (found.size >= NAMES_MAX) return
    if (typeof v === 'string') found.add(v.slice(0, 4000))
    else if (typeof v === 'number' && key === 'id') found.add(`#${v}`)
    else if (Array.isArray(v)) for (const item of v) walk(item, key)
    else if (typeof v === 'object' && v !== null) {
      for (const [name, item] of Object.entries(v)) {
        found.add(name)
        walk(item, name)
      }
    }
  }
  walk(value, '')
  return [...found]
}
