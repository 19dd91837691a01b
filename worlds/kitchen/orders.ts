import { CAPACITY, isSoup, KIND, SOUP_CODES, soupCode } from './items.js'
import type { KitchenParams } from './params.js'

/** Times and values of all soups, by the number of their contents. */
export interface SoupTables {
  readonly time: Int32Array
  /** What a delivery is worth, bonus included; 0 for what nobody ordered. */
  readonly value: Float64Array
  /** The highest value that can be reached by adding ingredients. */
  readonly best: Float64Array
  /** 1 for what was ordered, 2 with a bonus. */
  readonly ordered: Uint8Array
}

const DEFAULT = 20

type Measure = KitchenParams['time']

/** By a measure, the number for one soup: `all`, else its order's, else by ingredients, else 20. Zero counts as not given. */
function measured(measure: Measure, orders: readonly number[], code: number): number {
  if (measure.all) return measure.all
  const listed = measure.orders === undefined ? -1 : orders.lastIndexOf(code)
  const own = listed < 0 ? undefined : measure.orders![listed]
  if (own !== undefined) return own
  if (measure.onion && measure.tomato)
    return measure.onion * (code >> 2) + measure.tomato * (code & 3)
  return DEFAULT
}

/** Works out times and values, by Overcooked's precedence of the settings. */
export function soupTables(params: KitchenParams): SoupTables {
  const time = new Int32Array(SOUP_CODES)
  const value = new Float64Array(SOUP_CODES)
  const best = new Float64Array(SOUP_CODES)
  const ordered = new Uint8Array(SOUP_CODES)
  const orders = params.orders.map(soupCode)
  const bonus = new Set(params.bonus.map(soupCode))
  const factor = params.bonusFactor === 'infinite' ? Infinity : params.bonusFactor
  for (let code = 0; code < SOUP_CODES; code++) {
    if (!isSoup(code)) continue
    time[code] = measured(params.time, orders, code)
    if (orders.length > 0 && !orders.includes(code)) continue
    ordered[code] = bonus.has(code) ? 2 : 1
    const worth = measured(params.value, orders, code)
    value[code] = bonus.has(code) && worth !== 0 ? worth * factor : worth
  }
  for (let code = SOUP_CODES - 1; code >= 0; code--) {
    const hasRoom = (code >> 2) + (code & 3) < CAPACITY
    const next = hasRoom ? [best[code + 4]!, best[code + 1]!] : []
    best[code] = Math.max(isSoup(code) ? value[code]! : 0, ...next)
  }
  return { time, value, best, ordered }
}

/** The number of the contents of a soup given by kinds; 0 is no ingredient. */
export const codeOf = (first: number, second: number, third: number): number =>
  CODE[first]! + CODE[second]! + CODE[third]!

const CODE = Int32Array.of(0, 4, 1, 0, 0, 0)

/** Whether a kind may go into a pot. */
export const goesInPot = (kind: number): boolean => kind === KIND.onion || kind === KIND.tomato
