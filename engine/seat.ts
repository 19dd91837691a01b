import { withGetters } from './getters.js'
import type { Running } from './instance.js'
import type { Store } from './store.js'
import type { Entity, Seat } from './world.js'

/** A seat finds its entities in the owner column, anew only when members changed. */
export function createSeat(
  agent: { readonly name: string; readonly team: string; readonly role: string },
  index: number,
  store: Store,
  running: Running,
): Seat {
  let known = 0
  let entities: Entity[] = []
  const refresh = (): Entity[] => {
    if (known !== running.members) {
      known = running.members
      entities = []
      for (let e = 1; e < store.end(); e++) if (store.owner.get(e) === index + 1) entities.push(e)
    }
    return entities
  }
  return withGetters(
    { index, name: agent.name, team: agent.team, role: agent.role, find: refresh },
    Owner,
  )
}

/** What a seat says of its entities. */
class Owner {
  declare readonly find: () => Entity[]

  get entity(): Entity {
    return this.find()[0] ?? 0
  }

  get entities(): readonly Entity[] {
    return this.find()
  }
}
