import { type Aim, type Condition, foldText, hash64, hex } from '../../engine/index.js'
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

/** Characters of a part's name; what is longer is told apart by its hash. */
const KEY_CHARS_MAX = 200

function keyOf(aim: Aim, all: readonly Condition[]): string {
  const text = `${aim.id} ${all.map(conditionKey).join(', ')}`
  if (text.length <= KEY_CHARS_MAX) return text
  const hash = hash64()
  foldText(hash, text)
  return `${text.slice(0, KEY_CHARS_MAX)} ${hex(hash)}`
}

/** Splits an aim into parts that different agents can see to: what speaks of the same things stays together. */
export function groupsOf(aim: Aim): Group[] {
  const groups: Condition[][] = []
  for (const c of aim.all) {
    const names = namesOf(c)
    const speaksOfSame = (o: Condition): boolean =>
      names.includes(o.subject) || namesOf(o).includes(c.subject)
    const joined = groups.filter((all) => all.some(speaksOfSame))
    for (const all of joined) groups.splice(groups.indexOf(all), 1)
    groups.push([...joined.flat(), c])
  }
  return groups.map((all) => ({ aim, all, key: keyOf(aim, all) }))
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
