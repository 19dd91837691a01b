import { CoactError } from '../../engine/index.js'
import { openReplayFile } from '../../replays/index.node.js'
import { EXIT } from '../cli/exit.js'
import { printable } from '../cli/printable.js'
import type { Terminal } from '../cli/terminal.node.js'
import { pageWithReplay, viewerPage } from './page.node.js'

const { readFile, writeFile } = process.getBuiltinModule('node:fs/promises')
const { basename } = process.getBuiltinModule('node:path')

/** What a page can hold: browsers read it as one text. */
const PAGE_BYTES_MAX = 256 << 20

/**
 * `coact export FILE --to html`: a page that shows a replay, and needs no server and no other file.
 *
 * @throws CoactError `export/one-page`, `export/too-large`, `replay/…`
 */
export async function exportPage(
  sources: readonly string[],
  out: string | undefined,
  terminal: Terminal,
): Promise<number> {
  const [path] = sources
  if (path === undefined || sources.length > 1)
    throw new CoactError('export/one-page', 'A page shows one replay', {
      got: `${sources.length} replays`,
      next: 'Export them one by one, or look at a folder: coact view DIR.',
    })
  const file = out ?? `${path.replace(/\.mcap$/, '')}.html`
  const replay = await openReplayFile(path, { recover: true })
  const { damage } = replay.info
  await replay.close()
  if (damage !== undefined)
    process.stderr.write(`warning: not the whole run: ${printable(damage, 400)}\n`)
  const bytes = await readFile(path)
  if (bytes.length > PAGE_BYTES_MAX)
    throw new CoactError('export/too-large', 'The replay is too large for a page', {
      expected: `at most ${PAGE_BYTES_MAX} bytes`,
      got: String(bytes.length),
      next: 'Serve it instead: coact view FILE.',
    })
  const html = pageWithReplay(viewerPage(), bytes, basename(path))
  await writeFile(file, html)
  terminal.document({ out: file, bytes: html.length })
  terminal.line(`${printable(path)} can be seen in ${printable(file)}: open it in a browser`)
  return EXIT.fine
}
