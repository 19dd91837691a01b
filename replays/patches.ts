import { type Box, type DocPatch, errorText, type Json, patchAt } from '../engine/index.js'
import { corrupt } from './faults.js'
import {
  anything,
  copyJson,
  list,
  maybe,
  oneOf,
  orCount,
  record,
  type Shape,
  text,
} from './shape.js'

export const docPatch: Shape<DocPatch> = record({
  op: oneOf('replace', 'remove', 'add'),
  path: list(orCount(text)),
  value: maybe(anything),
})

/**
 * Applies patches to a JSON value that nobody else holds, changing it in place.
 * @returns the new value: another one when a patch replaces the whole
 * @throws CoactError `replay/corrupt` when a path leads nowhere
 */
export function applyPatches(root: Json | undefined, patches: readonly DocPatch[]): Json {
  let value: unknown = root
  for (const { op, path, value: given } of patches) {
    if (path.length === 0) value = copyJson(given ?? null)
    else {
      const box = boxAt(value, path)
      try {
        patchAt(box, op, path.at(-1)!, copyJson(given ?? null))
      } catch (e) {
        throw misfit(errorText(e))
      }
    }
  }
  return value as Json
}

function boxAt(root: unknown, path: readonly (string | number)[]): Box {
  let at: unknown = root
  for (let i = 0; ; i++) {
    if (at === null || typeof at !== 'object') throw misfit(path.join('/'))
    if (i === path.length - 1) return at as Box
    const key = path[i]!
    at = Object.hasOwn(at, key) ? (at as Record<string, unknown>)[key] : undefined
  }
}

const misfit = (where: string): Error =>
  corrupt('a document', `a patch that does not fit: ${where}`)
