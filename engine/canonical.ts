/** JSON with keys in code-unit order: equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) {
    let text = ''
    for (let i = 0; i < value.length; i++) text += `${i === 0 ? '' : ','}${canonicalJson(value[i])}`
    return `[${text}]`
  }
  const object = value as Record<string, unknown>
  let text = ''
  for (const key of Object.keys(object).sort()) {
    const field = object[key]
    if (field === undefined) continue
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(field)}`
  }
  return `{${text}}`
}

/** Texts of a value's parts, down to some level: what is the same object as last time is not written again. */
interface Written {
  value: object
  text: string
  /** Keys as the object has them; none for lists. */
  readonly keys: readonly string[]
  /** Indices of `keys` in code-unit order. */
  readonly order: readonly number[]
  /** By index of `keys`, or by position in the list. */
  readonly names: readonly string[]
  readonly fields: unknown[]
  readonly texts: string[]
  readonly inner: (Written | undefined)[]
}

/** Deeper parts are written anew with whatever they are in. */
const LEVELS = 3
const NO_KEYS: readonly string[] = []

/**
 * `canonicalJson` for the versions of one document, whose parts nobody changes in place: a part that is the same object as in the
 * version before keeps its text.
 *
 * @example
 * const write = canonicalWriter()
 * write({ b: 1, a: [2] }) // '{"a":[2],"b":1}'
 */
export function canonicalWriter(): (value: unknown) => string {
  let known: Written | undefined
  return (value) => {
    if (value === null || typeof value !== 'object') return canonicalJson(value)
    known = written(value, known, LEVELS)
    return known.text
  }
}

function written(value: object, known: Written | undefined, levels: number): Written {
  if (known?.value === value) return known
  const isList = Array.isArray(value)
  const keys = isList ? NO_KEYS : Object.keys(value)
  const to = known !== undefined && sameKeys(known.keys, keys) ? known : blank(value, keys)
  const count = isList ? value.length : keys.length
  for (let i = 0; i < count; i++) {
    const field = isList ? value[i] : (value as Record<string, unknown>)[keys[i]!]
    if (i < to.texts.length && field === to.fields[i]) continue
    writeField(to, i, field, levels - 1)
  }
  if (to.texts.length > count) to.fields.length = to.texts.length = to.inner.length = count
  to.value = value
  to.text = isList ? `[${to.texts.join(',')}]` : objectText(to)
  return to
}

function writeField(to: Written, i: number, field: unknown, levels: number): void {
  to.fields[i] = field
  if (levels > 0 && field !== null && typeof field === 'object') {
    const inner = written(field, to.inner[i], levels)
    to.inner[i] = inner
    to.texts[i] = inner.text
  } else {
    to.inner[i] = undefined
    to.texts[i] = canonicalJson(field)
  }
}

const blank = (value: object, keys: readonly string[]): Written => ({
  value,
  text: '',
  keys,
  order: keys.map((_, i) => i).sort((a, b) => (keys[a]! < keys[b]! ? -1 : 1)),
  names: keys.map((key) => `${JSON.stringify(key)}:`),
  fields: [],
  texts: [],
  inner: [],
})

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

function objectText({ order, names, fields, texts }: Written): string {
  let text = ''
  for (let k = 0; k < order.length; k++) {
    const i = order[k]!
    if (fields[i] === undefined) continue
    text += `${text === '' ? '' : ','}${names[i]}${texts[i]}`
  }
  return `{${text}}`
}
