import { unknownName } from '../../engine/index.js'
import type { ReportTable } from '../conform/types.js'
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
  const { gates, tables } = await suite.run(dir, {
    ...flags,
    signal: stop.signal,
    onProgress: (done, of) => terminal.status(() => `${suite.id}: ${done} of ${of}`),
  })
  stop.end()
  const passed = gates.reduce((n, g) => n + g.passed, 0)
  const failed = gates.reduce((n, g) => n + g.failed, 0)
  terminal.document({
    suite: suite.id,
    gates,
    ...(tables === undefined ? {} : { tables }),
    passed,
    failed,
  })
  for (const table of tables ?? []) for (const line of tableLines(table)) terminal.line(line)
  for (const g of gates) {
    terminal.line(`${printable(g.name)}: ${g.passed} passed, ${g.failed} failed`)
    if (g.skipped !== undefined) terminal.line(`  skipped: ${printable(g.skipped)}`)
    if (g.first !== undefined) terminal.line(`  first: ${printable(g.first, 2000)}`)
  }
  terminal.line(`${passed} passed, ${failed} failed`)
  if (stop.signal.aborted) return EXIT.interrupted
  return failed > 0 || passed === 0 ? EXIT.goalNotMet : EXIT.fine
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
