import { CoactError, type Problem } from '../../engine/index.js'

/** What the parameters are called in a layout of the reference. */
const KEYS: readonly (readonly [param: string, key: string])[] = [
  ['orders', 'start_all_orders'],
  ['bonusFactor', 'order_bonus'],
  ['bonus', 'start_bonus_orders'],
  ['time.all', 'cook_time'],
  ['time.orders', 'recipe_times'],
  ['time.onion', 'onion_time'],
  ['time.tomato', 'tomato_time'],
  ['value.all', 'delivery_reward'],
  ['value.orders', 'recipe_values'],
  ['value.onion', 'onion_value'],
  ['value.tomato', 'tomato_value'],
  ['shaping.potting', 'rew_shaping_params.PLACEMENT_IN_POT_REW'],
  ['shaping.dish', 'rew_shaping_params.DISH_PICKUP_REWARD'],
  ['shaping.soup', 'rew_shaping_params.SOUP_PICKUP_REWARD'],
  ['start.items', 'start_state.objects'],
  ['start', 'start_state'],
]

/** The path in the layout of what is at a path of the parameters. */
export function layoutPath(path: string): string {
  const own = path
    .replace(/^params\.?/, '')
    .replace(/\.at\b/, '.position')
    .replace(/\.holds\b/, '.held_object')
  const found = KEYS.find(([param]) => own === param || own.startsWith(`${param}.`))
  return found === undefined ? own : found[1] + own.slice(found[0].length)
}

/** A layout's text, and the lines on which the values of its keys begin, counted from 1. */
export interface LayoutText {
  readonly text: string
  readonly lines: ReadonlyMap<string, number>
}

/** The line that a path is on; for a row of the grid its own, where it has one. */
function lineOf(path: string, rows: readonly string[], { text, lines }: LayoutText) {
  const line = lines.get(path.split('.')[0]!)
  const row = rows[Number(/^grid\.(\d+)/.exec(path)?.[1] ?? NaN)]
  if (line === undefined || row === undefined) return line
  const below = text.split('\n').slice(line - 1)
  const at = below.findIndex((source) => source.includes(row))
  return at < 0 ? line : line + at
}

/**
 * The error that tells all that is wrong with a layout.
 *
 * @param problems with paths in the layout
 * @param rows the grid as it was read
 */
export function invalidLayout(
  source: string,
  problems: readonly Problem[],
  rows: readonly string[],
  text?: LayoutText,
): CoactError {
  const lines = problems.map((p) => (text === undefined ? undefined : lineOf(p.path, rows, text)))
  const told = problems.map((p, i) => {
    const place = lines[i] === undefined ? p.path : `line ${lines[i]}, ${p.path}`
    return `${place}: ${p.message}${p.expected === undefined ? '' : ` (${p.expected})`}`
  })
  const first = lines.find((line) => line !== undefined)
  return new CoactError('layout/invalid', 'This is no kitchen', {
    where: first === undefined ? source : `${source}:${first}`,
    got: told.join('; ').slice(0, 2000),
    next: 'Correct the listed places.',
    data: problems,
  })
}
