import { canonicalJson, SCENARIO_FORMAT } from '../../engine/index.js'
import { kitchen, type ReadLayout } from '../../worlds/index.js'

/** A scenario file as it is written. */
export interface KitchenFile {
  readonly id: string
  readonly [k: string]: unknown
}

/** Ticks that the papers play a layout for. */
const HORIZON = 400

/** A layout's name as a scenario's id: `cramped_room` becomes `cramped-room`, what has no Latin letters `layout`. */
export function idOf(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? []
  return (/^[a-z]/.test(words[0] ?? '') ? words : ['layout', ...words]).join('-')
}

/** The scenario file of a layout: one cook for each place to begin at. @param old with pots that start when full */
export function kitchenFile(
  name: string,
  { params, players }: ReadLayout,
  old: boolean,
): KitchenFile {
  const agents = Object.fromEntries(
    Array.from({ length: players }, (_, i) => [`cook_${i + 1}`, { policy: 'cook' }]),
  )
  return {
    format: SCENARIO_FORMAT,
    id: idOf(name),
    title: name.replaceAll('_', ' '),
    world: `${kitchen.id}@${kitchen.version}`,
    profile: old ? 'old' : 'new',
    params: JSON.parse(canonicalJson(params as never)),
    agents,
    horizon: HORIZON,
  }
}
