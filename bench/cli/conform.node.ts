import { unknownName } from '../../engine/index.js'
import type { ConformReport, ReportTable } from '../conform/types.js'
import { EXIT } from './exit.js'
import { interruptible } from './interrupt.node.js'
import { printable } from './printable.js'
import type { Terminal } from './terminal.node.js'

export interface ConformFlags {
  readonly scenes?: string
}

/** `coact conform` */
export async function conformCommand(
  id: string,
  dir: string,
  flags: ConformFlags,
  terminal: Terminal,
): Promise<number> {
  const { suites } = await import('../conform/suites.node.js')
  const suite = Object.hasOwn(suites, id) ? suites[id] : undefined
  if (suite === undefined)
    throw unknownName('conform/unknown-suite', 'suite', id, Object.keys(suites))
  const stop = interruptible()
  const report = await suite.run(dir, {
    ...flags,
    signal: stop.signal,
    onProgress: (done, of) => terminal.status(() => `${suite.id}: ${done} of ${of}`),
  })
  stop.end()
  const { passed, failed } = totals(report)
  terminal.document({ suite: suite.id, ...report, passed, failed })
  for (const line of reportLines(report)) terminal.line(line)
  if (stop.signal.aborted) return EXIT.interrupted
  return failed > 0 || passed === 0 ? EXIT.goalNotMet : EXIT.fine
}

const totals = ({ gates }: ConformReport) => ({
  passed: gates.reduce((n, g) => n + g.passed, 0),
  failed: gates.reduce((n, g) => n + g.failed, 0),
})

/** A report as people read it; what is not built has lines and a total of its own, before the last line. */
export function reportLines(report: ConformReport): string[] {
  const { gates, tables = [], notBuilt = [] } = report
  const { passed, failed } = totals(report)
  const missing = notBuilt.reduce((n, { count }) => n + count, 0)
  return [
    ...tables.flatMap(tableLines),
    ...gates.flatMap((g) => [
      `${printable(g.name)}: ${g.passed} passed, ${g.failed} failed`,
      ...(g.skipped === undefined ? [] : [`  skipped: ${printable(g.skipped)}`]),
      ...(g.first === undefined ? [] : [`  first: ${printable(g.first, 2000)}`]),
    ]),
    ...notBuilt.map(({ name, count }) => `not built: ${printable(name)} (${count})`),
    ...(missing === 0 ? [] : [`${missing} not built`]),
    `${passed} passed, ${failed} failed`,
  ]
}

/** A table as lines: its name, then its columns, those of numbers to the right. */
function tableLines({ name, columns, rows }: ReportTable): string[] {
  const cells = [columns, ...rows].map((row) => row.map((cell) => printable(String(cell), 500)))
  const widths = columns.map((_, c) => Math.max(...cells.map((row) => row[c]!.length)))
  const isText = columns.map((_, c) => rows.some((row) => !/^[\d.]|^-$/.test(String(row[c]))))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, c) => (isText[c] ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!)))
      .join('  ')
      .trimEnd()
  return [printable(name), ...cells.map((row) => `  ${line(row)}`), '']
}
