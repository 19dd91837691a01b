import { CoactError, type Problem } from '../../engine/index.js'
import type { DIRECTIONS } from '../kernels/grid/index.js'
import { type Literal, parseLiteral } from './literal.js'
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

type Dict = { readonly [k: string]: Literal }

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
  return convertLayout(parseLiteral(text, source), source)
}

/** The same from values, as `JSON.parse` gives them. @throws CoactError `layout/invalid` */
export function convertLayout(value: unknown, source: string): ReadLayout {
  const problems: Problem[] = []
  if (!isDict(value)) throw invalid(source, [{ path: '(root)', message: 'a layout is a dict' }])
  const params = paramsOf(value as Dict, problems)
  const checked = kitchenParams.safeParse(params)
  if (!checked.success)
    problems.push(
      ...checked.error.issues.map((i) => ({
        path: i.path.map(String).join('.'),
        message: i.message,
      })),
    )
  else problems.push(...validateKitchen(checked.data))
  if (problems.length > 0) throw invalid(source, problems)
  return {
    params,
    players: params.grid!.join('').replace(/[^1-9]/g, '').length,
    ignored: Object.keys(value as Dict).filter((key) => !KNOWN.has(key)),
  }
}

const invalid = (source: string, problems: readonly Problem[]): CoactError =>
  new CoactError('layout/invalid', 'This is no kitchen', {
    where: source,
    got: problems
      .map((p) => `${p.path}: ${p.message}${p.expected === undefined ? '' : ` (${p.expected})`}`)
      .join('; ')
      .slice(0, 2000),
    next: 'Correct the listed places.',
    data: problems,
  })

const isDict = (value: unknown): value is Dict =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function paramsOf(layout: Dict, problems: Problem[]): KitchenInput {
  const grid = Array.isArray(layout['grid'])
    ? layout['grid'].map(String)
    : String(layout['grid'] ?? '')
        .split('\n')
        .map((row) => row.trim())
        .filter((row) => row !== '')
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
    shaping: shapingOf(layout['rew_shaping_params']),
    start: startOf(layout['start_state'], problems),
  }) as KitchenInput
}

/** An object without the fields that are undefined. */
const defined = (fields: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined))

type Soup = ('onion' | 'tomato')[]

/** Orders: each a dict with its ingredients, or the list of them. */
function soups(given: Literal | undefined, path: string, problems: Problem[]): Soup[] | undefined {
  if (given === undefined || given === null) return undefined
  const list = Array.isArray(given) ? (given as readonly Literal[]) : [given]
  return list.map((order, i) => {
    const inside = isDict(order) ? order['ingredients'] : order
    if (Array.isArray(inside)) return inside.map(String) as Soup
    problems.push({ path: `${path}.${i}`, message: 'an order has a list of ingredients' })
    return []
  })
}

function shapingOf(given: Literal | undefined): object | undefined {
  if (!isDict(given)) return undefined
  return defined({
    potting: given['PLACEMENT_IN_POT_REW'] ?? 0,
    dish: given['DISH_PICKUP_REWARD'] ?? 0,
    soup: given['SOUP_PICKUP_REWARD'] ?? 0,
  })
}

const ORIENTATIONS: Readonly<Record<string, (typeof DIRECTIONS)[number]>> = {
  '0,-1': 'n',
  '0,1': 's',
  '1,0': 'e',
  '-1,0': 'w',
}

function startOf(given: Literal | undefined, problems: Problem[]): object | undefined {
  if (given === undefined || given === null) return undefined
  if (!isDict(given)) {
    problems.push({ path: 'start_state', message: 'a state is a dict' })
    return undefined
  }
  const players = Array.isArray(given['players']) ? (given['players'] as readonly Literal[]) : []
  const objects = given['objects']
  const list = Array.isArray(objects)
    ? (objects as readonly Literal[])
    : isDict(objects)
      ? Object.values(objects)
      : []
  return {
    players: players.filter(isDict).map((p) =>
      defined({
        at: p['position'],
        facing: ORIENTATIONS[String(p['orientation'])] ?? 'n',
        holds: isDict(p['held_object']) ? itemOf(p['held_object']) : undefined,
      }),
    ),
    items: list.filter(isDict).map((o) => ({ at: o['position'], item: itemOf(o) })),
  }
}

function itemOf(object: Dict): Literal {
  if (object['name'] !== 'soup') return String(object['name'])
  const inside = object['_ingredients']
  return {
    soup: Array.isArray(inside)
      ? (inside as readonly Literal[]).filter(isDict).map((i) => String(i['name']))
      : [],
    tick: object['_cooking_tick'] ?? object['cooking_tick'] ?? -1,
  }
}
