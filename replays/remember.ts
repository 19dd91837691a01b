/**
 * Keeps the results of the last few different questions. What failed is asked again.
 *
 * The few are kept in lists: a `Map` from which keys go as others come makes a new table again and again, and each old one
 * keeps the next alive until a full collection.
 *
 * @example
 * const load = remember(3, async (tick: number) => read(tick))
 */
export function remember<K extends string | number, V>(
  max: number,
  load: (key: K) => Promise<V>,
): (key: K) => Promise<V> {
  const keys: K[] = []
  const values: Promise<V>[] = []
  const forget = (at: number): void => {
    keys.splice(at, 1)
    values.splice(at, 1)
  }
  return (key) => {
    const at = keys.indexOf(key)
    if (at >= 0) {
      const known = values[at]!
      // The one that was asked for last goes last.
      if (at < keys.length - 1) {
        forget(at)
        keys.push(key)
        values.push(known)
      }
      return known
    }
    const value = load(key)
    keys.push(key)
    values.push(value)
    if (keys.length > max) forget(0)
    value.catch(() => {
      const failed = values.indexOf(value)
      if (failed >= 0) forget(failed)
    })
    return value
  }
}
