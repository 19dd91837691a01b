/** What fits on a terminal. */
export interface Size {
  readonly columns: number
  readonly rows: number
}

/** Wide characters take two cells; those from here on are taken for wide. */
const WIDE_FROM = 0x1100

/** The part of a line that fits into so many cells. @param line one that is safe to print */
export function cropped(line: string, columns: number): string {
  let cells = 0
  let fits = ''
  for (const c of line) {
    cells += c.codePointAt(0)! >= WIDE_FROM ? 2 : 1
    if (cells > columns) return fits
    fits += c
  }
  return fits
}

/**
 * Lays out a page: head, body and foot, never more lines than there are, nor longer ones.
 * @param scroll lines of the body to pass over
 */
export function page(
  head: string,
  body: readonly string[],
  foot: string,
  scroll: number,
  { columns, rows }: Size,
): string[] {
  const room = Math.max(0, rows - 2)
  const from = Math.min(scroll, Math.max(0, body.length - room))
  const shown = body.slice(from, from + room)
  const below = body.length - from - shown.length
  const more = below === 0 || room === 0 ? '' : `[${below} more ↓] `
  const lines =
    rows < 2 ? [foot] : [head, ...shown, ...Array(room - shown.length).fill(''), `${more}${foot}`]
  return lines.slice(0, Math.max(0, rows)).map((line) => cropped(line, columns))
}
