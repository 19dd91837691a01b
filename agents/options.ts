import type { z } from 'zod'
import { CoactError, type Policy, zodProblems } from '../engine/index.js'
import { definePolicyFactory, type PolicyFactory } from './factory.js'

/**
 * Defines a policy with options that all have defaults: `mcts`, `mcts:simulations=1000,rollouts=1` on the command line, or
 * `{ "use": "mcts", "with": { "simulations": 1000 } }` in a scenario file.
 *
 * @throws CoactError `policy/options`, from the factory, when options do not fit
 */
export function definePolicyWithOptions<S extends z.ZodType>(definition: {
  readonly id: string
  readonly options: S
  /** Options that take a long text: on the command line, the path of a file that holds it. */
  readonly files?: readonly string[]
  readonly create: (options: z.output<S>) => Policy<'*'>
}): PolicyFactory<z.input<S>> {
  const { id, options, files = [], create } = definition
  const names = Object.keys((options as unknown as { readonly shape?: object }).shape ?? {})
  const needs = `options, if any: ${names.join(', ')}`
  return definePolicyFactory<z.input<S>>({
    id,
    needs,
    optional: true,
    read: (text) => readJson(id, text, needs),
    readWord: readPairs,
    files,
    create(given) {
      const parsed = options.safeParse(given)
      if (parsed.success) return create(parsed.data)
      throw unfit(id, needs, zodProblems(parsed.error).join('; '))
    },
  })
}

/** `a=1,b=x` as an object, or undefined when the word is no list of pairs. Numbers and truth values are read as such. */
function readPairs(word: string): Readonly<Record<string, unknown>> | undefined {
  const pairs = word.split(',').map((pair) => /^([A-Za-z]\w*)=(.*)$/s.exec(pair.trim()))
  if (pairs.some((pair) => pair === null)) return undefined
  return Object.fromEntries(pairs.map((pair) => [pair![1]!, readValue(pair![2]!)]))
}

function readValue(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d+(\.\d+)?(e-?\d+)?$/i.test(text) ? Number(text) : text
}

function readJson(id: string, text: string, needs: string): unknown {
  try {
    return JSON.parse(text)
  } catch (e) {
    throw unfit(id, `a JSON object with ${needs}`, String(e))
  }
}

const unfit = (id: string, expected: string, got: string): CoactError =>
  new CoactError('policy/options', `The options of "${id}" do not fit`, {
    expected,
    got: got.slice(0, 300),
    next: `On the command line: ${id}:NAME=VALUE,… or ${id}:FILE.json.`,
  })
