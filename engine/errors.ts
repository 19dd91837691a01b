import { distance } from 'fastest-levenshtein'

/** What a `CoactError` tells, each part in its own field so that programs can match on it. */
export interface ErrorDetail {
  /** Where it happened: a file, a path inside a value, an action's name. */
  readonly where?: string
  /** What would have been right. */
  readonly expected?: string
  /** What was found instead. */
  readonly got?: string
  /** The existing name that is nearest to the one given. */
  readonly nearest?: string
  /** What to do now. */
  readonly next?: string
  /** Whatever else a program may want to read. */
  readonly data?: unknown
}

/**
 * A mistake by the person who programs or configures Coact: thrown, with a stable code such as `world/unknown`.
 * Mistakes of agents are never thrown; they are verdicts.
 *
 * @example
 * try { parseScenario(text) } catch (e) { if (isCoactError(e)) console.error(e.code, e.detail.next) }
 */
export class CoactError extends Error {
  readonly code: string
  readonly detail: ErrorDetail

  constructor(code: string, message: string, detail: ErrorDetail = {}) {
    super(format(code, message, detail))
    this.name = 'CoactError'
    this.code = code
    this.detail = detail
  }
}

/** True for errors that Coact itself raised. */
export const isCoactError = (e: unknown): e is CoactError => e instanceof CoactError

function format(code: string, message: string, d: ErrorDetail): string {
  const lines = [`${message} [${code}]`]
  if (d.where !== undefined) lines.push(`  where:    ${d.where}`)
  if (d.expected !== undefined) lines.push(`  expected: ${d.expected}`)
  if (d.got !== undefined) lines.push(`  got:      ${d.got}`)
  if (d.nearest !== undefined) lines.push(`  nearest:  ${d.nearest}`)
  if (d.next !== undefined) lines.push(`  next:     ${d.next}`)
  return lines.join('\n')
}

/** The name of `names` that is nearest to `name` by edit distance, if any is near enough to be meant. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  const wanted = name.slice(0, 200).toLowerCase()
  let best: string | undefined
  let bestDistance = Math.max(2, Math.ceil(wanted.length * 0.5))
  for (const candidate of names) {
    const lower = candidate.toLowerCase()
    const d = lower.startsWith(wanted) && wanted.length > 2 ? 1 : distance(wanted, lower)
    if (d < bestDistance) {
      best = candidate
      bestDistance = d
    }
  }
  return best
}

/** The error for a name that is not in a list: it carries the nearest one and the list. */
export function unknownName(
  code: string,
  kind: string,
  name: string,
  names: readonly string[],
  where?: string,
): CoactError {
  const near = nearest(name, names)
  return new CoactError(code, `There is no ${kind} "${name.slice(0, 100)}"`, {
    ...(where === undefined ? {} : { where }),
    expected: names.length > 0 ? `one of ${listed(names)}` : `no ${kind} exists here`,
    ...(near === undefined ? {} : { nearest: near }),
    next: near === undefined ? `Use one of the listed names.` : `Did you mean "${near}"?`,
  })
}

const LISTED_MAX = 60

/** Names, and how many more there are. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, LISTED_MAX).join(', ')
  return names.length <= LISTED_MAX ? shown : `${shown}, and ${names.length - LISTED_MAX} more`
}

/** States what must hold; a failure is a defect of Coact or of a world, never of an agent. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) {
    throw new CoactError('internal/invariant', message, {
      next: 'This is a defect: please report it with the line that reproduces it.',
    })
  }
}

/** The first words of any thrown value, for records and messages. */
export const errorText = (e: unknown): string => (e instanceof Error ? e.message : String(e))
