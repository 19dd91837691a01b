import { CoactError, isCoactError, unknownName } from '../../engine/index.js'
import type { ColumnInfo } from './column.js'
import { csvWriter } from './csv.js'
import { type Grain, grains, tables } from './grains.js'
import { jsonlWriter } from './jsonl.js'
import { type NamedSource, readSource } from './reading.js'
import type { Table } from './table.js'
import type { ExportSink, RowWriter } from './writing.js'

export type ExportFormat = 'jsonl' | 'csv' | 'parquet'

export interface ExportOptions {
  /** What one row is about (default `episodes`). */
  readonly grain?: Grain
  /** Default `jsonl`. */
  readonly to?: ExportFormat
  /** The file to write, or where else the bytes go. */
  readonly out: string | ExportSink
  /** Told of each replay that is damaged, or of which nothing can be read. */
  readonly onWarning?: (warning: ExportWarning) => void
  /** Told of each replay before it is read. */
  readonly onFile?: (name: string, index: number, of: number) => void
  /** Gives the export up. */
  readonly signal?: AbortSignal
}

export interface ExportWarning {
  readonly file: string
  readonly message: string
  /** False when nothing of it could be exported. */
  readonly readable: boolean
}

/** What was exported. */
export interface ExportReport {
  readonly grain: Grain
  readonly to: ExportFormat
  readonly columns: readonly string[]
  /** Replays that rows were made of. */
  readonly files: number
  readonly rows: number
  readonly warnings: readonly ExportWarning[]
}

/** Loads a writer of rows. */
const writers: Readonly<
  Record<
    ExportFormat,
    () => Promise<(columns: readonly ColumnInfo[], sink: ExportSink) => RowWriter>
  >
> = {
  jsonl: async () => jsonlWriter,
  csv: async () => csvWriter,
  // Its library is loaded by those alone who want it.
  parquet: async () => (await import('./parquet.js')).parquetWriter,
}
export const exportFormats = Object.keys(writers) as ExportFormat[]

/**
 * Writes what replays tell as a table, for data frames and databases. Reads one tick at a time, so that memory does not grow
 * with the replays; the same replays give the same bytes. A damaged replay gives what can be read of it, and a warning.
 *
 * @param sources paths of replays, folders or patterns (see docs/export.md), or replays that are elsewhere
 * @throws CoactError `export/…`; `export/aborted` when the signal gives it up, and then no file is left
 * @example
 * await exportReplays(['runs/'], { grain: 'actions', to: 'parquet', out: 'actions.parquet' })
 */
export async function exportReplays(
  sources: readonly (string | NamedSource)[],
  options: ExportOptions,
): Promise<ExportReport> {
  const { grain = 'episodes', to = 'jsonl', out } = options
  if (!Object.hasOwn(tables, grain)) throw unknownName('export/grain', 'grain', grain, grains)
  if (!Object.hasOwn(writers, to)) throw unknownName('export/format', 'format', to, exportFormats)
  const files = await openable(sources)
  const sink = typeof out === 'string' ? await openFile(out, files) : out
  const table = tables[grain]
  let isWhole = false
  try {
    const writer = (await writers[to]())(table.columns, sink)
    const told = await exportAll(files, table, writer, options)
    await writer.end()
    isWhole = true
    return { grain, to, columns: table.columns.map((c) => c.name), ...told }
  } finally {
    await sink.close?.(isWhole)
  }
}

/** A replay that is opened when its turn comes. */
interface Openable {
  readonly name: string
  readonly path?: string
  open(): Promise<NamedSource>
}

async function openable(sources: readonly (string | NamedSource)[]): Promise<Openable[]> {
  const found: Openable[] = []
  const known = new Set<string>()
  for (const source of sources) {
    if (typeof source !== 'string') {
      found.push({ name: source.name, open: async () => source })
      continue
    }
    const { fileSource, findReplays } = await import('./files.node.js')
    for (const path of await findReplays(source, known))
      found.push({ name: path, path, open: () => fileSource(path) })
  }
  return found
}

async function openFile(path: string, files: readonly Openable[]): Promise<ExportSink> {
  const { createExportFile } = await import('./files.node.js')
  return createExportFile(
    path,
    files.flatMap((f) => f.path ?? []),
  )
}

async function exportAll(
  files: readonly Openable[],
  table: Table,
  writer: RowWriter,
  { onFile, onWarning, signal }: ExportOptions,
): Promise<Pick<ExportReport, 'files' | 'rows' | 'warnings'>> {
  const warnings: ExportWarning[] = []
  const warn = (warning: ExportWarning): void => {
    warnings.push(warning)
    onWarning?.(warning)
  }
  let [read, rows] = [0, 0]
  for (const [i, file] of files.entries()) {
    onFile?.(file.name, i, files.length)
    try {
      const told = await exportOne(await file.open(), i, table, writer, signal)
      read += 1
      rows += told.rows
      if (told.damage !== undefined) warn({ file: file.name, message: told.damage, readable: true })
    } catch (e) {
      if (!isCoactError(e) || !UNREADABLE.test(e.code)) throw e
      warn({
        file: file.name,
        message: `${e.message.split('\n')[0]}: ${e.detail.got}`,
        readable: false,
      })
    }
  }
  return { files: read, rows, warnings }
}

/** What is wrong with one replay is no reason to give up the others. */
const UNREADABLE = /^(replay\/|export\/unreadable)/

async function exportOne(
  source: NamedSource,
  episode: number,
  table: Table,
  writer: RowWriter,
  signal: AbortSignal | undefined,
): Promise<{ readonly rows: number; readonly damage: string | undefined }> {
  try {
    const reading = await readSource(source)
    const rows = table.rows({
      id: reading.run,
      episode,
      file: source.name,
      info: reading.replay.info,
    })
    let count = 0
    for await (const frame of reading.frames()) {
      if (signal?.aborted === true)
        throw new CoactError('export/aborted', 'The export was given up')
      for (const row of rows.frame(frame)) {
        count += 1
        await writer.row(row)
      }
      if (rows.call === undefined) continue
      for await (const call of reading.calls(frame.tick)) {
        for (const row of rows.call(call)) {
          count += 1
          await writer.row(row)
        }
      }
    }
    const damage = reading.damage()
    for (const row of rows.end(damage)) {
      count += 1
      await writer.row(row)
    }
    return { rows: count, damage }
  } finally {
    await source.source.close?.()
  }
}
