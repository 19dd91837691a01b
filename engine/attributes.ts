import { canonicalJson } from './canonical.js'
import { CoactError } from './errors.js'
import type { Pairs } from './pairs.js'
import type { Strings } from './strings.js'
import type { Attributes, AttributeValue, EntitySet } from './world.js'

/** How the value of an attribute row is to be read. */
export const ATTRIBUTE = { absent: 0, boolean: 1, number: 2, text: 3, json: 4 } as const

/** Throws unless an entity lives. */
type MustLive = (entity: number) => void

/** Open-ended attributes over the pair table: keys are interned names. */
export function createAttributes(rows: Pairs, strings: Strings, mustLive: MustLive): Attributes {
  const decode = (tag: number, value: number): AttributeValue | undefined => {
    switch (tag) {
      case ATTRIBUTE.boolean:
        return value === 1
      case ATTRIBUTE.number:
        return value
      case ATTRIBUTE.text:
        return strings.text(value)
      case ATTRIBUTE.json:
        return JSON.parse(strings.text(value)) as AttributeValue
      default:
        return undefined
    }
  }
  return {
    get(entity, name) {
      const key = strings.find(name)
      return key < 0 ? undefined : decode(rows.tag(entity, key), rows.value(entity, key))
    },
    set(entity, name, value) {
      mustLive(entity)
      checkValue(name, value)
      const key = strings.intern(name)
      if (typeof value === 'boolean') rows.set(entity, key, ATTRIBUTE.boolean, value ? 1 : 0)
      else if (typeof value === 'number') rows.set(entity, key, ATTRIBUTE.number, value)
      else if (typeof value === 'string')
        rows.set(entity, key, ATTRIBUTE.text, strings.intern(value))
      else rows.set(entity, key, ATTRIBUTE.json, strings.intern(canonicalJson(value)))
    },
    delete(entity, name) {
      mustLive(entity)
      const key = strings.find(name)
      if (key >= 0) rows.set(entity, key, ATTRIBUTE.absent, 0)
    },
    has: (entity, name) => {
      const key = strings.find(name)
      return key >= 0 && rows.tag(entity, key) !== 0
    },
    names(entity) {
      const out: string[] = []
      rows.each(entity, (key) => out.push(strings.text(key)))
      return out
    },
    entries(entity) {
      const out: [string, AttributeValue][] = []
      rows.each(entity, (key, tag, value) => out.push([strings.text(key), decode(tag, value)!]))
      return out
    },
  }
}

function checkValue(name: string, value: unknown): void {
  if (typeof value === 'number' ? Number.isFinite(value) : value !== null && value !== undefined)
    return
  throw new CoactError(
    'attribute/value',
    `The attribute "${name.slice(0, 64)}" cannot hold ${String(value)}`,
    {
      expected: 'a boolean, a finite number, a text, a list or an object',
      next: 'Delete the attribute to say that there is none.',
    },
  )
}

/** A many-to-many relation over the pair table: keys are entities. */
export const createEntitySet = (rows: Pairs, mustLive: MustLive): EntitySet => ({
  has: (entity, member) => rows.tag(entity, member) !== 0,
  add(entity, member) {
    mustLive(entity)
    mustLive(member)
    rows.set(entity, member, 1, 1)
  },
  delete(entity, member) {
    mustLive(entity)
    rows.set(entity, member, 0, 0)
  },
  clear(entity) {
    mustLive(entity)
    rows.clear(entity)
  },
  members(entity) {
    const out: number[] = []
    rows.each(entity, (key) => out.push(key))
    return out
  },
})
