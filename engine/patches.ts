import type { DocPatch, Json } from './docs.js'

export type Box = Record<string, unknown> | unknown[]

/**
 * The value that patches make of another, which stays as it was: what they do not touch is shared. What is new of the result is
 * frozen, and so are the patches' values, which become parts of it.
 *
 * @throws Error when a path leads nowhere
 * @example
 * patched({ list: [1], other: {} }, [{ op: 'add', path: ['list', 1], value: 2 }]) // { list: [1, 2], other: {} }
 */
export function patched(root: Json | undefined, patches: readonly DocPatch[]): Json | undefined {
  let value: unknown = root
  const own = new Set<Box>()
  for (const { op, path, value: given } of patches) {
    deepFreeze(given)
    if (path.length === 0) value = given
    else {
      value = opened(value, own)
      patchAt(boxAt(value as Box, path, own), op, path[path.length - 1]!, given)
    }
  }
  for (const box of own) Object.freeze(box)
  return value as Json | undefined
}

/** The box that the last step of a path is in, with all that it is in copied. */
function boxAt(root: Box, path: DocPatch['path'], own: Set<Box>): Box {
  let at = root
  for (let i = 0; i < path.length - 1; i++) {
    const key = path[i]!
    if (!Object.hasOwn(at, key)) throw misfit(path)
    const inner = opened((at as Record<string, unknown>)[key], own)
    ;(at as Record<string, unknown>)[key] = inner
    at = inner
  }
  return at
}

/** A box that may be changed: the value itself where it is a copy already. */
function opened(value: unknown, own: Set<Box>): Box {
  if (value === null || typeof value !== 'object') throw misfit([])
  if (own.has(value as Box)) return value as Box
  const copy = Array.isArray(value) ? value.slice() : { ...(value as Record<string, unknown>) }
  own.add(copy)
  return copy
}

/** Changes a box in place as one patch says. @throws Error when it does not fit */
export function patchAt(box: Box, op: DocPatch['op'], key: string | number, value: unknown): void {
  if (key === '__proto__') throw misfit([key])
  if (!Array.isArray(box)) {
    if (op === 'remove') delete box[key]
    else box[key] = value
  } else if (key === 'length' && op === 'replace') box.length = position(value, box.length)
  else if (op === 'add' && key === '-') box.push(value)
  else if (op === 'add') box.splice(position(key, box.length), 0, value)
  else if (op === 'remove') box.splice(position(key, box.length - 1), 1)
  else box[position(key, box.length)] = value
}

function position(key: unknown, max: number): number {
  const index = Number(key)
  if (Number.isInteger(index) && index >= 0 && index <= max) return index
  throw misfit([String(key)])
}

const misfit = (path: DocPatch['path']): Error =>
  new Error(`a patch's path leads nowhere: ${path.join('/').slice(0, 200)}`)

/** Freezes plain JSON with all that is in it; what is frozen already is taken to be so throughout. */
export function deepFreeze<T>(value: T): T {
  if (value === null || typeof value !== 'object' || Object.isFrozen(value)) return value
  for (const field of Object.values(value)) deepFreeze(field)
  return Object.freeze(value)
}
