import { failed } from './decide.js'
import { CoactError } from './errors.js'
import type { AgentInput, FailureType } from './frame.js'
import { limits } from './limits.js'

/** What came in for a tick, by agent index. */
export type Inputs = readonly (AgentInput | null | undefined)[]

const FAILURES: Readonly<Record<FailureType, true>> = {
  timeout: true,
  threw: true,
  'bad-decision': true,
  aborted: true,
  crashed: true,
  absent: true,
}
const PATCHES: ReadonlySet<unknown> = new Set(['replace', 'remove', 'add'])

/**
 * Looks at the shape of a tick's inputs. An agent's input of another shape becomes its failure; what is in a list is
 * judged one by one later.
 *
 * @throws CoactError `episode/inputs` when there is no list of inputs
 */
export function readInputs(given: Inputs, agents: number): Inputs {
  if (!Array.isArray(given)) {
    throw new CoactError('episode/inputs', 'A step takes a list with one input per agent', {
      expected: `up to ${agents} inputs, null where nothing came in`,
      got: typeof given,
    })
  }
  let inputs: Inputs = given
  for (let i = 0; i < agents; i++) {
    const problem = problemOf(inputs[i])
    if (problem !== undefined)
      inputs = inputs.map((input, k) => (k === i ? failed('bad-decision', problem) : input))
  }
  return inputs
}

function problemOf(input: unknown): string | undefined {
  if (input === null || input === undefined) return undefined
  if (typeof input !== 'object') return `An input is an object; this is a ${typeof input}`
  try {
    return problemIn(input)
  } catch {
    return 'The input cannot be read'
  }
}

function problemIn(input: { readonly [K in keyof AgentInput]?: unknown }): string | undefined {
  const { do: acts, say, memory, why, failure } = input
  if (acts !== undefined && !Array.isArray(acts)) return '"do" is not a list'
  if (say !== undefined && !Array.isArray(say)) return '"say" is not a list'
  if (why !== undefined && typeof why !== 'string') return '"why" is not a text'
  if (memory !== undefined && !(Array.isArray(memory) && memory.every(isPatch)))
    return '"memory" is not a list of patches'
  if (failure !== undefined && !isFailure(failure)) return '"failure" has no known type'
  return undefined
}

function isPatch(patch: unknown): boolean {
  if (typeof patch !== 'object' || patch === null) return false
  const { op, path, value } = patch as {
    readonly op?: unknown
    readonly path?: unknown
    readonly value?: unknown
  }
  if (!PATCHES.has(op) || !Array.isArray(path) || !path.every(isKey)) return false
  return path.at(-1) !== 'length' || isKey(value)
}

/** A position far outside a list would make a list of holes. */
const isKey = (key: unknown): boolean =>
  (typeof key === 'string' || typeof key === 'number') &&
  !(Number(key) > limits.MEMORY_JSON_CHARS_MAX)

function isFailure(failure: unknown): boolean {
  if (typeof failure !== 'object' || failure === null) return false
  const { type, message } = failure as { readonly type?: unknown; readonly message?: unknown }
  return typeof type === 'string' && Object.hasOwn(FAILURES, type) && typeof message === 'string'
}
