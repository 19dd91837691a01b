import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import type { Cell, ColumnInfo, ColumnType, Row } from './column.js'
import type { ExportSink, RowWriter } from './writing.js'

/** A row group is written when it has so many rows, or texts of so many characters. */
const GROUP_ROWS = 50_000
const GROUP_CHARS = 8 << 20

/** JSON is text here: not all readers know the JSON type. Its columns are named in the file's metadata. */
const PARQUET = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  json: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  int: { type: 'INT64' },
  float: { type: 'DOUBLE' },
  bool: { type: 'BOOLEAN' },
} as const

type Stored = string | number | bigint | boolean | null

/** Apache Parquet with Snappy: flat columns, required unless they are nullable, in row groups that bound the memory. */
export function parquetWriter(columns: readonly ColumnInfo[], sink: ExportSink): RowWriter {
  const bytes = new ByteWriter()
  const parquet = new ParquetWriter({
    writer: bytes,
    schema: [
      { name: 'root', num_children: columns.length },
      ...columns.map(({ name, type, nullable }) => ({
        name,
        ...PARQUET[type],
        repetition_type: nullable ? ('OPTIONAL' as const) : ('REQUIRED' as const),
      })),
    ],
    kvMetadata: [{ key: 'coact.columns', value: JSON.stringify(columns.map(described)) }],
    createdBy: 'coact',
  })
  let group: Stored[][] = columns.map(() => [])
  let chars = 0
  const hand = async (): Promise<void> => {
    const piece = bytes.getBytes().slice()
    bytes.index = 0
    await sink.write(piece)
  }
  const writeGroup = async (): Promise<void> => {
    const columnData = columns.map(({ name }, i) => ({ name, data: group[i]! }))
    group = columns.map(() => [])
    chars = 0
    await parquet.write({ columnData, rowGroupSize: GROUP_ROWS })
    await hand()
  }
  return {
    row(row) {
      chars += put(columns, row, group)
      return chars < GROUP_CHARS && group[0]!.length < GROUP_ROWS ? undefined : writeGroup()
    },
    async end() {
      if (group[0]!.length > 0) await writeGroup()
      await parquet.finish()
      await hand()
    },
  }
}

const described = ({ name, type, about }: ColumnInfo): object => ({ name, type, about })

/** Adds a row to a group. @returns the characters of its texts */
function put(columns: readonly ColumnInfo[], row: Row, group: Stored[][]): number {
  let chars = 0
  for (let i = 0; i < columns.length; i++) {
    const value = stored(columns[i]!.type, row[i] ?? null)
    if (typeof value === 'string') chars += value.length
    group[i]!.push(value)
  }
  return chars
}

function stored(type: ColumnType, cell: Cell): Stored {
  if (cell === null) return null
  if (type === 'int') return BigInt(cell as number)
  return type === 'json' ? JSON.stringify(cell) : (cell as string | number | boolean)
}
