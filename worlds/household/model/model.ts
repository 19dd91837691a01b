import type { ActionModel, Condition, FactChange, Facts } from '../../../engine/index.js'
import { alone } from './alone.js'
import { derived } from './derived.js'
import { heldBy, isRoom, isThing, lidsAround, roomOf, type Variant } from './facts.js'
import { aims, perceive } from './perceive.js'
import { together } from './together.js'
import { spread } from './ways.js'

/** Whether somebody of one's own has looked about a room. */
const isExplored = (s: Facts, me: string, room: string): boolean =>
  s.get(me, 'explored', room) === true ||
  s.where('explored', true, room).some((a) => s.get(a, 'mate') === true)

/** Shut containers in a room that could be opened to look inside. */
function* shutIn(s: Facts, room: string, v: Variant): Generator<Condition> {
  if (!v.isStrict) return
  const open: Condition[] = []
  const below = (node: string, depth: number): void => {
    for (const x of s.where('in', node)) {
      if (!isThing(s, x) || depth > 8) continue
      const isShut = s.get(x, 'container') === true && s.get(x, 'state', 'is_open') === false
      if (isShut && s.get(x, 'looked into') !== true)
        open.push({ subject: x, fact: 'state', object: 'is_open', is: true })
      else below(x, depth + 1)
    }
  }
  below(room, 0)
  yield* open.filter((c) => lidsAround(s, c.subject, v).length === 0)
}

/** Steps that a look into a shut container counts as more than a look about a room, where more is to be seen. */
const LID_COST = 6

/** What would show an agent something new, by what it costs: rooms to look about, shut containers to look into. */
function unexplored(s: Facts, me: string, v: Variant): Condition[] {
  const here = roomOf(s, me)
  if (here === undefined) return []
  const found: { readonly c: Condition; readonly cost: number }[] = []
  for (const [room, { cost }] of spread(s, here)) {
    if (!isExplored(s, me, room))
      found.push({ c: { subject: me, fact: 'explored', object: room, is: true }, cost })
    for (const c of shutIn(s, room, v)) found.push({ c, cost: cost + LID_COST })
  }
  return found.sort((a, b) => a.cost - b.cost).map(({ c }) => c)
}

/** A condition in a few words. */
export function say({ subject, fact, object = '', is }: Condition, s: Facts): string {
  const not = is === false ? ' not' : ''
  switch (fact) {
    case 'in':
      return isRoom(s, String(is)) ? `${subject} is in ${is}` : `${is} has ${subject}`
    case 'place': {
      const colon = object.indexOf(':')
      return `${subject} is ${colon === 0 ? 'at' : object.slice(0, colon)} ${object.slice(colon + 1)}`
    }
    case 'near':
      return `${subject} is at ${object}`
    case 'seen':
      return `${subject} has seen ${object}`
    case 'explored':
      return `${subject} has looked about ${object}`
    case 'can':
      return `${subject} has a tool to ${object}`
    case 'free hand':
      return `${subject} has a free hand`
    case 'strength for':
      return `${subject} can lift ${object}`
    case 'free':
      return `${subject} carries nothing with others`
    case 'in hands':
      return `${subject} is put down`
    case 'carried':
      return `${object.split(',').join(' and ')} carry ${subject}`
    case 'state':
      return `${subject} is${not} ${adjective(object)}`
    case 'jointly':
      return `${subject} is${not} ${adjective(object)}, done together`
    default:
      return `${fact} of ${subject} is ${is}`
  }
}

/** `is_plugged_in` → `plugged in` */
const adjective = (attribute: string): string => attribute.replace(/^is_/, '').replaceAll('_', ' ')

/** What rivals had may be anywhere by now, and any room may hold it. */
function doubts(s: Facts, me: string): FactChange[] {
  const here = roomOf(s, me)
  const others = s
    .where('kind', 'agent')
    .filter((a) => a !== me && s.get(a, 'mate') !== true && s.get(a, 'in') !== here)
  const theirs = others.flatMap((a) => heldBy(s, a))
  if (theirs.length === 0) return []
  const rooms = s.where('kind', 'room').filter((room) => room !== here)
  return [
    ...theirs.map((subject) => ({ subject, fact: 'in', to: null })),
    ...rooms.flatMap((object) =>
      s
        .where('explored', true, object)
        .map((subject) => ({ subject, fact: 'explored', object, to: null })),
    ),
  ]
}

/** Somebody else was first, or a partner is not there yet. */
const PASSING = [
  'conflict',
  'no-consent',
  'not-near',
  'not-in-sight',
  'list-not-near',
  'list-no-ability',
  'coop-locked',
  'not-coop',
]

function createModel(v: Variant): ActionModel {
  return {
    perceive: (seen, s) => perceive(seen as never, s, v),
    aims: (seen) => aims(seen as never),
    operators: { ...alone(v), ...together(v) },
    derived: derived(v),
    unexplored: (s, me) => unexplored(s, me, v),
    say,
    shared: !v.isStrict,
    consent: v.isStrict ? 'each' : 'one',
    passing: PASSING,
    atRest: (s, me) =>
      heldBy(s, me).map((x) => ({ subject: x, fact: 'in hands', is: false, by: me })),
    doubts: (s, me) => (v.isStrict ? doubts(s, me) : []),
    finish: () => ({ action: 'done', args: {} }),
  }
}

const MODELS = { strict: createModel({ isStrict: true }), compat: createModel({ isStrict: false }) }

/** The rules of a profile in a form in which agents can plan: what actions need and change, and what observations say. */
export const model = (profile: string): ActionModel =>
  profile === 'compat' ? MODELS.compat : MODELS.strict
