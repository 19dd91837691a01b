import { unknownName } from '../../engine/index.js'
import type { Anomaly } from '../import/types.js'
import { EXIT } from './exit.js'
import { interruptible } from './interrupt.node.js'
import { printable } from './printable.js'
import type { Terminal } from './terminal.node.js'

export interface ImportFlags {
  readonly out: string
  readonly select?: 'ref' | 'all'
}

/** `coact import` */
export async function importCommand(
  id: string,
  path: string,
  flags: ImportFlags,
  terminal: Terminal,
): Promise<number> {
  const { importers } = await import('../import/importers.node.js')
  const importer = Object.hasOwn(importers, id) ? importers[id] : undefined
  if (importer === undefined)
    throw unknownName('import/unknown-source', 'kind of source', id, Object.keys(importers))
  const stop = interruptible()
  const report = await importer.run(path, {
    ...flags,
    signal: stop.signal,
    onProgress: (done, of) => terminal.status(() => `${importer.id}: ${done} of ${of} scenarios`),
  })
  stop.end()
  terminal.document({ importer: importer.id, out: flags.out, ...report })
  for (const anomaly of report.anomalies) terminal.line(anomalyLine(anomaly))
  for (const [name, n] of Object.entries(report.counts ?? {}))
    terminal.line(`${printable(name)}: ${n}`)
  terminal.line(
    `${report.written} written to ${printable(flags.out)}, ${report.skipped} skipped, ${report.anomalies.length} oddities`,
  )
  if (stop.signal.aborted) return EXIT.interrupted
  return report.written > 0 ? EXIT.fine : EXIT.usage
}

const anomalyLine = ({ file, path, message, got }: Anomaly): string =>
  printable(
    `${file}${path === '' ? '' : ` ${path}`}: ${message}${got === undefined ? '' : ` (${got})`}`,
    400,
  )
