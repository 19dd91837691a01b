import { enablePatches, produceWithPatches } from 'immer'
import { canonicalWriter } from './canonical.js'
import { type CauseClock, mustBeOpen } from './clock.js'
import { CoactError, errorText } from './errors.js'
import { fold, foldText, type Hash64 } from './hash.js'
import { limits } from './limits.js'
import { deepFreeze, patched } from './patches.js'
import { plainCopy } from './plain.js'

enablePatches()

/** A JSON value. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json }

/** One step from the old JSON value to the new one; the path lists keys and positions. */
export interface DocPatch {
  readonly op: 'replace' | 'remove' | 'add'
  readonly path: readonly (string | number)[]
  readonly value?: Json
}

/** What one document changed by, and why. */
export interface DocDiff {
  readonly doc: string
  readonly patches: readonly DocPatch[]
  readonly cause: number
}

/**
 * Small JSON documents of an episode: a world's own state, agents' memories, conversations. Immutable between changes,
 * so that saving costs nothing; not for anything large that changes each tick. Whatever goes in becomes plain JSON first
 * (see `plainCopy`), so that a document reads back from bytes as it was.
 */
export interface Docs {
  get(doc: string): Json | undefined
  /** Replaces a whole document. @throws CoactError `plain/unfit` */
  put(doc: string, value: Json): void
  /** Changes a document through an immer draft; what the recipe returns is ignored. @throws CoactError `plain/unfit` */
  update(doc: string, recipe: (draft: never) => void): void
  /** Applies patches that were made elsewhere. @throws CoactError `doc/patch` when they do not fit, or make it too large */
  patch(doc: string, patches: readonly DocPatch[]): void
  /** Gives a document the value that patches make of it; both are plain JSON that nobody changes any more. */
  set(doc: string, value: Json, patches: readonly DocPatch[]): void
  flush(first: number): DocDiff[]
  save(): readonly (readonly [string, Json])[]
  restore(saved: readonly (readonly [string, Json])[]): void
  hashInto(h: Hash64): void
}

const NONE: DocDiff[] = []
const NO_DOCS: readonly (readonly [string, Json])[] = Object.freeze([])

export function createDocs(clock: CauseClock): Docs {
  const docs = new Map<string, Json>()
  let pending: { doc: string; patches: readonly DocPatch[]; serial: number }[] = []
  const hashes = new Map<string, { lo: number; hi: number }>()
  const writers = new Map<string, (value: unknown) => string>()
  const textOf = (doc: string, value: Json): string => {
    let write = writers.get(doc)
    if (write === undefined) {
      write = canonicalWriter()
      writers.set(doc, write)
    }
    return write(value)
  }

  const apply = (doc: string, given: readonly DocPatch[], max?: number): void => {
    mustBeOpen(clock)
    const patches = given.map((p) => plainPatch(doc, p))
    const value = patched(docs.get(doc), patches) as Json
    hashes.delete(doc)
    if (max !== undefined) hashes.set(doc, docHash(doc, textOf(doc, value), max))
    docs.set(doc, value)
    clock.wrote = clock.serial
    pending.push({ doc, patches, serial: clock.serial })
  }
  const hashOf = (doc: string, value: Json): Hash64 => {
    let h = hashes.get(doc)
    if (h === undefined) {
      h = docHash(doc, textOf(doc, value))
      hashes.set(doc, h)
    }
    return h
  }
  return {
    get: (doc) => docs.get(doc),
    put(doc, value) {
      apply(doc, [{ op: 'replace', path: [], value }])
    },
    update(doc, recipe) {
      const [, patches] = produceWithPatches(docs.get(doc) as object, (draft) => {
        recipe(draft as never)
      })
      if (patches.length > 0) apply(doc, patches as DocPatch[])
    },
    patch(doc, patches) {
      if (patches.length === 0) return
      mustBeOpen(clock)
      try {
        apply(doc, patches, limits.MEMORY_JSON_CHARS_MAX)
      } catch (e) {
        throw new CoactError('doc/patch', `Patches do not fit the document "${doc}"`, {
          got: errorText(e),
        })
      }
    },
    set(doc, value, patches) {
      mustBeOpen(clock)
      hashes.delete(doc)
      docs.set(doc, value)
      clock.wrote = clock.serial
      pending.push({ doc, patches, serial: clock.serial })
    },
    flush(first) {
      if (pending.length === 0) return NONE
      const out = pending.map((p) => ({
        doc: p.doc,
        patches: p.patches,
        cause: Math.max(0, p.serial - first),
      }))
      if (out.length > 0) pending = []
      return out
    },
    save: () => (docs.size === 0 ? NO_DOCS : [...docs.entries()]),
    restore(saved) {
      if (docs.size > 0) docs.clear()
      if (hashes.size > 0) hashes.clear()
      if (pending.length > 0) pending = []
      for (let i = 0; i < saved.length; i++) docs.set(saved[i]![0], deepFreeze(saved[i]![1]))
    },
    hashInto(h) {
      for (const doc of [...docs.keys()].sort()) {
        const one = hashOf(doc, docs.get(doc)!)
        fold(h, one.lo, one.hi)
      }
    },
  }
}

/** The same step with a value of plain JSON; a field that becomes undefined goes. */
function plainPatch(doc: string, patch: DocPatch): DocPatch {
  const { op, path, value } = patch
  if (op === 'remove') return { op, path: [...path] }
  if (value === undefined) {
    const last = path.at(-1)
    return typeof last === 'string'
      ? { op: 'remove', path: [...path] }
      : { op, path: [...path], value: null }
  }
  return {
    op,
    path: [...path],
    value: plainCopy(value, { chars: Infinity, name: [doc, ...path].join('.') }),
  }
}

function docHash(doc: string, text: string, max = Infinity): Hash64 {
  if (text.length > max) {
    throw new CoactError('limit/memory', 'A memory is too large', {
      where: doc,
      expected: `at most ${max} characters of JSON`,
      got: String(text.length),
    })
  }
  const h = { lo: 0, hi: 0 }
  foldText(h, doc)
  foldText(h, text)
  return h
}
