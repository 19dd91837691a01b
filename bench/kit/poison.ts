/** What is exact on every machine. */
const EXACT: ReadonlySet<string> = new Set([
  ...['sqrt', 'floor', 'ceil', 'round', 'trunc', 'abs', 'min', 'max', 'sign', 'imul', 'fround'],
  'clz32',
])

/** Functions that wait, draw or reach out, and objects all of whose parts do. */
const FUNCTIONS = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch', 'Date']
const OBJECTS = ['performance', 'crypto', 'Intl', 'WeakRef', 'FinalizationRegistry']
const LOCAL: readonly (readonly [object, readonly string[]])[] = [
  [String.prototype, ['localeCompare', 'toLocaleLowerCase', 'toLocaleUpperCase']],
  [Number.prototype, ['toLocaleString']],
  [Array.prototype, ['toLocaleString']],
]

/**
 * Runs a function while clock, chance, timers, network, locale and inexact mathematics throw; all are put back when it
 * ends, however it ends. The function must do its work at once: what it leaves to a promise is not watched.
 *
 * @returns what the function returned, and which of them it reached, even where it caught the error
 * @example
 * poisoned(() => simulate()).reached // ['Math.random']
 */
export function poisoned<T>(work: () => T): { readonly value: T; readonly reached: string[] } {
  const reached: string[] = []
  const undo = install((name) => {
    reached.push(name)
    throw new Error(`poisoned: ${name} is not the same at every run`)
  })
  try {
    return { value: work(), reached }
  } catch (e) {
    if (reached.length > 0) return { value: undefined as T, reached }
    throw e
  } finally {
    for (const one of undo.reverse()) one()
  }
}

function install(touch: (name: string) => never): (() => void)[] {
  const undo: (() => void)[] = []
  const replace = (owner: object, name: string, shown: string, whole: boolean): void => {
    const before = Object.getOwnPropertyDescriptor(owner, name)
    if (before?.configurable !== true) return
    const thrower = (): never => touch(shown)
    // A function, so that `x instanceof Date` still answers.
    const stand = function poisonedGlobal(): never {
      return touch(shown)
    }
    for (const part of ['now', 'UTC', 'parse']) Object.defineProperty(stand, part, { get: thrower })
    Object.defineProperty(
      owner,
      name,
      whole
        ? { get: thrower, configurable: true }
        : { value: stand, configurable: true, writable: true },
    )
    undo.push(() => Object.defineProperty(owner, name, before))
  }
  for (const name of Object.getOwnPropertyNames(Math)) {
    if (typeof Math[name as 'abs'] === 'function' && !EXACT.has(name))
      replace(Math, name, `Math.${name}`, false)
  }
  for (const [owner, names] of LOCAL) for (const name of names) replace(owner, name, name, false)
  for (const name of FUNCTIONS) replace(globalThis, name, name, false)
  for (const name of OBJECTS) replace(globalThis, name, name, true)
  const { process } = globalThis as { readonly process?: object }
  if (process !== undefined)
    for (const name of ['hrtime', 'uptime', 'cpuUsage', 'memoryUsage', 'nextTick'])
      replace(process, name, `process.${name}`, false)
  return undo
}
