import type { Entity } from '../../../engine/index.js'
import type { Embodied } from './state.js'

export const inHands = (w: Embodied, agent: Entity, thing: Entity): boolean =>
  thing !== 0 && w.rel.hands.parent(thing) === agent

/** What an agent holds, in the order in which it was taken. */
export const held = (w: Embodied, agent: Entity): Entity[] => w.rel.hands.children(agent)

/** Kilograms of a thing with what is directly in or on it. */
export function weightWithContents(
  w: Embodied,
  thing: Entity,
  counts: (child: Entity) => boolean,
): number {
  const { place } = w.rel
  let kg = w.c.Thing.weight.get(thing)
  for (let e = place.first(thing); e !== 0; e = place.next(e)) {
    if (counts(e)) kg += w.c.Thing.weight.get(e)
  }
  return kg
}

/** Whether one of the things that an agent holds lends an ability. */
export function hasAbility(
  w: Embodied,
  agent: Entity,
  ability: string,
  lends: (thing: Entity) => readonly string[],
): boolean {
  const { hands } = w.rel
  for (let e = hands.first(agent); e !== 0; e = hands.next(e))
    if (lends(e).includes(ability)) return true
  return false
}

/** All abilities that an agent has through what it holds, each once, sorted. */
export function abilities(
  w: Embodied,
  agent: Entity,
  lends: (thing: Entity) => readonly string[],
): string[] {
  const all = new Set<string>()
  for (const thing of held(w, agent)) for (const ability of lends(thing)) all.add(ability)
  return [...all].sort()
}

/** Takes a thing in the hands and lets it count towards the load. */
export function take(w: Embodied, agent: Entity, thing: Entity, kilograms: number): void {
  w.rel.hands.move(thing, agent)
  w.rel.place.move(thing, agent, 0)
  w.c.Body.load.add(agent, kilograms)
}
