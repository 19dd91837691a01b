import { CoactError, errorText } from '../engine/index.js'

/** Bytes that are not what the format says. @param where the place in the file, in words */
export const corrupt = (where: string, got: string): CoactError =>
  new CoactError('replay/corrupt', 'This replay is damaged', {
    where,
    got,
    next: 'Fetch the file again; `recover: true` opens what comes before the damage.',
  })

/** Runs a decoder and gives whatever it throws the code `replay/corrupt` and a place. */
export function decoding<T>(where: string, decode: () => T): T {
  try {
    return decode()
  } catch (e) {
    if (e instanceof CoactError) throw e
    throw corrupt(where, errorText(e))
  }
}
