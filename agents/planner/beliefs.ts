import type { ActionModel, FactChange, Facts, FactValue } from '../../engine/index.js'

/** Beliefs as plain data: subject, then fact (with its object after a blank), then value. */
export type PlainBeliefs = Readonly<Record<string, Readonly<Record<string, FactValue>>>>

/** Beliefs that can be tried out: everything set since a mark can be taken back. */
export interface Beliefs extends Facts {
  /** Sets a fact; true when that changed something. */
  set(change: FactChange): boolean
  mark(): number
  /** What was set since a mark, in order. */
  since(mark: number): FactChange[]
  undo(mark: number): void
  /** Makes everything set so far permanent. */
  settle(): void
}

/** One fact's values, and who has which. */
interface Table {
  readonly values: Map<string, FactValue>
  readonly holders: Map<
    FactValue,
    { readonly all: Set<string>; sorted: readonly string[] | undefined }
  >
}

interface Change {
  readonly subject: string
  readonly fact: string
  readonly object: string
  readonly before: FactValue | undefined
}

const NOBODY: readonly string[] = []

/** The name of a fact in plain beliefs. */
export const factKey = (fact: string, object = ''): string =>
  object === '' ? fact : `${fact}\t${object}`

/** Makes beliefs from plain data. Names are listed in order, so that the same beliefs always lead to the same plans. */
export function createBeliefs(plain: PlainBeliefs, derived: ActionModel['derived']): Beliefs {
  const tables = new Map<string, Map<string, Table>>()
  let trail: Change[] = []
  const tableOf = (fact: string, object: string): Table | undefined => tables.get(fact)?.get(object)
  const write = (
    subject: string,
    fact: string,
    object: string,
    to: FactValue | undefined,
  ): FactValue | undefined => {
    let objects = tables.get(fact)
    if (objects === undefined) {
      objects = new Map()
      tables.set(fact, objects)
    }
    let table = objects.get(object)
    if (table === undefined) {
      table = { values: new Map(), holders: new Map() }
      objects.set(object, table)
    }
    return replace(table, subject, to)
  }
  const facts: Beliefs = {
    get(subject, fact, object = '') {
      const rule = Object.hasOwn(derived, fact) ? derived[fact] : undefined
      return rule === undefined
        ? tableOf(fact, object)?.values.get(subject)
        : rule(facts, subject, object)
    },
    where(fact, value, object = '') {
      const bucket = tableOf(fact, object)?.holders.get(value)
      if (bucket === undefined) return NOBODY
      bucket.sorted ??= [...bucket.all].sort()
      return bucket.sorted
    },
    set({ subject, fact, object = '', to }) {
      const before = tableOf(fact, object)?.values.get(subject)
      if (before === (to ?? undefined)) return false
      write(subject, fact, object, to ?? undefined)
      trail.push({ subject, fact, object, before })
      return true
    },
    mark: () => trail.length,
    since: (mark) =>
      trail.slice(mark).map(({ subject, fact, object }) => ({
        subject,
        fact,
        object,
        to: tableOf(fact, object)?.values.get(subject) ?? null,
      })),
    undo(mark) {
      while (trail.length > mark) {
        const { subject, fact, object, before } = trail.pop()!
        write(subject, fact, object, before)
      }
    },
    settle() {
      trail = []
    },
  }
  for (const subject in plain) {
    const known = plain[subject]!
    for (const key in known) {
      const tab = key.indexOf('\t')
      if (tab < 0) write(subject, key, '', known[key])
      else write(subject, key.slice(0, tab), key.slice(tab + 1), known[key])
    }
  }
  return facts
}

/** Puts a value in a table; the value that was there. */
function replace(table: Table, subject: string, to: FactValue | undefined): FactValue | undefined {
  const before = table.values.get(subject)
  if (before !== undefined) {
    const bucket = table.holders.get(before)!
    bucket.all.delete(subject)
    bucket.sorted = undefined
  }
  if (to === undefined) table.values.delete(subject)
  else {
    table.values.set(subject, to)
    let bucket = table.holders.get(to)
    if (bucket === undefined) {
      bucket = { all: new Set(), sorted: undefined }
      table.holders.set(to, bucket)
    }
    bucket.all.add(subject)
    bucket.sorted = undefined
  }
  return before
}
