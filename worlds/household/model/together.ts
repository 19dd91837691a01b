import type { Facts, Need, Operator } from '../../../engine/index.js'
import { ready, tool } from './change.js'
import {
  heaviestFirst,
  heldBy,
  holderOf,
  isInside,
  isRoom,
  loadOf,
  presence,
  roomOf,
  strengthOf,
  type Variant,
  verbNamed,
  verbsFor,
  weigh,
} from './facts.js'
import { passage } from './go.js'
import { wantedPlace, welcome } from './hands.js'

interface Joint {
  readonly agents: readonly string[]
  readonly thing: string
}

type Changed = Joint & { readonly verb: string }
type Placed = Joint & { readonly preposition: string; readonly target: string }

/** Teammates who could help with a thing, those in its room first. */
const matesFor = (s: Facts, me: string, thing: string): string[] => {
  const at = roomOf(s, thing)
  const rank = (a: string): number => (s.get(a, 'in') === at ? 0 : 1)
  return s
    .where('mate', true)
    .filter((a) => a !== me)
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}

/** How many agents a plan may join, at most. */
const PARTY_MAX = 8

/** Groups with an agent that are strong enough for a thing, small ones first. */
function* parties(s: Facts, me: string, thing: string, v: Variant): Generator<string[]> {
  // What is in it can be taken out.
  const kg = Number(s.get(thing, 'weight') ?? 0)
  const spare = (a: string): number => strengthOf(s, a) - (v.isStrict ? loadOf(s, a, v) : 0)
  const mates = matesFor(s, me, thing)
  for (const mate of mates) if (!v.isStrict || spare(me) + spare(mate) >= kg) yield [me, mate]
  const byStrength = [...mates].sort((a, b) => spare(b) - spare(a) || (a < b ? -1 : 1))
  const party = [me]
  for (const mate of byStrength.slice(0, PARTY_MAX - 1)) {
    party.push(mate)
    if (party.length > 2 && party.reduce((n, a) => n + spare(a), 0) >= kg) break
  }
  // Where not even all together are strong enough, that is what stands in the way.
  if (party.length > 2 || (party.length === 2 && spare(me) + spare(party[1]!) < kg)) yield party
}

const changeTogether = (v: Variant): Operator => ({
  *ways(s, me, c) {
    if (c.fact !== 'jointly') return
    for (const verb of verbsFor(s, c.object!, c.is)) {
      for (const mate of matesFor(s, me, c.subject))
        yield { verb: verb.name, agents: [me, mate], thing: c.subject }
    }
  },
  *needs(s, me, args) {
    const { verb, agents, thing } = args as unknown as Changed
    // One tool is enough where tools are shared; whoever has one brings it.
    const users = v.isStrict ? [agents.find((a) => s.get(a, 'can', verb) === true) ?? me] : agents
    for (const agent of users) yield* tool(s, agent, verb)
    yield* ready(s, me, verb, thing, v, agents)
    // What one of them holds is held out to the others.
    const holder = holderOf(s, thing)
    const isHeldOut = holder !== undefined && agents.includes(holder)
    for (const agent of agents) {
      yield { subject: agent, fact: 'free', is: true, by: agent }
      yield* presence(s, agent, thing, v)
      if (v.isStrict && !isHeldOut)
        yield { subject: agent, fact: 'near', object: thing, is: true, by: agent }
    }
  },
  effects(_s, _me, args) {
    const { verb, thing } = args as unknown as Changed
    const { attribute, when } = verbNamed(verb)
    return [
      { subject: thing, fact: 'state', object: attribute, to: !when },
      { subject: thing, fact: 'together', object: attribute, to: true },
    ]
  },
  call: (args) => ({ action: 'changeTogether', args }),
  together: (args) => (args as unknown as Joint).agents,
})

const carry = (v: Variant): Operator => ({
  *ways(_s, me, c) {
    if (c.fact !== 'carried') return
    const agents = c.object!.split(',')
    if (agents.includes(me)) yield { agents, thing: c.subject }
  },
  *needs(s, me, args) {
    const { agents, thing } = args as unknown as Joint
    if (s.get(thing, 'fixed') === true) yield { obstacle: `${thing} cannot be taken` }
    const kg = v.isStrict ? weigh(s, thing, v) : Number(s.get(thing, 'weight') ?? 0)
    const strength = agents.map((a) => strengthOf(s, a))
    if (!v.isStrict && kg <= Math.max(...strength))
      yield { obstacle: `${thing} is not too heavy for one` }
    const all = strength.reduce((a, b) => a + b, 0)
    const inside = heaviestFirst(s, thing)
    if (v.isStrict && kg > all && inside.length > 0 && Number(s.get(thing, 'weight') ?? 0) <= all)
      yield { subject: inside[0]!, fact: 'place', object: `:${roomOf(s, thing)}`, is: true, by: me }
    else if (v.isStrict && kg > all)
      yield { obstacle: `${thing} weighs ${kg} kg, too much for ${agents.join(' and ')}` }
    const holder = holderOf(s, thing)
    if (holder !== undefined) {
      if (s.get(thing, 'how') !== 'held' || s.get(holder, 'mate') !== true)
        yield { obstacle: `${holder} has ${thing}` }
      else yield { subject: thing, fact: 'in hands', is: false, by: holder }
    }
    for (const agent of agents) {
      yield { subject: agent, fact: 'free', is: true, by: agent }
      yield* presence(s, agent, thing, v)
      if (!v.isStrict) continue
      if (Number(s.get(agent, 'grasp') ?? 0) < 1)
        yield { obstacle: `${agent} cannot hold anything` }
      yield { subject: agent, fact: 'free hand', is: true, by: agent }
      yield { subject: agent, fact: 'near', object: thing, is: true, by: agent }
    }
    // What the others hold weighs, too.
    const spare = agents.reduce((n, a) => n + strengthOf(s, a) - loadOf(s, a, v), 0)
    const burdened = agents.find((a) => heldBy(s, a).length > 0)
    if (v.isStrict && kg > spare && burdened !== undefined)
      yield { subject: heldBy(s, burdened)[0]!, fact: 'in hands', is: false, by: burdened }
  },
  effects(_s, _me, args) {
    const { agents, thing } = args as unknown as Joint
    return [
      ...agents.map((subject) => ({ subject, fact: 'bound', to: thing })),
      ...(v.isStrict
        ? [
            ...agents.map((subject) => ({ subject, fact: 'at', to: null })),
            { subject: thing, fact: 'in', to: agents[0]! },
            { subject: thing, fact: 'how', to: 'carried' },
          ]
        : []),
    ]
  },
  call: (args) => ({ action: 'carry', args }),
  together: (args) => (args as unknown as Joint).agents,
})

/** Everyone who carries what an agent carries. */
const carriersWith = (s: Facts, me: string): string[] => {
  const thing = s.get(me, 'bound')
  return thing === undefined ? [] : [...s.where('bound', thing)].sort()
}

const carryTo = (): Operator => ({
  *ways(s, me, c) {
    if (c.fact !== 'in' || c.subject !== me || !isRoom(s, String(c.is))) return
    const agents = carriersWith(s, me)
    if (agents.length > 1) yield { agents, room: String(c.is) }
  },
  *needs(s, me, args) {
    yield* passage(s, me, String(args['room']))
  },
  effects(_s, _me, args) {
    const { agents, room } = args as unknown as { readonly agents: string[]; readonly room: string }
    return agents.flatMap((subject) => [
      { subject, fact: 'in', to: room },
      { subject, fact: 'at', to: null },
    ])
  },
  call: (args) => ({ action: 'carryTo', args }),
  together: (args) => (args as unknown as Joint).agents,
})

const setDown = (v: Variant): Operator => ({
  *ways(s, me, c) {
    const wanted = wantedPlace(s, c)
    if (wanted === undefined) return
    const carriers = s.where('bound', c.subject)
    if (carriers.includes(me) && carriers.length > 1) {
      yield { agents: [...carriers].sort(), thing: c.subject, ...wanted }
      return
    }
    for (const agents of parties(s, me, c.subject, v)) yield { agents, thing: c.subject, ...wanted }
  },
  *needs(s, me, args) {
    const { agents, thing, target } = args as unknown as Placed
    // What is carried leaves no hand for doors and lids, so the target is made ready first.
    if (s.get(me, 'bound') !== thing) yield* presence(s, me, thing, v)
    yield* readyTarget(s, me, args as never, v)
    yield { subject: thing, fact: 'carried', object: agents.join(','), is: true, by: me }
    const at = isRoom(s, target) ? target : roomOf(s, target)
    if (at === undefined) yield { unknown: target, text: `where ${target} is` }
    else yield { subject: me, fact: 'in', is: at, by: me }
    if (isRoom(s, target)) return
    for (const by of agents) yield { subject: by, fact: 'seen', object: target, is: true, by }
  },
  effects(_s, _me, args) {
    const { agents, thing, preposition, target } = args as unknown as Placed
    return [
      { subject: thing, fact: 'in', to: target },
      { subject: thing, fact: 'how', to: preposition },
      ...agents.map((subject) => ({ subject, fact: 'bound', to: null })),
    ]
  },
  call: (args) => ({ action: 'setDown', args }),
  together: (args) => (args as unknown as Joint).agents,
})

/** What a target needs to take a thing, apart from somebody's being there. */
function* readyTarget(s: Facts, me: string, args: Readonly<Record<string, string>>, v: Variant) {
  // The reference puts what is carried together on the floor of a room by either word.
  if (!v.isStrict && isRoom(s, args['target']!)) return
  if (v.isStrict) yield* notInHands(s, args['target']!)
  for (const need of welcome(s, me, args, v)) {
    const isPresence = 'fact' in need && (need.fact === 'in' || need.fact === 'seen')
    if (!isPresence) yield need
  }
}

/** Whoever holds a thing, or what it is in, puts that down first. */
function* notInHands(s: Facts, thing: string): Generator<Need> {
  const holder = holderOf(s, thing)
  if (holder === undefined) return
  const top = heldBy(s, holder).find((x) => x === thing || isInside(s, thing, x))
  if (s.get(holder, 'mate') === true && top !== undefined)
    yield { subject: top, fact: 'in hands', is: false, by: holder }
  else yield { obstacle: `${holder} has ${thing}` }
}

const letGo: Operator = {
  *ways(s, me, c) {
    if (c.fact === 'free' && c.subject === me && s.get(me, 'bound') !== undefined) yield {}
  },
  *needs() {},
  effects(s, me) {
    const thing = s.get(me, 'bound') as string
    return [
      { subject: me, fact: 'bound', to: null },
      { subject: thing, fact: 'in', to: s.get(me, 'in') as string },
      { subject: thing, fact: 'how', to: 'in' },
    ]
  },
  call: () => ({ action: 'letGo', args: {} }),
}

/** What several agents do as one. */
export const together = (v: Variant): Readonly<Record<string, Operator>> => ({
  changeTogether: changeTogether(v),
  carry: carry(v),
  carryTo: carryTo(),
  setDown: setDown(v),
  ...(v.isStrict ? { letGo } : {}),
})
