import { CoactError, isCoactError } from '../../engine/index.js'
import {
  type ExportFormat,
  type ExportReport,
  type ExportSink,
  type ExportWarning,
  exportReplays,
  type Grain,
} from '../export/index.js'
import { EXIT } from './exit.js'
import { interruptible } from './interrupt.node.js'
import { printable, printableLines } from './printable.js'
import type { Terminal } from './terminal.node.js'

export interface ExportFlags {
  readonly to?: ExportFormat | 'html'
  readonly grain: Grain
  readonly out?: string
}

/** `coact export` */
export async function exportCommand(
  sources: readonly string[],
  flags: ExportFlags,
  terminal: Terminal,
): Promise<number> {
  const { grain, out } = flags
  const to = flags.to ?? formatOf(out)
  if (to === 'html') {
    const { exportPage } = await import('../view/export.node.js')
    return exportPage(sources, out, terminal)
  }
  if (out === undefined && (to === 'parquet' || terminal.json)) {
    throw new CoactError('export/no-out', 'There is no file to export to', {
      expected: to === 'parquet' ? 'a file: Parquet is not for terminals' : 'a file beside --json',
      next: `Add --out ${grain}.${to}.`,
    })
  }
  const stop = interruptible()
  try {
    const report = await exportReplays(sources, {
      grain,
      to,
      out: out ?? standardOutput(),
      signal: stop.signal,
      onFile: (name, i, of) => {
        if (out !== undefined) terminal.status(() => `${i} of ${of} replays: ${printable(name)}`)
      },
      onWarning: warn,
    })
    terminal.document({ out, ...report })
    if (out !== undefined) terminal.line(summary(report, out))
    return report.warnings.some((w) => !w.readable) ? EXIT.usage : EXIT.fine
  } catch (e) {
    if (isCoactError(e) && e.code === 'export/aborted') return EXIT.interrupted
    if (isCoactError(e) && e.code === 'export/unread') return EXIT.fine
    throw e
  } finally {
    stop.end()
  }
}

const formatOf = (out: string | undefined): ExportFormat | 'html' =>
  (/\.(csv|parquet|html)$/.exec(out ?? '')?.[1] as ExportFormat | 'html' | undefined) ?? 'jsonl'

const summary = ({ rows, columns, grain, files }: ExportReport, out: string): string =>
  `${rows} rows of ${columns.length} columns (${grain}) of ${files} ${files === 1 ? 'replay' : 'replays'} written to ${printable(out)}`

function warn({ file, message, readable }: ExportWarning): void {
  const what = readable ? 'damaged' : 'left out'
  process.stderr.write(`warning: ${printable(file)} is ${what}: ${printable(message, 400)}\n`)
}

/** Standard output; texts of agents do nothing to a terminal, while programs get every byte. A reader may go away. */
function standardOutput(): ExportSink {
  const { stdout } = process
  return {
    async write(bytes) {
      if (stdout.destroyed) throw new CoactError('export/unread', 'Nobody reads the export')
      const shown = stdout.isTTY
        ? printableLines(new TextDecoder().decode(bytes).replaceAll('\r\n', '\n'))
        : bytes
      await new Promise<void>((resolve) => stdout.write(shown, () => resolve()))
    },
  }
}
