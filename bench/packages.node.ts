import { readdirSync, readFileSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { PolicyCatalog } from '../agents/index.js'
import { errorText, safeText } from '../engine/index.js'
import { createRegistry, isMetric, isScenario, type Registry } from './registry.js'

/** Keywords in a `package.json` by which a package says that it brings worlds, scenarios or policies. */
export const PLUGIN_KEYWORDS: readonly string[] = ['coact-plugin', 'coact-world']

/** An installed package that says that it brings something. */
export interface FoundPackage {
  readonly name: string
  readonly version: string
  /** The file that its main export is in. */
  readonly entry: string
}

/** Told of what is left out, and why. */
export type Warn = (warning: string) => void

/**
 * Finds packages with one of {@link PLUGIN_KEYWORDS} in the `node_modules` folders of a folder and of those above it, the
 * nearest first. Their manifests are read; none of their code is loaded.
 */
export function findPackages(from: string, warn: Warn): FoundPackage[] {
  const found = new Map<string, FoundPackage>()
  let folder = resolve(from)
  while (true) {
    for (const name of namesIn(join(folder, 'node_modules'))) {
      if (found.has(name)) continue
      const one = readPackage(join(folder, 'node_modules', name), name, warn)
      if (one !== undefined) found.set(name, one)
    }
    const above = dirname(folder)
    if (above === folder) return [...found.values()]
    folder = above
  }
}

/** Names of the packages in a folder, in order; scoped ones with their scope. */
function namesIn(folder: string): string[] {
  const names = list(folder).filter((name) => !name.startsWith('.'))
  return names.flatMap((name) =>
    name.startsWith('@') ? list(join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
  )
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

interface Manifest {
  readonly version?: unknown
  readonly keywords?: unknown
  readonly exports?: unknown
  readonly main?: unknown
}

function readPackage(folder: string, name: string, warn: Warn): FoundPackage | undefined {
  let text: string
  try {
    text = readFileSync(join(folder, 'package.json'), 'utf8')
  } catch {
    return undefined
  }
  // Hundreds of manifests are looked at, few are read.
  if (!PLUGIN_KEYWORDS.some((word) => text.includes(`"${word}"`))) return undefined
  try {
    const manifest = JSON.parse(text) as Manifest
    const { keywords, version } = manifest
    if (!Array.isArray(keywords) || !keywords.some((k) => PLUGIN_KEYWORDS.includes(k)))
      return undefined
    const entry = entryOf(manifest)
    if (entry === undefined) throw new Error('it has no main export')
    return { name, version: String(version ?? '?'), entry: inside(folder, entry) }
  } catch (e) {
    warn(`${name}: its package.json cannot be used: ${errorText(e)}`)
    return undefined
  }
}

/** The file of the main export, by `exports` as Node reads it, else by `main`. */
function entryOf({ exports, main }: Manifest): string | undefined {
  if (exports === undefined || exports === null) return typeof main === 'string' ? main : 'index.js'
  const isMap = isRecord(exports) && Object.keys(exports).some((key) => key.startsWith('.'))
  return target(isMap ? (exports as Readonly<Record<string, unknown>>)['.'] : exports)
}

const CONDITIONS: ReadonlySet<string> = new Set(['node', 'import', 'module-sync', 'default'])

function target(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(target).find((t) => t !== undefined)
  if (!isRecord(value)) return undefined
  for (const [condition, inner] of Object.entries(value)) {
    const found = CONDITIONS.has(condition) ? target(inner) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function inside(folder: string, entry: string): string {
  const path = resolve(folder, entry)
  const way = relative(folder, path)
  if (way.startsWith('..') || isAbsolute(way)) throw new Error(`"${entry}" is outside of it`)
  return path
}

type Loose = Readonly<Record<string, unknown>>

const ID = /^[\w@.:/-]{1,120}$/

/** What something that says it is a world, scenario or policy lacks to be one: nobody made it by `defineWorld` and the like. */
function lackOf(value: Loose): string | undefined {
  if (typeof value['id'] !== 'string' || !ID.test(value['id'])) return 'its id is no name'
  const { kind } = value
  if (kind === 'policy' && typeof value['decide'] !== 'function') return 'it decides nothing'
  if (kind === 'policy-factory' && typeof value['create'] !== 'function') return 'it makes nothing'
  if (isMetric(value))
    return isWholeMetric(value) ? undefined : 'it is not whole; make it by defineMetric'
  if (isScenario(value)) return isRecord(value.world) ? undefined : 'it names no world'
  if (kind !== 'world') return undefined
  const isWhole =
    typeof value['version'] === 'number' &&
    isRecord(value['actions']) &&
    [value['params'], value['observation']].every(isRecord) &&
    [value['setup'], value['observe']].every((f) => typeof f === 'function')
  return isWhole ? undefined : 'it is not whole; make it by defineWorld'
}

const isWholeMetric = (value: Loose): boolean =>
  value['kind'] === 'fork-metric'
    ? typeof value['score'] === 'function'
    : ['init', 'step', 'finish'].every((name) => typeof value[name] === 'function')

/** How long a package may take to load. */
const LOAD_MS = 20_000

/** What a module exports. A module that waits for ever would end the process without a word. */
async function load(entry: string, ms: number): Promise<object> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it is not done after ${ms / 1000} s`)), ms)
  })
  try {
    return (await Promise.race([import(pathToFileURL(entry).href), late])) as object
  } finally {
    clearTimeout(timer)
  }
}

/** The first line of what was thrown, whatever that is. */
const reason = (e: unknown): string =>
  e instanceof Error ? safeText(errorText(e).split('\n')[0]) : safeText(e)

/**
 * Adds what packages export to a registry. What the registry has already stays; a name that is taken, and a package that
 * cannot be loaded, are warned of and left out.
 *
 * @param ms how long each may take to load
 */
export async function addPackages(
  registry: Registry,
  packages: readonly FoundPackage[],
  warn: Warn,
  ms: number = LOAD_MS,
): Promise<Registry> {
  const origins = new Map(registry.origins)
  const worlds = new Map(registry.worlds)
  const scenarios = new Map(registry.scenarios)
  const policies = new Map<string, PolicyCatalog extends ReadonlyMap<string, infer P> ? P : never>(
    registry.policies,
  )
  const protocols = new Map(registry.protocols)
  const metrics = new Map(registry.metrics)
  const owners = new Map<string, string>()
  for (const { name, version, entry } of packages) {
    const label = `${name}@${version}`
    const add = <T>(kind: string, to: Map<string, T>, from: ReadonlyMap<string, T>): void => {
      for (const [id, value] of from) {
        // One package may hand on what another brings.
        if (to.get(id) === value) continue
        if (to.has(id)) {
          const owner = owners.get(`${kind} ${id}`) ?? 'Coact'
          warn(`${label}: its ${kind} "${id}" is left out: ${owner} has one of this name`)
          continue
        }
        const lack = lackOf(value as Loose)
        if (lack !== undefined) {
          warn(`${label}: its ${kind} "${safeText(id)}" is left out: ${lack}`)
          continue
        }
        to.set(id, value)
        owners.set(`${kind} ${id}`, label)
        if (kind === 'world') origins.set(id, label)
      }
    }
    try {
      const brought = createRegistry(await load(entry, ms))
      const kinds = [
        brought.worlds,
        brought.scenarios,
        brought.policies,
        brought.protocols,
        brought.metrics,
      ]
      if (kinds.every((kind) => kind.size === 0))
        warn(`${label}: it exports no world, scenario, policy, protocol or metric`)
      add('world', worlds, brought.worlds)
      add('scenario', scenarios, brought.scenarios)
      add('policy', policies, brought.policies)
      add('protocol', protocols, brought.protocols)
      add('metric', metrics, brought.metrics)
    } catch (e) {
      warn(`${label}: it cannot be loaded: ${reason(e)}`)
    }
  }
  return { worlds, scenarios, policies, protocols, metrics, origins }
}
