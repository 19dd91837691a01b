import type { Problem } from '../../engine/index.js'
import { CAPACITY } from './items.js'
import { invalidLayout, type LayoutText, layoutPath } from './layout-problems.js'
import { defined, startOf } from './layout-start.js'
import { type Dict, isDict, type Literal, parseLiteral } from './literal.js'
import { type KitchenInput, kitchenParams } from './params.js'
import { validateKitchen } from './validate.js'

/** A layout as parameters of the kitchen. */
export interface ReadLayout {
  readonly params: KitchenInput
  /** How many players the layout has places for. */
  readonly players: number
  /** Keys that mean nothing here; they were left out. */
  readonly ignored: readonly string[]
}

const KNOWN = new Set([
  'grid',
  'start_all_orders',
  'start_bonus_orders',
  'start_state',
  'rew_shaping_params',
  'order_bonus',
  'cook_time',
  'delivery_reward',
  'recipe_times',
  'recipe_values',
  'onion_time',
  'tomato_time',
  'onion_value',
  'tomato_value',
])

/**
 * Reads a layout file of Overcooked: a Python dict as text.
 *
 * @param source what to call the text in errors
 * @throws CoactError `layout/syntax` with the line; `layout/invalid` with every problem and its path
 * @example
 * const { params } = readLayout(text, 'cramped_room.layout')
 */
export function readLayout(text: string, source: string): ReadLayout {
  const lines = new Map<string, number>()
  return convert(parseLiteral(text, source, lines), source, { text, lines })
}

/** The same from values, as `JSON.parse` gives them. @throws CoactError `layout/invalid` */
export const convertLayout = (value: unknown, source: string): ReadLayout => convert(value, source)

function convert(value: unknown, source: string, text?: LayoutText): ReadLayout {
  if (!isDict(value))
    throw invalidLayout(source, [{ path: '(root)', message: 'a layout is a dict' }], [])
  const problems: Problem[] = []
  const grid = rowsOf(value['grid'], problems)
  const params = paramsOf(value, grid, problems)
  if (grid.length > 0) problems.push(...problemsOf(params))
  if (problems.length > 0) throw invalidLayout(source, problems, grid, text)
  return {
    params,
    players: grid.join('').replace(/[^1-9]/g, '').length,
    ignored: Object.keys(value).filter((key) => !KNOWN.has(key)),
  }
}

/** What is wrong with parameters, by the layout's own paths. */
function problemsOf(params: KitchenInput): Problem[] {
  const checked = kitchenParams.safeParse(params)
  const found = checked.success
    ? validateKitchen(checked.data)
    : checked.error.issues.map(({ path, code, message }) => ({
        path: path.join('.'),
        message:
          code === 'invalid_union' ? `this is no item, nor a soup of up to ${CAPACITY}` : message,
      }))
  return found.map((p) => ({ ...p, path: layoutPath(p.path) }))
}

/** The rows of a grid: a text of several lines, or a list. */
function rowsOf(grid: Literal | undefined, problems: Problem[]): string[] {
  if (typeof grid === 'string')
    return grid
      .split('\n')
      .map((row) => row.trim())
      .filter((row) => row !== '')
  if (Array.isArray(grid) && grid.every((row) => typeof row === 'string')) return [...grid]
  const message = grid === undefined ? 'it lacks a grid' : 'a grid is a text or a list of texts'
  problems.push({ path: 'grid', message })
  return []
}

function paramsOf(layout: Dict, grid: string[], problems: Problem[]): KitchenInput {
  const number = (key: string): number | undefined => {
    const value = layout[key]
    if (value === undefined || value === null) return undefined
    if (typeof value === 'number') return value
    problems.push({ path: key, message: 'this is no number' })
    return undefined
  }
  const numbers = (key: string): number[] | undefined => {
    const value = layout[key]
    if (value === undefined || value === null) return undefined
    if (Array.isArray(value) && value.every((v) => typeof v === 'number')) return value as number[]
    problems.push({ path: key, message: 'this is no list of numbers' })
    return undefined
  }
  const bonus = number('order_bonus')
  return defined({
    grid,
    orders: soups(layout['start_all_orders'], 'start_all_orders', problems),
    bonus: soups(layout['start_bonus_orders'], 'start_bonus_orders', problems),
    bonusFactor: bonus === Infinity ? ('infinite' as const) : bonus,
    time: defined({
      all: number('cook_time'),
      orders: numbers('recipe_times'),
      onion: number('onion_time'),
      tomato: number('tomato_time'),
    }),
    value: defined({
      all: number('delivery_reward'),
      orders: numbers('recipe_values'),
      onion: number('onion_value'),
      tomato: number('tomato_value'),
    }),
    shaping: shapingOf(layout['rew_shaping_params'], problems),
    start: startOf(layout['start_state'], problems),
  }) as KitchenInput
}

type Soup = ('onion' | 'tomato')[]

/** Orders: each a dict with its ingredients, or the list of them. */
function soups(given: Literal | undefined, path: string, problems: Problem[]): Soup[] | undefined {
  if (given === undefined || given === null) return undefined
  const list = Array.isArray(given) ? (given as readonly Literal[]) : [given]
  return list.map((order, i) => {
    const inside = isDict(order) ? order['ingredients'] : order
    if (Array.isArray(inside)) return inside as Soup
    problems.push({ path: `${path}.${i}`, message: 'an order has a list of ingredients' })
    return []
  })
}

function shapingOf(given: Literal | undefined, problems: Problem[]): object | undefined {
  if (given === undefined || given === null) return undefined
  if (!isDict(given)) {
    problems.push({ path: 'rew_shaping_params', message: 'this is a dict, or None' })
    return undefined
  }
  return defined({
    potting: given['PLACEMENT_IN_POT_REW'] ?? 0,
    dish: given['DISH_PICKUP_REWARD'] ?? 0,
    soup: given['SOUP_PICKUP_REWARD'] ?? 0,
  })
}
