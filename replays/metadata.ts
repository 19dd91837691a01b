import { foldText, hash64, hex } from '../engine/index.js'
import { corrupt, decoding } from './faults.js'
import { parseJson } from './parse.js'
import type { JsonSchema, Shape } from './shape.js'

/** A metadata record of the file: texts as they are, everything else as JSON; `check` is a hash of the rest. */
export function toMetadata(value: object): Map<string, string> {
  const metadata = new Map<string, string>()
  for (const [key, part] of Object.entries(value)) {
    if (part !== undefined)
      metadata.set(key, typeof part === 'string' ? part : JSON.stringify(part))
  }
  metadata.set('check', checkOf(metadata))
  return metadata
}

/** @throws CoactError `replay/corrupt` */
export function fromMetadata<T>(
  metadata: ReadonlyMap<string, string>,
  where: string,
  shape: Shape<T>,
): T {
  const rest = checked(metadata, where)
  return decoding(where, () =>
    shape.read(
      Object.fromEntries(
        Array.from(rest, ([key, value]) => [key, isText(shape, key) ? value : parseJson(value)]),
      ),
    ),
  )
}

/** A metadata record as texts, without its checksum. @throws CoactError `replay/corrupt` */
export function checked(
  metadata: ReadonlyMap<string, string>,
  where: string,
): ReadonlyMap<string, string> {
  const rest = new Map(metadata)
  rest.delete('check')
  if (metadata.get('check') !== checkOf(rest)) throw corrupt(where, 'a wrong checksum')
  return rest
}

function isText(shape: Shape<unknown>, key: string): boolean {
  const fields = shape.schema['properties'] as Readonly<Record<string, JsonSchema>>
  const field = Object.hasOwn(fields, key) ? fields[key]! : {}
  return field['type'] === 'string' || field['enum'] !== undefined
}

function checkOf(metadata: ReadonlyMap<string, string>): string {
  const h = hash64()
  for (const [key, value] of metadata) {
    foldText(h, key)
    foldText(h, value)
  }
  return hex(h)
}
