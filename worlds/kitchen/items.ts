/** Kinds of items that every kitchen knows, by number. A kitchen's own kinds follow after these. */
export const KIND = { none: 0, onion: 1, tomato: 2, dish: 3, soup: 4, mix: 5 } as const

/** Names of the kinds that every kitchen knows, by number. */
export const BASE_NAMES = ['none', 'onion', 'tomato', 'dish', 'soup', 'mix'] as const

/** What goes into a pot. */
export const INGREDIENTS = ['onion', 'tomato'] as const
export type Ingredient = (typeof INGREDIENTS)[number]

/** How many things fit into a pot or at a station. */
export const CAPACITY = 3

/** A soup's contents as one number: 4 for each onion and 1 for each tomato, 0 to 12. */
export const SOUP_CODES = 4 * CAPACITY + 1
export const codeOfKind = (kind: number): number =>
  kind === KIND.onion ? 4 : kind === KIND.tomato ? 1 : 0

export const soupCode = (ingredients: readonly Ingredient[]): number =>
  ingredients.reduce((code, name) => code + (name === 'onion' ? 4 : 1), 0)

/** The ingredients behind a soup's number, onions first. */
export const soupOf = (code: number): Ingredient[] => [
  ...Array.from({ length: code >> 2 }, () => 'onion' as const),
  ...Array.from({ length: code & 3 }, () => 'tomato' as const),
]

/** Whether a number stands for one to three ingredients. */
export const isSoup = (code: number): boolean => {
  const count = (code >> 2) + (code & 3)
  return count >= 1 && count <= CAPACITY
}
