import type { ActionModel, Condition, Facts, Operator } from '../../../engine/index.js'

/**
 * Rooms, doors and keys as bare facts: `at` says where somebody or something is (a thing may be `at` its holder), `link`
 * that one can go from a room to another, `door` which door is between, `key` what opens a door. One hand holds one thing.
 */
type Names = Readonly<Record<string, string>>

const heldBy = (s: Facts, me: string): readonly string[] => s.where('at', me)

const go: Operator = {
  *ways(s, me, { subject, fact, is }) {
    if (subject !== me || fact !== 'at') return
    for (const from of s.where('link', true, String(is))) yield { from, to: String(is) }
  },
  *needs(s, me, args) {
    const { from, to } = args as Names
    const door = s.get(from!, 'door', to) ?? s.get(to!, 'door', from)
    if (door !== undefined) yield { subject: String(door), fact: 'open', is: true, by: me }
    yield { subject: me, fact: 'at', is: from!, by: me }
  },
  effects: (_s, me, args) => [{ subject: me, fact: 'at', to: (args as Names)['to']! }],
  call: (args) => ({ action: 'go', args }),
}

const open: Operator = {
  *ways(s, _me, { subject, fact, is }) {
    if (fact !== 'open' || is !== true) return
    for (const room of s.where('beside', true, subject)) yield { door: subject, room }
  },
  *needs(s, me, args) {
    const { door, room } = args as Names
    const key = s.get(door!, 'key')
    if (key === 'none') yield { obstacle: `${door} has no key` }
    if (key !== undefined) yield { subject: String(key), fact: 'at', is: me, by: me }
    yield { subject: me, fact: 'at', is: room!, by: me }
  },
  effects: (_s, _me, args) => [{ subject: (args as Names)['door']!, fact: 'open', to: true }],
  call: (args) => ({ action: 'open', args }),
}

const take: Operator = {
  *ways(_s, me, { subject, fact, is }) {
    if (fact === 'at' && is === me) yield { thing: subject }
  },
  *needs(s, me, args) {
    const { thing } = args as Names
    const where = s.get(thing!, 'at')
    if (where === undefined) yield { unknown: thing!, text: `where ${thing} is` }
    yield { subject: me, fact: 'free', is: true, by: me }
    yield { subject: me, fact: 'at', is: where!, by: me }
  },
  effects: (_s, me, args) => [{ subject: (args as Names)['thing']!, fact: 'at', to: me }],
  call: (args) => ({ action: 'take', args }),
}

const drop: Operator = {
  *ways(s, me, { subject, fact, is }) {
    if (fact === 'at' && subject !== me && is !== me) yield { thing: subject, room: String(is) }
    if (fact === 'free' && subject === me)
      for (const thing of heldBy(s, me)) yield { thing, room: String(s.get(me, 'at')) }
  },
  *needs(_s, me, args) {
    const { thing, room } = args as Names
    yield { subject: thing!, fact: 'at', is: me, by: me }
    yield { subject: me, fact: 'at', is: room!, by: me }
  },
  effects: (_s, _me, args) => {
    const { thing, room } = args as Names
    return [{ subject: thing!, fact: 'at', to: room! }]
  },
  call: (args) => ({ action: 'drop', args }),
}

/** A model of nothing but these operators. */
export const modelOf = (
  operators: ActionModel['operators'],
  derived: ActionModel['derived'] = {},
): ActionModel => ({
  perceive: () => [],
  aims: () => [],
  operators,
  derived,
  unexplored: () => [],
  say: ({ subject, fact, object = '', is }: Condition) => `${subject} ${fact} ${object} ${is}`,
  shared: true,
  consent: 'one',
  passing: [],
})

export const keys = modelOf(
  { go, open, take, drop },
  { free: (s, me) => heldBy(s, me).length === 0 },
)

type Plain = Record<string, Record<string, string | boolean>>

/** A house as plain beliefs: `hall-shed`, or `hall-shed:gate` with a door, `hall-shed:gate=brass` with its key. */
export function house(ways: readonly string[], places: Readonly<Record<string, string>>): Plain {
  const plain: Plain = {}
  const set = (subject: string, key: string, value: string | boolean): void => {
    plain[subject] = { ...plain[subject], [key]: value }
  }
  for (const way of ways) {
    const [rooms, lock] = way.split(':')
    const [a, b] = rooms!.split('-') as [string, string]
    set(a, `link\t${b}`, true)
    set(b, `link\t${a}`, true)
    if (lock === undefined) continue
    const [door, key] = lock.split('=') as [string, string?]
    set(a, `door\t${b}`, door)
    set(a, `beside\t${door}`, true)
    set(b, `beside\t${door}`, true)
    set(door, 'open', false)
    if (key !== undefined) set(door, 'key', key)
  }
  for (const [name, at] of Object.entries(places)) set(name, 'at', at)
  return plain
}
