import { CoactError, isCoactError, limits, plainCopy, safeText } from '../engine/index.js'

/** Plain JSON of its own. @throws CoactError `protocol/state` */
export function plain<T>(protocol: { readonly id: string }, value: unknown): T {
  try {
    return plainCopy(value, { chars: limits.MEMORY_JSON_CHARS_MAX, name: 'state' }) as T
  } catch (e) {
    throw unfit(
      protocol,
      isCoactError(e) ? [e.detail.where, e.detail.got].filter(Boolean).join(' ') : safeText(e),
    )
  }
}

export const unfit = (protocol: { readonly id: string }, got: string): CoactError =>
  new CoactError('protocol/state', 'The state of a protocol is not plain JSON', {
    where: protocol.id,
    expected: 'an object or a list, of objects, lists, texts, numbers and booleans only',
    got,
  })

/** Runs a protocol's own code. @throws CoactError `protocol/threw` */
export function guarded<T>(protocol: { readonly id: string }, where: string, code: () => T): T {
  try {
    return code()
  } catch (e) {
    throw new CoactError('protocol/threw', `The protocol ${protocol.id} failed`, {
      where: `${protocol.id}.${where}`,
      got: safeText(e),
      data: e,
    })
  }
}
