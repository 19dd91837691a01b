import type { Aim, Condition } from '../../engine/index.js'
import { lookKey, type Mind } from './mind.js'
import { conditionKey, holds } from './steps.js'

/** Conditions of one aim that belong together, as they speak of the same things. */
export interface Group {
  readonly key: string
  readonly aim: Aim
  readonly all: readonly Condition[]
}

/** Names that a condition speaks of. */
const namesOf = ({ subject, object = '', is }: Condition): string[] => [
  subject,
  object.slice(object.indexOf(':') + 1),
  ...(typeof is === 'string' ? [is] : []),
]

/** Splits an aim into parts that different agents can see to. */
export function groupsOf(aim: Aim): Group[] {
  const groups: { names: Set<string>; all: Condition[] }[] = []
  for (const c of aim.all) {
    const names = namesOf(c).filter((n) => n !== '')
    const subjects = new Set([c.subject])
    const joined = groups.filter((g) =>
      g.all.some(
        (o) =>
          subjects.has(o.subject) || names.includes(o.subject) || namesOf(o).includes(c.subject),
      ),
    )
    const merged = { names: new Set(names), all: [] as Condition[] }
    for (const g of joined) merged.all.push(...g.all)
    merged.all.push(c)
    for (const g of joined) groups.splice(groups.indexOf(g), 1)
    groups.push(merged)
  }
  return groups.map(({ all }) => ({
    aim,
    all,
    key: `${aim.id} ${all.map(conditionKey).join(', ')}`.slice(0, 290),
  }))
}

/** Whether somebody is just about to look into what a part speaks of: it is put right after that. */
export const isLookedInto = ({ memory, allies, model, s, me }: Mind, { all }: Group): boolean => {
  const looks = allies
    .filter((a) => memory.orders[a] === undefined)
    .map((a) => memory.looks[a] ?? '')
    .filter((look) => all.some((c) => look.startsWith(`look ${c.subject} `)))
  return looks.length > 0 && [...model.unexplored(s, me)].some((c) => looks.includes(lookKey(c)))
}

/** The parts of aims that are still to be brought about. */
export const openGroups = ({ aims, memory, s }: Mind): Group[] =>
  aims
    .filter((a) => memory.reached[a.id] === undefined)
    .flatMap(groupsOf)
    .filter((g) => !g.all.every((c) => holds(s, c)))
