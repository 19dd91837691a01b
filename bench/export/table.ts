import type { CallRecord, Frame } from '../../engine/index.js'
import type { ReplayInfo } from '../../replays/index.js'
import { type Column, type ColumnInfo, columnsOf, type Row } from './column.js'

/** The run that rows are about. */
export interface ExportedRun {
  /** The chain hash of its last tick, or of the last that can be read: it names the run. */
  readonly id: string
  /** Its place in the export, from 0. */
  readonly episode: number
  /** The name of its file, without folders. */
  readonly file: string
  readonly info: ReplayInfo
}

/** Turns what happened in a run into rows. */
export interface Rows<R> {
  frame(frame: Frame): readonly R[]
  /** What language models were asked for a tick; without it they are not read. */
  call?(call: CallRecord): readonly R[]
  /** What is left to tell after the last frame. @param damage why this was not the whole run */
  end?(damage: string | undefined): readonly R[]
}

/** One grain of export: its columns, and how a run becomes rows of them. */
export interface Table {
  readonly columns: readonly ColumnInfo[]
  rows(run: ExportedRun): Omit<Rows<Row>, 'end'> & Required<Pick<Rows<Row>, 'end'>>
}

const { int, text } = columnsOf<ExportedRun>()
/** With these every row begins. */
const runColumns = [
  int('episode', 'place of the replay in the export, from 0: joins the grains', (r) => r.episode),
  text(
    'run',
    'names the run: the chain hash of its last tick; runs in which the same happened share it',
    (r) => r.id,
  ),
]

/** @param columns those after `episode` and `run`, which all grains have */
export function table<R>(
  columns: readonly Column<R>[],
  open: (run: ExportedRun) => Rows<R>,
): Table {
  return {
    columns: [...runColumns, ...columns],
    rows(run) {
      const head = runColumns.map((c) => c.of(run))
      const cells = (from: R): Row => [...head, ...columns.map((c) => c.of(from))]
      const { frame, call, end } = open(run)
      return {
        frame: (f) => frame(f).map(cells),
        ...(call === undefined ? {} : { call: (c: CallRecord) => call(c).map(cells) }),
        end: (damage) => (end === undefined ? [] : end(damage).map(cells)),
      }
    },
  }
}
