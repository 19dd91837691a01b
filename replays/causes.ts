import type { Cause } from '../engine/index.js'

/** The names that both sides of a file know beforehand, from its header. */
export interface Vocabulary {
  readonly agents: readonly string[]
  /** Numbers of causes, which have `*` for the name of an agent: `action:*:move`, `system:grow`. */
  readonly kinds: ReadonlyMap<string, number>
  /** The same in order. */
  readonly kindList: readonly string[]
  /** By kind: whether its causes belong to an agent. */
  readonly ofAgents: readonly boolean[]
  split(cause: Cause): CauseParts
}

/** A cause cut in two: its kind, and 1 + the index of the agent in it, or 0. */
export interface CauseParts {
  readonly kind: string
  readonly subject: number
}

/** What a keyframe gives as the cause of its cells. */
export const KEYFRAME: readonly Cause[] = ['keyframe']

const WITH_AGENT = /^(action|memory):([^:]+)(.*)$/s

/** The causes that can be foreseen. */
export function vocabularyOf(header: {
  readonly agents: readonly { readonly name: string }[]
  readonly actions: readonly string[]
  readonly systems: readonly string[]
}): Vocabulary {
  const agents = header.agents.map((a) => a.name)
  const kinds = new Set([
    ...KEYFRAME,
    ...['setup', 'initiative', 'end', 'memory:*', 'action:*:'],
    ...header.actions.map((name) => `action:*:${name}`),
    ...header.systems,
  ])
  const kindList = [...kinds]
  return {
    agents,
    kinds: new Map(kindList.map((kind, i) => [kind, i])),
    kindList,
    ofAgents: kindList.map(hasSubject),
    split: causeSplitter(agents),
  }
}

/** Cuts causes into parts, remembering what it cut before. */
function causeSplitter(agents: readonly string[]): (cause: Cause) => CauseParts {
  const indices = new Map(agents.map((name, i) => [name, i]))
  const known = new Map<Cause, CauseParts>()
  return (cause) => {
    let parts = known.get(cause)
    if (parts === undefined) {
      const [, what, name = '', rest] = WITH_AGENT.exec(cause) ?? []
      const agent = indices.get(name)
      parts =
        agent === undefined
          ? { kind: cause, subject: 0 }
          : { kind: `${what}:*${rest}`, subject: agent + 1 }
      if (known.size < KNOWN_MAX) known.set(cause, parts)
    }
    return parts
  }
}

const KNOWN_MAX = 65_536

/** Whether causes of this kind belong to an agent. */
export const hasSubject = (kind: string): boolean => /^(action|memory):\*/.test(kind)

export const joinCause = (kind: string, agent: string | undefined): Cause =>
  agent === undefined ? kind : kind.replace(':*', () => `:${agent}`)
