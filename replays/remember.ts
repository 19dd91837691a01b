/** Loads by key and keeps the results that were wanted last. */
export function remember<K, V>(max: number, load: (key: K) => Promise<V>): (key: K) => Promise<V> {
  const kept = new Map<K, Promise<V>>()
  return (key) => {
    const known = kept.get(key)
    kept.delete(key)
    const value = known ?? load(key)
    kept.set(key, value)
    if (known === undefined) value.catch(() => kept.delete(key))
    if (kept.size > max) kept.delete(kept.keys().next().value!)
    return value
  }
}
