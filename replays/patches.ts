import type { DocPatch, Json } from '../engine/index.js'
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

type Box = Record<string, unknown> | unknown[]

/**
 * Applies patches to a JSON value that nobody else holds, changing it in place.
 * @returns the new value: another one when a patch replaces the whole
 * @throws CoactError `replay/corrupt` when a path leads nowhere
 */
export function applyPatches(root: Json | undefined, patches: readonly DocPatch[]): Json {
  let value: unknown = root
  for (const { op, path, value: given } of patches) {
    if (path.length === 0) value = copyJson(given ?? null)
    else patchAt(boxAt(value, path), op, path.at(-1)!, copyJson(given ?? null))
  }
  return value as Json
}

function patchAt(box: Box, op: DocPatch['op'], key: string | number, value: unknown): void {
  if (!Array.isArray(box)) {
    if (op === 'remove') delete box[key]
    else if (key !== '__proto__') box[key] = value
    else throw misfit(key)
  } else if (key === 'length' && op === 'replace') {
    box.length = position(value, box.length, 'length')
  } else if (op === 'add' && key === '-') box.push(value)
  else if (op === 'add') box.splice(position(key, box.length, 'add'), 0, value)
  else if (op === 'remove') box.splice(position(key, box.length - 1, 'remove'), 1)
  else box[position(key, box.length, 'replace')] = value
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

function position(key: unknown, max: number, op: string): number {
  const index = Number(key)
  if (Number.isInteger(index) && index >= 0 && index <= max) return index
  throw misfit(`${op} at ${String(key)}`)
}

const misfit = (where: string): Error =>
  corrupt('a document', `a patch that does not fit: ${where}`)
