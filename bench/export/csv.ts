import type { Cell, ColumnInfo, ColumnType } from './column.js'
import { type ExportSink, lineWriter, type RowWriter } from './writing.js'

/**
 * CSV by RFC 4180 in UTF-8, without a byte order mark: a head, commas, lines that end in CR LF, quotes around what needs
 * them. Nothing at all is null; an empty text is `""`.
 */
export function csvWriter(columns: readonly ColumnInfo[], sink: ExportSink): RowWriter {
  const line = (cells: readonly string[]): string => `${cells.join(',')}\r\n`
  return lineWriter(sink, line(columns.map((c) => c.name)), (row) =>
    line(columns.map(({ type }, i) => csvCell(type, row[i] ?? null))),
  )
}

function csvCell(type: ColumnType, cell: Cell): string {
  if (cell === null) return ''
  if (type === 'text') return quoted(inert(cell as string))
  return type === 'json' ? quoted(JSON.stringify(cell)) : String(cell)
}

/** With these a spreadsheet takes a text for a formula; the full-width ones, where its language is East Asian. */
const FORMULA = /^['=+\-@\t\r\n＝＋－＠]/

/**
 * A text that no spreadsheet runs: one that begins like a formula gets an apostrophe in front. So does one that begins with
 * an apostrophe, so that whoever takes one leading apostrophe off every text has all texts as they were.
 * The characters are those of OWASP, "CSV Injection".
 */
const inert = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)

const NEEDS_QUOTES = /[",\r\n\t;]|^\s|\s$|^$/

const quoted = (text: string): string =>
  NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
