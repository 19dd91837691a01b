import type { z } from 'zod'
import { nearest, unknownName } from './errors.js'
import type { Problem } from './world.js'

type Issue = z.core.$ZodIssue

/**
 * A schema's complaints, each with the field's path, what was expected there and what stood there.
 *
 * @param value what the schema was given
 * @param prefix the path of `value` itself
 */
export const schemaProblems = (
  schema: z.core.$ZodType | undefined,
  error: { readonly issues: readonly Issue[] },
  value: unknown,
  prefix: readonly string[] = [],
): Problem[] => error.issues.flatMap((issue) => issueProblems(schema, issue, value, prefix))

function issueProblems(
  schema: z.core.$ZodType | undefined,
  issue: Issue,
  root: unknown,
  prefix: readonly string[],
): Problem[] {
  const steps = [...prefix, ...issue.path.map(String)]
  const found = valueAt(root, issue.path)
  const path = steps.join('.')
  if (issue.code === 'unrecognized_keys') {
    const known = fieldsAt(schema, issue.path)
    return issue.keys.map((key) => unknownField([...steps, key].join('.'), key, known))
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const likeliest = issue.errors.reduce((best, errors) =>
      depth(errors) > depth(best) ? errors : best,
    )
    if (depth(likeliest) > 0) return schemaProblems(undefined, { issues: likeliest }, found, steps)
    const kinds = issue.errors.flat().map((e) => expectation(e) ?? e.message)
    return [problem(path, 'does not fit', [...new Set(kinds)].join(', or '), found)]
  }
  if (issue.code === 'invalid_key') {
    const key = String(issue.path.at(-1)).slice(0, 80)
    const why = issue.issues.map((i) => expectation(i) ?? i.message).join('; ')
    return [problem(path, `"${key}" cannot be a name here`, why, undefined)]
  }
  if (found === undefined) return [problem(path, 'is missing', expectation(issue), undefined)]
  return [problem(path, message(issue), expectation(issue), found)]
}

/** How far into the value a union's branch got before it failed. */
const depth = (issues: readonly Issue[]): number => Math.max(0, ...issues.map((i) => i.path.length))

function problem(
  path: string,
  text: string,
  expected: string | undefined,
  found: unknown,
): Problem {
  const got = show(found)
  return {
    path: path === '' ? '(root)' : path,
    message: text,
    ...(expected === undefined ? undefined : { expected }),
    ...(got === undefined ? undefined : { got }),
  }
}

function unknownField(path: string, key: string, known: readonly string[]): Problem {
  const near = nearest(key, known)
  return problem(
    path,
    'is no field that is known here',
    near === undefined ? undefined : `perhaps "${near}"`,
    undefined,
  )
}

interface Definition {
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>
  readonly element?: z.core.$ZodType
  readonly valueType?: z.core.$ZodType
  readonly innerType?: z.core.$ZodType
}

/** The fields of the object schema at a path, where the schema can be followed that far. */
function fieldsAt(
  schema: z.core.$ZodType | undefined,
  path: readonly PropertyKey[],
): readonly string[] {
  let at = schema
  for (const step of [...path, undefined]) {
    let here = at?._zod.def as Definition | undefined
    while (here?.innerType !== undefined) here = here.innerType._zod.def as Definition
    if (step === undefined) return Object.keys(here?.shape ?? {})
    at = here?.shape?.[String(step)] ?? here?.element ?? here?.valueType
  }
  return []
}

function message(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return 'has the wrong type'
    case 'too_small':
      return 'is too small'
    case 'too_big':
      return 'is too large'
    case 'invalid_value':
    case 'invalid_union':
      return 'is none of the possible values'
    case 'invalid_format':
      return 'has the wrong form'
    default:
      return issue.message
  }
}

function expectation(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected
    case 'too_small':
      return bound(
        issue.inclusive === false ? 'more than' : 'at least',
        issue.minimum,
        issue.origin,
      )
    case 'too_big':
      return bound(issue.inclusive === false ? 'less than' : 'at most', issue.maximum, issue.origin)
    case 'invalid_value':
      return issue.values.map((v) => JSON.stringify(v)).join(', ')
    case 'invalid_union':
      return 'options' in issue
        ? issue.options?.map((v) => JSON.stringify(v)).join(', ')
        : undefined
    case 'invalid_format':
      return issue.pattern === undefined ? issue.format : `text like ${issue.pattern}`
    default:
      return undefined
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' }

const bound = (words: string, limit: number | bigint, origin: string): string =>
  `${words} ${limit}${UNITS[origin] ?? ''}`

/** A value as short JSON, for people. */
function show(value: unknown): string | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? 'a list' : 'an object'
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let at = root
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined
    at = (at as Readonly<Record<PropertyKey, unknown>>)[step]
  }
  return at
}

/** A name that is not in a list, with the nearest one and the list. */
export function unknownProblem(
  path: string,
  kind: string,
  name: string,
  names: readonly string[],
): Problem {
  const near = nearest(name, names)
  const { detail } = unknownName('', kind, name, names)
  return {
    path,
    message: `there is no ${kind} "${name.slice(0, 100)}"${near === undefined ? '' : `; did you mean "${near}"?`}`,
    ...(detail.expected === undefined ? undefined : { expected: detail.expected }),
    got: name.slice(0, 100),
  }
}

/** A problem as one line. */
export const problemLine = (p: Problem): string => {
  const rest = [
    ...(p.expected === undefined ? [] : [`expected ${p.expected}`]),
    ...(p.got === undefined ? [] : [`got ${p.got}`]),
  ].join(', ')
  return `${p.path} ${p.message}${rest === '' ? '' : ` (${rest})`}`
}
