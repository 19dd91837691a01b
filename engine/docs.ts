import { applyPatches, enablePatches, type Patch, produceWithPatches } from 'immer'
import type { CauseClock } from './column.js'
import { CoactError } from './errors.js'
import { fold, foldText, type Hash64 } from './hash.js'

enablePatches()

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

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
 * so that saving costs nothing; not for anything large that changes each tick.
 */
export interface Docs {
  get(doc: string): Json | undefined
  /** Replaces a whole document. */
  put(doc: string, value: Json): void
  /** Changes a document through an immer draft. */
  update(doc: string, recipe: (draft: never) => void): void
  /** Applies patches that were made elsewhere. @throws CoactError `doc/patch` when they do not fit */
  patch(doc: string, patches: readonly DocPatch[]): void
  flush(first: number): DocDiff[]
  save(): readonly (readonly [string, Json])[]
  restore(saved: readonly (readonly [string, Json])[]): void
  hashInto(h: Hash64): void
}

export function createDocs(clock: CauseClock): Docs {
  let docs = new Map<string, Json>()
  let pending: { doc: string; patches: DocPatch[]; serial: number }[] = []
  let hashes = new Map<string, { lo: number; hi: number }>()

  const changed = (doc: string, value: Json, patches: DocPatch[]): void => {
    docs.set(doc, value)
    hashes.delete(doc)
    pending.push({ doc, patches, serial: clock.serial })
  }
  const hashOf = (doc: string, value: Json): Hash64 => {
    let h = hashes.get(doc)
    if (h === undefined) {
      h = { lo: 0, hi: 0 }
      foldText(h, doc)
      foldText(h, canonicalJson(value))
      hashes.set(doc, h)
    }
    return h
  }
  return {
    get: (doc) => docs.get(doc),
    put: (doc, value) => changed(doc, value, [{ op: 'replace', path: [], value }]),
    update(doc, recipe) {
      const [value, patches] = produceWithPatches(docs.get(doc) as object, recipe as never)
      if (patches.length > 0) changed(doc, value as Json, patches as DocPatch[])
    },
    patch(doc, patches) {
      if (patches.length === 0) return
      try {
        changed(doc, applyPatches(docs.get(doc) as object, patches as Patch[]) as Json, [...patches])
      } catch (e) {
        throw new CoactError('doc/patch', `Patches do not fit the document "${doc}"`, {
          got: e instanceof Error ? e.message : String(e),
        })
      }
    },
    flush(first) {
      const out = pending.map((p) => ({
        doc: p.doc,
        patches: p.patches,
        cause: Math.max(0, p.serial - first),
      }))
      if (out.length > 0) pending = []
      return out
    },
    save: () => [...docs.entries()],
    restore(saved) {
      docs = new Map(saved)
      hashes = new Map()
      pending = []
    },
    hashInto(h) {
      for (const doc of [...docs.keys()].sort()) {
        const one = hashOf(doc, docs.get(doc)!)
        fold(h, one.lo, one.hi)
      }
    },
  }
}

/** JSON with keys in code-unit order: equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const object = value as Record<string, unknown>
  const parts: string[] = []
  for (const key of Object.keys(object).sort()) {
    if (object[key] !== undefined) parts.push(`${JSON.stringify(key)}:${canonicalJson(object[key])}`)
  }
  return `{${parts.join(',')}}`
}
