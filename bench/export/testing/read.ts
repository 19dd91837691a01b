import { parquetReadObjects } from 'hyparquet'
import type { Json } from '../../../engine/index.js'
import type { ColumnInfo, ColumnType } from '../column.js'
import type { ExportFormat, ExportSink } from '../index.js'

/** A sink that keeps what it gets. */
export function memory(): ExportSink & { readonly bytes: () => Uint8Array; closed?: boolean } {
  const pieces: Uint8Array[] = []
  return {
    write: async (bytes) => {
      pieces.push(bytes)
    },
    async close(isWhole) {
      this.closed = isWhole
    },
    bytes() {
      const bytes = new Uint8Array(pieces.reduce((n, piece) => n + piece.length, 0))
      let at = 0
      for (const piece of pieces) {
        bytes.set(piece, at)
        at += piece.length
      }
      return bytes
    },
  }
}

type Record = { readonly [column: string]: Json }

/** The rows of an export as others read them, each format by its own rules. */
export async function readBack(
  to: ExportFormat,
  bytes: Uint8Array,
  columns: readonly ColumnInfo[],
): Promise<Record[]> {
  if (to === 'parquet') return fromParquet(bytes, columns)
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  if (to === 'jsonl')
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line))
  const [head, ...rows] = parseCsv(text)
  return rows.map((row) => {
    if (row.length !== head!.length) throw new Error(`${row.length} cells: ${row}`)
    return Object.fromEntries(
      columns.map(({ name, type }, i) => [
        head![i]?.text === name ? name : `not ${name}`,
        fromCsv(type, row[i]!),
      ]),
    )
  })
}

async function fromParquet(bytes: Uint8Array, columns: readonly ColumnInfo[]): Promise<Record[]> {
  const rows = await parquetReadObjects({ file: bytes.buffer as ArrayBuffer })
  return rows.map((row) =>
    Object.fromEntries(
      columns.map(({ name, type }) => {
        const cell: unknown = row[name]
        if (cell === null || cell === undefined) return [name, null]
        if (type === 'int') return [name, Number(cell as bigint)]
        return [name, type === 'json' ? JSON.parse(cell as string) : (cell as Json)]
      }),
    ),
  )
}

interface CsvCell {
  readonly text: string
  readonly isQuoted: boolean
}

function fromCsv(type: ColumnType, { text, isQuoted }: CsvCell): Json {
  if (text === '' && !isQuoted) return null
  if (type === 'text') return text.replace(/^'/, '')
  if (type === 'bool') return text === 'true'
  return type === 'json' ? JSON.parse(text) : Number(text)
}

/** CSV by RFC 4180, told apart from the writer's way: character by character. */
export function parseCsv(text: string): CsvCell[][] {
  const rows: CsvCell[][] = []
  let row: CsvCell[] = []
  for (let i = 0; i < text.length; ) {
    const isQuoted = text[i] === '"'
    let cell = ''
    if (isQuoted) {
      for (i += 1; text[i] !== '"' || text[i + 1] === '"'; i++) {
        if (i >= text.length) throw new Error('a quote without an end')
        if (text[i] === '"') i += 1
        cell += text[i]
      }
      i += 1
    } else for (; i < text.length && text[i] !== ',' && text[i] !== '\r'; i++) cell += text[i]
    row.push({ text: cell, isQuoted })
    if (text[i] === ',') {
      i += 1
      if (text.startsWith('\r\n', i)) row.push({ text: '', isQuoted: false })
      else continue
    }
    if (!text.startsWith('\r\n', i))
      throw new Error(`no end of line at ${i}: ${text.slice(i, i + 20)}`)
    i += 2
    rows.push(row)
    row = []
  }
  return rows
}
