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
  /** Brings back a saved table. Says whether each number that was known before and is known now still has its text. */
  restore(list: readonly string[]): boolean
  hashInto(h: Hash64): void
}

export function createStrings(clock: CauseClock): Strings {
  const list: string[] = ['']
  const ids = new Map<string, number>([['', 0]])
  /** The table as it was last saved, for as long as nothing comes after it. */
  let saved: readonly string[] = list.slice()
  /** The hash of the first so many texts; the others are hashed when somebody asks. */
  const hash = hash64()
  let hashed = 1
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
    save() {
      if (saved.length !== list.length) saved = list.slice()
      return saved
    },
    restore(texts) {
      if (texts === saved && texts.length === list.length) return true
      const both = Math.min(list.length, texts.length)
      let same = 1
      while (same < both && list[same] === texts[same]) same += 1
      for (let i = same; i < list.length; i++) ids.delete(list[i]!)
      list.length = same
      for (let i = same; i < texts.length; i++) add(texts[i]!)
      if (hashed > same) {
        hashed = 1
        hash.lo = 0
        hash.hi = 0
      }
      saved = texts
      return same === both
    },
    hashInto(h) {
      for (; hashed < list.length; hashed++) foldText(hash, list[hashed]!)
      fold(h, hash.lo, hash.hi)
    },
  }
}
