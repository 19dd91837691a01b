import type { Policy } from '../engine/index.js'

/** Makes policies from data, such as a plan read from a file. It is called like a function. */
export interface PolicyFactory<T = never> {
  (given: T): Policy<'*'>
  readonly kind: 'policy-factory'
  readonly id: string
  /** What it needs, in a few words. */
  readonly needs: string
  /** Whether it does without: its name alone then stands for `create({})`. */
  readonly optional?: boolean
  /** Reads what it needs from a file's text. @throws CoactError */
  read(text: string): unknown
  /** Reads what follows its name on the command line; undefined when that is the path of a file. @throws CoactError */
  readWord?(word: string): unknown
  /** Fields of what {@link PolicyFactory.readWord} gives that are paths: who reads the word puts the files' texts there. */
  readonly files?: readonly string[]
  /** Makes a policy from data of any origin. @throws CoactError when the data do not fit */
  create(given: unknown): Policy<'*'>
}

/**
 * Defines a policy factory.
 *
 * @example
 * const parrot = definePolicyFactory({
 *   id: 'parrot', needs: 'a command', read: (text) => text,
 *   create: (command) => defineUniversalPolicy({ id: 'parrot', decide: () => String(command) }),
 * })
 */
export const definePolicyFactory = <T>(
  factory: Pick<
    PolicyFactory,
    'id' | 'needs' | 'optional' | 'read' | 'readWord' | 'files' | 'create'
  >,
): PolicyFactory<T> => {
  const call = (given: T): Policy<'*'> => factory.create(given)
  return Object.assign(call, { kind: 'policy-factory' as const, ...factory })
}
