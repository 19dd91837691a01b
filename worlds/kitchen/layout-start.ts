import type { Problem } from '../../engine/index.js'
import type { DIRECTIONS } from '../kernels/grid/index.js'
import { type Dict, isDict, type Literal } from './literal.js'

/** An object without the fields that are undefined. */
export const defined = (fields: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined))

const FACING: readonly (typeof DIRECTIONS)[number][] = ['n', 's', 'e', 'w']
const STEPS = [
  [0, -1],
  [0, 1],
  [1, 0],
  [-1, 0],
]

/**
 * A start state of the reference as the parameter `start`.
 *
 * @param problems is given what is wrong, with paths in the layout
 */
export function startOf(given: Literal | undefined, problems: Problem[]): object | undefined {
  if (given === undefined || given === null) return undefined
  const wrong = (path: string, message: string): undefined => {
    problems.push({ path: `start_state${path}`, message })
  }
  if (!isDict(given)) return wrong('', 'a state is a dict')
  const { players, objects = [] } = given
  if (!Array.isArray(players) || !players.every(isDict))
    return wrong('.players', 'this is a list of dicts')
  const list = isDict(objects) ? Object.values(objects) : objects
  if (!Array.isArray(list) || !list.every(isDict))
    return wrong('.objects', 'this is a list or dict of dicts')
  return {
    players: players.map((p, i) =>
      defined({
        at: p['position'],
        facing: facingOf(p['orientation']) ?? wrong(`.players.${i}.orientation`, 'no direction'),
        holds: isDict(p['held_object']) ? itemOf(p['held_object']) : undefined,
      }),
    ),
    items: list.map((o) => ({ at: o['position'], item: itemOf(o) })),
  }
}

/** A direction as a step; whoever has none faces north, as in the reference. */
function facingOf(step: Literal | undefined): (typeof DIRECTIONS)[number] | undefined {
  if (step === undefined) return 'n'
  return FACING[
    STEPS.findIndex(
      ([x, y]) => Array.isArray(step) && step.length === 2 && step[0] === x && step[1] === y,
    )
  ]
}

/** What a state calls an object; what does not fit is told by the schema of the parameters. */
function itemOf(object: Dict): Literal {
  if (object['name'] !== 'soup') return object['name'] ?? ''
  const inside = object['_ingredients']
  return {
    soup: Array.isArray(inside)
      ? inside.map((i: Literal) => (isDict(i) ? (i['name'] ?? '') : i))
      : [],
    tick: object['_cooking_tick'] ?? object['cooking_tick'] ?? -1,
  }
}
