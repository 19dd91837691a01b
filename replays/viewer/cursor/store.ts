/** A value that others watch. */
export interface Store<T extends object> {
  get(): T
  /** Sets some of it; nobody is told when nothing differs. */
  set(patch: Partial<T>): void
  /** @returns what ends it */
  watch(told: (now: T, before: T) => void): () => void
}

/** @example const s = createStore({ tick: 0 }); s.watch(({ tick }) => console.log(tick)); s.set({ tick: 1 }) */
export function createStore<T extends object>(initial: T): Store<T> {
  let value = initial
  const watching = new Set<(now: T, before: T) => void>()
  return {
    get: () => value,
    set(patch) {
      const keys = Object.keys(patch) as (keyof T)[]
      if (keys.every((key) => Object.is(value[key], patch[key]))) return
      const before = value
      value = { ...value, ...patch }
      for (const told of [...watching]) told(value, before)
    },
    watch(told) {
      watching.add(told)
      return () => watching.delete(told)
    },
  }
}
