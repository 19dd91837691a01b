import { type CauseClock, mustBeOpen } from './clock.js'
import { CoactError } from './errors.js'
import { fold, foldText, type Hash64, hash64 } from './hash.js'
import { limits } from './limits.js'

/** Texts by number. Number 0 is the empty text; numbers are given in order of first use and never change. */
export interface Strings {
  intern(text: string): number
  /** The number of a text that is known, else -1. */
  find(text: string): number
  text(id: number): string
  size(): number
  /** Texts from a number on, for a diff. */
  since(from: number): readonly string[]
  save(): readonly string[]
  /** Brings back a saved table. */
  restore(list: readonly string[]): void
  hashInto(h: Hash64): void
}

export function createStrings(clock: CauseClock): Strings {
  let list: string[] = ['']
  let ids = new Map<string, number>([['', 0]])
  const hash = hash64()
  const add = (text: string): number => {
    if (text.length > limits.STRING_CHARS_MAX) {
      throw new CoactError('limit/string', 'A text is too long to be interned', {
        expected: `at most ${limits.STRING_CHARS_MAX} characters`,
        got: `${text.length} characters`,
        next: 'Keep long texts in messages or in the scenario.',
      })
    }
    const id = list.length
    list.push(text)
    ids.set(text, id)
    foldText(hash, text)
    return id
  }
  return {
    intern(text) {
      const known = ids.get(text)
      if (known !== undefined) return known
      mustBeOpen(clock)
      return add(text)
    },
    find: (text) => ids.get(text) ?? -1,
    text: (id) => list[id] ?? '',
    size: () => list.length,
    since: (from) => list.slice(from),
    save: () => list.slice(),
    restore(saved) {
      list = ['']
      ids = new Map([['', 0]])
      hash.lo = 0
      hash.hi = 0
      for (let i = 1; i < saved.length; i++) add(saved[i]!)
    },
    hashInto: (h) => fold(h, hash.lo, hash.hi),
  }
}
