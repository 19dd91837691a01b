import { CoactError, type Policy, type PolicyChoice, unknownName } from '../engine/index.js'
import type { PolicyFactory } from './factory.js'

/** Policies and policy factories by name. */
export type PolicyCatalog = ReadonlyMap<string, Policy | PolicyFactory>

/**
 * Collects the policies among what modules export.
 *
 * @example
 * const catalog = policyCatalog(await import('coact/agents'))
 */
export function policyCatalog(...modules: readonly object[]): PolicyCatalog {
  const found = new Map<string, Policy | PolicyFactory>()
  for (const value of modules.flatMap((m) => Object.values(m))) {
    if (isPolicy(value) || isFactory(value)) found.set(value.id, value)
  }
  return found
}

export const isPolicy = (value: unknown): value is Policy => kindOf(value) === 'policy'
export const isFactory = (value: unknown): value is PolicyFactory =>
  kindOf(value) === 'policy-factory'

const kindOf = (value: unknown): unknown =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'
    ? (value as { readonly kind?: unknown }).kind
    : undefined

const minds = new WeakMap<PolicyCatalog, Map<string, Policy>>()

/** Agents for whom the same mind of several seats is named share it; any other policy is each agent's own. */
function oneMind(
  catalog: PolicyCatalog,
  { id }: PolicyFactory,
  made: Policy,
  data: unknown,
): Policy {
  if (made.seats !== 'many') return made
  let known = minds.get(catalog)
  if (known === undefined) {
    known = new Map()
    minds.set(catalog, known)
  }
  const key = `${id} ${JSON.stringify(data)}`
  const same = known.get(key)
  if (same !== undefined) return same
  known.set(key, made)
  return made
}

/**
 * The policy that a name, or a name with data, stands for.
 *
 * @throws CoactError `policy/unknown` with the nearest name and the list; `policy/needs-data`, `policy/takes-no-data`
 */
export function choosePolicy(catalog: PolicyCatalog, choice: PolicyChoice): Policy {
  const [name, data] = typeof choice === 'string' ? [choice, undefined] : [choice.use, choice.with]
  const found = catalog.get(name)
  if (found === undefined) throw unknownName('policy/unknown', 'policy', name, [...catalog.keys()])
  if (isFactory(found)) {
    if (data !== undefined || found.optional === true)
      return oneMind(catalog, found, found.create(data ?? {}), data ?? {})
    throw new CoactError('policy/needs-data', `The policy "${name}" needs data`, {
      expected: found.needs,
      next: `On the command line: ${name}:FILE. In a scenario file: { "use": "${name}", "with": … }.`,
    })
  }
  if (data === undefined) return found
  throw new CoactError('policy/takes-no-data', `The policy "${name}" takes no data`, {
    next: `Give its name only: "${name}".`,
  })
}
