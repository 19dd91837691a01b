import { writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { CoactError } from '../../engine/index.js'
import { type Column, columnsOf } from '../export/column.js'
import { csvWriter } from '../export/csv.js'
import { parquetWriter } from '../export/parquet.js'
import { type ReportInput, reportPage } from '../report/report.js'
import { aggregate, valueIn } from '../sweep/aggregate.js'
import { markdown } from '../sweep/lines.js'
import { agrees, type EpisodeRow } from '../sweep/row.js'
import { readResults } from '../sweep/store.node.js'
import type { Published } from '../sweep/suite.js'
import { EXIT } from './exit.js'
import { printable } from './printable.js'
import type { Terminal } from './terminal.node.js'

export interface ReportFlags {
  readonly format?: Format
  readonly out?: string
}

type Format = 'html' | 'md' | 'json' | 'csv' | 'parquet'
const ENDINGS: readonly Format[] = ['html', 'md', 'json', 'csv', 'parquet']

/** `coact report` */
export async function reportCommand(
  folders: readonly string[],
  flags: ReportFlags,
  terminal: Terminal,
): Promise<number> {
  const rows = new Map<string, EpisodeRow>()
  let title = ''
  let published: Published | undefined
  for (const folder of folders) {
    const told = await readResults(folder)
    title ||= told.info.title
    published ??= told.info.published
    for (const [key, row] of told.rows) {
      const known = rows.get(key)
      if (known !== undefined && !agrees(known, row)) {
        throw new CoactError('sweep/disagree', 'Two folders tell of one episode otherwise', {
          where: `${folder}: ${row.scenario}, ${row.lineup}, seed ${row.seed} (${key})`,
          expected: `chain ${known.chain}`,
          got: `chain ${row.chain}`,
          next: 'Verify both replays.',
        })
      }
      const replay = row.replay === undefined ? {} : { replay: join(folder, row.replay) }
      if (known?.status !== 'ok' || row.status === 'ok') rows.set(key, { ...row, ...replay })
    }
  }
  const list = [...rows.values()]
  if (list.length === 0)
    throw new CoactError('report/nothing', 'There are no results yet', {
      where: folders.join(', '),
      next: 'Run coact sweep first.',
    })
  const format = flags.format ?? endingOf(flags.out) ?? 'html'
  const out = flags.out ?? join(folders[0]!, `report.${format}`)
  const content =
    format === 'csv' || format === 'parquet'
      ? await written(format, list)
      : textOf(format, { title, rows: list, published }, out)
  if (out !== '-') await writeFile(out, content)
  else terminal.line(String(content).trimEnd())
  const { cells } = aggregate(list)
  terminal.document({ out, format, episodes: list.length, cells })
  if (out !== '-') terminal.line(`report of ${list.length} episodes in ${printable(out)}`)
  return EXIT.fine
}

const endingOf = (out: string | undefined): Format | undefined =>
  ENDINGS.find((format) => out?.endsWith(`.${format}`))

function textOf(
  format: Exclude<Format, 'csv' | 'parquet'>,
  { title, rows, published }: Pick<ReportInput, 'title' | 'rows' | 'published'>,
  out: string,
): string {
  if (format === 'md') return markdown(title, aggregate(rows), published)
  if (format === 'json')
    return `${JSON.stringify({ title, published, ...aggregate(rows), rows }, null, 2)}\n`
  const from = out === '-' ? '.' : dirname(resolve(out))
  const linked = rows.map((row) =>
    row.replay === undefined
      ? row
      : { ...row, replay: relative(from, resolve(row.replay)).replaceAll('\\', '/') },
  )
  return reportPage({ title, rows: linked, published })
}

const { text, some } = columnsOf<EpisodeRow>()

/** One row an episode: what it is, how it went, and every metric that any of them has. */
function columnsFor(rows: readonly EpisodeRow[]): Column<EpisodeRow>[] {
  const metrics = aggregate(rows).metrics.filter((m) => m !== 'success')
  return [
    text('key', 'names the episode', (r) => r.key),
    text('suite', 'id', (r) => r.suite),
    text('scenario', 'id', (r) => r.scenario),
    text('group', 'what it is counted with', (r) => r.group),
    text('lineup', 'who played', (r) => r.lineup),
    text('seed', 'a number or text', (r) => r.seed),
    text('status', '`ok` or `error`', (r) => r.status),
    some.bool('success', 'all goals are done', (r) => r.success),
    some.text('end', '`done` or `horizon`', (r) => r.end),
    some.text('chain', 'names the run', (r) => r.chain),
    some.text('replay', 'path', (r) => r.replay),
    ...metrics.map((m) => some.float(m, 'metric', (r) => valueIn(r, m))),
  ]
}

/** Writes a table through the writers of `coact export`. */
async function written(
  format: 'csv' | 'parquet',
  rows: readonly EpisodeRow[],
): Promise<Uint8Array> {
  const columns = columnsFor(rows)
  const parts: Uint8Array[] = []
  const sink = { write: async (bytes: Uint8Array) => void parts.push(bytes.slice()) }
  const writer = format === 'csv' ? csvWriter(columns, sink) : parquetWriter(columns, sink)
  for (const row of rows) await writer.row(columns.map((c) => c.of(row)))
  await writer.end()
  return Buffer.concat(parts)
}
