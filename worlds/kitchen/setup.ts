import { CoactError, type Entity } from '../../engine/index.js'
import { DIRECTION } from '../kernels/grid/index.js'
import { KIND } from './items.js'
import type { KitchenParams, StartItem } from './params.js'
import { type Plan, planOf } from './plan.js'
import { IN_HANDS, type KitchenWorld, NEVER } from './state.js'

/** Puts cooks and items where they begin. @throws CoactError `world/agents` when there are more agents than places */
export function setup(w: KitchenWorld, params: KitchenParams): void {
  const plan = planOf(params)
  const { width } = plan.terrain
  if (w.agents.length > plan.starts.length) {
    throw new CoactError('world/agents', 'There are more agents than places to begin at', {
      where: 'params.grid',
      expected: `at most ${plan.starts.length} agents`,
      got: String(w.agents.length),
      next: 'Add digits to the grid, or leave agents out.',
    })
  }
  w.agents.forEach((agent, i) => {
    const start = params.start.players?.[i]
    const cell = start === undefined ? plan.starts[i]! : start.at[1] * width + start.at[0]
    const cook = w.spawn({ Cook: { cell, facing: DIRECTION[start?.facing ?? 'n'] } }, agent)
    if (start?.holds !== undefined)
      w.c.Cook.holds.set(cook, spawnItem(w, plan, start.holds, IN_HANDS))
  })
  for (const { at, item } of params.start.items) spawnItem(w, plan, item, at[1] * width + at[0])
}

function spawnItem(w: KitchenWorld, plan: Plan, item: StartItem, cell: number): Entity {
  if (typeof item === 'string') return w.spawn({ Item: { kind: plan.names.indexOf(item), cell } })
  const [first = 0, second = 0, third = 0] = item.soup.map((name) => KIND[name])
  const began = item.tick < 0 ? NEVER : -item.tick
  return w.spawn({ Item: { kind: KIND.soup, cell, first, second, third, began } })
}
