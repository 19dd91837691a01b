import { z } from 'zod'
import { DIRECTIONS } from '../kernels/grid/index.js'
import { CAPACITY, INGREDIENTS } from './items.js'

const ingredient = z.enum(INGREDIENTS)
const soup = z.array(ingredient).min(1).max(CAPACITY)
const item = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
  .max(60)
const symbol = z.string().regex(/^[A-Za-z]$/)
const place = z.tuple([z.int().min(0).max(99), z.int().min(0).max(99)])
const ticks = z.int().min(0).max(100_000)
const worth = z.number().min(-1e9).max(1e9)

/** An item at the start: its name, or a soup with its ingredients in order and its cooking counter (-1: not begun). */
const startItem = z.union([
  item,
  z.strictObject({
    soup: z.array(ingredient).max(CAPACITY),
    tick: z.int().min(-1).max(100_000).default(-1),
  }),
])

/** By what a soup's time or value goes: the first of these that is given and knows the soup; else 20. */
const measure = <T extends z.ZodType>(amount: T) =>
  z
    .strictObject({
      /** The same for all soups. */
      all: amount.optional(),
      /** One for each of `orders`, in their order. */
      orders: z.array(amount).max(100).optional(),
      /** Added up over the ingredients; both are to be given. */
      onion: amount.optional(),
      tomato: amount.optional(),
    })
    .default({})

const soupParams = {
  /** Soups that are worth something, the order of ingredients not mattering; none listed: all nine. */
  orders: z.array(soup).max(100).default([]),
  /** Soups whose value counts `bonusFactor` times; they must be among the orders. */
  bonus: z.array(soup).max(100).default([]),
  bonusFactor: z.union([z.number().min(0).max(1e9), z.literal('infinite')]).default(2),
  /** Ticks that a soup cooks. */
  time: measure(ticks),
  /** What a delivered soup is worth. */
  value: measure(worth),
}

const stationParams = {
  /** Dispensers besides O, T and D: their letter on the grid, and what they give. */
  sources: z.record(symbol, item).default({}),
  /** Where ingredients are worked on, by name: letter on the grid, and what is done there. */
  stations: z.record(item, z.strictObject({ symbol, does: z.string().min(1).max(40) })).default({}),
  /** What comes of which items at which station, in how many ticks; `plated`: it is taken with a dish. */
  recipes: z
    .array(
      z.strictObject({
        makes: item,
        at: item,
        from: z.array(item).min(1).max(CAPACITY),
        time: ticks.default(3),
        plated: z.boolean().default(false),
      }),
    )
    .max(400)
    .default([]),
  /** Items other than soups that are taken at the serving window, and what they are worth. */
  menu: z
    .array(z.strictObject({ item, value: worth.default(20) }))
    .max(100)
    .default([]),
}

/** The parameters of a kitchen. */
export const kitchenParams = z.strictObject({
  /** For people: what is special here. */
  about: z.string().max(2000).optional(),
  /** Rows of the grid: X counter, blank floor, O onions, T tomatoes, D dishes, P pot, S serving window, 1–9 where players begin. */
  grid: z
    .array(z.string().min(3).max(100))
    .min(3)
    .max(100)
    .default(['XXPXX', 'O1 2O', 'X   X', 'XDXSX']),
  ...soupParams,
  ...stationParams,
  /** Weights of the shaped rewards: an ingredient into a pot, a useful dish from the pile, a soup out of a pot. */
  shaping: z
    .strictObject({
      potting: worth.default(3),
      dish: worth.default(3),
      soup: worth.default(5),
    })
    .default({ potting: 3, dish: 3, soup: 5 }),
  /** In place of the usual start: players by number, and what lies about. */
  start: z
    .strictObject({
      players: z
        .array(
          z.strictObject({
            at: place,
            facing: z.enum(DIRECTIONS).default('n'),
            holds: startItem.optional(),
          }),
        )
        .max(9)
        .optional(),
      items: z
        .array(z.strictObject({ at: place, item: startItem }))
        .max(1000)
        .default([]),
    })
    .default({ items: [] }),
  /** An agent's reward: what its team earned in the tick, or that and its own shaped reward. */
  reward: z.enum(['sparse', 'shaped']).default('sparse'),
  /** How many deliveries that are worth something are the goal; the episode ends with the last. */
  target: z.int().min(1).max(100_000).optional(),
})

export type KitchenParams = z.output<typeof kitchenParams>
export type KitchenInput = z.input<typeof kitchenParams>
export type StartItem = z.output<typeof startItem>
