import { createDraft, enablePatches, finishDraft, isDraft, isDraftable, type Patch } from 'immer'
import { failed } from './decide.js'
import type { DocPatch, Json } from './docs.js'
import { CoactError, isCoactError } from './errors.js'
import type { AgentInput } from './frame.js'
import { limits } from './limits.js'
import { plainCopy, RESERVED_KEYS } from './plain.js'

enablePatches()

/** An agent's memory as its policy may change it. */
export const draftMemory = (saved: Json | undefined): unknown =>
  isDraftable(saved) ? createDraft(saved as object) : saved

/** Adds what changed in the memory to an input: only the changes enter the journal. */
export function withMemory(input: AgentInput, draft: unknown): AgentInput {
  if (!isDraft(draft)) return input
  try {
    let changes: readonly Patch[] = []
    finishDraft(draft, (patches) => {
      changes = patches
    })
    return changes.length === 0 ? input : { ...input, memory: readPatches(inOrder(changes)) }
  } catch (e) {
    return failed('bad-decision', isCoactError(e) ? `${e.detail.where} ${e.detail.got}` : e)
  }
}

/**
 * Patches in an order that says nothing of the order in which a policy read and wrote: what is inside before what it is in, objects'
 * keys by name, a list's as they came. A policy that begins again with its memory, and has to find out anew what it knew
 * besides, then leaves the same trace.
 */
const inOrder = (changes: readonly Patch[]): readonly Patch[] =>
  changes.length < 2 ? changes : [...changes].sort(byPath)

function byPath({ path: a }: Patch, { path: b }: Patch): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const [x, y] = [a[i]!, b[i]!]
    if (x === y) continue
    const [isLastA, isLastB] = [i === a.length - 1, i === b.length - 1]
    if (typeof x === 'number' || typeof y === 'number') {
      // The changes of one list build on one another, and sorting keeps what is equal as it came.
      if (isLastA || isLastB) return Number(isLastA) - Number(isLastB)
      return Number(x) - Number(y)
    }
    return String(x) < String(y) ? -1 : 1
  }
  return b.length - a.length
}

function readPatches(changes: readonly Patch[]): readonly DocPatch[] {
  const out: DocPatch[] = []
  for (const { op, path, value } of changes) {
    const key = path.at(-1)
    if (path.some((step) => RESERVED_KEYS.has(String(step)))) {
      throw new CoactError('plain/unfit', 'A value is not plain JSON', {
        where: ['memory', ...path].join('.'),
        got: 'has a reserved name',
      })
    }
    if (op === 'remove') out.push({ op, path })
    else if (value === undefined && typeof key === 'string') {
      if (op === 'replace') out.push({ op: 'remove', path })
    } else {
      const name = ['memory', ...path].join('.')
      out.push({
        op,
        path,
        value: plainCopy(value ?? null, { chars: limits.MEMORY_JSON_CHARS_MAX, name }),
      })
    }
  }
  return out
}
