import type { Facts, Need, Operator } from '../../../engine/index.js'
import { holderOf, presence, type Variant, verbNamed, verbsFor } from './facts.js'
import { isFree } from './go.js'

type Names = Readonly<Record<string, string>>

/** What must be so before a verb can be used on a thing, the tool apart. */
export function* ready(
  s: Facts,
  me: string,
  verb: string,
  thing: string,
  v: Variant,
  agents: readonly string[] = [me],
): Generator<Need> {
  yield* presence(s, me, thing, v)
  const { attribute, when } = verbNamed(verb)
  if (s.get(thing, 'state', attribute) === undefined)
    yield { obstacle: `${thing} has no ${attribute}` }
  yield { subject: thing, fact: 'state', object: attribute, is: when, by: me }
  if (!v.isStrict) return
  if (attribute === 'is_open' && s.get(thing, 'state', 'is_locked') === true)
    yield { subject: thing, fact: 'state', object: 'is_locked', is: false, by: me }
  const holder = holderOf(s, thing)
  if (holder !== undefined && !agents.includes(holder)) yield { obstacle: `${holder} has ${thing}` }
}

/** A tool for a verb is in hand, or is known somewhere, or has to be found. */
export function* tool(s: Facts, me: string, verb: string): Generator<Need> {
  if (!verbNamed(verb).tool) return
  if (s.where('lends', true, verb).length === 0)
    yield { unknown: `a tool to ${verb}`, text: `a tool to ${verb}` }
  yield { subject: me, fact: 'can', object: verb, is: true, by: me }
}

export const change = (v: Variant): Operator => ({
  *ways(s, _me, c) {
    if (c.fact !== 'state') return
    for (const verb of verbsFor(s, c.object!, c.is)) yield { verb: verb.name, thing: c.subject }
  },
  *needs(s, me, args) {
    const { verb, thing } = args as Names
    yield isFree(me)
    yield* tool(s, me, verb!)
    yield* ready(s, me, verb!, thing!, v)
    if (v.isStrict) yield { subject: me, fact: 'near', object: thing!, is: true, by: me }
  },
  effects(_s, _me, args) {
    const { verb, thing } = args as Names
    const { attribute, when } = verbNamed(verb!)
    return [
      { subject: thing!, fact: 'state', object: attribute, to: !when },
      { subject: thing!, fact: 'together', object: attribute, to: null },
    ]
  },
  call: (args) => ({ action: 'change', args }),
})
