import { type ColumnInfo, jsonNumber } from './column.js'
import { type ExportSink, lineWriter, type RowWriter } from './writing.js'

/** One JSON object a line, with all columns in order; JSON is nested, and numbers that JSON lacks are texts. */
export function jsonlWriter(columns: readonly ColumnInfo[], sink: ExportSink): RowWriter {
  const keys = columns.map(({ name }, i) => `${i === 0 ? '{' : ','}${JSON.stringify(name)}:`)
  return lineWriter(sink, '', (row) => {
    let line = ''
    for (let i = 0; i < keys.length; i++) {
      const cell = row[i] ?? null
      line += keys[i]! + JSON.stringify(typeof cell === 'number' ? jsonNumber(cell) : cell)
    }
    return `${line}}\n`
  })
}
