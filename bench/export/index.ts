export type { ColumnInfo, ColumnType } from './column.js'
export {
  type ExportFormat,
  type ExportOptions,
  type ExportReport,
  type ExportWarning,
  exportReplays,
} from './export.js'
export { exportColumns, type Grain } from './grains.js'
export type { NamedSource } from './reading.js'
export type { ExportSink } from './writing.js'
