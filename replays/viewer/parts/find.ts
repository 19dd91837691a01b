import type { FileRow } from './use.js'

// Which replays of a list are meant, and in which order.

/** What a list is sorted by: a column or a score. */
export interface Order {
  readonly by: string
  readonly down: boolean
}

const COMPARED = /^([\p{L}\p{N}_.-]+)(<=|>=|=|<|>)(.+)$/u

/**
 * Whether a replay is meant. Words must all be somewhere in what a row tells in words; `reward>3`, `success=1`, `world=kitchen`
 * compare a column or score. What has no such value is not meant.
 */
export const fits = (row: FileRow, find: string): boolean =>
  find
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => {
      const [, name, sign, than] = COMPARED.exec(word) ?? []
      return name === undefined ? tells(row, word) : compares(valueIn(row, name), sign!, than!)
    })

const tells = (row: FileRow, word: string): boolean =>
  [row.name, row.world, row.scenario, row.title, row.seed, row.policies, row.end].some((text) =>
    text?.toLowerCase().includes(word),
  )

function compares(value: string | number | undefined, sign: string, than: string): boolean {
  if (value === undefined) return false
  if (typeof value === 'string') return sign === '=' && value.toLowerCase() === than
  const other = than === 'yes' ? 1 : than === 'no' ? 0 : Number(than)
  if (sign === '=') return value === other
  if (sign === '<') return value < other
  if (sign === '>') return value > other
  return sign === '<=' ? value <= other : value >= other
}

/** A column or score of a row, by its name in lower case or as it is. */
function valueIn(row: FileRow, name: string): string | number | undefined {
  const own = Object.entries(row).find(([key]) => key.toLowerCase() === name)?.[1]
  if (typeof own === 'string' || typeof own === 'number') return own
  return Object.entries(row.scores ?? {}).find(([key]) => key.toLowerCase() === name)?.[1]
}

/** Rows in an order; those without a value come last, whichever way. */
export function sorted(rows: readonly FileRow[], { by, down }: Order): FileRow[] {
  const name = by.toLowerCase()
  return [...rows].sort((a, b) => {
    const [x, y] = [valueIn(a, name), valueIn(b, name)]
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined)
    const order = x < y ? -1 : x > y ? 1 : 0
    return down ? -order : order
  })
}

/** How an order is written in an address: `-reward` is downwards. */
export const orderText = ({ by, down }: Order): string => `${down ? '-' : ''}${by}`

export function readOrder(text: string | null): Order {
  if (text === null || text === '' || text === '-') return { by: 'name', down: false }
  return text.startsWith('-') ? { by: text.slice(1), down: true } : { by: text, down: false }
}

/** Ticks from which runs of a list go on otherwise. @param chain names the run that they leave */
export const forksOf = (files: readonly FileRow[], chain: string | undefined): number[] =>
  chain === undefined
    ? []
    : files.flatMap(({ parent }) => (parent?.run === chain ? [parent.tick] : []))
