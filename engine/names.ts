import { CoactError } from './errors.js'

/** Entities by name. */
export interface Names {
  /** The entity of a name, or 0. */
  find(name: string): number
  /** @throws CoactError `entity/duplicate-name` */
  mustBeFree(name: string): void
  set(name: string, entity: number): void
  delete(name: string): void
  clear(): void
}

export function createNames(): Names {
  const entities = new Map<string, number>()
  // Rules ask for the same few names again and again within one action.
  let last = ''
  let found = 0
  const forgetLast = (): void => {
    last = ''
    found = 0
  }
  return {
    find(name) {
      if (name === last) return found
      last = name
      found = entities.get(name) ?? 0
      return found
    },
    mustBeFree(name) {
      if (!entities.has(name)) return
      throw new CoactError(
        'entity/duplicate-name',
        `Two entities cannot both be called "${name}"`,
        { next: 'Give each named entity its own name.' },
      )
    },
    set(name, entity) {
      entities.set(name, entity)
      forgetLast()
    },
    delete(name) {
      entities.delete(name)
      forgetLast()
    },
    clear() {
      entities.clear()
      forgetLast()
    },
  }
}
